"""Who may do what, where: told from the pages themselves, never by hand."""

from dataclasses import dataclass

from django.contrib import admin

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


def told(actions):
    """'voir, modifier'; a dash for nothing."""
    return ", ".join(word for verb, word in VERBS.items() if verb in actions) or "–"


def lines():
    """Every registered page, by name; the inlines of a page come with it."""
    found = []
    for model, page in admin.site._registry.items():
        if isinstance(page, Rights):
            name = str(model._meta.verbose_name_plural)
            found.append(line(name, page))
            found += [
                line(f"{name} : {inline.rows_name()}", inline)
                for inline in page.inlines
                if issubclass(inline, Rights)
            ]
    return sorted(found, key=lambda one: one.name)


def line(name, page):
    scoped = hasattr(page.model._default_manager.all(), "for_curator")
    return Line(
        name[0].upper() + name[1:],
        "son périmètre" if scoped else "toute la France",
        [told(page.may(one)) for one in Role],
    )


def doors():
    """Pages of our own: (words, [whether each role may open it])."""
    return sorted(
        (one.words, [role in one.roles for role in Role]) for one in DOORS.values()
    )


@door("Voir qui peut faire quoi")
def rights_page(request):
    networks = Network.objects.curated_by(request.user).prefetch_related("regions")
    context = {
        "roles": Role.labels,
        "mine": role(request).label,
        "lines": lines(),
        "doors": doors(),
        "networks": networks.order_by("kind", "rank", "name"),
        "pole_count": Pole.objects.for_curator(request.user).count(),
        "structure_count": Structure.objects.for_curator(request.user).count(),
    }
    return render_door(
        request, "admin/curation/rights.html", context, title="Qui peut faire quoi"
    )
