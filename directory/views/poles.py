from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render

from directory.drawings import poles_drawing
from directory.filters import PoleFilter
from directory.models import (
    Network,
    Pole,
    did_you_mean,
    explain,
    first_to_call,
)
from directory.permissions import get_public_pole
from directory.representations import map_points, points_by_pk, territories_outline

from .pages import page_of

PAGE_SIZE = 20
# More signs would hide each other, and weigh more than the rest of the page.
MOST_SIGNS = 400


def pole_list(request):
    return display_poles(
        request,
        queryset=Pole.objects.published(),
        template_name="directory/pole_list.html",
        context={},
    )


def display_poles(request, *, queryset, template_name, context):
    """Show a set of poles, filtered by the query string: list, facets and map.

    The map holds the whole set, the list one page of it.
    """
    filterset = PoleFilter(request.GET, queryset=queryset)
    problems = [text for texts in filterset.form.errors.values() for text in texts]
    page, problem = page_of(
        Paginator(filterset.poles(), PAGE_SIZE), request.GET.get("page", 1)
    )
    cards = cards_of(filterset, page)
    words = filterset.cleaned.get("quoi")
    place = place_context(filterset)
    context = {
        "filterset": filterset,
        "facets": filterset.options(),
        "kept": filterset.in_force(facets=False),
        "chosen": chosen_filters(request.GET, filterset),
        "problems": [*problems, *problem],
        "page": page,
        "cards": cards,
        "suggestions": did_you_mean(words) if words and not cards else [],
        "points": points_of(filterset, filterset.found),
        "drawing": drawing_of(
            filterset, outline=place["outline"], most_signs=MOST_SIGNS
        ),
        **words_of_place(filterset),
        **place,
        **context,
    }
    return render(request, template_name, context)


def cards_of(filterset, page):
    """Poles of a page of the list with all that their cards tell; two queries."""
    poles = Pole.objects.published().with_stage().select_related("seat__departement")
    read = poles.in_bulk([pole.pk for pole in page])
    cards = [read[pole.pk] for pole in page if pole.pk in read]
    explain(cards, filterset.place and filterset.place.territory)
    for card in cards:
        card.themes = filterset.themes_of(card.pk)
    return cards


def words_of_place(filterset):
    """What the box « Où ? » shows (`where`), and the key it stands for (`picked`)."""
    named = filterset.cleaned.get("territoire") or filterset.cleaned.get("position")
    if named:
        return {"where": named.territory.name, "picked": named.territory.key}
    return {"where": filterset.form["ou"].value(), "picked": None}


def pole_map(request):
    """The same set as the list, drawn by the server as an image of its own."""
    filterset = PoleFilter(request.GET, queryset=Pole.objects.published())
    return render(
        request,
        "directory/pole_map.svg",
        {"drawing": drawing_of(filterset)},
        content_type="image/svg+xml",
    )


def drawing_of(filterset, **options):
    """The whole set drawn and told in words; see `poles_drawing` for the options."""
    return poles_drawing(
        filterset.poles(),
        place=filterset.place and filterset.place.territory,
        query=filterset.data.urlencode(),
        **options,
    )


def place_context(filterset):
    """What the page tells of the place in question; little without one."""
    place, nearby = filterset.place, filterset.nearby()
    return {
        "place": place,
        "other_places": filterset.places[1:],
        "networks_to_call": networks_to_call(place),
        "nearby": nearby,
        "nearby_points": points_of(filterset, [pole.pk for pole in nearby]),
        "outline": territories_outline([place.territory]) if place else None,
    }


def points_of(filterset, pks):
    """Points of some poles of the set, each with its reason when a place is asked."""
    points = filterset.census.make(points_by_pk)
    points = {pk: points[pk] for pk in sorted(pks) if pk in points}
    if not filterset.place:
        return list(points.values())
    return [
        point | {"raison": reason_of(filterset, pk)} for pk, point in points.items()
    ]


def reason_of(filterset, pk):
    return "agit" if filterset.answering[pk] else "proche"


def networks_to_call(place):
    """Whom to contact about a place: see `first_to_call`; none without a place."""
    if place is None:
        return []
    return first_to_call(Network.objects.to_call_for(place.territory))


def chosen_filters(query, filterset):
    """Filters in force, each with its words and the query string that removes it."""
    values = filterset.in_force()
    chosen = []
    for name, value, words in values:
        rest = QueryDict(mutable=True)
        for other, kept, _words in values:
            if (other, kept) != (name, value):
                rest.appendlist(other, kept)
        if "tri" in query:
            rest["tri"] = query["tri"]
        chosen.append({"words": words, "without": rest.urlencode()})
    return chosen


def pole_detail(request, slug):
    rungs = [f"seat__{rung}" for rung in ("epci", "ept", "departement", "region")]
    poles = Pole.objects.with_stage().select_related("carrier", *rungs)
    try:
        pole = get_public_pole(slug, queryset=poles)
    except Http404:
        if renamed := Pole.objects.published().filter(aliases__slug=slug).first():
            return redirect(renamed, permanent=True)
        near = Pole.objects.published().named_like(slug)[:5]
        return render(request, "404.html", {"poles": near}, status=404)
    return render(request, "directory/pole_detail.html", pole_context(pole))


def pole_context(pole):
    """What the sheet of a pole tells; each part in one query."""
    networks = pole.networks_to_call()
    perimeters = list(pole.perimeters.at().select_related("territory", "source"))
    others = Pole.objects.published().exclude(pk=pole.pk).with_stage()
    others = others.select_related("seat__departement")
    return {
        "pole": pole,
        "stage_record": pole.stage_records.at().select_related("source").first(),
        "memberships": (
            pole.memberships.at().in_role_order().select_related("structure__kind")
        ),
        "sectors": pole.sectors.all(),
        "objectives": pole.objectives.all(),
        "perimeters": perimeters,
        "recognitions": pole.recognitions.select_related("programme", "source"),
        "figures": pole.figures.select_related("source"),
        "sources": pole.sources.all(),
        "networks": pole.networks.all(),
        "networks_to_call": first_to_call(networks),
        "nearest": (
            others.nearest(pole.latitude, pole.longitude).within_km(150)[:4]
            if pole.latitude is not None
            else []
        ),
        "sharing": others.sharing_members_with(pole)[:6],
        "points": map_points(Pole.objects.filter(pk=pole.pk).with_stage()),
        # Only a known territory of action is outlined: a seat is no perimeter.
        "map_options": {"fit": "outline" if perimeters else "points"},
        "outline": territories_outline(p.territory for p in perimeters),
    }
