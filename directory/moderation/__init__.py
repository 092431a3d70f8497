"""Verbs of curation: every change of state passes here, whole or not at all.

Each verb takes the row, `by` the user who decides (None for a command), and often
`reason`, which the history keeps. It checks that the change is allowed, writes in one
transaction and as one change of the history, and sends its e-mails on commit. It raises
`Refused`, with words in French, when the state of the row forbids it.
"""

from .placing import place, position_seen
from .refusals import Refused

__all__ = ["Refused", "place", "position_seen"]
