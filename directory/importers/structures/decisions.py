"""What becomes of a structure that is already there.

A field is a person's when a person, or anything but an import of lists, changed it
last: the import leaves it, and says so. What a list does not say changes nothing.
"""

from itertools import groupby
from operator import itemgetter

from directory.models import Structure

REASON = "import de "

# Fields that are settled as one, with their columns and the column of the list.
UNITS = {
    "siren": (("siren",), "siret"),
    "name": (("name",), "name"),
    "kind": (("kind_id",), "kind"),
    "commune": (("commune_id",), "commune_code"),
    "address": (("address",), "address"),
    "position": (("latitude", "longitude"), "latitude"),
    "website": (("website",), "website"),
}
COLUMNS = tuple(column for columns, _ in UNITS.values() for column in columns)


def said_by(candidate):
    """Values by unit of what a row of the list says."""
    said = {
        "siren": (candidate.siret[:9],),
        "name": (candidate.name,),
        "kind": (candidate.kind,),
        "commune": (candidate.commune and candidate.commune.pk,),
        "address": (candidate.address,),
        "position": (candidate.latitude, candidate.longitude),
        "website": (candidate.website,),
    }
    return {unit: values for unit, values in said.items() if None not in values}


def differences(candidate, current):
    """Units that a row of the list says otherwise than a structure of today.

    `current` maps columns to values.
    """
    return {
        unit: values
        for unit, values in said_by(candidate).items()
        if values != _values(current, unit)
    }


def held_by_people(currents):
    """Units that people hold, by key of structure. One query.

    `currents` maps keys to the columns of today: what differs from the last record
    was changed behind the history, and is held too.
    """
    records = (
        Structure.history.filter(id__in=list(currents))
        .order_by("id", "history_date", "history_id")
        .values("id", "history_user_id", "history_change_reason", *COLUMNS)
    )
    held = {key: _held(current, []) for key, current in currents.items()}
    for key, own in groupby(records.iterator(), key=itemgetter("id")):
        held[key] = _held(currents[key], own)
    return held


def _held(current, records):
    """Units that no import changed last, from the records of a row, oldest first."""
    held, before = set(), dict.fromkeys(COLUMNS)
    for record in [*records, {**current, "history_user_id": None}]:
        for unit in UNITS:
            if _values(record, unit) != _values(before, unit):
                (held.discard if _is_import(record) else held.add)(unit)
        before = record
    return held


def _is_import(record):
    reason = record.get("history_change_reason") or ""
    return record["history_user_id"] is None and reason.startswith(REASON)


def columns_of(unit):
    return UNITS[unit][0]


def _values(row, unit):
    return tuple(row[column] for column in columns_of(unit))
