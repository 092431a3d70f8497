"""Import of lists of structures: reader, checks, then batches written set by set."""

from .account import account_beside, written_to
from .columns import LABELS
from .importer import BATCH, Report, import_structures
from .reader import StructureFile, UnusableFile
from .remarks import Level, Remark

__all__ = [
    "BATCH",
    "LABELS",
    "Level",
    "Remark",
    "Report",
    "StructureFile",
    "UnusableFile",
    "account_beside",
    "import_structures",
    "written_to",
]
