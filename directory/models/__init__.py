"""The nouns of the directory, one module each."""

from .accounts import account_name, accounts_of, code_device
from .aliases import PoleAlias, StructureAlias
from .alike import Alike, alike, alike_for, facts_of
from .alike_pairs import AlikePair, alike_pairs
from .answers import answers_of, explain
from .batches import ImportBatch, ImportedRow
from .census import UNKNOWN, census
from .changes import one_change
from .chronicle import chronicle
from .dates import DatePrecision, describe_date
from .did_you_mean import did_you_mean
from .duplicates import DistinctPair
from .figures import YearlyFigures
from .former_members import former_members
from .hand_overs import HandOver
from .heirs import heir_of
from .invitations import Invitation
from .kinds import StructureKind
from .links import LinkCheck
from .localities import Locality
from .matches import SUMMARY_WORDS, Match, matches_of, with_matches
from .memberships import Membership
from .memory import data_stamp, remembered
from .neighbours import Neighbour
from .networks import Curator, Network, acronyms, first_to_call
from .outlines import DrawnTerritory, Outline
from .perimeters import Perimeter
from .places import FAR_KM, OTHER_SHORE_KM, Place, told_apart
from .pledges import CharterEdition, Pledge
from .poles import Pole
from .recognitions import Programme, Recognition
from .sectors import Objective, Sector, Synonym
from .slugs import free_slug
from .sources import Source
from .stages import INACTIVE_STAGES, Stage, StageRecord, stage_name
from .structures import Structure
from .suggestions import ProposedChange, Suggestion, SuggestionEvent
from .territories import Territory
from .upkeep import next_to_fill

__all__ = [
    "INACTIVE_STAGES",
    "OTHER_SHORE_KM",
    "FAR_KM",
    "SUMMARY_WORDS",
    "UNKNOWN",
    "Alike",
    "AlikePair",
    "CharterEdition",
    "Curator",
    "DatePrecision",
    "DistinctPair",
    "DrawnTerritory",
    "HandOver",
    "ImportBatch",
    "ImportedRow",
    "Invitation",
    "LinkCheck",
    "Locality",
    "Match",
    "Membership",
    "Neighbour",
    "Network",
    "Objective",
    "Outline",
    "Perimeter",
    "Place",
    "Pledge",
    "Pole",
    "PoleAlias",
    "Programme",
    "ProposedChange",
    "Recognition",
    "Sector",
    "Source",
    "Stage",
    "StageRecord",
    "Structure",
    "StructureAlias",
    "StructureKind",
    "Suggestion",
    "SuggestionEvent",
    "Synonym",
    "Territory",
    "YearlyFigures",
    "account_name",
    "acronyms",
    "accounts_of",
    "alike",
    "alike_for",
    "alike_pairs",
    "answers_of",
    "census",
    "chronicle",
    "code_device",
    "data_stamp",
    "describe_date",
    "did_you_mean",
    "explain",
    "facts_of",
    "first_to_call",
    "former_members",
    "free_slug",
    "heir_of",
    "matches_of",
    "next_to_fill",
    "one_change",
    "remembered",
    "stage_name",
    "told_apart",
    "with_matches",
]
