"""Rows that may be one and the same, the likeliest first, for a person to decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from directory import moderation
from directory.models import DistinctPair, Territory, alike_pairs
from directory.models.alike_pairs import MOST_PAIRS

from .doors import door, render_door
from .nouns import MODELS, get_curated, get_noun
from .sides import sides_of

PAGE_SIZE = 10
# beyond so many rows, names are compared by the letter within a département alone
MOST_BY_LETTERS = 20_000


@door("Voir les doublons probables, et dire distinctes deux fiches qui se ressemblent")
def duplicates(request):
    noun = get_noun(request.GET)
    rows = MODELS[noun].objects.for_curator(request.user)
    told_apart = "distinctes" in request.GET
    too_many = noun == DistinctPair.Noun.STRUCTURE and _are_too_many(rows)
    departement = _departement(request.GET) if too_many else None
    if departement:
        rows = rows.filter(commune__departement=departement)
    if told_apart:
        found = DistinctPair.objects.within(rows)
    else:
        found = alike_pairs(rows, by_letters=not too_many or bool(departement))
    paginator = Paginator(found, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    return render_door(
        request,
        "admin/curation/duplicates.html",
        {
            "noun": noun,
            "nouns": DistinctPair.Noun,
            "told_apart": told_apart,
            "too_many": MOST_BY_LETTERS if too_many else None,
            "departement": departement,
            "departements": _departements() if too_many else [],
            "page": page,
            "pairs": sides_of(page.object_list, MODELS[noun]),
            "most": MOST_PAIRS if paginator.count == MOST_PAIRS else None,
        },
        title="Fiches dites distinctes" if told_apart else "Doublons probables",
    )


def _are_too_many(rows):
    return rows[: MOST_BY_LETTERS + 1].count() > MOST_BY_LETTERS


def _departements():
    return Territory.objects.of_level(Territory.Level.DEPARTEMENT).order_by("code")


def _departement(query):
    """The one that a query string names by its code; None for none."""
    return _departements().filter(code=query.get("departement", "")).first()


@door("Dire que deux fiches sont distinctes, ou s'en dédire")
@require_POST
def tell_apart(request):
    noun = get_noun(request.POST)
    one, other = (
        get_curated(request.user, noun, request.POST, name) for name in ("une", "autre")
    )
    back = f"{reverse('curation:duplicates')}?noun={noun}"
    if departement := _departement(request.POST):
        back += f"&departement={departement.code}"
    try:
        if "annuler" in request.POST:
            moderation.forget_apart(one, other, by=request.user)
            messages.success(request, "La paire revient parmi les doublons probables.")
            return redirect(f"{back}&distinctes")
        moderation.tell_apart(one, other, by=request.user)
    except moderation.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"« {one} » et « {other} » ne seront plus proposées ensemble ; on "
            "les retrouve parmi les fiches dites distinctes.",
        )
    return redirect(back)
