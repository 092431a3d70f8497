"""Structures that were members of public poles, and are no more."""

from django.db.models import Exists, OuterRef

from .memberships import Membership
from .memory import remembered
from .poles import Pole
from .structures import Structure


@remembered
def former_members():
    """Ids of the public structures that are no member of a published pole today.

    Those that carry one are left out. `is_public` cannot tell: no trigger sees a day
    pass. One query; one more when the data or the day have changed.
    """
    memberships = Membership.objects.filter(pole__in=Pole.objects.published())
    today = memberships.at().filter(structure=OuterRef("pk"))
    carried = Pole.objects.published().filter(carrier=OuterRef("pk"))
    public = Structure.objects.in_published_poles()
    former = public.filter(~Exists(today), ~Exists(carried))
    return frozenset(former.values_list("pk", flat=True))
