"""The pictures of a territory page, from what the page tells."""

from copy import copy

from django.urls import reverse

from directory.drawings import (
    bars_drawing,
    curve_drawing,
    france_drawing,
    intercommunalities_drawing,
    locator_drawing,
)
from directory.models import (
    UNKNOWN,
    Territory,
    stage_name,
)
from directory.prepositions import located
from directory.words import count_poles

Level = Territory.Level
OUTSIDE = (
    "Une intercommunalité à cheval compte aussi les pôles qui n'agissent que sur son "
    "autre partie."
)


def pictures(page):
    """Bars of stages and themes and the curve of years, of the context of a page."""
    return {
        "stage_bars": bars_drawing(
            [
                (stage_name(stage), number, stage or UNKNOWN)
                for stage, number in page["stages"]
                if number
            ],
            title="À quelle étape",
            heading="Étape",
            anchor="etapes",
        ),
        "theme_bars": bars_drawing(
            [
                (name, number, None, _theme(slug))
                for slug, name, number in page["themes"]
            ],
            title="Sur quels thèmes",
            heading="Thème",
            anchor="themes",
        ),
        "curve": _curve(page),
    }


def _curve(page):
    """The number of active poles by year; None when there never was any."""
    years = page["portrait"].poles.years
    if not any(number for _, number in years):
        return None
    where = _where(page["territory"])
    return curve_drawing(
        years,
        title=f"Pôles en activité {where}, année par année",
        note=_undated(page),
    )


def _undated(page):
    """What the last point alone counts, in words; '' at a past date, or without any."""
    undated = len(page["undated"])
    if page["moment"].past or not undated:
        return ""
    return f"Le dernier point compte aussi {count_poles(undated)} que rien ne date."


def country_map(page, tree, overseas):
    """Départements toned by number of poles, for the page of France."""
    places = [*overseas, *(place for head, inside in tree for place in (head, *inside))]
    return france_drawing(
        tree,
        overseas,
        _counts(page, places),
        title=f"Pôles qui agissent dans chaque département{_at(page)}",
        query=_query(page),
    )


def territory_map(page):
    """EPCI of a région or département, or where a smaller territory lies; or None."""
    territory = page["territory"]
    if territory.level in (Level.REGION, Level.DEPARTEMENT):
        return {"choropleth": _choropleth(page)}
    drawing = locator_drawing(
        territory,
        _communes(page),
        _seated(page),
        title="Où se trouve ce territoire",
    )
    return {"locator": drawing}


def _seated(page):
    """Poles of the census that sit there, with their stage at the date of the page."""
    inside, moment = page["portrait"].poles.seated, page["moment"]
    seated = [pole for pole in page["acting"] if pole.pk in inside]
    if not moment.past:
        return seated
    # those of the census are shared: nobody changes them
    seated = [copy(pole) for pole in seated]
    for pole in seated:
        pole.stage = page["known"].lives[pole.pk].stage(moment.on)
    return seated


def _choropleth(page):
    territory = page["territory"]
    places = [
        place
        for rung, _ in page["rungs"]
        for place in rung.places
        if rung.level == Level.EPCI
    ]
    return intercommunalities_drawing(
        territory,
        places,
        _counts(page, places),
        title=f"Pôles qui agissent dans chaque intercommunalité "
        f"{located(territory)}{_at(page)}",
        query=_query(page),
        note=_beyond(page),
    )


def _beyond(page):
    """What the numbers of the EPCI count besides, in words; '' when nothing."""
    known, on = page["known"], page["moment"].on
    numbers, acting = known.acting_by_territory(on), page["portrait"].poles.acting
    lives = [known.lives[pk] for pk in acting]
    straddling = [place for rung, _ in page["rungs"] for place in rung.across]
    beyond = any(
        numbers[place.pk] > sum(known.acts_on(life, place, on) for life in lives)
        for place in straddling
    )
    return OUTSIDE if beyond else ""


def _communes(page):
    """Communes of an EPCI, those around a commune, or the commune alone."""
    territory = page["territory"]
    if territory.level == Level.EPCI:
        return page["looked_at"]
    if territory.epci is None:
        return [territory]
    around = Territory.objects.communes_of(territory.epci)
    return list(around.order_by("folded_name", "code"))


def _counts(page, places):
    acting = page["known"].acting_by_territory(page["moment"].on)
    return {place.key: acting[place.pk] for place in places}


def _query(page):
    query = page["moment"].query
    return f"?{query}" if query else ""


def _at(page):
    moment = page["moment"]
    return f", au {moment.words}" if moment.past else ""


def _where(territory):
    return located(territory) if territory else "en France"


def _theme(slug):
    return slug and reverse("directory:sector_detail", args=[slug])
