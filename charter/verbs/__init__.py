"""What changes a state: each verb checks it, writes all or nothing, and tells whom."""

from .assessments import assess, show_assessment
from .links import give_link, revoke_link, send_link
from .practices import (
    hide_practice,
    publish_practice,
    refuse_practice,
    tell_practice,
)
from .refusals import Refused
from .signing import record_signature, sign, verify_signature, withdraw_signature
from .versions import announce_version, copy_version, publish_version

__all__ = [
    "Refused",
    "announce_version",
    "assess",
    "copy_version",
    "give_link",
    "hide_practice",
    "publish_practice",
    "publish_version",
    "record_signature",
    "refuse_practice",
    "revoke_link",
    "send_link",
    "show_assessment",
    "sign",
    "tell_practice",
    "verify_signature",
    "withdraw_signature",
]
