"""What is told of a row, and put back as a whole: a column, several of one fact, links.

A value is a tuple, one item a column; that of links, a frozenset of keys. The same
trait reads a row of today and a record of its history.
"""

from datetime import date
from functools import cache

from django.db import models
from django.utils.formats import date_format, number_format

from directory.models.dates import DatePrecision, describe_date, precision_name
from directory.values.facts import Position as Point

UNTOLD = {"id", "public_id", "created_at", "updated_at"}
# They have verbs of their own, with their own rules: a revert leaves them as they are.
STANDING = {"publication", "archived", "merged_into", "stewards"}


class Trait:
    """A column of text, of a choice, a number, a day, a yes or no."""

    is_links = False

    def __init__(self, name, *columns):
        self.name = name
        self.columns = columns
        self.attnames = [column.attname for column in columns]
        self.label = str(columns[0].verbose_name)
        self.standing = name in STANDING

    def read(self, holder):
        return tuple(getattr(holder, attname) for attname in self.attnames)

    def is_known(self, value):
        return value[0] is not None

    def alike(self, value, other):
        """Whether two values say the same; what goes with an unknown one says none."""
        return value == other or not (self.is_known(value) or self.is_known(other))

    def related(self, value):
        """(model, key) of the rows that a value points to."""
        return ()

    def tell(self, value, names, *, exact=False):
        """Words for a known value; `exact` when the usual ones would hide a change."""
        [column], [told] = self.columns, value
        if isinstance(told, bool):
            return "oui" if told else "non"
        if isinstance(told, date):
            return date_format(told, "j F Y")
        if column.choices or isinstance(told, str) or column.name == "year":
            return str(dict(column.flatchoices).get(told, told))
        return number_format(told, force_grouping=True)


class Related(Trait):
    """A foreign key."""

    def related(self, value):
        return [(self.columns[0].related_model, key) for key in value if key]

    def tell(self, value, names, *, exact=False):
        return names[self.columns[0].related_model, value[0]]


class PartialDate(Trait):
    """A date and its precision."""

    def tell(self, value, names, *, exact=False):
        day, precision = value
        return describe_date(day, DatePrecision.DAY if exact else precision)


class Confirmation(Trait):
    """When the row was confirmed, and by whom."""

    def tell(self, value, names, *, exact=False):
        day, role = value
        by = dict(self.columns[1].flatchoices).get(role, role)
        return f"{date_format(day, 'j F Y')}, par {by}"


class Position(Trait):
    """A point, with its precision where it is kept."""

    label = "position"

    def __init__(self, name, *columns):
        super().__init__(name, *columns)
        self.label = type(self).label
        self.words = Point(columns[2].choices if columns[2:] else ())

    def tell(self, value, names, *, exact=False):
        return self.words.tell(
            dict(zip(["latitude", "longitude", "precision"], value, strict=False))
        )


class Links(Trait):
    """A many-to-many field, of which the history keeps a copy with each record."""

    is_links = True

    def __init__(self, field):
        super().__init__(field.name, field)
        self.field = field

    def read(self, holder):
        """Links of a row of today: one query."""
        return frozenset(getattr(holder, self.name).values_list("pk", flat=True))

    def is_known(self, value):
        return bool(value)

    def related(self, value):
        return [(self.field.related_model, key) for key in value]

    def tell(self, value, names, *, exact=False):
        return ", ".join(self.names(value, names))

    def names(self, keys, names):
        return sorted(names[self.field.related_model, key] for key in keys)


@cache
def traits_of(model):
    """Traits of a model with history, by name, in the order of its columns.

    The name in addresses comes last: nobody begins by reading it.
    """
    history = model.history.model
    columns = {column.name: column for column in history.tracked_fields}
    told = [name for name in columns if name not in UNTOLD]
    told.sort(key="slug".__eq__)
    traits = {}
    while told:
        trait = _trait(told[0], columns)
        traits[trait.name] = trait
        taken = {column.name for column in trait.columns}
        told = [name for name in told if name not in taken]
    kept = {field.name for field in history._history_m2m_fields}
    links = [field for field in model._meta.many_to_many if field.name in kept]
    return traits | {field.name: Links(field) for field in links}


def _trait(name, columns):
    """The trait that a column begins, with those of the same fact."""
    column = columns[name]
    if name == "latitude":
        group = ("latitude", "longitude", "position_precision")
        return Position(
            "position", *(columns[part] for part in group if part in columns)
        )
    if name == "confirmed_on":
        return Confirmation("confirmed", column, columns["confirmed_by"])
    if isinstance(column, models.DateField) and precision_name(name) in columns:
        stem = name.removesuffix("_on")
        return PartialDate(stem, column, columns[precision_name(name)])
    return (Related if isinstance(column, models.ForeignKey) else Trait)(name, column)
