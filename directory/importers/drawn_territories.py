"""Régions and départements drawn ahead with their intercommunalities."""

from collections.abc import Callable, Iterable

from django.db import transaction

from directory.drawings import as_json, draw_sheet
from directory.models import DrawnTerritory, Territory

Progress = Callable[[Iterable, str], Iterable]


def draw_territories(*, progress: Progress = lambda steps, label: steps) -> int:
    """Draw them all anew, and return how many there are.

    All or nothing. Those without outlines are left out: pages have no map of them.
    """
    level = Territory.Level
    larger = Territory.objects.of_levels([level.REGION, level.DEPARTEMENT])
    with transaction.atomic():
        rows = [_drawn(place) for place in progress(list(larger), "Cartes")]
        kept = [row for row in rows if row]
        DrawnTerritory.objects.all().delete()
        DrawnTerritory.objects.bulk_create(kept)
    return len(kept)


def _drawn(place):
    epcis = Territory.objects.sharing_communes_with(place).of_level("epci")
    natures = dict(epcis.values_list("pk", "nature"))
    above = [pk for pk, nature in natures.items() if nature == Territory.EPT]
    sheet = draw_sheet(place.pk, natures, above, place.vintage)
    if sheet is None or not sheet.shapes:
        return None
    return DrawnTerritory(
        territory=place, parts=sorted(natures), drawing=as_json(sheet)
    )
