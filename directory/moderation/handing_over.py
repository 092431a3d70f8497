"""An entry changes hands: given by some networks to others, in the sight of both."""

from django.db import transaction

from directory.models import HandOver, SuggestionEvent, acronyms, one_change

from .locking import locked
from .refusals import Refused


@transaction.atomic
def hand_over(pole, networks, *, by, reason=None):
    """Let other networks keep the entry of a pole; return the HandOver.

    Its open suggestions go along. Raise Refused without any network, or when these
    already keep it, or `by` no longer does. `by` None is a command.
    """
    pole = locked(pole, by=by)
    before, after = list(pole.stewards.all()), list(networks)
    if not after:
        raise Refused("Une fiche est toujours tenue par un réseau : choisissez-en un.")
    if set(before) == set(after):
        raise Refused("Cette fiche est déjà tenue par ces réseaux.")
    with one_change(reason, by=by):
        pole.stewards.set(after)
    done = HandOver.objects.create(pole=pole, by=by, reason=reason)
    done.givers.set(before)
    done.receivers.set(after)
    for suggestion in pole.suggestions.open():
        suggestion.networks.set(after)
        SuggestionEvent.objects.create(
            suggestion=suggestion, by=by, kind="confiée", text=acronyms(after)
        )
    return done
