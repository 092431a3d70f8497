"""Dates as they are known: typed to the day, the month or the year."""

from datetime import datetime

from django import forms
from django.db import models

from directory.models.dates import DatePrecision, precision_name
from directory.models.plausible import validate_year

SHORT_FORMATS = {
    "%Y": DatePrecision.YEAR,
    "%m/%Y": DatePrecision.MONTH,
    "%Y-%m": DatePrecision.MONTH,
}


def short_date(text):
    """(first day, precision) of '2024' or '09/2024'; None for anything else."""
    for layout, precision in SHORT_FORMATS.items():
        try:
            return datetime.strptime(text.strip(), layout).date(), precision
        except ValueError:
            continue
    return None


class PartialDateField(forms.DateField):
    """Date that may be typed as a year or a month: it is then its first day."""

    default_validators = [validate_year]
    default_error_messages = {
        "invalid": "Écrivez une année, un mois ou un jour : 2024, 09/2024, 19/09/2024."
    }

    def to_python(self, value):
        short = isinstance(value, str) and short_date(value)
        return short[0] if short else super().to_python(value)

    def has_changed(self, initial, data):
        """A year or a month typed tells a precision, even of the same date."""
        return bool(data and short_date(data)) or super().has_changed(initial, data)


class PartialDatesForm(forms.ModelForm):
    """Form whose precisions follow what was typed, unless they were chosen."""

    def clean(self):
        super().clean()
        for name, field in self.fields.items():
            if isinstance(field, PartialDateField) and self.cleaned_data.get(name):
                self._tell_precision(name, precision_name(name))
        return self.cleaned_data

    def _tell_precision(self, name, precision):
        short = short_date(self[name].data)
        if short and precision in self.fields and precision not in self.changed_data:
            self.cleaned_data[precision] = short[1]


class PartialDates:
    """Admin page or inline of rows whose dates have a precision."""

    form = PartialDatesForm

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        others = {field.name for field in self.model._meta.concrete_fields}
        is_date = isinstance(db_field, models.DateField)
        if is_date and precision_name(db_field.name) in others:
            kwargs["form_class"] = PartialDateField
            kwargs["help_text"] = (
                "2024, 09/2024 ou 19/09/2024 ; une année ou un mois seul règle aussi "
                "la précision."
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
