"""Children of a pole, edited on its page."""

from itertools import combinations

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
from .rights import EVERYTHING, Rights
from .texts import LinesField


class ConsistentRows(forms.BaseInlineFormSet):
    """Rows sent together may not clash: the database only compares saved ones."""

    def clean(self):
        super().clean()
        rows = [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and form.is_valid() and form.cleaned_data
        ]
        for one, other in combinations(rows, 2):
            if self.clash(one, other):
                raise forms.ValidationError(
                    "« %(row)s » est indiqué deux fois.",
                    code="twice",
                    params={"row": one},
                )


class PerimeterRows(ConsistentRows):
    @staticmethod
    def clash(one, other):
        """Same territory for periods that overlap; a NULL bound is open."""

        def ends_before(first, second):
            return first.until and second.since and first.until <= second.since

        return one.territory_id == other.territory_id and not (
            ends_before(one, other) or ends_before(other, one)
        )


class MembershipRows(ConsistentRows):
    @staticmethod
    def clash(one, other):
        return (one.structure_id, one.role, one.since) == (
            other.structure_id,
            other.role,
            other.since,
        )


class PoleInline(Rights, DescribedFields, admin.StackedInline):
    """Rows of one pole: whoever may change the pole may change them."""

    curators_may = EVERYTHING
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
    formset = PerimeterRows
    autocomplete_fields = ["territory", "source"]
    fields = [
        ("territory", "source"),
        ("since", "since_precision", "until", "until_precision"),
        "note",
    ]


class MembershipInline(PoleInline):
    model = Membership
    formset = MembershipRows
    autocomplete_fields = ["structure", "source"]
    fields = [
        ("structure", "role", "role_as_told"),
        ("since", "since_precision", "until", "until_precision"),
        ("source", "note"),
    ]


class StageRecordInline(PoleInline):
    model = StageRecord
    autocomplete_fields = ["source"]
    fields = [("stage", "on", "precision"), ("source", "note")]


class RecognitionInline(PoleInline):
    model = Recognition
    autocomplete_fields = ["programme", "source"]
    fields = [("programme", "text"), ("on", "precision", "source")]


class YearlyFiguresInline(PoleInline):
    model = YearlyFigures
    autocomplete_fields = ["source"]
    fields = [
        ("year", "member_structures", "jobs_fte", "turnover_eur", "volunteers"),
        "source",
    ]


class PoleAliasInline(Rights, admin.TabularInline):
    model = PoleAlias
    extra = 0
