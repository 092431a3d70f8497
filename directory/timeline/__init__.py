"""Who changed what, when and why, told from the records of the history."""

from .entries import Entry, Line, compared
from .names import Names
from .snapshots import CHILDREN, Snapshot, children_of, held_at, held_now, snapshots_of
from .stories import Change, Timeline
from .traits import STANDING, traits_of

__all__ = [
    "CHILDREN",
    "STANDING",
    "Change",
    "Entry",
    "Line",
    "Names",
    "Snapshot",
    "Timeline",
    "children_of",
    "compared",
    "held_at",
    "held_now",
    "snapshots_of",
    "traits_of",
]
