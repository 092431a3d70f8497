"""Forms of the public pages."""

from django import forms

from .models import StructureKind


class StructureSearchForm(forms.Form):
    quoi = forms.CharField(label="Nom", max_length=200, required=False)
    type = forms.ModelMultipleChoiceField(
        label="Type",
        queryset=StructureKind.objects.all(),
        to_field_name="slug",
        required=False,
    )
