from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render

from directory.models import Network, Territory, first_to_call
from directory.permissions import get_territory
from directory.representations import outline_text, place_detail
from directory.statistics import regional_table

from .inside import epcis_by_region
from .pictures import country_map, pictures, territory_map
from .portraits import portrait_context

MOST_SUGGESTIONS = 10
LONGEST_QUERY = 200


def territory_index(request):
    """France: its portrait, its régions and départements, and a search box."""
    text = text_asked(request)
    found, is_cut = found_by(text) if text else (None, False)
    tree, overseas = regions_and_overseas()
    portrait = portrait_context(request, None)
    known, on = portrait["known"], portrait["moment"].on
    regions = [region for region, _ in tree]
    context = {
        "tree": tree,
        "overseas": overseas,
        "text": text,
        "found": found,
        "found_is_cut": is_cut,
        "regional": regional_table(known, epcis_by_region(known, regions), on),
        "choropleth": country_map(portrait, tree, overseas),
        **pictures(portrait),
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


def searched(text):
    return Territory.objects.search(text).select_related("departement", "region")


def suggested(text):
    """Territories that a text may name, best first, at most ten."""
    return list(searched(text)[:MOST_SUGGESTIONS])


def found_by(text):
    """(territories that a text may name, best first, whether there are more).

    All those of a code, such as the communes of a postal code; ten of a name.
    """
    found = list(searched(text))
    if len(found) <= MOST_SUGGESTIONS or found[0].by_code:
        return found, False
    return found[:MOST_SUGGESTIONS], True


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
    try:
        territory = get_territory(level, code)
    except Http404:
        return territory_missing(request, level, code)
    if code != territory.code:
        return led_to(request, territory, permanent=True)
    page = portrait_context(request, territory)
    context = page | {
        **pictures(page),
        **territory_map(page),
        "networks": first_to_call(Network.objects.to_call_for(territory)),
        "localities": localities_of(territory),
        "outline_text": outline_text([territory]),
    }
    return render(request, "directory/territory_detail.html", context)


def territory_missing(request, level, code):
    """Lead to the only territory of that name; else 404, and near names and codes."""
    named = list(Territory.objects.of_level(level).filter(slug=code.lower())[:2])
    if len(named) == 1:
        return led_to(request, named[0])
    text = code.replace("-", " ")[:LONGEST_QUERY]
    near = [*suggested(text), *Territory.objects.around_code(level, code.upper())]
    places = list(dict.fromkeys(near))[:MOST_SUGGESTIONS]
    return render(request, "404.html", {"places": places}, status=404)


def led_to(request, territory, *, permanent=False):
    """A redirect to the page of a territory, with the query of the request."""
    query = request.GET.urlencode()
    address = territory.get_absolute_url()
    return redirect(f"{address}?{query}" if query else address, permanent=permanent)


def localities_of(territory):
    """Former communes and arrondissements of a commune that have a name."""
    if territory.level != Territory.Level.COMMUNE:
        return []
    return territory.localities.exclude(name=None)
