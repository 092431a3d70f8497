"""Two rows side by side, field by field, and which value a merger keeps."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from directory import values
from directory.models import Pole, Structure

KEPT, ABSORBED, BOTH = "kept", "absorbed", "both"

# Fields that mean nothing without another: where that one differs, they go with it.
LED_BY = {
    Pole: {"address": "seat", "position": "seat", "website_is_carriers": "website"},
    Structure: {"address": "commune", "position": "commune", "siret": "siren"},
}


@dataclass(frozen=True)
class Line:
    """A field of two rows: their values as plain JSON, and the side to keep.

    `side` is `BOTH` for lists, which are united; `leader` names the field that this
    one goes with, and is None when it may be chosen for itself.
    """

    name: str
    label: str
    kept: Any
    absorbed: Any
    side: str
    leader: str | None

    @property
    def differs(self):
        return self.kept != self.absorbed

    @property
    def may_be_chosen(self):
        return self.differs and self.leader is None and self.side != BOTH


def is_known(value):
    return value not in (None, "", [])


def compare(kept, absorbed, choices=None):
    """Lines of all the fields that `directory.values` knows, in the order of the page.

    By default the value of the row kept, or the other's where that one is unknown;
    `choices` maps fields to `KEPT` or `ABSORBED`.
    """
    model, choices = type(kept), choices or {}
    names = values.fields_of(model)
    pairs = {
        name: (values.read(kept, name), values.read(absorbed, name)) for name in names
    }
    sides, leaders = {}, {}
    for name in sorted(names, key=LED_BY[model].__contains__):
        leader = LED_BY[model].get(name)
        follows = leader and pairs[leader][0] != pairs[leader][1]
        leaders[name] = leader if follows else None
        sides[name] = _side(name, pairs[name], choices, follows and sides[leader])
    return [
        Line(name, values.label(model, name), *pairs[name], sides[name], leaders[name])
        for name in names
    ]


def _side(name, pair, choices, led):
    ours, theirs = pair
    if isinstance(ours, list):
        return BOTH
    if led == KEPT or (led and not is_known(theirs)):
        return KEPT
    if led == ABSORBED:
        return ABSORBED
    return choices.get(name) or (
        ABSORBED if is_known(theirs) and not is_known(ours) else KEPT
    )


def fingerprint(lines):
    """What the lines say of both rows, in short: it changes when either does."""
    told = [[line.name, line.kept, line.absorbed] for line in lines]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
