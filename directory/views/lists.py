"""A set of poles, filtered by the query string: list, facets and map."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from directory.drawings import poles_drawing
from directory.filters import WHERE, PoleFilter
from directory.models import (
    Network,
    Pole,
    did_you_mean,
    explain,
    first_to_call,
    matches_of,
    told_apart,
    with_matches,
)
from directory.representations import points_by_pk, territories_outline

from .pages import page_of

PAGE_SIZE = 20
# More signs would hide each other, and weigh more than the rest of the page.
MOST_SIGNS = 400
# A place so many times larger than the one taken may well be the one meant.
LARGER = 10


def display_poles(request, *, queryset, template_name, heading=None, context):
    """Show a set of poles; `heading` says what it is, None for all of them.

    The map holds the whole set, the list one page of it.
    """
    queryset = queryset.with_stage().in_name_order()
    filterset = PoleFilter(request.GET, queryset=queryset)
    paginator = Paginator(filterset.poles(), PAGE_SIZE)
    page, problem = page_of(paginator, filterset.data.get("page"))
    place = place_context(filterset)
    context = {
        **question_context(filterset, page, heading),
        **place,
        "problems": [*filterset.problems, *(("page", words) for words in problem)],
        "page": page,
        "cards": cards_of(filterset, page),
        "points": points_of(filterset, filterset.found),
        "drawing": drawing_of(
            filterset, request.path, outline=place["outline"], most_signs=MOST_SIGNS
        ),
        **context,
    }
    return render(request, template_name, context)


def question_context(filterset, page, heading):
    """What the page repeats of the question, and the answer in a sentence."""
    words = filterset.cleaned.get("quoi")
    lost = words and not filterset.answering
    return {
        "filterset": filterset,
        "title": filterset.title(heading or "Les PTCE"),
        "said": filterset.said(" de cet ensemble" if heading else ""),
        "facets": filterset.options(),
        "kept": filterset.in_force(facets=False),
        "chosen": filterset.chosen(),
        "query": filterset.address(),
        "canonical_query": filterset.canonical_address(page.number),
        "suggestions": did_you_mean(words) if lost else [],
        **words_of_place(filterset),
    }


def cards_of(filterset, page):
    """Poles of a page of the list with all that their cards tell; two queries."""
    poles = Pole.objects.with_stage().select_related("seat__departement")
    if filterset.wordings:
        poles = with_matches(poles, filterset.wordings)
    read = poles.in_bulk([pole.pk for pole in page])
    cards = [read[pole.pk] for pole in page if pole.pk in read]
    explain(cards, filterset.place and filterset.place.territory)
    for card in cards:
        card.themes = filterset.themes_of(card.pk)
        card.matches = matches_of(card) if filterset.wordings else []
    return cards


def words_of_place(filterset):
    """What the box « Où ? » shows (`where`), and the key it stands for (`picked`)."""
    named = filterset.cleaned.get("territoire") or filterset.cleaned.get("position")
    if named:
        where = told_apart(named.territory)
        return {"where": where, "picked": named.territory.key}
    return {"where": filterset.form["ou"].value(), "picked": None}


def drawing_of(filterset, path, **options):
    """The set of the page at a path, drawn and told in words; see `poles_drawing`."""
    kept = filterset.elsewhere_address()
    every_pole = path == reverse("directory:pole_list")
    return poles_drawing(
        filterset.poles(),
        place=filterset.place and filterset.place.territory,
        answers=filterset.answering,
        narrowed=filterset.narrowed or not every_pole,
        links=f"{path}?{kept}&" if kept else f"{path}?",
        complete=f"{reverse('directory:pole_map')}?{filterset.address()}"
        if every_pole
        else None,
        **options,
    )


def place_context(filterset):
    """What the page tells of the place in question; little without one."""
    place, nearby = filterset.place, filterset.nearby()
    return {
        "place": place,
        "other_places": other_places(filterset),
        "networks_to_call": networks_to_call(place),
        "nearby": nearby,
        "nearby_points": points_of(filterset, [pole.pk for pole in nearby]),
        "outline": territories_outline([place.territory]) if place else None,
    }


def other_places(filterset):
    """What else `ou` may name: true homonyms, open, then what only resembles it.

    The latter are open too when one of them is far larger than what was taken.
    """
    place, others = filterset.place, filterset.places[1:]
    alike = [other for other in others if place.exact and other.exact]
    rest = [other for other in others if other not in alike]
    least = LARGER * (place.territory.population or 0) if place else 0
    larger = any((other.territory.population or 0) > least for other in rest)
    asked = filterset.cleaned.get("ou") and filterset.data["ou"].strip()
    groups = [
        (f"Plusieurs lieux répondent à « {asked} »", True, alike),
        ("Un autre lieu ?", larger, rest),
    ]
    return [
        {
            "summary": summary,
            "open": is_open,
            "places": places_linked(filterset, places),
        }
        for summary, is_open, places in groups
        if places
    ]


def places_linked(filterset, places):
    """Places, each with the address of the same search there."""
    return [
        {
            "territory": place.territory,
            "matched": place.matched,
            "address": filterset.address(but=WHERE, territoire=place.territory.key),
        }
        for place in places
    ]


def points_of(filterset, pks):
    """Points of some poles of the set, each with its reason when a place is asked."""
    points = filterset.census.make(points_by_pk)
    points = {pk: points[pk] for pk in sorted(pks) if pk in points}
    if not filterset.place:
        return list(points.values())
    answers = filterset.answering
    return [point | {"raison": answers[pk].reason} for pk, point in points.items()]


def networks_to_call(place):
    """Whom to contact about a place: see `first_to_call`; none without a place."""
    if place is None:
        return []
    return first_to_call(Network.objects.to_call_for(place.territory))
