"""What a territory page shows, at its date: the context of page, sheet and CSV."""

from urllib.parse import urlencode

from directory.models import Pole, Stage, Territory, chronicle
from directory.representations import points_at
from directory.statistics import (
    FEWEST_INHABITANTS,
    FEWEST_POLES,
    alike,
    authorities,
    comparison,
    maybe_seated,
    portraits,
    recognitions,
    themes,
    white_communes,
    white_zones,
    year_ends,
)

from .beside import enclosing, explain_at, named_beside
from .comparisons import territories_compared
from .inside import looked_at, rungs_inside
from .moments import moment_asked

# Beyond, poles are only named: nobody reads so many cards one after the other.
MOST_CARDS = 30
STAGES = (*Stage.values, None)
# What cards tell of a pole, besides its stage.
PLACE = ("level", "code", "nature", "name")
CARD = (
    *("slug", "name", "short_name", "description"),
    *(f"seat__{field}" for field in PLACE),
    *(f"seat__departement__{field}" for field in PLACE),
)


def portrait_context(request, territory):
    """Counts, poles, white zones and comparison of a territory (France when None)."""
    moment = moment_asked(request)
    others, problems, candidates = territories_compared(request, territory)
    known = chronicle()
    pictured = portraits(known, [territory, *others], moment.on)
    portrait = pictured[0]
    context = {
        "territory": territory,
        "known": known,
        "moment": moment,
        "years_to_see": year_ends(known.today)[:-1],
        "beside_problems": problems,
        "candidates": choices(candidates, moment, others),
        "portrait": portrait,
        "stages": [(stage, portrait.poles.stages[stage]) for stage in STAGES],
        "themes": themes(known, portrait.poles),
        "recognitions": recognitions(known, portrait.poles),
        "compared": others,
        "comparison": comparison(pictured) if others else [],
        "beside_query": urlencode([("avec", place.key) for place in others]),
        "file_query": file_query(moment, others),
        **poles_context(known, portrait.poles),
    }
    return context | (place_context(context) if territory else {})


def choices(candidates, moment, others):
    """[(territory, query string that puts it beside the others, at the same date)]."""
    return [(one, file_query(moment, [*others, one])) for one in candidates]


def file_query(moment, others):
    """Query string of what tells the same date and territories as the page."""
    asked = [("au", moment.on.isoformat())] if moment.past else []
    return urlencode([*asked, *(("avec", place.key) for place in others)])


def poles_context(known, gathering):
    """The poles that act there, as cards, as names and as points."""
    poles = known.census.poles
    acting = [poles[pk] for pk in gathering.acting]
    return {
        "acting": acting,
        "cards": cards_of(acting[:MOST_CARDS], known, gathering.on),
        "others": acting[MOST_CARDS:],
        "over": [poles[pk] for pk in gathering.over],
        "undated": [poles[pk] for pk in gathering.undated],
        "points": points_at(known, gathering.acting, gathering.on),
    }


def cards_of(poles, known, on):
    """Some poles with all that their cards tell at a date, in the same order."""
    full = Pole.objects.published().with_stage(on).select_related("seat__departement")
    read = full.only(*CARD).in_bulk([pole.pk for pole in poles])
    cards = [read[pole.pk] for pole in poles if pole.pk in read]
    for card in cards:
        card.themes = [name for _, name, _ in known.lives[card.pk].themes]
    return cards


def place_context(context):
    """What only a territory has: what is around it and inside, and why poles act."""
    known, territory = context["known"], context["territory"]
    poles, on = context["portrait"].poles, context["moment"].on
    rungs = rungs_inside(known, territory)
    named = named_beside(known, territory, rungs, context["cards"])
    explain_at(known, territory, on, context["cards"], named)
    return {
        "rungs": [(rung, rung.told(named)) for rung in rungs],
        "enclosing": enclosing(known, territory, named),
        "authorities": authorities(poles) if poles.acting else [],
        "alike": alike(territory),
        "neighbours": [place for place in named.values() if place.borders],
        "fewest_inhabitants": FEWEST_INHABITANTS,
        "fewest_poles": FEWEST_POLES,
        "vague": vaguely_there(known, territory, on),
        **zones_context(known, territory, rungs, on),
    }


def vaguely_there(known, territory, on):
    """Active poles that may sit in a territory, and are not known to act on it.

    Not those of which only the région is known: they may sit anywhere in it.
    """
    vague = (
        known.census.poles[pk]
        for pk, life in known.active(on).items()
        if known.may_sit_in(life, territory) and not known.acts_on(life, territory, on)
    )
    return [pole for pole in vague if pole.seat.level != Territory.Level.REGION]


def zones_context(known, territory, rungs, on):
    """Where no pole is known to act, and where it was looked for: see `looked_at`."""
    level, places = looked_at(rungs)
    if level == Territory.Level.COMMUNE:
        zones = white_communes(known, territory, places, on)
    else:
        zones = white_zones(known, places, on)
    return {
        "looked_at": places,
        "looked_level": level,
        "white": [zone for zone in zones if not zone.regional],
        "regional_only": [zone for zone in zones if zone.regional],
        "maybe_seated": maybe_seated(known, zones, on),
    }
