from django.http import JsonResponse
from django.shortcuts import render

from directory.models import Network, Pole, Territory, explain, first_to_call
from directory.permissions import get_territory
from directory.representations import (
    every_point,
    place_detail,
    pole_point,
    row_of,
    territories_outline,
)

MOST_SUGGESTIONS = 10
LONGEST_QUERY = 200


def territory_index(request):
    """Régions and their départements, with the poles seated in each."""
    departements = (
        Territory.objects.of_level(Territory.Level.DEPARTEMENT)
        .select_related("region")
        .order_by("region__folded_name", "folded_name")
    )
    tree = {}
    for departement in departements:
        tree.setdefault(departement.region, []).append(departement)
    overseas = tree.pop(None, [])
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())
    return render(
        request,
        "directory/territory_index.html",
        {
            "tree": list(tree.items()),
            "overseas": overseas,
            "text": text[:LONGEST_QUERY],
            "found": suggested(text[:LONGEST_QUERY]) if text else None,
            "points": every_point(),
        },
    )


def suggested(text):
    """Territories that a text may name, best first, at most ten."""
    found = Territory.objects.search(text).select_related("departement", "region")
    return list(found[:MOST_SUGGESTIONS])


def territory_suggestions(request):
    """JSON list of the territories that `q` may name, best first."""
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY].strip()
    return JsonResponse(
        [
            {"territoire": place.key, "nom": place.name, "detail": place_detail(place)}
            for place in (suggested(text) if text else [])
        ],
        safe=False,
    )


def territory_detail(request, level, code):
    territory = get_territory(level, code)
    poles = Pole.objects.published().with_stage().select_related("seat__departement")
    acting = list(
        poles.acting_on(territory)
        .with_answer(territory)
        .in_name_order()
        .prefetch_related("sectors")
    )
    explain(acting, territory)
    for pole in acting:
        pole.themes = [sector.name for sector in pole.sectors.all()]
    reached = [pole for pole in acting if pole.reason == "agit"]
    return render(
        request,
        "directory/territory_detail.html",
        {
            "territory": territory,
            "enclosing": Territory.objects.enclosing(territory),
            "children": children_of(territory),
            "acting": acting,
            "vague": poles.placed_vaguely_around(territory),
            "reached_count": len(reached),
            "only_seated_count": len(acting) - len(reached),
            "seated_count": sum(pole.seat_within for pole in acting),
            "networks": first_to_call(Network.objects.to_call_for(territory)),
            "localities": territory.localities.exclude(name=None),
            "points": [pole_point(row_of(pole)) for pole in acting if pole.latitude],
            "outline": territories_outline([territory]),
        },
    )


def children_of(territory):
    """Territories to go down to, by rung: (title, territories), none for a commune.

    An EPCI that straddles the limit is listed under each territory it reaches.
    """
    Level = Territory.Level
    below = {
        Level.REGION: [Level.DEPARTEMENT, Level.EPCI],
        Level.DEPARTEMENT: [Level.EPCI, Level.COMMUNE],
        Level.EPCI: [Level.COMMUNE],
        Level.COMMUNE: [],
    }[territory.level]
    titles = {
        Level.DEPARTEMENT: "Départements",
        Level.EPCI: "Intercommunalités",
        Level.COMMUNE: "Communes",
    }
    shared = Territory.objects.sharing_communes_with(territory).exclude(pk=territory.pk)
    return [
        (titles[level], list(shared.of_level(level).order_by("folded_name")))
        for level in below
    ]
