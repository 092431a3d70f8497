"""Reference data: themes, kinds of structure, objectives, networks, programmes.

Everything is created by slug (a synonym by its words) and never changed afterwards:
a row that exists may have been edited by a person.
"""

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from directory.models import (
    Network,
    Objective,
    Programme,
    Sector,
    StructureKind,
    Synonym,
    Territory,
)

FIXTURES = Path(settings.BASE_DIR) / "fixtures"

# File name, model, and the field that tells whether a row is already there.
PLAIN_FILES = (
    ("sectors", Sector, "slug"),
    ("structure_kinds", StructureKind, "slug"),
    ("objectives", Objective, "slug"),
    ("programmes", Programme, "slug"),
    ("synonyms", Synonym, "words"),
)


class MissingRegions(Exception):
    """Networks name régions that are not in the database; says what to do."""


def read_fixture(name, folder=FIXTURES):
    """Rows of a file of `fixtures/`, as a list of dictionaries."""
    return json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load_reference(folder=FIXTURES):
    """Create the reference rows that are missing; return {model: number created}.

    Raises MissingRegions, and creates nothing, when the territories of the networks
    are not in the database.
    """
    created = {
        model: _create_missing(model, read_fixture(name, folder), key)
        for name, model, key in PLAIN_FILES
    }
    created[Network] = _create_networks(read_fixture("networks", folder))
    return created


def _create_missing(model, rows, key):
    known = set(model.objects.values_list(key, flat=True))
    missing = [model(**row) for row in rows if row[key] not in known]
    return len(model.objects.bulk_create(missing))


def _create_networks(rows):
    known = set(Network.objects.values_list("slug", flat=True))
    missing = [row for row in rows if row["slug"] not in known]
    regions = _regions({code for row in missing for code in row["regions"]})
    for row in missing:
        fields = {name: value for name, value in row.items() if name != "regions"}
        network = Network.objects.create(**fields)
        network.regions.set([regions[code] for code in row["regions"]])
    return len(missing)


def _regions(codes):
    found = Territory.objects.of_level(Territory.Level.REGION).filter(code__in=codes)
    regions = {region.code: region for region in found}
    if absent := sorted(codes - regions.keys()):
        raise MissingRegions(
            f"Régions absentes de la base : {', '.join(absent)}. "
            "Lancez d'abord « manage.py import_territories »."
        )
    return regions
