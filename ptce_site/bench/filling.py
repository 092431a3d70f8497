"""Invented rows in bulk, as many as asked and the same at each run."""

from collections import defaultdict
from contextlib import contextmanager
from io import StringIO
from random import Random

from django.core.management import call_command
from django.db import connection

from directory.models import Membership, Pole, Source, Structure

from .invention import COLUMNS, Invention

STRUCTURE = ("public_id", "slug", "name", "kind_id", "commune_id", "archived")
MEMBERSHIP = (
    *("pole_id", "structure_id", "role", "since"),
    *("since_precision", "until_precision"),
)
LINKS = ("sectors", "objectives", "networks", "stewards", "sources")
SOURCES = 50
# Of a hundred structures, how many are in a pole, and how many of all in a second one.
MEMBERS, TWICE = 0.95, 0.08


def fill(poles, structures):
    """Add what is missing to hold so many published poles and structures.

    Beside them come drafts, one for twenty poles. The triggers of what hangs on a pole
    rest meanwhile: what they keep is made at the end, and the statistics.
    """
    for number in range(Source.objects.count(), SOURCES):
        Source.objects.create(title=f"Source d'essai {number + 1}", year=2015)
    invention = Invention(Random(f"{poles} {structures}"))
    known = Structure.objects.count()
    _copy(Structure, STRUCTURE, map(invention.structure, range(known, structures)))
    added = Structure.objects.order_by("pk").values_list("pk", flat=True)[known:]
    with _resting_triggers():
        _add_poles(invention, poles)
        _copy(Membership, MEMBERSHIP, _memberships(invention.random, list(added)))
    call_command("rebuild_search", stdout=StringIO())
    with connection.cursor() as cursor:
        # without statistics, the update below takes twenty minutes
        cursor.execute("ANALYZE")
        cursor.execute(
            "UPDATE directory_structure SET is_public = NOT is_public"
            " WHERE is_public <> directory_is_public(id)"
        )
        cursor.execute("VACUUM (ANALYZE)")


def _add_poles(invention, wanted):
    known = Pole.objects.published().count()
    kinds = [Pole.Publication.PUBLISHED] * (wanted - known)
    kinds += [Pole.Publication.DRAFT] * (len(kinds) // 20)
    first = Pole.objects.count()
    poles = Pole.objects.bulk_create(
        invention.pole(number, kind) for number, kind in enumerate(kinds, first)
    )
    rows, links = defaultdict(list), defaultdict(list)
    for pole in poles:
        for model, row in invention.children(pole):
            rows[model].append(row)
        for name, pk in invention.links(pole):
            links[name].append((pole.pk, pk))
    for model, listed in rows.items():
        _copy(model, COLUMNS[model], listed)
    for name, listed in links.items():
        field = Pole._meta.get_field(name)
        columns = (field.m2m_column_name(), field.m2m_reverse_name())
        _copy(field.remote_field.through, columns, listed)


def _memberships(random, structures):
    """Rows of members: a few poles have many, as in life."""
    poles = list(Pole.objects.order_by("pk").values_list("pk", flat=True))
    weights = [min(random.paretovariate(2), 5) for _ in poles]
    for structure in structures:
        many = (random.random() < MEMBERS) + (random.random() < TWICE)
        for pole in set(random.choices(poles, weights, k=many)):
            role = random.choice(["membre", "membre", "membre", "fondateur", "porteur"])
            yield pole, structure, role, None, "annee", "annee"


def _copy(model, columns, rows):
    """Write rows of a table, each a tuple in the order of the columns."""
    rows = list(rows)  # drawn before the connection is taken by the copy
    quoted = connection.ops.quote_name
    table, names = quoted(model._meta.db_table), ", ".join(map(quoted, columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


@contextmanager
def _resting_triggers():
    """Without the triggers that remake a pole at each row that hangs on it."""
    tables = [model._meta.db_table for model in (*COLUMNS, Membership)]
    tables += [getattr(Pole, name).through._meta.db_table for name in LINKS]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
