"""Plain makers of charters, their versions and what poles do with them."""

from datetime import date

from charter.models import Charter, CharterVersion, Commitment, Practice, Signature
from charter.verbs import publish_version, record_signature
from directory.models import DatePrecision, Source

TITLES = ("Coopérer", "Partir du territoire", "Partager")


def make_source(title="Compte rendu de la journée nationale", **fields):
    fields = {"url": "https://exemple.test/charte", "year": 2014, **fields}
    return Source.objects.get_or_create(title=title, defaults=fields)[0]


def make_charter(title="Charte des PTCE", *, kind=Charter.Kind.NATIONAL, **fields):
    slug = {"nationale": "essai"}.get(kind, f"essai-{kind}")
    return Charter.objects.create(
        **{"title": title, "kind": kind, "slug": slug, **fields}
    )


def make_version(
    charter=None, *, on="2021-06-01", titles=TITLES, published=True, **fields
):
    """A version of that date, named by its year, with an engagement for each title.

    Published, unless told otherwise: then a draft.
    """
    on = date.fromisoformat(on)
    version = CharterVersion.objects.create(
        **{
            "charter": charter or make_charter(),
            "slug": str(on.year),
            "issued_on": on,
            "precision": DatePrecision.DAY,
            "introduction": "Nous coopérons sur nos territoires.",
            "source": make_source(),
            **fields,
        }
    )
    for rank, title in enumerate(titles, start=1):
        Commitment.objects.create(version=version, rank=rank, title=title)
    if published:
        publish_version(version)
        version.refresh_from_db()
    return version


def make_awaited(charter=None, *, on="2014-09-19", **fields):
    """A version whose text is awaited."""
    fields = {"status": CharterVersion.Status.AWAITED, "introduction": None, **fields}
    return make_version(charter, on=on, titles=(), published=False, **fields)


def make_signature(version, pole, *, on="2022-03-01", precision=DatePrecision.DAY):
    """A signature that a source tells, declared."""
    return record_signature(
        version,
        pole=pole,
        signed_on=date.fromisoformat(on),
        precision=precision,
        by=None,
        source=make_source(),
    )


def make_practice(pole, commitment, text="Un atelier ouvert à tous.", **fields):
    """A published practice."""
    fields = {"state": Practice.State.PUBLISHED, **fields}
    return Practice.objects.create(
        pole=pole, commitment=commitment, text=text, **fields
    )


def states(signatures=None):
    """[(version slug, name of the signer, state)] of signatures, in their order."""
    rows = Signature.objects.all() if signatures is None else signatures
    return [(row.version.slug, str(row.signer), row.state) for row in rows]
