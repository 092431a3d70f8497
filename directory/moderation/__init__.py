"""Verbs of curation: every change of state passes here, whole or not at all.

Each verb takes the row, `by` the user who decides (None for a command), and often
`reason`, which the history keeps. It checks that the change is allowed, writes in one
transaction and as one change of the history, and sends its e-mails on commit. It raises
`Refused`, with words in French, when the state of the row forbids it.
"""

from .access import accept as accept_invitation
from .access import change_role, dismiss, grant, invite
from .access import revoke as revoke_invitation
from .handing_over import hand_over
from .publication import confirm, missing_to_publish, publish, unpublish
from .refusals import Refused
from .settling import fingerprint, settle, settle_field
from .sheets import WrongLine, apply_sheet, prepare_sheet, undo_sheet
from .suggestions import hand_to_editors, reroute, suggest, withdraw

__all__ = [
    "Refused",
    "WrongLine",
    "accept_invitation",
    "apply_sheet",
    "change_role",
    "confirm",
    "dismiss",
    "fingerprint",
    "grant",
    "hand_over",
    "hand_to_editors",
    "invite",
    "missing_to_publish",
    "prepare_sheet",
    "publish",
    "reroute",
    "revoke_invitation",
    "settle",
    "settle_field",
    "suggest",
    "undo_sheet",
    "unpublish",
    "withdraw",
]
