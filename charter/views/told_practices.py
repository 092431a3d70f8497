"""The charter read through deeds: what poles tell of each commitment."""

from django.shortcuts import render

from charter.models import Assessment, Charter, CharterVersion, Practice
from charter.representations import region_of
from directory.models import Sector, census

from .asked import PracticesForm, regions_by_code

# of a commitment; its own page tells the others
MOST_SHOWN = 4


def practices(request):
    """Each commitment of the published texts, and how poles live it."""
    versions, regions = versions_to_read(), regions_by_code()
    poles = {pole.slug: pole for pole in census().poles.values()}
    form = PracticesForm(
        request.GET,
        charters=list({v.charter_id: v.charter for v in versions}.values()),
        sectors=Sector.objects.offered(),
        regions=regions,
        poles=poles,
    )
    told = form.told
    pole = poles.get(told.get("pole"))
    found = practices_of(told.get("thematique"), regions.get(told.get("region")), pole)
    texts = list(texts_with(found, versions, told.get("charte"), told_only=pole))
    context = {
        "form": form,
        "texts": texts,
        **numbers(texts),
        **of_pole(pole),
        "narrowed": bool(told),
        "narrowing": narrowing(told),
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


def practices_of(theme, region, asked=None):
    """{id of a commitment: public practices} of the poles of a theme and a région, or
    of the only pole asked.

    The last sent first; each with its pole as the census knows it. Two queries or four.
    """
    known, found = census(), {}
    holders = known.holders.get("thematique", {}).get(theme, set())
    for practice in Practice.objects.public().newest_first():
        pole = known.poles.get(practice.pole_id)
        if pole is None or theme and pole.pk not in holders:
            continue
        if asked is not None and pole.pk != asked.pk:
            continue
        if region is None or region_of(pole) == region:
            practice.pole = pole
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


def narrowing(told):
    """What is asked of the poles, as the query string of a commitment's page."""
    asked = {name: told.get(name) for name in ("thematique", "region")}
    return "&".join(f"{name}={value}" for name, value in asked.items() if value)
