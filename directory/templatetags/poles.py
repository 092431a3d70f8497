"""Words of the templates about poles."""

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import capfirst, pluralize

from directory import models, prepositions, representations, words
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
    return STAGE_PHRASES.get(stage) or capfirst(models.stage_name(None))


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


@register.simple_tag(takes_context=True)
def site_origin(context):
    """Scheme and host of the site: those of the settings, else those of the visit."""
    request = context["request"]
    return settings.SITE_ORIGIN or f"{request.scheme}://{request.get_host()}"


@register.simple_tag(takes_context=True)
def canonical(context):
    """The address under which a page is known: its path, and its `canonical_query`."""
    query = context.get("canonical_query")
    address = site_origin(context) + context["request"].path
    return f"{address}?{query}" if query else address


@register.filter
def whole_km(metres):
    """A distance in whole kilometres, as a number."""
    return round(metres / 1000)


register.filter("place_detail", representations.place_detail)
register.filter("summary", representations.summary)
register.filter("match_words", words.match_words)


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """Query string of another page of the same list; `query` is that of the list."""
    query = context["query"]
    return f"?{query}&page={number}" if query else f"?page={number}"


register.filter("located", prepositions.fully_located)


@register.filter
def name_with_parent(territory):
    """'Romans-sur-Isère (Drôme)'; 'siège non renseigné' for None."""
    return prepositions.with_parent(territory) if territory else "siège non renseigné"


@register.filter
def kind_and_form(structure):
    """'Association · association d'insertion'; the form alone is told once."""
    kind, form = structure.kind.name, structure.legal_form
    if not form or fold(form).startswith(fold(kind)):
        return form[0].upper() + form[1:] if form else kind
    return f"{kind} · {form}"


@register.filter
def named_by_sources(facts):
    """What follows the number of some facts: how many of them a source tells."""
    told = sum(fact.source_id is not None for fact in facts)
    plural = pluriel(told)
    if told == len(facts):
        return f" nommée{plural} par une source"
    if told:
        return f", dont {told} nommée{plural} par une source"
    return ", sans source citée"
