"""Fields of poles and structures as plain JSON values.

Suggestions, spreadsheets and reverts all speak of them so: a text, a yes or no, the key
of a row ('commune:33063', a slug, a public id), a sorted list of keys, a partial date
('2014-09'), a position. NULL is unknown; an unknown list is empty.
"""

from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Prefetch

from directory.models import Perimeter, Pole, Structure

from .facts import PERIMETERS_TODAY, PartialDate, Perimeters, Position
from .fields import UNKNOWN, Key, Keys, Plain

__all__ = [
    "UNKNOWN",
    "clean",
    "fields_of",
    "label",
    "prefetched",
    "read",
    "tell",
    "write",
]


def _by_name(*fields):
    return {field.name: field for field in fields}


FIELDS = {
    Pole: _by_name(
        Plain(Pole, "name"),
        Plain(Pole, "short_name"),
        Plain(Pole, "description"),
        Keys(Pole, "sectors"),
        Keys(Pole, "objectives"),
        Plain(Pole, "milieu"),
        Key(Pole, "carrier", key="public_id"),
        PartialDate(Pole, "created"),
        PartialDate(Pole, "closed"),
        Key(Pole, "seat", key="key"),
        Plain(Pole, "address"),
        Position(Pole.PositionPrecision.choices),
        Perimeters(),
        Plain(Pole, "website"),
        Plain(Pole, "website_is_carriers"),
        Plain(Pole, "email"),
        Plain(Pole, "phone"),
        Keys(Pole, "networks"),
    ),
    Structure: _by_name(
        Plain(Structure, "name"),
        Key(Structure, "kind", key="slug"),
        Plain(Structure, "legal_form"),
        Plain(Structure, "siren"),
        Plain(Structure, "siret"),
        Key(Structure, "commune", key="key"),
        Plain(Structure, "address"),
        Position(),
        Plain(Structure, "website"),
    ),
}


def fields_of(model):
    """Names of the fields that may be proposed, in the order of the page."""
    return list(FIELDS[model])


def label(model, name):
    """French name of a field."""
    return FIELDS[model][name].label


def read(row, name):
    """Today's value of a field of a saved row."""
    return FIELDS[type(row)][name].read(row)


def prefetched(poles):
    """A QuerySet of poles of which `read` asks the database nothing more."""
    today = Perimeter.objects.at().select_related("territory")
    return poles.select_related("seat", "carrier").prefetch_related(
        "sectors",
        "objectives",
        "networks",
        Prefetch("perimeters", queryset=today, to_attr=PERIMETERS_TODAY),
    )


def tell(model, name, value):
    """A value in French words; 'non renseigné' when unknown."""
    return FIELDS[model][name].tell(value)


def clean(model, name, value):
    """A value as it would be written; raise ValidationError when it cannot be."""
    return FIELDS[model][name].clean(value)


def write(row, values):
    """Set some fields of a row and save it; all of them or, on any error, none.

    Raise a ValidationError whose `error_dict` is keyed by the names of `values`, or
    by `NON_FIELD_ERRORS` for what concerns none of them.
    """
    fields, cleaned, errors = FIELDS[type(row)], {}, {}
    for name, value in values.items():
        try:
            cleaned[name] = fields[name].clean(value)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    with transaction.atomic():
        for name, value in cleaned.items():
            if not fields[name].apart:
                fields[name].set(row, value)
        _check(row, values)
        row.save()
        for name, value in cleaned.items():
            if fields[name].apart and fields[name].read(row) != value:
                fields[name].set(row, value)


def _check(row, values):
    """Validate a row; tell errors by the names of the values that caused them.

    Columns left alone are not judged again, or an old fault elsewhere would forbid
    to mend this one.
    """
    owners = {
        column: name for name in values for column in FIELDS[type(row)][name].columns
    }
    others = {column.name for column in row._meta.fields} - owners.keys()
    steps = (
        partial(row.clean_fields, exclude=others),
        row.clean,
        row.validate_unique,
        row.validate_constraints,
    )
    told = {}
    for step in steps:
        try:
            step()
        except ValidationError as error:
            for column, found in error.update_error_dict({}).items():
                told.setdefault(owners.get(column, NON_FIELD_ERRORS), []).extend(found)
    if told:
        raise ValidationError(told)
