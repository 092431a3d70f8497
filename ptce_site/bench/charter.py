"""Charters, signatures and practices of the bench, and the addresses of their pages."""

from datetime import date

from django.db import connection

from charter.models import Charter, CharterVersion, Commitment, Practice, Signature
from charter.verbs import publish_version
from directory.models import Pole, Source

YEARS = (2014, 2021)
COMMITMENTS = 8
# Of so many poles, one signs; of the signatories, one tells how it lives a commitment.
SIGNING, TELLING = 2, 2


def fill_charter():
    """Two versions of a national charter, that half of the poles have signed."""
    charter, _ = Charter.objects.get_or_create(
        slug="banc-d-essai",
        defaults={"title": "Charte d'essai", "kind": Charter.Kind.NATIONAL},
    )
    versions = [_version(charter, year) for year in YEARS]
    poles = list(Pole.objects.published().order_by("pk").values_list("pk", flat=True))
    for version in versions:
        known = set(version.signatures.values_list("pole", flat=True))
        signing = [pole for pole in poles[::SIGNING] if pole not in known]
        Signature.objects.bulk_create(
            Signature(version=version, pole_id=pole, signed_on=version.issued_on)
            for pole in signing
        )
    points = list(versions[-1].commitments.in_order())
    told = set(Practice.objects.values_list("pole", flat=True))
    Practice.objects.bulk_create(
        Practice(
            pole_id=pole,
            commitment=points[number % len(points)],
            text="Une pratique d'essai, en quelques mots.",
            state=Practice.State.PUBLISHED,
        )
        for number, pole in enumerate(poles[:: SIGNING * TELLING])
        if pole not in told
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _version(charter, year):
    found = charter.versions.filter(slug=str(year)).first()
    if found:
        return found
    version = CharterVersion.objects.create(
        charter=charter,
        slug=str(year),
        issued_on=date(year, 6, 1),
        introduction="Un texte d'essai. " * 60,
        source=Source.objects.first(),
    )
    for rank in range(1, COMMITMENTS + 1):
        text = "Une phrase qui explique cet engagement d'essai. " * 3
        title = f"Engagement d'essai {rank} de {year}"
        Commitment.objects.create(version=version, rank=rank, title=title, text=text)
    publish_version(version)
    return version


def charter_pages():
    """{name of a page: its only address}."""
    text = "/charte/textes/banc-d-essai/"
    return {
        "/charte/": "/charte/",
        "/charte/histoire/": "/charte/histoire/",
        "/charte/textes/…/": text,
        "/charte/textes/…/…/": f"{text}{YEARS[-1]}/",
        "/charte/textes/…/…/1/": f"{text}{YEARS[-1]}/1/",
        "/charte/…/differences/": f"{text}differences/",
        "/charte/signataires/": "/charte/signataires/",
        "/charte/pratiques/": "/charte/pratiques/",
        "/poles/ une charte": f"/poles/?charte={YEARS[-1]}",
    }
