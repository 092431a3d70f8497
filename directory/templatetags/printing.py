"""What only paper needs."""

from functools import lru_cache

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from directory.models import DatePrecision, describe_date

from .poles import pluriel, site_origin

register = template.Library()
# squares of white that a reader of codes needs around them
QUIET = 4
MOST_KEPT = 1_000
# as officials write them
ABRIDGED = {
    "Communauté d'agglomération": "CA",
    "Communauté de communes": "CC",
    "Communauté urbaine": "CU",
}


@register.simple_tag
@lru_cache(MOST_KEPT)
def qr_code(address):
    """The QR code of an address as an SVG element of class `qr`; about 3 ms."""
    code = segno.make_qr(address, error="m")
    svg = code.svg_inline(
        border=QUIET, svgclass="qr", lineclass=None, omitsize=True, title=address
    )
    return mark_safe(svg)


@register.simple_tag(takes_context=True)
def printed_address(context):
    """The address that leads back to what is printed, its date and comparison kept."""
    moment, compared = context.get("moment"), context.get("compared") or ()
    asked = [moment.query] if moment and moment.past else []
    asked += [f"avec={place.key}" for place in compared]
    address = site_origin(context) + context["request"].path
    return f"{address}?{'&'.join(asked)}" if asked else address


@register.simple_tag(takes_context=True)
def printed_when(context):
    """Of which day what is printed tells, when it has one, and the day of printing."""
    moment, today = context.get("moment"), describe_date(localdate(), DatePrecision.DAY)
    told = (
        f"Nombres au {describe_date(moment.on, DatePrecision.DAY)}. " if moment else ""
    )
    return f"{told}Imprimé le {today}."


@register.simple_tag
def and_others(things, shown):
    """On paper, how many of a list are left out after so many; '' when none is."""
    left = len(things) - shown
    if left <= 0:
        return ""
    words = f"et {left} autre{pluriel(left)}, sur la page"
    return format_html('<p class="n more print-only">{}</p>', words)


@register.filter
def abridged(name):
    """'CC du Royans-Vercors', of the name of an intercommunality; others as they are.

    A line never breaks after the initials.
    """
    for words, initials in ABRIDGED.items():
        if name.startswith(f"{words} "):
            return f"{initials}\u00a0{name.removeprefix(words).lstrip()}"
    return name
