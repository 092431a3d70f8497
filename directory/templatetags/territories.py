"""Words of the templates about territories and their counts."""

from functools import cache, lru_cache

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from directory import prepositions
from directory.models import OTHER_SHORE_KM

from .poles import kilometres

register = template.Library()
# pages tell the same numbers by the hundred, in French alone
grouped = lru_cache(maxsize=5_000)(intcomma)
NOT_TOLD = "trop peu"
UNKNOWN = "non renseigné"
NEIGHBOURS = {
    "region": "Régions voisines",
    "departement": "Départements voisins",
    "epci": "Intercommunalités voisines",
    "commune": "Communes voisines",
}


@register.filter
def in_place(territory):
    """'dans la Drôme', 'à Bordeaux'; 'en France' for None."""
    return prepositions.fully_located(territory) if territory else "en France"


@register.filter
def percent(share):
    """A part from 0 to 1 in whole percents, never 0 or 100 by rounding alone."""
    if share is None:
        return UNKNOWN
    if 0 < share < 0.01:
        return "moins de 1 %"
    if 0.99 < share < 1:
        return "plus de 99 %"
    return f"{round(share * 100)} %"


@register.filter
def figure(value, line):
    """A value of a line of a comparison, in words when it is unknown or guarded."""
    if value is None:
        return NOT_TOLD if line.guarded else UNKNOWN
    if line.format == "percent":
        return percent(value)
    if line.format == "rate":
        return floatformat(value, 2)
    words = intcomma(floatformat(value, -1))
    return f"{words} €" if line.format == "euros" else words


@register.filter
def neighbour_title(level):
    """'Communes voisines' and the like."""
    return NEIGHBOURS[level]


@register.simple_tag
def neighbour_items(places, query=""):
    """List items that lead to territories; see `territory_items`."""
    return territory_items([(place, []) for place in places], query)


@register.simple_tag
def territory_items(told, query=""):
    """List items that lead to territories, from [(territory, others it is in too)].

    By Python rather than by a template: a département may have 900 communes.
    """
    root = reverse("directory:territory_index")
    query = f"?{query}" if query else ""
    return format_html_join(
        "\n",
        '<li><a href="{}">{}</a>{}</li>',
        (
            (f"{root}{place.path}{query}", place.name, _also(others))
            for place, others in told
        ),
    )


def _also(others):
    if not others:
        return ""
    names = ", ".join(place.name for place in others)
    return format_html(' <span class="n">aussi\u00a0: {}</span>', names)


@register.simple_tag
def zone_rows(zones, query=""):
    """Table rows of zones: the territory, its inhabitants, the nearest pole."""
    root = reverse("directory:territory_index")
    query = f"?{query}" if query else ""
    # a few poles are the nearest of all
    address = cache(lambda pole: pole.get_absolute_url())
    return format_html_join(
        "\n",
        '<tr><th scope="row"><a href="{}">{}</a></th>'
        '<td class="number">{}</td><td>{}</td></tr>',
        (
            (
                f"{root}{zone.territory.path}{query}",
                zone.territory.name,
                _inhabitants(zone.territory),
                _nearest(zone, address),
            )
            for zone in zones
        ),
    )


@register.simple_tag
def picture_rows(rows):
    """Table rows of the numbers of a drawing: a name, that may lead away, a number."""
    return format_html_join(
        "\n",
        '<tr><th scope="row">{}</th><td>{}</td></tr>',
        ((_named(row), grouped(row.number)) for row in rows),
    )


def _named(row):
    if not row.url:
        return row.name
    return format_html('<a href="{}">{}</a>', row.url, row.name)


def _inhabitants(place):
    return "inconnu" if place.population is None else grouped(place.population)


def _nearest(zone, address):
    if zone.nearest is None:
        where = zone.territory.latitude
        return "inconnu" if where is None else f"aucun à moins de {OTHER_SHORE_KM} km"
    return format_html(
        '<a href="{}">{}</a>, à {}',
        address(zone.nearest),
        zone.nearest.name,
        kilometres(zone.metres),
    )
