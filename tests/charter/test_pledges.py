"""What the directory shows as signed is what the signatures say, whatever happened."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.models import (
    Charter,
    CharterVersion,
    Practice,
    Signature,
    SignatureStep,
    TeamLink,
)
from charter.verbs import (
    Refused,
    copy_version,
    give_link,
    publish_version,
    record_signature,
    sign,
    verify_signature,
    withdraw_signature,
)
from directory.models import CharterEdition, Pledge, Pole
from directory.moderation import merge_poles, merge_structures
from tests.charter.makers import (
    make_awaited,
    make_charter,
    make_practice,
    make_signature,
    make_source,
    make_version,
)
from tests.makers import make_network, make_pole, make_structure, make_user

pytestmark = pytest.mark.django_db
NATIONAL = Charter.Kind.NATIONAL


def told():
    """{(slug of the pole, slug of the version): (date, precision, verified)}."""
    return {
        (pledge.pole.slug, pledge.edition.slug): (
            pledge.signed_on,
            pledge.precision,
            pledge.verified,
        )
        for pledge in Pledge.objects.select_related("pole", "edition")
    }


def expected():
    """The same, from the signatures themselves, one by one."""
    return {
        (row.pole.slug, row.version.slug): (
            row.signed_on,
            row.precision,
            row.state == "verifiee",
        )
        for row in Signature.objects.select_related("pole", "version__charter")
        if row.pole
        and row.state != "retiree"
        and row.version.charter.kind == NATIONAL
        and row.version.status != "brouillon"
    }


def told_editions():
    rows = CharterEdition.objects.values_list("version", "charter", "slug", "year")
    return set(rows)


def expected_editions():
    return {
        (row.pk, row.charter.slug, row.slug, row.issued_on.year)
        for row in CharterVersion.objects.select_related("charter")
        if row.charter.kind == NATIONAL and row.status != "brouillon" and row.issued_on
    }


# (what is done, which pole, which version, how)
steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("sign", "record", "verify", "withdraw", "publish", "merge"),
                *("erase", "rename", "sign", "withdraw"),
            ]
        ),
        st.integers(0, 3),
        st.integers(0, 4),
        st.integers(0, 1),
    ),
    min_size=4,
    max_size=25,
)


class Story:
    """Four poles, three versions of a national charter and one of a manifesto."""

    def __init__(self):
        network = make_network("Édition nationale", regions=[], edits_all=True)
        self.editor = make_user("edition", networks=[network])
        self.poles = [make_pole(f"Pôle {number}") for number in range(4)]
        charter = make_charter()
        self.versions = [
            make_awaited(charter),
            make_version(charter, on="2021-06-01"),
            make_version(
                make_charter("Manifeste", kind=Charter.Kind.REGIONAL, slug="m")
            ),
        ]
        self.charter = charter

    def do(self, what, pole, version, way):
        pole = Pole.objects.get(pk=self.poles[pole].pk)
        version = self.versions[version % len(self.versions)]
        try:
            with transaction.atomic():
                getattr(self, what)(pole, version, way)
        except Refused:
            pass

    def sign(self, pole, version, way):
        link = give_link(pole, TeamLink.Purpose.SIGN, version=version)
        sign(link, name="Une personne", role="présidente")

    def record(self, pole, version, way):
        record_signature(
            version,
            pole=pole,
            signed_on=[date(2014, 9, 19), date(2022, 1, 1)][way],
            precision=["jour", "annee"][way],
            by=self.editor,
            evidence_note="Liste des signataires.",
        )

    def signature(self, pole, version):
        """One in force, that of the pair if there is: else a step would do nothing."""
        found = Signature.objects.in_force().order_by("pk")
        return found.filter(pole=pole, version=version).first() or found.last()

    def verify(self, pole, version, way):
        if signature := self.signature(pole, version):
            verify_signature(signature, by=self.editor)

    def withdraw(self, pole, version, way):
        if signature := self.signature(pole, version):
            link = signature.links.open().first() if way else None
            by = None if link else self.editor
            withdraw_signature(signature, by=by, link=link)

    def publish(self, pole, version, way):
        """A new version by copy; or the text of the one that awaited it."""
        if way and version.is_awaited:
            version.introduction = "Le texte, enfin."
            version.save()
            publish_version(version, by=self.editor)
            version.refresh_from_db()
            return
        year = 2022 + len(self.versions)
        new = copy_version(self.versions[1], slug=str(year), by=self.editor)
        new.issued_on, new.source = date(year, 1, 1), make_source()
        new.save()
        publish_version(new, by=self.editor)
        self.versions.append(CharterVersion.objects.get(pk=new.pk))

    def merge(self, pole, version, way):
        kept = self.poles[(self.poles.index(pole) + 1) % 4]
        kept = Pole.objects.get(pk=kept.pk)
        if not (pole.merged_into_id or kept.merged_into_id):
            merge_poles(kept, pole, by=self.editor)

    def erase(self, pole, version, way):
        """What no verb does: a row deleted by the database's own tools."""
        if way and (signature := self.signature(pole, version)):
            signature.delete()

    def rename(self, pole, version, way):
        self.charter.slug = ["essai", "nationale"][way]
        self.charter.save()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_the_directory_tells_what_the_signatures_say(db, steps):
    with transaction.atomic():
        story = Story()
        for step in steps:
            story.do(*step)
            assert told() == expected(), step
            assert told_editions() == expected_editions(), step
        transaction.set_rollback(True)


