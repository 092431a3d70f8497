"""A link that anyone asks for a pole: it goes to the pole's address, or nowhere."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from charter.models import Signature, TeamLink

from .links import send_link
from .locking import locked
from .refusals import Refused
from .rules import refuse_signing

Purpose = TeamLink.Purpose
logger = logging.getLogger(__name__)
BETWEEN_TWO = timedelta(hours=1)
MOST_A_DAY = 200
MOST_TO_ONE = 4


@transaction.atomic
def ask_link(pole, purpose, *, version=None):
    """Send a link to the address of a pole, and tell nobody whether one was sent.

    None is while one for the same purpose, sent within the hour, still serves, nor
    beyond so many a day, to one pole for a purpose and over all. Raise Refused for
    what is public: the pole may not sign the version, or has not signed the one to
    withdraw from.
    """
    pole = locked(pole)
    about = {}
    if purpose == Purpose.SIGN:
        refuse_signing(pole, version)
        about = {"version": version}
    elif purpose == Purpose.WITHDRAW:
        signatures = Signature.objects.in_force().filter(pole=pole, version=version)
        about = {"signature": signatures.first()}
        if about["signature"] is None:
            raise Refused("Ce pôle n'a pas signé cette version, ou plus.")
    if pole.email and _may_be_sent(pole, purpose):
        send_link(pole, purpose, **about)


def _may_be_sent(pole, purpose):
    now = timezone.now()
    lately = TeamLink.objects.open().sent_since(now - BETWEEN_TWO)
    if lately.filter(pole=pole, purpose=purpose).exists():
        return False
    today = TeamLink.objects.sent_since(now - timedelta(days=1)).filter(created_by=None)
    same = today.filter(pole=pole, purpose=purpose)
    if today.count() >= MOST_A_DAY:
        # visitors are not told: whoever runs the site is
        logger.warning("%s links asked for in a day: no more is sent", MOST_A_DAY)
        return False
    return same.count() < MOST_TO_ONE
