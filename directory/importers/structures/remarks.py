"""What an import says of a row, for the person who made the list."""

from dataclasses import dataclass
from enum import StrEnum

from .columns import LABELS


class Level(StrEnum):
    """`REFUSED` rows are left out whole; others are taken, with what is said."""

    REFUSED = "refus"
    KEPT = "laissé"
    DOUBTFUL = "avertissement"
    MENDED = "correction"


@dataclass(frozen=True)
class Remark:
    """`number` is that of the row in a spreadsheet, where the headers are row 1.

    `column` is None for what concerns the whole row; `value` is what the file says.
    """

    number: int
    siret: str | None
    level: Level
    column: str | None
    reason: str
    value: str | None = None

    @property
    def label(self):
        """French name of the column; « ligne » for the whole row."""
        return LABELS.get(self.column, "ligne")

    def __str__(self):
        told = f" (« {self.value} »)" if self.value else ""
        return f"Ligne {self.number}, {self.label} : {self.reason}{told}"
