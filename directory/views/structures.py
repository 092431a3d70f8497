from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from directory.forms import StructureSearchForm
from directory.models import Membership, Pole, Structure, former_members, heir_of
from directory.permissions import get_public_structure

from .pages import page_of

PAGE_SIZE = 40


def structure_list(request):
    form = StructureSearchForm(request.GET)
    members = Structure.objects.in_published_poles().exclude(pk__in=former_members())
    structures = form.found(members.in_name_order())
    paginator = Paginator(structures.values_list("pk", flat=True), PAGE_SIZE)
    page, problem = page_of(paginator, form.data.get("page"))
    return render(
        request,
        "directory/structure_list.html",
        {
            "form": form,
            "page": page,
            "structures": listed(page),
            "problems": [*form.problems, *problem],
            "query": form.address(),
            "canonical_query": form.address(page=page.number),
        },
    )


def listed(pks):
    """Structures with what a list tells of each, in the order of the ids.

    Read apart: PostgreSQL would count the poles of all those of the pages before.
    """
    structures = Structure.objects.with_pole_count()
    read = structures.select_related("kind", "commune__departement").in_bulk(list(pks))
    return [read[pk] for pk in pks if pk in read]


def structure_detail(request, slug):
    try:
        structure = get_public_structure(slug)
    except Http404:
        if heir := heir_of(Structure.objects.in_published_poles(), slug):
            return redirect(heir, permanent=True)
        raise
    return render(
        request,
        "directory/structure_detail.html",
        {
            "structure": structure,
            "memberships": memberships_of(structure),
            "former": former_memberships_of(structure),
            "carried": poles_carried_by(structure),
        },
    )


def memberships_of(structure):
    """Memberships of today in published poles, each with its pole and its themes."""
    memberships = Membership.objects.at().filter(
        structure=structure, pole__in=Pole.objects.published()
    )
    poles = Pole.objects.with_stage().select_related("seat__departement")
    poles = poles.prefetch_related("sectors").in_bulk(
        list(memberships.values_list("pole", flat=True))
    )
    for pole in poles.values():
        pole.themes = [sector.name for sector in pole.sectors.all()]
    return [
        (membership, poles[membership.pole_id])
        for membership in memberships.select_related("source")
    ]


def former_memberships_of(structure):
    """Memberships over in published poles, each with its pole, the last first."""
    former = Membership.objects.over().filter(structure=structure)
    published = former.filter(pole__in=Pole.objects.published())
    return published.select_related("pole", "source")


def poles_carried_by(structure):
    """Published poles that the structure carries, in name order."""
    return structure.carried_poles.published().in_name_order()
