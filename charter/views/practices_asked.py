"""The practices that a query string asks for: `?thematique=culture&region=75`."""

from dataclasses import dataclass

from django.core.paginator import Page

from charter.models import Practice
from charter.representations import region_of
from directory.models import Sector, census

from .asked import PracticesForm, page_of, regions_by_code

PAGE_SIZE = 20


@dataclass(frozen=True)
class Asked:
    """What is asked of the practices of a commitment, and the answer.

    `total` counts them all, `page` holds those that answer; `chosen` names what is
    asked, `problems` are [(field, words)] of what was not understood, and left out.
    """

    form: PracticesForm
    total: int
    page: Page
    chosen: list
    problems: list


def practices_asked(data, commitment):
    """The public practices of a commitment that a query string asks for.

    Three queries, two more when poles changed.
    """
    sectors = list(Sector.objects.offered())
    form = PracticesForm(data, sectors=sectors, regions=regions_by_code())
    practices = Practice.objects.public().filter(commitment=commitment).latest_first()
    practices = with_poles(practices, sectors)
    page, problems = page_of(
        answering(practices, form.told), data.get("page"), PAGE_SIZE
    )
    chosen = form.chosen
    form.count(practices)
    return Asked(form, len(practices), page, chosen, [*form.problems, *problems])


def with_poles(practices, sectors):
    """Practices in their order, each with its pole as the census knows it.

    `region` is that of its seat or None, `themes` those of the sectors that it is on.
    """
    known, found = census(), []
    holders = known.holders.get("thematique", {})
    for practice in practices:
        if pole := known.poles.get(practice.pole_id):
            practice.pole, practice.region = pole, region_of(pole)
            practice.themes = [s for s in sectors if pole.pk in holders.get(s.slug, ())]
            found.append(practice)
    return found


def answering(practices, told):
    """Those of `with_poles` whose pole is on the theme and in the région that are told,
    and is the pole told; in their order.
    """
    theme, region, pole = (told.get(name) for name in ("thematique", "region", "pole"))
    return [
        practice
        for practice in practices
        if theme in (None, *(sector.slug for sector in practice.themes))
        and region in (None, practice.region and practice.region.code)
        and pole in (None, practice.pole.slug)
    ]
