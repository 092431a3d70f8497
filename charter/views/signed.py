"""The signatures that the query string of a list, or of its file, asks for."""

from charter.models import Charter, CharterVersion, Signature
from charter.representations import region_of
from directory.models import census

from .asked import ALL, SignatoriesForm, key_of, regions_by_code

USUAL_ORDER = "nom"


def asked_signatures(data):
    """What is asked and what answers it; four queries, two more when poles changed.

    `version` is None for all of them, and when there is none at all.
    """
    versions, regions = versions_to_show(), regions_by_code()
    form = SignatoriesForm(data, versions=list(versions.values()), regions=regions)
    told = form.told
    version = versions.get(told.get("version")) or _usual(versions)
    version = None if told.get("version") == ALL else version
    region = regions.get(told.get("region"))
    order = told.get("tri", USUAL_ORDER)
    key = key_of(version) if version else told.get("version")
    return {
        "form": form,
        "problems": form.problems,
        "version": version,
        "every_version": told.get("version") == ALL,
        "region": region,
        "signatures": signatures_of(version, versions, region, order),
        "query": form.query(version=key, tri=None if order == USUAL_ORDER else order),
    }


def versions_to_show():
    """Versions that poles sign, or signed, by key, the newest first; one query."""
    found = CharterVersion.objects.public().of_kind(Charter.Kind.NATIONAL)
    found = found.select_related("charter", "source").newest_first()
    found = found.with_signatories()
    return {key_of(version): version for version in found}


def signatures_of(version, versions, region, order):
    """Signatures of a version, of all when None, of a région, in an order.

    Each with its pole as the census knows it. At most two queries, or four.
    """
    known, asked = census(), [version] if version else list(versions.values())
    found = Signature.objects.public().of_poles().filter(version__in=asked)
    rank = {pk: place for place, pk in enumerate(known.poles)}
    newest = {shown.pk: place for place, shown in enumerate(versions.values())}
    shown = []
    for signature in found.select_related("version__charter", "source"):
        pole = known.poles.get(signature.pole_id)
        if pole and (region is None or region_of(pole) == region):
            signature.pole = pole
            shown.append(signature)
    shown.sort(key=lambda row: (rank[row.pole_id], newest[row.version_id]))
    if order == "date":
        shown.sort(key=lambda row: row.signed_on, reverse=True)
    return shown


def _usual(versions):
    """The newest version that is signed, else the newest; None without any."""
    signed = (each for each in versions.values() if each.signatories)
    return next(signed, next(iter(versions.values()), None))
