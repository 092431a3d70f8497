"""The charter read through deeds: what poles tell of each commitment."""

from django.shortcuts import render

from charter.models import Assessment, Charter, CharterVersion, Practice
from directory.models import Sector, census

from .asked import EveryPracticeForm, regions_by_code
from .practices_asked import answering, with_poles

# of a commitment; its own page tells the others
MOST_SHOWN = 4


def practices(request):
    """Each commitment of the published texts, and how poles live it."""
    versions, regions = versions_to_read(), regions_by_code()
    sectors = list(Sector.objects.offered())
    poles = {pole.slug: pole for pole in census().poles.values()}
    form = EveryPracticeForm(
        request.GET, versions=versions, poles=poles, sectors=sectors, regions=regions
    )
    told = form.told
    pole = poles.get(told.get("pole"))
    practices = with_poles(Practice.objects.public().newest_first(), sectors)
    found = by_commitment(answering(practices, told))
    texts = list(texts_with(found, versions, told.get("charte"), told_only=pole))
    context = {
        "form": form,
        "texts": texts,
        **numbers(texts),
        **of_pole(pole),
        "narrowed": bool(told),
        "narrowing": form.query(charte=None, pole=None),
        "most_shown": MOST_SHOWN,
    }
    return render(request, "charter/practices.html", context)


def numbers(texts):
    """How many practices are told, and by how many poles."""
    return {
        "total": sum(text["number"] for text in texts),
        "pole_number": len({pk for text in texts for pk in text["poles"]}),
    }


def of_pole(pole):
    """The only pole asked, and whether it shows how it sees itself; one query, or none
    without a pole.
    """
    shown = pole and Assessment.objects.public().filter(pole=pole).exists()
    return {"pole": pole, "shows_itself": shown}


def versions_to_read():
    """Versions whose text may be read, with their commitments; two queries.

    By charter in reading order, the newest first.
    """
    found = CharterVersion.objects.published().filter(
        charter__in=Charter.objects.public()
    )
    found = found.select_related("charter__pole").prefetch_related("commitments")
    return list(found.in_reading_order())


def by_commitment(practices):
    """{id of a commitment: its practices}, in their order."""
    found = {}
    for practice in practices:
        found.setdefault(practice.commitment_id, []).append(practice)
    return found


def texts_with(found, versions, charter=None, *, told_only=False):
    """Versions with their commitments, and what was found of each.

    The newest of each charter whole; of an older one, or of each with `told_only`, only
    the commitments of which something was found. `charter` is the slug of the only one
    to tell.
    """
    seen = set()
    for version in versions:
        is_older = version.charter_id in seen
        seen.add(version.charter_id)
        if charter and version.charter.slug != charter:
            continue
        lines = [
            (commitment, found.get(commitment.pk, []))
            for commitment in version.commitments.all()
            if commitment.pk in found or not (is_older or told_only)
        ]
        if lines:
            told = [practice for _, practices in lines for practice in practices]
            yield {
                "version": version,
                "is_older": is_older,
                "lines": lines,
                "number": len(told),
                "poles": {practice.pole_id for practice in told},
            }
