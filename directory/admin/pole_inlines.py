"""Children of a pole, edited on its page."""

from django import forms
from django.contrib import admin
from django.db import models

from directory.models import (
    Membership,
    Perimeter,
    PoleAlias,
    Recognition,
    StageRecord,
    YearlyFigures,
)

from .choices import DescribedFields
from .dates import PartialDates
from .formsets import MembershipRows, PerimeterRows, Rows
from .numbers import SpacedDecimal, SpacedInteger
from .rights import EVERYTHING, Rights
from .texts import LinesField


class PoleInline(PartialDates, Rights, DescribedFields, admin.StackedInline):
    """Rows of one pole: whoever may change the pole may change them."""

    editors_may = EVERYTHING
    curators_may = EVERYTHING
    formset = Rows
    template = "admin/directory/pole/_rows.html"
    extra = 0
    formfield_overrides = {
        models.TextField: {
            "form_class": LinesField,
            "widget": forms.Textarea(attrs={"rows": 2, "cols": 46}),
        }
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.autocomplete_fields)

    def get_formset(self, request, obj=None, **kwargs):
        """Tell each autocomplete its chosen labels, by one query for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        for name in self.autocomplete_fields if obj else ():
            field = formset.form.base_fields.get(name)
            if field:
                chosen = self.model.objects.filter(pole=obj).order_by().values(name)
                field.widget.widget.known = {
                    str(row.pk): field.label_from_instance(row)
                    for row in field.queryset.filter(pk__in=chosen)
                }
        return formset


class PerimeterInline(PoleInline):
    model = Perimeter
    add_text = "Ajouter un territoire d'action"
    new_text = "Nouveau territoire d'action"
    formset = PerimeterRows
    autocomplete_fields = ["territory", "source"]
    fields = [
        ("territory", "source"),
        ("since", "until"),
        "note",
    ]


class MembershipInline(PoleInline):
    model = Membership
    add_text = "Ajouter un membre"
    new_text = "Nouveau membre"
    formset = MembershipRows
    autocomplete_fields = ["structure", "source"]
    fields = [
        ("structure", "role", "role_as_told"),
        ("since", "until"),
        ("source", "note"),
    ]


class StageRecordInline(PoleInline):
    model = StageRecord
    add_text = "Ajouter une étape de vie"
    new_text = "Nouvelle étape de vie"
    autocomplete_fields = ["source"]
    fields = [("stage", "on"), ("source", "note")]


class RecognitionInline(PoleInline):
    model = Recognition
    add_text = "Ajouter une reconnaissance"
    new_text = "Nouvelle reconnaissance"
    autocomplete_fields = ["programme", "source"]
    fields = [("programme", "text"), ("on", "source")]


class YearlyFiguresInline(PoleInline):
    model = YearlyFigures
    add_text = "Ajouter les chiffres d'une année"
    new_text = "Chiffres d'une nouvelle année"
    autocomplete_fields = ["source"]
    formfield_overrides = PoleInline.formfield_overrides | {
        models.PositiveIntegerField: {"form_class": SpacedInteger},
        models.PositiveBigIntegerField: {"form_class": SpacedInteger},
        models.DecimalField: {"form_class": SpacedDecimal},
    }
    fields = [
        ("year", "member_structures", "jobs_fte", "turnover_eur", "volunteers"),
        "source",
    ]


class PoleAliasInline(Rights, admin.StackedInline):
    model = PoleAlias
    formset = Rows
    template = PoleInline.template
    add_text = "Ajouter une ancienne adresse"
    new_text = "Autre ancienne adresse"
    extra = 0
