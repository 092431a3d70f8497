"""Words of the templates about territories and their counts."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import floatformat

from directory import prepositions

register = template.Library()
NOT_TOLD = "trop peu"
UNKNOWN = "non renseigné"


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
