"""Verbs of curation: every change of state passes here, whole or not at all.

Each verb takes the row, `by` the user who decides (None for a command), and often
`reason`, which the history keeps. It checks that the change is allowed, writes in one
transaction and as one change of the history, and sends its e-mails on commit. It raises
`Refused`, with words in French, when the state of the row forbids it.
"""

from .access import accept as accept_invitation
from .access import cancel_invitations, change_role, dismiss, grant, invite
from .access import revoke as revoke_invitation
from .deletion import (
    archive,
    archive_all,
    check_archive,
    check_restore,
    delete_for_good,
    is_archived,
    restore,
    what_goes_with,
)
from .handing_over import hand_over
from .locking import version_of
from .merging import merge_poles, merge_structures, refusal_to_merge
from .placing import place, point_of_seat, position_seen
from .publication import confirm, confirm_all, missing_to_publish, publish, unpublish
from .refusals import Refused
from .reverting import (
    owner_of,
    preview_of_revert_field,
    preview_of_revert_to,
    revert_field,
    revert_to,
)
from .settling import fingerprint, settle, settle_field
from .sheets import WrongLine, apply_sheet, prepare_sheet, undo_sheet
from .suggestions import hand_to_editors, reroute, suggest, withdraw
from .telling_apart import forget_apart, tell_apart

__all__ = [
    "Refused",
    "WrongLine",
    "accept_invitation",
    "apply_sheet",
    "archive",
    "archive_all",
    "cancel_invitations",
    "change_role",
    "check_archive",
    "check_restore",
    "confirm",
    "confirm_all",
    "delete_for_good",
    "dismiss",
    "fingerprint",
    "forget_apart",
    "grant",
    "hand_over",
    "hand_to_editors",
    "invite",
    "is_archived",
    "merge_poles",
    "merge_structures",
    "missing_to_publish",
    "owner_of",
    "place",
    "point_of_seat",
    "position_seen",
    "prepare_sheet",
    "preview_of_revert_field",
    "preview_of_revert_to",
    "publish",
    "refusal_to_merge",
    "reroute",
    "restore",
    "revert_field",
    "revert_to",
    "revoke_invitation",
    "settle",
    "settle_field",
    "suggest",
    "tell_apart",
    "undo_sheet",
    "unpublish",
    "version_of",
    "what_goes_with",
    "withdraw",
]
