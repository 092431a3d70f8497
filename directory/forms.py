"""Forms of the public pages."""

from django import forms
from django.http import QueryDict

from .models import StructureKind


class KindsField(forms.ModelMultipleChoiceField):
    """Kinds of structure by their slugs; a blank one, that of « tous », is none."""

    def clean(self, value):
        return super().clean([slug for slug in value or [] if slug])


class StructureSearchForm(forms.Form):
    quoi = forms.CharField(
        label="Nom",
        max_length=200,
        required=False,
        error_messages={"max_length": "Nom : au plus 200 caractères."},
    )
    type = KindsField(
        label="Type",
        queryset=StructureKind.objects.all(),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "Type : ce type de structure n'existe pas."},
    )

    @property
    def problems(self):
        """What is wrong with the values asked, in the order of the fields."""
        return [text for texts in self.errors.values() for text in texts]

    def found(self, structures):
        """The structures of a QuerySet that answer; a wrong value asks for nothing."""
        self.is_valid()
        if words := self.cleaned_data.get("quoi"):
            structures = structures.named_like(words)
        if kinds := self.cleaned_data.get("type"):
            structures = structures.filter(kind__in=kinds)
        return structures

    def address(self, page=1):
        """Query string of what was understood of the search, and of a page after it."""
        valid = self.cleaned_data
        query = QueryDict(mutable=True)
        if valid.get("quoi"):
            query["quoi"] = valid["quoi"]
        query.setlist("type", [kind.slug for kind in valid.get("type") or ()])
        if page > 1:
            query["page"] = page
        return query.urlencode()
