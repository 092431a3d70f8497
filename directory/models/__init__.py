"""The nouns of the directory, one module each."""

from .answers import explain
from .census import UNKNOWN, census
from .dates import DatePrecision, describe_date
from .figures import YearlyFigures
from .localities import Locality
from .memberships import Membership
from .memory import data_stamp, remembered
from .networks import Curator, Network, first_to_call
from .outlines import Outline
from .perimeters import Perimeter
from .places import Place
from .poles import Pole, PoleAlias
from .recognitions import Programme, Recognition
from .sectors import Objective, Sector, Synonym
from .sources import Source
from .stages import Stage, StageRecord
from .structures import Structure, StructureAlias, StructureKind
from .suggestions import did_you_mean
from .territories import Territory

__all__ = [
    "UNKNOWN",
    "Curator",
    "DatePrecision",
    "Locality",
    "Membership",
    "Network",
    "Objective",
    "Outline",
    "Perimeter",
    "Place",
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
    "census",
    "data_stamp",
    "describe_date",
    "did_you_mean",
    "explain",
    "first_to_call",
    "remembered",
]
