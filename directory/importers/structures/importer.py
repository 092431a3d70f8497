"""Import of a list of structures, in batches that are committed one by one.

Stopped in the middle, by whatever means, it leaves whole batches: run again, it
finds them done and goes on. Run twice, it changes nothing the second time.
"""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction

from directory.models import Structure, one_change

from .checks import check_row
from .decisions import REASON
from .known import Known
from .remarks import Level, Remark
from .settling import settle
from .tables import analyse, write_structures

BATCH = 5_000
# how often a batch is tried, when an entry like one of its own appears meanwhile
ATTEMPTS = 3
LOCK = 7_203_003


@dataclass
class Report:
    """Rows by what became of them; `remarks` counts what was said, by level.

    A row whose differences are all held by people is `unchanged`; one whose entry is
    archived, renumbered or deleted is `left`.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    refused: int = 0
    remarks: Counter = field(default_factory=Counter)

    @property
    def rows(self):
        done = self.created + self.changed + self.unchanged
        return done + self.left + self.refused


def import_structures(
    rows, *, file_name, origin, write=False, tell=lambda remark: None
):
    """Create and change structures by SIRET, from the RawRows of a list.

    Without `write`, count what would be done and change nothing. `tell(remark)` is
    called for each remark. `origin` is that of the structures created. An import
    waits for another to end.
    """
    reason = f"{REASON}{file_name}"
    with one_change(reason) as change, _alone(write):
        run = _Run(tell)
        told = {"origin": origin, "change": change, "reason": reason}
        for batch in _batches(run.accepted(rows)):
            run.take(batch, told if write else None)
        if write and run.report.created + run.report.changed:
            analyse()
    return run.report


@contextmanager
def _alone(write):
    """Keep other imports waiting; one that reads only waits for none."""
    if not write:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _batches(candidates):
    batch = []
    for candidate in candidates:
        batch.append(candidate)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Run:
    """One import: what it knows, and what it has seen of the list."""

    def __init__(self, tell):
        self.report, self._tell_one = Report(), tell
        self.known = Known()
        self.first_rows = {}
        gone = Structure.history.filter(history_type="-", siret__isnull=False)
        self.deleted = set(gone.values_list("siret", flat=True))

    def accepted(self, rows):
        """Candidates of the rows that pass the checks; the others are told."""
        for raw in rows:
            candidate, remarks = check_row(raw, self.known)
            if candidate and (again := self._again(candidate)):
                candidate, remarks = None, [again]
            self._tell(remarks)
            if candidate:
                yield candidate
            else:
                self.report.refused += 1

    def take(self, batch, told):
        """Settle a batch and, unless `told` is None, write it: in one transaction."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    settled = settle(
                        batch,
                        known=self.known,
                        deleted=self.deleted,
                        lock=told is not None,
                    )
                    if told and settled.rows:
                        write_structures(settled.rows, **told)
                break
            except IntegrityError:
                if attempt == ATTEMPTS:
                    raise
        self._tell(settled.remarks)
        for outcome, count in settled.outcomes.items():
            setattr(self.report, outcome, getattr(self.report, outcome) + count)

    def _again(self, candidate):
        """The remark that refuses a SIRET met before in the list; None if it is new."""
        first = self.first_rows.setdefault(candidate.siret, candidate.number)
        if first == candidate.number:
            return None
        reason = f"Ce SIRET est déjà celui de la ligne {first}."
        who = candidate.number, candidate.siret
        return Remark(*who, Level.REFUSED, "siret", reason, candidate.siret)

    def _tell(self, remarks):
        for remark in remarks:
            self.report.remarks[remark.level] += 1
            self._tell_one(remark)
