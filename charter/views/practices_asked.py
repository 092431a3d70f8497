"""Practices of a commitment, by theme and région: `?thematique=culture&region=75`."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from charter.models import Practice
from directory.models import Territory

PAGE_SIZE = 20


@dataclass(frozen=True)
class Option:
    """A value that the filter offers, with the practices that it leaves."""

    value: str
    name: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Asked:
    """What is asked of the practices of a commitment, and the answer.

    `total` counts them all, `page` those that answer; `problems` tells in words what
    was not understood, and left out.
    """

    total: int
    page: Page
    sectors: list
    regions: list
    problems: list

    @property
    def chosen(self):
        options = (("thematique", self.sectors), ("region", self.regions))
        return [(name, o) for name, offered in options for o in offered if o.chosen]

    @property
    def query(self):
        """Query string of what was understood."""
        query = QueryDict(mutable=True)
        for name, option in self.chosen:
            query[name] = option.value
        return query.urlencode()


def practices_asked(request, commitment):
    """The public practices of a commitment that a request asks for."""
    practices = Practice.objects.public().filter(commitment=commitment)
    sector, region = (
        request.GET.get(name, "").strip() for name in ("thematique", "region")
    )
    sectors = [Option(*told, told[0] == sector) for told in practices.by_sector()]
    regions = [Option(*told, told[0] == region) for told in _regions(practices)]
    problems = []
    found = practices
    if any(option.chosen for option in sectors):
        found = found.on_sector(sector)
    elif sector:
        problems.append(_problem("la thématique", sector))
    if any(option.chosen for option in regions):
        found = found.in_region(region)
    elif region:
        problems.append(_problem("la région", region))
    paginator = Paginator(found.latest_first().with_poles(), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    return Asked(practices.count(), page, sectors, regions, problems)


def _regions(practices):
    """[(code, name, practices)] of the régions of poles that tell one, by name."""
    counts = dict(practices.by_region())
    named = Territory.objects.filter(pk__in=counts).order_by("folded_name")
    return [(place.code, place.name, counts[place.pk]) for place in named]


def _problem(what, value):
    shown = value[:40].replace("\0", "")
    return (
        f"Aucune pratique de cet engagement n'a {what} «\u00a0{shown}\u00a0»\u00a0: "
        "ce critère est laissé de côté."
    )
