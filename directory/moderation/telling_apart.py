"""Two rows that look alike are said to be two things, or no longer so."""

from django.db import transaction

from directory.models import DistinctPair

from .refusals import Refused


@transaction.atomic
def tell_apart(one, other, *, by):
    """Say that two rows are two things; return the DistinctPair, the same if said."""
    if type(one) is not type(other) or one.pk == other.pk:
        raise Refused("Il faut deux fiches de même nature.")
    first, second = sorted([one.pk, other.pk])
    pair, _created = DistinctPair.objects.get_or_create(
        noun=one._meta.model_name, first=first, second=second, defaults={"by": by}
    )
    return pair


@transaction.atomic
def forget_apart(one, other, *, by):
    """Unsay `tell_apart`; nothing happens when it was not said."""
    first, second = sorted([one.pk, other.pk])
    DistinctPair.objects.filter(
        noun=one._meta.model_name, first=first, second=second
    ).delete()
