"""What changed in a row, in French words."""

from dataclasses import dataclass, field

from directory.models import (
    Membership,
    Perimeter,
    Pole,
    Recognition,
    StageRecord,
    Structure,
    YearlyFigures,
)
from directory.values import UNKNOWN

from .names import Names
from .snapshots import children_of
from .traits import traits_of
from .wording import pieces

ADDED, CHANGED, REMOVED, FOUND = "+", "~", "-", "?"
# FOUND: its first record is of a row already there, whose past nobody noted.
PARTICIPLES = {ADDED: "ajouté", CHANGED: "modifié", REMOVED: "retiré", FOUND: "connu"}
OWN = {ADDED: "fiche créée", REMOVED: "fiche supprimée", FOUND: "premier état connu"}
# a noun, what its participle agrees with, the traits that name a row
NOUNS = {
    Perimeter: ("territoire d'action", "", ["territory"]),
    Membership: ("membre", "", ["structure", "role"]),
    StageRecord: ("étape de vie", "e", ["stage", "on"]),
    Recognition: ("reconnaissance", "e", ["programme", "text"]),
    YearlyFigures: ("chiffres de l'année", "s", ["year"]),
    Pole: ("fiche", "e", ["name"]),
    Structure: ("fiche", "e", ["name"]),
}
# from there on, a text is told by the words that come in and go out
LONG = 80


@dataclass
class Line:
    """A trait that changed: `old` and `new` in words, None where the row was not there.

    `pieces` tells a long text (see `wording`), `added` and `removed` name links.
    """

    name: str
    label: str
    old: str | None
    new: str | None
    standing: bool = False
    pieces: list = field(default_factory=list)
    added: list = field(default_factory=list)
    removed: list = field(default_factory=list)

    @property
    def begins(self):
        """Whether it was unknown before."""
        return self.old == UNKNOWN

    @property
    def ends(self):
        """Whether it is unknown since."""
        return self.new == UNKNOWN


@dataclass
class Entry:
    """What changed in one row. `sign` is ADDED, CHANGED, REMOVED or FOUND.

    `title` is None for a change of the row whose story is told, and `owner` the key of
    that row or of one merged into it. `record` is the last one of the row in its
    change; None in a comparison.
    """

    model: type
    pk: int
    owner: int
    sign: str
    title: str | None
    lines: list
    record: object = None

    @property
    def noun(self):
        return self.model._meta.model_name

    @property
    def is_part(self):
        """Whether the row is a child of a pole."""
        return self.model in children_of(Pole)

    @property
    def moves(self):
        """Whether it passes from one pole to another."""
        return any(line.name == "pole" for line in self.lines)


def told(drafts, *, owner):
    """Entries of (sign, before, after, record), of which one snapshot may be None.

    Those that change nothing are left out. `owner` is the (model, key) of the row whose
    story is told. A bounded number of queries: one for each model that is named.
    """
    drafts = [draft for draft in drafts if draft[1] or draft[2]]
    named = []
    for _sign, before, after, _record in drafts:
        changed = {*_changed(before, after), *NOUNS[(after or before).model][2]}
        for snapshot in filter(None, (before, after)):
            named += snapshot.related(changed)
            if snapshot.owner != owner[1]:
                named.append((owner[0], snapshot.owner))
    names = Names(named)
    entries = [_entry(*draft, names, owner) for draft in drafts]
    return [entry for entry in entries if entry.lines or entry.sign != CHANGED]


def sign_of(before, after):
    return CHANGED if before and after else ADDED if after else REMOVED


def compared(before, after, *, owner):
    """Entries that lead from some held snapshots to others; see `snapshots.held_at`."""
    keys = sorted(
        {*before, *after}, key=lambda key: (_rank(key[0]), key[1] is None, key[1])
    )
    sides = [(before.get(key), after.get(key)) for key in keys]
    drafts = [(sign_of(*pair), *pair, None) for pair in sides if pair[0] != pair[1]]
    return told(drafts, owner=owner)


def in_page_order(entries):
    """The row itself first, then its children as its page lists them."""
    return sorted(entries, key=lambda entry: (_rank(entry.model), entry.pk))


def _rank(model):
    """Place of a model: the row itself, then its children as its page lists them."""
    order = children_of(Pole)
    return order.index(model) + 1 if model in order else 0


def _changed(before, after):
    """Names of the traits to tell; of a row that comes or goes, the known ones.

    A no is the usual answer, and is left unsaid.
    """
    traits = traits_of((after or before).model)
    if before and after:
        return [
            name
            for name, trait in traits.items()
            if not trait.alike(before.values[name], after.values[name])
        ]
    held = (after or before).values
    return [
        name
        for name, trait in traits.items()
        if name != "pole" and trait.is_known(held[name]) and held[name] != (False,)
    ]


def _entry(sign, before, after, record, names, owner):
    here = after or before
    changed = _changed(before, after)
    if sign != CHANGED and here.model in children_of(Pole):
        naming = NOUNS[here.model][2]
        changed = [name for name in changed if name not in naming]
    traits = traits_of(here.model)
    lines = [_line(traits[name], before, after, names) for name in changed]
    title = _title(sign, here, names, owner)
    return Entry(here.model, here.pk, here.owner, sign, title, lines, record)


def _title(sign, snapshot, names, owner):
    """« membre ajouté : Les Ateliers (membre) »; None for the row itself, changed."""
    noun, agreement, naming = NOUNS[snapshot.model]
    if snapshot.model is owner[0]:
        title = OWN.get(sign)
    else:
        name = _name(snapshot, naming, names)
        title = f"{noun} {PARTICIPLES[sign]}{agreement} : {name}"
    if snapshot.owner == owner[1]:
        return title
    merged = f"fiche fusionnée « {names[owner[0], snapshot.owner]} »"
    return f"{merged}, {title}" if title else merged


def _name(snapshot, naming, names):
    traits = traits_of(snapshot.model)
    known = [
        traits[name].tell(snapshot.values[name], names)
        for name in naming
        if traits[name].is_known(snapshot.values[name])
    ]
    first, *others = known or [UNKNOWN]
    return f"{first} ({', '.join(others)})" if others else first


def _line(trait, before, after, names):
    old, new = (one and one.values[trait.name] for one in (before, after))
    line = Line(
        trait.name,
        trait.label,
        None if before is None else _words(trait, old, names),
        None if after is None else _words(trait, new, names),
        trait.standing,
    )
    if before is None or after is None:
        return line
    if trait.is_links:
        line.added = trait.names(new - old, names)
        line.removed = trait.names(old - new, names)
    elif line.old == line.new:
        line.old = _words(trait, old, names, exact=True)
        line.new = _words(trait, new, names, exact=True)
    elif isinstance(old[0], str) and len(line.old) + len(line.new) > LONG:
        line.pieces = pieces(line.old, line.new)
    return line


def _words(trait, value, names, *, exact=False):
    if not trait.is_known(value):
        return UNKNOWN
    return trait.tell(value, names, exact=exact)
