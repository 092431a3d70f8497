"""The starting content says what its files say, once, and never over an edit."""

import json

import pytest
from django.core.management import call_command

from charter.importers.starting import FOLDER, load_charter
from charter.models import Charter, CharterVersion, Commitment, Milestone
from directory.models import CharterEdition, Source

pytestmark = pytest.mark.django_db


def read(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def test_all_that_the_files_tell_is_there_with_its_source():
    call_command("load_charter", verbosity=0)
    charters = read("charters")
    assert Charter.objects.count() == len(charters)
    told = [(row["slug"], version) for row in charters for version in row["versions"]]
    for slug, row in told:
        version = CharterVersion.objects.get(charter__slug=slug, slug=row["slug"])
        assert (version.status, version.introduction) == (
            row["status"],
            row["introduction"],
        )
        assert version.source is not None
        assert list(version.commitments.in_order().values("title", "text")) == [
            {name: point[name] for name in ("title", "text")}
            for point in row["commitments"]
        ]
    assert Milestone.objects.count() == len(read("milestones"))


def test_the_texts_of_the_national_charter_are_awaited_and_nobody_invents_them():
    load_charter()
    national = CharterVersion.objects.of_kind(Charter.Kind.NATIONAL)
    assert {version.slug for version in national} == {"2014", "2021"}
    assert all(version.is_awaited for version in national)
    assert not Commitment.objects.filter(version__in=national).exists()
    assert not CharterVersion.objects.to_sign().exists()
    years = CharterEdition.objects.values_list("year", flat=True)
    assert list(years) == [2014, 2021]


def test_the_manifesto_has_eight_commitments_and_so_has_each_referentiel():
    load_charter()
    counts = {
        charter.slug: Commitment.objects.filter(version__charter=charter).count()
        for charter in Charter.objects.all()
    }
    assert counts == {
        "nationale": 0,
        "nouvelle-aquitaine": 8,
        "visees": 3,
        "specificites": 8,
        "objectifs": 8,
    }
    assert [v.charter.slug for v in CharterVersion.objects.to_assess()] == [
        "specificites"
    ]


def test_loaded_again_it_creates_nothing_and_keeps_every_edit():
    load_charter()
    charter = Charter.objects.get(slug="nationale")
    charter.purpose = "Nos mots à nous."
    charter.save()
    milestone = Milestone.objects.first()
    milestone.title = "Un autre titre"
    milestone.save()
    sources = Source.objects.count()
    assert set(load_charter().values()) == {0}
    charter.refresh_from_db()
    milestone.refresh_from_db()
    assert charter.purpose == "Nos mots à nous."
    assert milestone.title == "Un autre titre"
    assert Source.objects.count() == sources


def test_a_file_that_names_an_unknown_source_creates_nothing(tmp_path):
    for name in ("charters", "milestones"):
        (tmp_path / f"{name}.json").write_text(json.dumps(read(name)))
    (tmp_path / "sources.json").write_text("[]")
    with pytest.raises(KeyError):
        load_charter(tmp_path)
    assert not Charter.objects.exists()
