"""The nouns of the charter, one module each."""

from .assessments import STEPS, Answer, Assessment
from .charters import Charter
from .commitments import Commitment
from .links import TeamLink
from .milestones import Milestone
from .practices import Practice
from .signatures import Signature, SignatureStep
from .versions import CharterVersion

__all__ = [
    "STEPS",
    "Answer",
    "Assessment",
    "Charter",
    "CharterVersion",
    "Commitment",
    "Milestone",
    "Practice",
    "Signature",
    "SignatureStep",
    "TeamLink",
]
