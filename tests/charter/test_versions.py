"""A published version never changes, whatever the door; a correction is a copy."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from charter.models import Charter, CharterVersion, Commitment
from charter.verbs import (
    Refused,
    announce_version,
    copy_version,
    publish_version,
    record_signature,
)
from charter.views.shelves import get_charter, newest_published
from directory.models import Network
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_signature,
    make_source,
    make_version,
)
from tests.makers import make_network, make_pole, make_user

pytestmark = pytest.mark.django_db


def refused_by_the_database():
    return pytest.raises(IntegrityError, match="does not change|stays")


@pytest.mark.parametrize(
    "change",
    [
        {"introduction": "Autre chose."},
        {"introduction": None},
        {"title": "Autre titre"},
        {"issued_on": date(2020, 1, 1)},
        {"precision": "annee"},
        {"slug": "autre"},
        {"status": CharterVersion.Status.DRAFT},
        {"published_at": None},
    ],
    ids=str,
)
def test_the_text_of_a_published_version_does_not_change(change):
    version = make_version()
    with refused_by_the_database(), transaction.atomic():
        CharterVersion.objects.filter(pk=version.pk).update(**change)


def test_the_source_of_a_published_version_may_be_mended():
    version = make_version()
    version.source = make_source("Une page qui vit encore")
    version.save()


def test_a_published_version_gains_and_loses_no_commitment():
    version = make_version()
    with refused_by_the_database(), transaction.atomic():
        Commitment.objects.create(version=version, title="De trop")
    with refused_by_the_database(), transaction.atomic():
        version.commitments.first().delete()
    with refused_by_the_database(), transaction.atomic():
        version.commitments.update(text="Autre chose.")
    with refused_by_the_database(), transaction.atomic():
        version.delete()


def test_a_signed_version_keeps_its_date_and_may_still_take_its_text():
    version = make_awaited()
    make_signature(version, make_pole(), on="2014-09-19")
    with refused_by_the_database(), transaction.atomic():
        CharterVersion.objects.filter(pk=version.pk).update(slug="2015")
    with refused_by_the_database(), transaction.atomic():
        CharterVersion.objects.filter(pk=version.pk).update(status="brouillon")
    with pytest.raises(ProtectedError):
        version.delete()
    version.introduction = "Le texte, enfin retrouvé."
    version.save()
    Commitment.objects.create(version=version, title="Coopérer")
    publish_version(version)
    with refused_by_the_database(), transaction.atomic():
        CharterVersion.objects.filter(pk=version.pk).update(introduction="Autre")


def test_a_copy_is_a_draft_whose_commitments_tell_what_they_continue(admin):
    version = make_version()
    copy = copy_version(version, slug="2025", by=admin)
    assert copy.status == CharterVersion.Status.DRAFT
    assert copy.copied_from == version
    assert [(c.title, c.continues.title) for c in copy.commitments.in_order()] == [
        (title, title) for title in ("Coopérer", "Partir du territoire", "Partager")
    ]
    with pytest.raises(Refused, match="déjà une version"):
        copy_version(version, slug="2025", by=admin)


def test_the_origin_of_a_commitment_is_found_through_versions_between(admin):
    version = make_version(titles=("Coopérer",))
    draft = copy_version(version, slug="2023", by=admin)
    last = copy_version(draft, slug="2025", by=admin)
    added = last.commitments.create(rank=2, title="Durer")
    make_version(make_charter(slug="autre"))
    [first], [between] = version.commitments.all(), draft.commitments.all()
    [newest] = last.commitments.filter(title="Coopérer")
    assert Commitment.objects.origins(version.charter) == {
        **{one.pk: first.pk for one in (first, between, newest)},
        added.pk: added.pk,
    }


def test_publishing_numbers_the_commitments_in_their_order():
    version = make_version(published=False, titles=())
    for rank, title in ((30, "troisième"), (10, "premier"), (20, "deuxième")):
        Commitment.objects.create(version=version, rank=rank, title=title)
    publish_version(version)
    told = version.commitments.in_order().values_list("rank", "title")
    assert list(told) == [(1, "premier"), (2, "deuxième"), (3, "troisième")]


@pytest.mark.parametrize(
    ("lacking", "missing"),
    [
        ({"introduction": None}, "l'introduction"),
        ({"source": None}, "la source"),
        ({"issued_on": None}, "la date"),
    ],
)
def test_a_version_is_not_published_without_what_it_must_tell(lacking, missing):
    version = make_version(published=False, **lacking)
    with pytest.raises(Refused, match=missing):
        publish_version(version)
    version.refresh_from_db()
    assert version.status == CharterVersion.Status.DRAFT


def test_a_version_is_not_published_before_its_date():
    with pytest.raises(Refused, match="avant sa date"):
        make_version(on=f"{date.today().year + 1}-01-01")


def test_a_version_is_published_once_and_announced_from_a_draft_with_a_date():
    with pytest.raises(Refused, match="déjà publiée"):
        publish_version(make_version())
    with pytest.raises(Refused, match="à sa date"):
        announce_version(
            make_version(make_charter(slug="autre"), published=False, issued_on=None),
            by=None,
        )


def test_a_curator_keeps_the_charters_of_her_networks_and_poles_alone(claire, karim):
    network = Network.objects.curated_by(claire).get()
    pole = make_pole(stewards=[network])
    regional = make_charter(kind=Charter.Kind.REGIONAL, network=network)
    local = make_charter(kind=Charter.Kind.LOCAL, pole=pole)
    make_charter()
    assert set(Charter.objects.for_curator(claire)) == {regional, local}
    assert not Charter.objects.for_curator(karim).exists()
    version = make_version(regional, published=False)
    with pytest.raises(Refused, match="périmètre"):
        publish_version(version, by=karim)
    publish_version(version, by=claire)


def test_the_national_editors_keep_every_charter():
    network = make_network("Édition nationale", regions=[], edits_all=True)
    charter = make_charter()
    assert list(Charter.objects.for_curator(make_user("e", networks=[network]))) == [
        charter
    ]


@pytest.mark.parametrize("on", ["2013-06-01", "2021-06-01"])
def test_what_is_signed_or_assessed_is_the_version_that_the_pages_show(on):
    national = make_charter()
    reference = make_charter(kind=Charter.Kind.REFERENCE, assessed=True)
    for charter in (national, reference):
        for day, slug in (("2021-06-01", "une"), (on, "autre")):
            make_version(charter, on=day, slug=slug)
    shown = [newest_published(get_charter(one.slug)) for one in (national, reference)]
    assert list(CharterVersion.objects.to_sign()) == shown[:1]
    assert list(CharterVersion.objects.to_assess()) == shown[1:]


def test_a_draft_is_not_signed(admin):
    version = make_version(published=False)
    with pytest.raises(Refused, match="brouillon"):
        record_signature(
            version,
            pole=make_pole(),
            signed_on=date(2022, 1, 1),
            precision="jour",
            by=admin,
            evidence_note="Reçue par la poste.",
        )
