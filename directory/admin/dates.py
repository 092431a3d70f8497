"""Dates as they are known: typed to the day, the month or the year."""

from datetime import datetime

from django import forms
from django.db import models

from directory.models.dates import DatePrecision, precision_name
from directory.models.plausible import validate_year

FORMATS = {
    "%Y": DatePrecision.YEAR,
    "%m/%Y": DatePrecision.MONTH,
    "%Y-%m": DatePrecision.MONTH,
    "%d/%m/%Y": DatePrecision.DAY,
    "%Y-%m-%d": DatePrecision.DAY,
}


def dated(text):
    """(first day, precision) of '2024', '09/2024' or '19/09/2024'; None otherwise."""
    for layout, precision in FORMATS.items():
        try:
            return datetime.strptime(text.strip(), layout).date(), precision
        except ValueError:
            continue
    return None


def typed(day, precision):
    """The text that `dated` reads back; None for an unknown date."""
    if day is None:
        return None
    layouts = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%m/%Y"}
    return day.strftime(layouts.get(precision, "%d/%m/%Y"))


class PartialDateField(forms.DateField):
    """Date typed no finer than it is known: a year or a month is its first day.

    Its initial value is the text of `typed`.
    """

    widget = forms.TextInput(attrs={"size": 12})
    default_validators = [validate_year]
    default_error_messages = {
        "invalid": (
            "Écrivez une année, un mois ou un jour : 2024, 09/2024, 19/09/2024."
        )
    }

    def to_python(self, value):
        found = isinstance(value, str) and dated(value)
        return found[0] if found else super().to_python(value)

    def has_changed(self, initial, data):
        """The same day known more or less finely is another fact.

        A text that is no date is a change, to be refused.
        """
        before, after = ((text or "").strip() for text in (initial, data))
        same = before == after or dated(before) == dated(after) is not None
        return not same


class PartialDatesForm(forms.ModelForm):
    """Form whose dates tell their precision by how they are typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, PartialDateField):
                precision = getattr(self.instance, precision_name(name))
                self.initial[name] = typed(getattr(self.instance, name), precision)

    def clean(self):
        super().clean()
        for name, field in self.fields.items():
            if isinstance(field, PartialDateField):
                found = dated(self[name].data or "")
                precision = found[1] if found else DatePrecision.YEAR
                setattr(self.instance, precision_name(name), precision)
        return self.cleaned_data


class PartialDates:
    """Admin page or inline of rows whose dates have a precision."""

    form = PartialDatesForm

    def get_exclude(self, request, obj=None):
        """Precisions are typed with their dates: they have no field of their own."""
        excluded = super().get_exclude(request, obj) or ()
        return [*excluded, *map(precision_name, self._partial_dates())]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self._partial_dates():
            kwargs["form_class"] = PartialDateField
            kwargs["widget"] = PartialDateField.widget
            kwargs["help_text"] = "2024, 09/2024 ou 19/09/2024."
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _partial_dates(self):
        columns = {field.name: field for field in self.model._meta.concrete_fields}
        return [
            name
            for name, field in columns.items()
            if isinstance(field, models.DateField) and precision_name(name) in columns
        ]
