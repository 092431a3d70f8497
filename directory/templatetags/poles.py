"""Words of the templates about poles."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import pluralize

from directory import prepositions, representations
from directory.models import Stage
from directory.text import fold

register = template.Library()
STAGE_PHRASES = {
    Stage.EMERGING: "En émergence",
    Stage.DEVELOPING: "En développement",
    Stage.CONSOLIDATED: "En consolidation",
    Stage.ASLEEP: "En sommeil",
    Stage.CLOSED: "Clos",
}


@register.filter
def stage_name(stage):
    """The stage in words: 'En développement'; 'Étape inconnue' for None."""
    return STAGE_PHRASES.get(stage, "Étape inconnue")


@register.filter
def pluriel(number, endings="s"):
    """As `pluralize`, by the French rule: the plural begins at two."""
    return pluralize(2 if number >= 2 else 1, endings)


@register.filter
def kilometres(metres):
    """A distance in whole kilometres, 'moins d'un km' below one; '' for None."""
    if metres is None:
        return ""
    if metres < 1000:
        return "moins d'un km"
    return f"{intcomma(round(metres / 1000))} km"


@register.filter
def canonical(address):
    """The address of a page without what only arranges it: order, page, nothing."""
    scheme, host, path, query, _fragment = urlsplit(address)
    kept = [(k, v) for k, v in parse_qsl(query) if k not in ("tri", "page")]
    return urlunsplit((scheme, host, path, urlencode(kept), ""))


@register.filter
def whole_km(metres):
    """A distance in whole kilometres, as a number."""
    return round(metres / 1000)


register.filter("place_detail", representations.place_detail)


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """Query string of another page of the same list."""
    query = context["request"].GET.copy()
    query["page"] = number
    return "?" + query.urlencode()


@register.filter
def name_with_parent(territory):
    """'Romans-sur-Isère (Drôme)' for a commune, the bare name for the others."""
    if territory.level != territory.Level.COMMUNE:
        return territory.name
    if territory.name == territory.departement.name:
        return territory.name
    return f"{territory.name} ({territory.departement.name})"


@register.filter
def located(territory):
    """'à Bordeaux (Gironde)', 'dans la Drôme', 'en Corse', 'dans la communauté…'."""
    words = prepositions.located(territory)
    if territory.level != territory.Level.COMMUNE:
        return words
    return words.replace(territory.name, name_with_parent(territory), 1)


@register.filter
def kind_and_form(structure):
    """'Association · association d'insertion'; the form alone is told once."""
    kind, form = structure.kind.name, structure.legal_form
    if not form or fold(form).startswith(fold(kind)):
        return form[0].upper() + form[1:] if form else kind
    return f"{kind} · {form}"
