"""Who decides on a suggestion, and who is told of it."""

from django.utils import timezone

from directory import emails
from directory.models import Curator, Network, Pole, Suggestion, Territory


def networks_for(target, proposed):
    """Who decides: the networks of the sheet, else its région's, else the editors.

    `target` is None for a new pole, whose région is that of the seat proposed.
    """
    if isinstance(target, Pole):
        found = list(target.stewards.all())
    elif target:
        found = list(Network.objects.keeping(target)) or _around(target.commune)
    else:
        found = _around(_territory(proposed.get("seat")))
    return found or list(Network.objects.editing_all())


def _around(territory):
    return list(Network.objects.of_regions_of(territory)) if territory else []


def _territory(key):
    level, _, code = (key or "").partition(":")
    return Territory.objects.filter(level=level, code=code).first()


def tell_curators(suggestion, networks, *, except_those_of=()):
    """Mail the curators of networks, each once; the editors when there is nobody.

    Nobody who also curates one of `except_those_of` is written to.
    """
    curators = Curator.objects.filter(network__in=networks)
    if not curators.exists():
        curators = Curator.objects.filter(network__in=Network.objects.editing_all())
    known = Curator.objects.filter(network__in=except_those_of).addresses()
    addresses = [one for one in curators.addresses() if one not in known]
    if addresses:
        emails.on_commit(emails.suggestion_received, suggestion, addresses)


def networks_told(suggestion):
    """Networks that an e-mail told already of what came along with a suggestion.

    An import sends its suggestions in one go, and robots every night: one e-mail says
    that they are there.
    """
    earlier = Suggestion.objects.filter(pk__lt=suggestion.pk, origin=suggestion.origin)
    if suggestion.batch_id:
        mates = earlier.filter(batch=suggestion.batch_id)
    elif suggestion.origin == Suggestion.Origin.ROBOT:
        mates = earlier.filter(created_at__date=timezone.localdate())
    else:
        mates = earlier.none()
    return Network.objects.filter(suggestions__in=mates)
