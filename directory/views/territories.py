from django.http import JsonResponse
from django.shortcuts import render

from directory.models import Network, Pole, Territory, census, explain, first_to_call
from directory.permissions import get_territory
from directory.representations import (
    every_point,
    place_detail,
    points_by_pk,
    territories_outline,
)

MOST_SUGGESTIONS = 10
LONGEST_QUERY = 200
# Beyond, poles are only named: the page would weigh half a megabyte.
MOST_CARDS = 60


def territory_index(request):
    """Régions and their départements; what a text names, when one is asked."""
    text = text_asked(request)
    tree, overseas = regions_and_overseas()
    return render(
        request,
        "directory/territory_index.html",
        {
            "tree": tree,
            "overseas": overseas,
            "text": text,
            "found": suggested(text) if text else None,
            "points": every_point(),
        },
    )


def text_asked(request):
    """The text of a search for territories, without what no name holds."""
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]


def regions_and_overseas():
    """[(région, its départements)], and the collectivities that have no région."""
    departements = (
        Territory.objects.of_level(Territory.Level.DEPARTEMENT)
        .select_related("region")
        .order_by("region__folded_name", "folded_name")
    )
    tree = {}
    for departement in departements:
        tree.setdefault(departement.region, []).append(departement)
    overseas = tree.pop(None, [])
    return list(tree.items()), overseas


def suggested(text):
    """Territories that a text may name, best first, at most ten."""
    found = Territory.objects.search(text).select_related("departement", "region")
    return list(found[:MOST_SUGGESTIONS])


def territory_suggestions(request):
    """JSON list of the territories that `q` may name, best first."""
    text = text_asked(request)
    return JsonResponse(
        [
            {"territoire": place.key, "nom": place.name, "detail": place_detail(place)}
            for place in (suggested(text) if text else [])
        ],
        safe=False,
    )


def territory_detail(request, level, code):
    territory = get_territory(level, code)
    return render(
        request,
        "directory/territory_detail.html",
        {
            "territory": territory,
            "enclosing": Territory.objects.enclosing(territory),
            "children": children_of(territory),
            "networks": first_to_call(Network.objects.to_call_for(territory)),
            "localities": territory.localities.exclude(name=None),
            "outline": territories_outline([territory]),
            **poles_context(territory),
        },
    )


def poles_context(territory):
    """Poles that act on a territory or may sit there, and how many do what."""
    known, published = census(), Pole.objects.published()
    reached = set(published.reaching(territory).values_list("pk", flat=True))
    seated = set(published.seated_in(territory).values_list("pk", flat=True))
    acting = [pole for pk, pole in known.poles.items() if pk in reached | seated]
    points = known.make(points_by_pk)
    return {
        "acting": acting,
        "cards": cards_of(acting[:MOST_CARDS], territory),
        "others": acting[MOST_CARDS:],
        "vague": published.placed_vaguely_around(territory).select_related("seat"),
        "reached_count": len(reached),
        "only_seated_count": len(acting) - len(reached),
        "seated_count": len(seated),
        "points": [points[pole.pk] for pole in acting if pole.pk in points],
    }


def cards_of(poles, territory):
    """Some poles with all that their cards tell, in the same order."""
    full = Pole.objects.published().with_stage().select_related("seat__departement")
    read = full.prefetch_related("sectors").in_bulk([pole.pk for pole in poles])
    cards = [read[pole.pk] for pole in poles if pole.pk in read]
    explain(cards, territory)
    for card in cards:
        card.themes = [sector.name for sector in card.sectors.all()]
    return cards


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
    if not below:
        return []
    shared = Territory.objects.sharing_communes_with(territory).exclude(pk=territory.pk)
    places = list(shared.of_levels(below).order_by("folded_name"))
    return [
        (titles[level], [place for place in places if place.level == level])
        for level in below
    ]
