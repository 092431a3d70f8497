"""Why a pole answers a place."""

from dataclasses import dataclass

from django.db.models import Q

from .perimeters import Perimeter
from .territories import Territory


@dataclass(frozen=True)
class Answer:
    """Why a pole answers a place, or may: see `PoleQuerySet.with_answer`."""

    reached: bool
    seat_within: bool
    seat_around: bool = False

    @property
    def acts(self):
        """Whether the pole is counted for the place."""
        return self.reached or self.seat_within

    @property
    def reason(self):
        """The reason that a card or a point of the map tells."""
        if self.reached:
            return "agit"
        return "siege" if self.seat_within else "proche"


def answers_of(poles, territory):
    """Answers of the poles of a QuerySet, by id, in its order. One query."""
    rows = poles.with_answer(territory).values_list(
        "pk", "reached", "seat_within", "seat_around"
    )
    return {pk: Answer(*reasons) for pk, *reasons in rows}


def explain(poles, territory):
    """Set on each pole of a list why it answers a territory. One query for all.

    `reason` is 'agit' when its perimeter meets the territory (`parts` of it do),
    'siege' when only its seat lies there, None without a territory; `has_perimeter`
    tells whether any perimeter of it is known.
    """
    perimeters = {}
    if territory:
        shared = Territory.objects.sharing_communes_with(territory)
        known = Perimeter.objects.at().filter(pole__in=poles)
        known = known.annotate(meets=Q(territory__in=shared))
        for perimeter in known.select_related("territory"):
            perimeters.setdefault(perimeter.pole_id, []).append(perimeter)
    for pole in poles:
        known = perimeters.get(pole.pk, [])
        pole.parts = [p.territory for p in known if p.meets]
        pole.has_perimeter = bool(known)
        pole.reason = ("agit" if pole.parts else "siege") if territory else None
