"""« À traiter »: what waits for the person who signed in, and leads there."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from directory.models import Network, Pole, Suggestion, alike_pairs, next_to_fill
from directory.models.upkeep import parts
from directory.permissions import CURATORS, Role

from .doors import door, render_door
from .menu import menu_of
from .rights import role

SHOWN = 5
# parts of an entry that visitors miss most; the others wait in the score
MATTER_MOST = ("description", "perimetre", "contact", "etape", "thematiques")

# what waits elsewhere than in the entries of poles: see `add_waiting`
ELSEWHERE = []

# groups that end as each of their entries is confirmed
TO_CONFIRM = {"non-confirme-18", "non-confirme-12"}


@dataclass(frozen=True)
class Task:
    """A group of entries to settle: its slug in addresses, its words, its poles."""

    slug: str
    words: str
    help: str
    find: object


def lacking(part):
    return Task(
        f"manque-{part.slug}",
        f"Il manque : {part.words}",
        "Les visiteurs le cherchent d'abord.",
        lambda poles: poles.lacking(part.slug),
    )


def pole_tasks():
    """Groups of poles to settle, in the order of the page."""
    return [
        Task(
            "non-confirme-18",
            "Non confirmés depuis 18 mois, ou jamais",
            "À relancer d'abord : le public lit « non confirmé ».",
            lambda poles: poles.unconfirmed(18),
        ),
        Task(
            "non-confirme-12",
            "Confirmés il y a 12 à 18 mois",
            "Vérifiez la fiche, puis confirmez-la.",
            lambda poles: poles.unconfirmed(12, under=18),
        ),
        Task(
            "position-vague",
            "Situés moins précisément qu'à la commune, ou sans point",
            "Ces pôles n'ont pas de point sur la carte.",
            lambda poles: poles.vaguely_placed(),
        ),
        Task(
            "lien-mort",
            "Site qui ne répond plus",
            "Deux essais de suite ont échoué.",
            lambda poles: poles.with_dead_link(),
        ),
        *(lacking(part) for part in parts() if part.slug in MATTER_MOST),
        Task(
            "brouillon",
            "Brouillons",
            "Invisibles du public tant qu'ils ne sont pas publiés.",
            lambda poles: poles.filter(publication=Pole.Publication.DRAFT),
        ),
    ]


def add_waiting(find):
    """Add what waits in another application.

    `find(user)` gives what there is, in order: (how many, in words, what to do, address
    of their list).
    """
    ELSEWHERE.append(find)


class ToDoFilter(admin.SimpleListFilter):
    """Poles of one group of « À traiter »."""

    title = "à traiter"
    parameter_name = "a_traiter"
    template = "admin/filter_folded.html"

    def lookups(self, request, model_admin):
        return [(task.slug, task.words) for task in pole_tasks()]

    def queryset(self, request, queryset):
        for task in pole_tasks():
            if task.slug == self.value():
                return task.find(queryset.kept())
        return queryset


def pole_list(**query):
    return f"{reverse('admin:directory_pole_changelist')}?{urlencode(query)}"


def waiting(poles):
    """Groups of a set of poles with something to settle, counted by one query.

    Triples: the task, how many, and the address of the list that shows them.
    """
    tasks = {task.slug.replace("-", "_"): task for task in pole_tasks()}
    everything = Pole.objects.all()
    counts = poles.aggregate(
        **{
            name: Count("pk", filter=Q(pk__in=task.find(everything).values("pk")))
            for name, task in tasks.items()
        }
    )
    return [
        (task, counts[name], pole_list(a_traiter=task.slug))
        for name, task in tasks.items()
        if counts[name]
    ]


def kept_for(request):
    """Networks whose entries the account keeps; [] when it keeps every entry."""
    if role(request) != Role.CURATOR:
        return []
    return list(Network.objects.curated_by(request.user))


@door("Voir ce qui attend, dans son périmètre", roles=CURATORS | {None})
def home(request):
    """The first page of the admin; an account without a network is told what to do."""
    user = request.user
    poles = Pole.objects.for_curator(user).kept()
    poorest = poles.with_completeness().order_by("completeness", "folded_name")[:SHOWN]
    suggestions = Suggestion.objects.for_curator(user).open()
    suggestion_list = reverse("admin:directory_suggestion_changelist")
    context = {
        "mine": role(request),
        "networks": kept_for(request),
        "pole_count": poles.count(),
        "tasks": waiting(poles),
        "suggestion_count": suggestions.count(),
        "suggestions_url": f"{suggestion_list}?status__exact=ouverte",
        "duplicate_count": len(alike_pairs(poles)),
        "elsewhere": [line for find in ELSEWHERE for line in find(user)],
        "poorest": [(pole, next_to_fill(pole)) for pole in poorest],
        "menu": menu_of(admin.site.get_app_list(request)) if role(request) else [],
    }
    return render_door(request, "admin/curation/todo.html", context, title="À traiter")
