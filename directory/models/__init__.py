"""The nouns of the directory, one module each."""

from .dates import DatePrecision, describe_date
from .figures import YearlyFigures
from .localities import Locality
from .memberships import Membership
from .networks import Curator, Network
from .outlines import Outline
from .perimeters import Perimeter
from .poles import Pole, PoleAlias
from .recognitions import Programme, Recognition
from .sectors import Objective, Sector, Synonym
from .sources import Source
from .stages import Stage, StageRecord
from .structures import Structure, StructureAlias, StructureKind
from .territories import Territory

__all__ = [
    "Curator",
    "DatePrecision",
    "Locality",
    "Membership",
    "Network",
    "Objective",
    "Outline",
    "Perimeter",
    "Pole",
    "PoleAlias",
    "Programme",
    "Recognition",
    "Sector",
    "Source",
    "Stage",
    "StageRecord",
    "Structure",
    "StructureAlias",
    "StructureKind",
    "Synonym",
    "Territory",
    "YearlyFigures",
    "describe_date",
]
