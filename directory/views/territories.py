from django.http import JsonResponse
from django.shortcuts import render

from directory.models import Network, Territory, first_to_call
from directory.permissions import get_territory
from directory.representations import place_detail, territories_outline
from directory.statistics import regional_table

from .inside import epcis_by_region
from .portraits import portrait_context

MOST_SUGGESTIONS = 10
LONGEST_QUERY = 200


def territory_index(request):
    """France: its portrait, its régions and départements, and a search box."""
    text = text_asked(request)
    tree, overseas = regions_and_overseas()
    portrait = portrait_context(request, None)
    known, on = portrait["known"], portrait["moment"].on
    regions = [region for region, _ in tree]
    context = {
        "tree": tree,
        "overseas": overseas,
        "text": text,
        "found": suggested(text) if text else None,
        "regional": regional_table(known, epcis_by_region(known, regions), on),
        **portrait,
    }
    return render(request, "directory/territory_index.html", context)


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
    portrait = portrait_context(request, territory)
    context = {
        "networks": first_to_call(Network.objects.to_call_for(territory)),
        "localities": localities_of(territory),
        "outline": territories_outline([territory]),
        **portrait,
    }
    return render(request, "directory/territory_detail.html", context)


def localities_of(territory):
    """Former communes and arrondissements of a commune that have a name."""
    if territory.level != Territory.Level.COMMUNE:
        return []
    return territory.localities.exclude(name=None)
