"""Verbs of curation: every change of state passes here, whole or not at all.

Each verb takes the row, `by` the user who decides (None for a command), and often
`reason`, which the history keeps. It checks that the change is allowed, writes in one
transaction and as one change of the history, and sends its e-mails on commit. It raises
`Refused`, with words in French, when the state of the row forbids it.
"""

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
from .locking import version_of
from .refusals import Refused
from .reverting import (
    owner_of,
    preview_of_revert_field,
    preview_of_revert_to,
    revert_field,
    revert_to,
)

__all__ = [
    "Refused",
    "archive",
    "archive_all",
    "check_archive",
    "check_restore",
    "delete_for_good",
    "is_archived",
    "owner_of",
    "preview_of_revert_field",
    "preview_of_revert_to",
    "restore",
    "revert_field",
    "revert_to",
    "version_of",
    "what_goes_with",
]
