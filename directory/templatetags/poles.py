"""Words of the templates about poles."""

from django import template
from django.template.defaultfilters import pluralize

from directory.models import Stage

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
    return f"{round(metres / 1000)} km"


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """Query string of another page of the same list."""
    query = context["request"].GET.copy()
    query["page"] = number
    return "?" + query.urlencode()


@register.filter
def name_with_parent(territory):
    """'Romans-sur-Isère (Drôme)' for a commune, the bare name for the others."""
    if territory.level == territory.Level.COMMUNE:
        return f"{territory.name} ({territory.departement.name})"
    return territory.name
