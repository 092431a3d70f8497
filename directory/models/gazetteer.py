"""The ranked search behind "Où ?": one query gathers names, another fetches places."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connections, models
from django.db.models import F, Func, Value

from .gazetteer_columns import as_find
from .gazetteer_sql import POPULOUS, SAINT, gathering
from .place_ranking import rank
from .place_words import understand

__all__ = ["POPULOUS", "SAINT", "search", "trigrams"]

MOST_FOUND = 50


class Nth(Func):
    """Element of an array at a position counted from one."""

    template = "(%(expressions)s]"
    arg_joiner = ")["


def trigrams(expression, *, name, **options):
    """Index of names by the letters they share with another.

    Kept merged: the list of rows not yet merged, long after an import, would be read
    whole by each search.
    """
    column = OpClass(expression, name="gin_trgm_ops")
    return GinIndex(column, name=name, fastupdate=False, **options)


def search(territories, text):
    """The territories, among some, that a text may name; `TerritoryQuerySet.search`."""
    inquiry = understand(text)
    if inquiry is None:
        return with_finds(territories, []).none()
    sql, parameters = gathering(inquiry, territories)
    with connections[territories.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        finds = [as_find(*row) for row in cursor]
    found = with_finds(territories, rank(inquiry, finds)[:MOST_FOUND])
    by_code = Value(inquiry.code is not None, models.BooleanField())
    return found.annotate(by_code=by_code)


def with_finds(territories, finds):
    """Territories found, in the order of the finds, annotated as they say."""
    keys = [find.pk for find in finds]
    return (
        territories.filter(pk__in=keys)
        .annotate(
            place=Func(
                Value(keys, ArrayField(models.BigIntegerField())),
                F("pk"),
                function="array_position",
                output_field=models.IntegerField(),
            )
        )
        .annotate(
            matched=told([find.matched for find in finds], models.TextField()),
            exact=told([find.exact for find in finds], models.BooleanField()),
            reason=told([find.reason for find in finds], models.TextField()),
            departements=told(
                [", ".join(find.departements) or None for find in finds],
                models.TextField(),
            ),
        )
        .order_by("place")
    )


def told(values, field):
    """What a find says of its territory, by the place of both."""
    return Nth(Value(values, ArrayField(field)), F("place"), output_field=field)
