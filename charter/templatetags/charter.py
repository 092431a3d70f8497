"""Words of the templates about charters."""

from django import template
from django.utils.html import format_html, format_html_join

from charter.models import Charter
from directory.models import DatePrecision

register = template.Library()
MACHINE_DATES = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m"}

KIND_NAMES = {
    Charter.Kind.NATIONAL: "Charte nationale",
    Charter.Kind.REGIONAL: "Manifeste régional",
    Charter.Kind.LOCAL: "Charte locale",
    Charter.Kind.REFERENCE: "Référentiel",
}


@register.filter
def kind_name(charter):
    """'Manifeste régional': its kind, without who signs or publishes such texts."""
    return KIND_NAMES[charter.kind]


@register.filter
def machine_date(date, precision):
    """What a `time` element tells of a date, no finer than known: '2014-09', '2011'."""
    return date.strftime(MACHINE_DATES.get(precision, "%Y"))


@register.simple_tag
def cited(source):
    """A source with its year, that leads to it when it has an address."""
    year = f", {source.year}" if source.year else ""
    if not source.url:
        return format_html("{}{}", source.title, year)
    link = '<a href="{}" rel="external">{}</a>{}'
    return format_html(link, source.url, source.title, year)


@register.simple_tag
def old_side(change):
    """The old text of a change, what is gone in `del`."""
    return _marked(change.old, "<del>{}</del>")


@register.simple_tag
def new_side(change):
    """The new text of a change, what came in `ins`."""
    return _marked(change.new, "<ins>{}</ins>")


def _marked(pieces, mark):
    marked = [format_html(mark if p.changed else "{}", p.text) for p in pieces]
    return format_html_join("", "{}", ((piece,) for piece in marked))
