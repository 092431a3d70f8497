"""Territories that a page names besides its own: what holds it, what poles reach."""

from directory.models import Territory

from .inside import TOLD


def named_beside(known, territory, rungs, cards):
    """Territories by id, in name order, that a page names besides its own; one query.

    Those that hold the territory, those that straddling EPCI reach too, those of the
    perimeters of the poles that have a card, and its neighbours, annotated `borders`.
    """
    held = holders(known, territory)
    across = [pks for rung in rungs for pks in rung.across.values()]
    reached = {
        reach.territory_id for pole in cards for reach in known.lives[pole.pk].reaches
    }
    named = Territory.objects.neighbours_of(territory, held.union(reached, *across))
    named = named.only("folded_name", *TOLD)
    return {place.pk: place for place in named}


def holders(known, territory):
    """Ids of what holds the whole of a territory; see `Territory.objects.enclosing`."""
    if territory.level == Territory.Level.COMMUNE:
        return set(territory.rung_ids)
    return known.holders.get(territory.pk, set())


def enclosing(known, territory, named):
    """Larger rungs that hold the whole of a territory, the nearest first."""
    rank = Territory.RUNGS.index
    held = [named[pk] for pk in holders(known, territory)]
    larger = [place for place in held if rank(place.level) > rank(territory.level)]
    return sorted(larger, key=lambda place: (rank(place.level), place.folded_name))


def explain_at(known, territory, on, cards, named):
    """Set on each card why its pole acts there at a date, as `explain` does."""
    for card in cards:
        perimeter = known.lives[card.pk].perimeter(on)
        card.parts = [
            named[reach.territory_id]
            for reach in perimeter
            if known.meets(reach, territory)
        ]
        card.has_perimeter = bool(perimeter)
        card.reason = "agit" if card.parts else "siege"
