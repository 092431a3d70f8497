"""Inputs of an edited value: one that suits each field, without any script.

They give values to be checked by `directory.values`, which alone says what is wrong.
"""

from django import forms
from django.db import models

from directory.values import FIELDS, UNKNOWN
from directory.values.facts import PartialDate, Perimeters, Position, written
from directory.values.fields import Key, Keys

from .dates import dated, typed
from .texts import LinesField

TERRITORY = (
    "L'échelon et le code officiel : commune:26281, epci:200040681, departement:26 "
    "ou region:84."
)
CARRIER = "L'identifiant public de la structure, au bas de sa page dans l'annuaire."
DATE = "2014, 09/2014 ou 19/09/2014."
MOST_KEYS = 200
YES_OR_NO = [("True", "oui"), ("False", "non")]
WIDE = {"class": "vTextField"}


class KeysField(forms.CharField):
    """Keys, one to a line."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        keys = (super().to_python(value) or "").split()
        if len(keys) > MOST_KEYS:
            raise forms.ValidationError(
                f"Pas plus de {MOST_KEYS} territoires.", code="too_many"
            )
        return keys


class PartialDateText(forms.CharField):
    """A date typed as in the form of the entry, given as `directory.values` has it."""

    def prepare_value(self, value):
        found = isinstance(value, str) and dated(value)
        return typed(*found) if found else value

    def to_python(self, value):
        text = super().to_python(value)
        found = text and dated(text)
        if text and not found:
            raise forms.ValidationError(
                "« %(text)s » n'est pas une date : %(date)s",
                code="date",
                params={"text": text, "date": DATE},
            )
        return written(*found) if found else text


class PointWidget(forms.MultiWidget):
    """Latitude, longitude and, where it is kept, a precision."""

    def __init__(self, precisions):
        widgets = [
            forms.TextInput({"inputmode": "decimal", "aria-label": part, **holder})
            for part, holder in (
                ("latitude", {"placeholder": "latitude"}),
                ("longitude", {"placeholder": "longitude"}),
            )
        ]
        if precisions:
            choices = [("", "précision inconnue"), *precisions.items()]
            widgets.append(forms.Select({"aria-label": "précision"}, choices))
        super().__init__(widgets)

    def decompress(self, value):
        value = value or {}
        parts = ("latitude", "longitude", "precision")[: len(self.widgets)]
        return [str(value.get(part, "")).replace(".", ",") for part in parts]


class PointField(forms.MultiValueField):
    """A point as `directory.values` has it; None when all its parts are empty."""

    def __init__(self, precisions, **options):
        parts = [forms.CharField(required=False) for _ in range(3 if precisions else 2)]
        widget = PointWidget(precisions)
        super().__init__(parts, widget=widget, require_all_fields=False, **options)

    def compress(self, parts):
        if not any(parts):
            return None
        point = dict(zip(("latitude", "longitude", "precision"), parts, strict=False))
        for degrees in ("latitude", "longitude"):
            point[degrees] = (point.get(degrees) or "").replace(",", ".")
        return point


def input_for(model, name, words):
    """Form field for a value; `words` knows the rows that may be chosen."""
    field = FIELDS[model][name]
    options = {"label": f"Autre valeur ({field.label})", "required": False}
    if isinstance(field, Position):
        return PointField(field.precisions, **options)
    if isinstance(field, Perimeters):
        help_text = f"{TERRITORY} Une clé par ligne."
        return KeysField(help_text=help_text, **options)
    if isinstance(field, PartialDate):
        widget = forms.TextInput(WIDE)
        return PartialDateText(help_text=DATE, widget=widget, **options)
    if isinstance(field, Keys):
        return forms.MultipleChoiceField(
            choices=_choices(words.rows(name)),
            widget=forms.CheckboxSelectMultiple,
            **options,
        )
    if isinstance(field, Key) and field.key == "slug":
        return forms.ChoiceField(choices=_choices(words.rows(name)), **options)
    if isinstance(field, Key):
        help_text = CARRIER if field.key == "public_id" else TERRITORY
        widget = forms.TextInput(WIDE)
        return forms.CharField(help_text=help_text, widget=widget, **options)
    return _column_input(field.column, options)


def _choices(rows):
    """Rows to choose from, by slug; those retired are not offered any more."""
    current = (row for row in rows.values() if not getattr(row, "retired", False))
    return [(row.slug, str(row)) for row in current]


def _column_input(column, options):
    if isinstance(column, models.BooleanField):
        return forms.ChoiceField(choices=YES_OR_NO, **options)
    if column.choices:
        blank = [("", UNKNOWN)] if column.null else []
        return forms.ChoiceField(choices=[*blank, *column.flatchoices], **options)
    if isinstance(column, models.TextField):
        widget = forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"})
        return LinesField(widget=widget, **options)
    return forms.CharField(widget=forms.TextInput(WIDE), **options)
