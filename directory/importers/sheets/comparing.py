"""Three versions of each row side by side: as exported, as sent back, as it is now.

What was not touched in the sheet is left alone; what was touched there only is a
change; what changed on both sides is a conflict, for a person to settle.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError

from directory import values
from directory.models import Pole

from . import columns
from .key_cells import UUID


class Outcome(StrEnum):
    CREATED = "à créer"
    CHANGED = "à modifier"
    UNCHANGED = "inchangée"
    CONFLICT = "en conflit"
    OUT_OF_SCOPE = "hors périmètre"
    WRONG = "en erreur"


@dataclass
class Line:
    """What a line of the sheet asks: `changes` to write, `conflicts` to review.

    `row` is None for one to create. `errors` lists (header or None, reason).
    """

    number: int
    row: object = None
    name: str = ""
    changes: dict = field(default_factory=dict)
    conflicts: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    out_of_scope: bool = False

    @property
    def outcome(self):
        if self.errors:
            return Outcome.WRONG
        if self.out_of_scope:
            return Outcome.OUT_OF_SCOPE
        if self.row is None:
            return Outcome.CREATED
        if self.conflicts:
            return Outcome.CONFLICT
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED


def compare(model, lines, *, rows, structures, communes=None):
    """What each line asks, given what the user reaches.

    `lines` are those of a Sheet; `rows` are the rows she edits, `structures` those
    that may carry a pole, `communes` those where she may create a structure, None for
    any: QuerySets.
    """
    keys = [line.get(columns.KEY, "") for _, line in lines]
    rows = _with_all_that_is_read(rows).filter(public_id__in=_ids(keys))
    known = {str(row.public_id): row for row in rows}
    layout = columns.Layout(model)
    seen, found = set(), []
    for number, cells in lines:
        key = cells.get(columns.KEY, "").lower()
        line = Line(number, row=known.get(key), name=cells.get("nom", ""))
        if key in seen and key:
            line.errors.append((columns.KEY, "cette fiche est déjà dans le fichier"))
        elif key and line.row is None:
            line.out_of_scope = True
        else:
            _compare(layout, line, cells)
        seen.add(key)
        found.append(line)
    _limit(found, structures, communes)
    return found


def _with_all_that_is_read(rows):
    if rows.model is Pole:
        return values.prefetched(rows)
    return rows.select_related("kind", "commune")


def _limit(lines, structures, communes):
    """A sheet opens no door that the pages keep closed."""
    asking = [(line, carrier) for line in lines if (carrier := _carrier(line))]
    within = structures.filter(public_id__in={carrier for _, carrier in asking})
    within = set(map(str, within.values_list("public_id", flat=True)))
    for line, carrier in asking:
        if carrier not in within:
            reason = "cette structure est hors de votre périmètre"
            line.errors.append(("porteur", reason))
            # its name is not hers to read
            line.changes.pop("carrier", None)
            line.conflicts.pop("carrier", None)
    if communes is None:
        return
    created = [line for line in lines if line.outcome == Outcome.CREATED]
    hers = communes.filter(code__in={_code(line) for line in created})
    hers = set(hers.values_list("code", flat=True))
    for line in created:
        line.out_of_scope = _code(line) not in hers


def _carrier(line):
    return line.changes.get("carrier") or line.conflicts.get("carrier")


def _code(line):
    """Code of the commune of a structure to create; blank without any."""
    return line.changes.get("commune", "").partition(":")[2]


def _ids(keys):
    """Those that may be public ids: anything else is nobody's."""
    return [key for key in keys if UUID.fullmatch(key.lower())]


def _compare(layout, line, cells):
    model = layout.model
    asked, errors = layout.read(cells)
    line.errors += list(errors.items())
    kept = columns.prints(cells.get(columns.PRINT, ""))
    for name, value in asked.items():
        header = columns.header_of(model, name)
        now = None if line.row is None else values.read(line.row, name)
        today = layout.sent(name, now)
        exported = kept.get(name, columns.mark(today))
        if line.row is not None and (columns.mark(value) == exported or value == today):
            continue
        try:
            value = layout.clean(name, value)
        except ValidationError as error:
            line.errors.append((header, " ".join(error.messages)))
            continue
        if line.row is None:
            if value not in (None, [], False):
                line.changes[name] = value
        elif value != now:
            is_stale = exported != columns.mark(today)
            (line.conflicts if is_stale else line.changes)[name] = value
            line.before[name] = now
    if line.row is None and not line.errors and "name" not in line.changes:
        line.errors.append(("nom", "une fiche à créer a un nom"))