def test_a_signature_of_2014_is_no_signature_of_2021():
    charter, pole = make_charter(), make_pole()
    make_version(charter, on="2021-06-01")
    make_signature(make_awaited(charter), pole, on="2014-09-19")
    assert told() == {("pole-test", "2014"): (date(2014, 9, 19), "jour", False)}


def test_neither_a_manifesto_nor_a_local_charter_is_told_as_signed_by_a_pole():
    pole, member = make_pole(), make_structure()
    pole.memberships.create(structure=member)
    local = make_version(make_charter(kind=Charter.Kind.LOCAL, pole=pole))
    record_signature(
        local,
        structure=member,
        signed_on=date(2022, 1, 1),
        precision="jour",
        by=None,
        evidence_note="Registre du pôle.",
    )
    make_version(make_charter("Manifeste", kind=Charter.Kind.REGIONAL))
    assert told() == {}
    assert told_editions() == set()


def test_what_a_pole_signed_and_told_goes_to_the_one_it_is_merged_into(admin):
    kept, absorbed = make_pole("Gardé"), make_pole("Absorbé")
    charter = make_charter()
    old, new = make_awaited(charter), make_version(charter)
    make_signature(old, absorbed, on="2014-09-19")
    make_signature(new, absorbed)
    own = make_signature(new, kept, on="2023-01-01")
    first, second, _ = new.commitments.in_order()
    make_practice(absorbed, first)
    make_practice(absorbed, second)
    make_practice(kept, second, "La sienne.")
    link = give_link(absorbed, TeamLink.Purpose.TEAM, by=admin)

    merge_poles(kept, absorbed, by=admin)

    assert told()[("garde", "2014")] == (date(2014, 9, 19), "jour", False)
    assert told()[("garde", "2021")][0] == own.signed_on
    moved = SignatureStep.objects.get(through="fusion")
    assert (moved.signature.version, moved.signature.pole) == (old, kept)
    assert set(Practice.objects.filter(pole=kept).values_list("text", flat=True)) == {
        "Un atelier ouvert à tous.",
        "La sienne.",
    }
    link.refresh_from_db()
    assert not link.is_open


def test_what_a_member_signed_goes_to_the_one_it_is_merged_into(admin):
    pole, kept = make_pole(), make_structure("Gardée")
    absorbed = make_structure("Absorbée")
    for member in (kept, absorbed):
        pole.memberships.create(structure=member)
    local = make_charter(kind=Charter.Kind.LOCAL, pole=pole)
    both, alone = make_version(local, on="2020-01-01"), make_version(local)
    for version, member in ((both, kept), (both, absorbed), (alone, absorbed)):
        record_signature(
            version,
            structure=member,
            signed_on=date(2022, 1, 1),
            precision="jour",
            by=None,
            evidence_note="Registre du pôle.",
        )
    merge_structures(kept, absorbed, by=admin)
    rows = Signature.objects.values_list("version__slug", "structure__name")
    assert set(rows) == {
        ("2020", "Gardée"),
        ("2020", "Absorbée"),
        ("2021", "Gardée"),
    }


def test_a_signature_undone_by_a_failure_leaves_nothing(admin):
    version, pole = make_version(), make_pole()
    with pytest.raises(RuntimeError), transaction.atomic():
        make_signature(version, pole)
        raise RuntimeError
    assert told() == {}
    assert not SignatureStep.objects.exists()
