"""Who may do what, where: told from the pages themselves, never by hand."""

from dataclasses import dataclass

from django.contrib import admin
from django.utils.text import capfirst

from directory.models import Network, Pole, Structure
from directory.permissions import Role

from .doors import DOORS, door, render_door
from .rights import Rights, role

VERBS = {
    "view": "voir",
    "add": "ajouter",
    "change": "modifier",
    "delete": "supprimer",
}


@dataclass(frozen=True)
class Line:
    """A page of the admin: its name, its rows for a curator, and what each role may."""

    name: str
    within: str
    allowed: list


def in_order(first):
    """Every role, that of the reader before the others."""
    return sorted(Role, key=lambda role: role != first)


def told(actions, besides=None):
    """'voir, modifier'; a dash for nothing. `besides` follows in its own words."""
    words = [word for verb, word in VERBS.items() if verb in actions]
    return ", ".join([*words, *([besides] if besides else [])]) or "–"


def lines(first=None):
    """Every registered page, by name; the inlines of a page come with it.

    The role `first` is told before the others.
    """
    found = []
    for model, page in admin.site._registry.items():
        if isinstance(page, Rights):
            name = str(model._meta.verbose_name_plural)
            found.append(line(name, page, first))
            found += [
                line(f"{name} : {inline.rows_name()}", inline, first)
                for inline in page.inlines
                if issubclass(inline, Rights)
            ]
    return sorted(found, key=lambda one: one.name)


def line(name, page, first):
    besides = page.curators_may_besides
    scoped = hasattr(page.model._default_manager.all(), "for_curator")
    return Line(
        capfirst(name),
        "son périmètre" if scoped else "toute la France",
        [
            told(page.may(one), besides=one == Role.CURATOR and besides)
            for one in in_order(first)
        ],
    )


def doors(first=None):
    """Pages of our own: (words, [whether each role may open it]), as `lines`."""
    roles = in_order(first)
    return sorted(
        (capfirst(one.words), [role in one.roles for role in roles])
        for one in DOORS.values()
    )


@door("Voir qui peut faire quoi")
def rights_page(request):
    mine = role(request)
    networks = Network.objects.curated_by(request.user).prefetch_related("regions")
    context = {
        "roles": [one.label for one in in_order(mine)],
        "mine": mine.label,
        "lines": lines(mine),
        "doors": doors(mine),
        "networks": networks.order_by("kind", "rank", "name"),
        "pole_count": Pole.objects.for_curator(request.user).kept().count(),
        "structure_count": Structure.objects.for_curator(request.user).count(),
    }
    return render_door(
        request, "admin/curation/rights.html", context, title="Qui peut faire quoi"
    )
