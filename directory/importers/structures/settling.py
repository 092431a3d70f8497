"""What is to be done of a batch of candidates, given what the database holds."""

from collections import Counter
from dataclasses import dataclass, field

from .decisions import UNITS, columns_of, differences, held_by_people, said_by
from .remarks import Level, Remark
from .slugs import slugs_for
from .tables import KEY_PREFIX, read_structures

ARCHIVED = "Cette fiche est archivée : elle est laissée telle quelle."
DELETED = "Cette structure fut supprimée de l'annuaire : elle n'y revient pas."
RENUMBERED = "La fiche porte désormais un autre SIRET : elle est laissée telle quelle."
HELD = "Une personne a changé ce champ dans l'annuaire : il est laissé tel quel."


@dataclass
class Settled:
    """`outcomes` counts rows by field of the Report; `rows` are those to write."""

    outcomes: Counter = field(default_factory=Counter)
    remarks: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    def leave(self, candidate, reason):
        self.outcomes["left"] += 1
        self._keep(candidate, None, reason, candidate.name)

    def hold(self, candidate, unit, values):
        told = " ; ".join(str(value) for value in values)
        if unit == "commune":
            told = candidate.commune.code
        self._keep(candidate, UNITS[unit][1], HELD, told)

    def _keep(self, candidate, column, reason, value):
        who = candidate.number, candidate.siret
        self.remarks.append(Remark(*who, Level.KEPT, column, reason, value))


def settle(batch, *, known, deleted, lock):
    """Decide of each candidate; at most six queries, whatever their number.

    `deleted` holds the SIRET of structures that were deleted. With `lock`, the
    structures found are locked until the end of the transaction.
    """
    found = _find([candidate.siret for candidate in batch], lock)
    settled, new, differing = Settled(), [], []
    for candidate in batch:
        current = found.get(candidate.siret)
        if current is None and candidate.siret in deleted:
            settled.leave(candidate, DELETED)
        elif current is None:
            new.append(candidate)
        elif current["archived"]:
            settled.leave(candidate, ARCHIVED)
        elif current["siret"] != candidate.siret:
            settled.leave(candidate, RENUMBERED)
        elif wanted := differences(candidate, current):
            differing.append((candidate, current, wanted))
        else:
            settled.outcomes["unchanged"] += 1
    _create(settled, new, known)
    _change(settled, differing)
    return settled


def _find(sirets, lock):
    """Structures by SIRET, as dictionaries: who bears it, or who was created by it."""
    keys = [KEY_PREFIX + siret for siret in sirets]
    created = read_structures("import_key", keys, lock=lock)
    bearing = read_structures("siret", sirets, lock=lock)
    found = {row["import_key"].removeprefix(KEY_PREFIX): row for row in created}
    return found | {row["siret"]: row for row in bearing}


def _create(settled, candidates, known):
    for candidate, slug in zip(candidates, slugs_for(candidates), strict=True):
        row = {"slug": slug, "siret": candidate.siret}
        for unit, values in said_by(candidate).items():
            row |= zip(columns_of(unit), values, strict=True)
        settled.rows.append({"kind_id": known.unsaid_kind} | row)
    settled.outcomes["created"] += len(candidates)


def _change(settled, differing):
    held = held_by_people({current["id"]: current for _, current, _ in differing})
    for candidate, current, wanted in differing:
        changed = {}
        for unit, values in wanted.items():
            if unit in held[current["id"]]:
                settled.hold(candidate, unit, values)
            else:
                changed |= zip(columns_of(unit), values, strict=True)
        if changed:
            settled.rows.append(current | changed)
        settled.outcomes["changed" if changed else "unchanged"] += 1
