"""Importing lists of structures: created, changed, left to people, told."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from directory.importers.structures import import_structures, importer
from directory.importers.structures.reader import RawRow
from directory.models import Membership, Pole, Structure
from tests.makers import make_pole, make_structure, territory
from tests.structure_lists import siret, structure_rows, write_list

pytestmark = pytest.mark.django_db

NYONS, VALENCE = "26220", "26362"


def raw(rows):
    return [RawRow(number, cells) for number, cells in enumerate(rows, start=2)]


@pytest.fixture
def load():
    """Imports rows of a list, and gives the report; remarks gather in `load.told`."""

    def load(*rows, write=True, file_name="liste.csv"):
        load.told = []
        return import_structures(
            raw(rows),
            file_name=file_name,
            origin="CRESS d'essai",
            write=write,
            tell=lambda remark: load.told.append(str(remark)),
        )

    return load


def line(number=1, **cells):
    return {"siret": siret(number), "name": f"Structure {number}"} | cells


def counts(report):
    return {
        name: value
        for name, value in vars(report).items()
        if name != "remarks" and value
    }


def by_hand(structure, user, **fields):
    """What a person changes in the admin."""
    for name, value in fields.items():
        setattr(structure, name, value)
    structure._history_user = user
    structure.save()


def test_an_unknown_siret_makes_a_structure(load):
    report = load(
        line(
            kind="SCIC",
            address="3 rue du Four",
            postal_code="26110",
            commune_code=NYONS,
            latitude="44,36",
            longitude="5,14",
            website="https://essai.example/",
        )
    )
    assert counts(report) == {"created": 1}
    structure = Structure.objects.get(siret=siret(1))
    assert structure.name == "Structure 1"
    assert structure.slug == "structure-1"
    assert structure.folded_name == "structure 1"
    assert structure.siren == siret(1)[:9]
    assert structure.kind.slug == "scic"
    assert structure.commune == territory(f"commune:{NYONS}")
    assert structure.address == "3 rue du Four, 26110"
    assert (structure.latitude, structure.longitude) == (44.36, 5.14)
    assert structure.origin == "CRESS d'essai"
    assert structure.import_key == f"siret:{siret(1)}"
    assert not structure.archived
    structure.full_clean()


def test_what_a_list_does_not_say_is_unknown(load):
    load(line())
    structure = Structure.objects.get()
    assert structure.kind.slug == "autre"
    for name in ("commune", "address", "latitude", "longitude", "website"):
        assert getattr(structure, name) is None


def test_a_trial_counts_and_writes_nothing(load):
    load(line(1))
    before = list(Structure.objects.values())
    report = load(
        line(1, name="Autre nom"), line(2), line(3, kind="Licorne"), write=False
    )
    assert counts(report) == {"changed": 1, "created": 1, "refused": 1}
    assert list(Structure.objects.values()) == before
    assert Structure.history.count() == 1


def test_a_second_import_writes_nothing(load):
    rows = list(structure_rows(60))
    assert counts(load(*rows)) == {"created": 60}
    before = list(Structure.objects.values())
    assert counts(load(*rows)) == {"unchanged": 60}
    assert list(Structure.objects.values()) == before
    assert Structure.history.count() == 60


def test_a_row_that_changed_changes_its_structure_alone(load):
    load(line(1, commune_code=NYONS), line(2))
    report = load(line(1, name="Renommée", commune_code=VALENCE), line(2))
    assert counts(report) == {"changed": 1, "unchanged": 1}
    structure = Structure.objects.get(siret=siret(1))
    assert (structure.name, structure.folded_name) == ("Renommée", "renommee")
    assert structure.commune == territory(f"commune:{VALENCE}")
    # an address lives for ever
    assert structure.slug == "structure-1"


def test_an_empty_cell_erases_nothing(load):
    load(line(kind="scop", address="3 rue du Four", commune_code=NYONS))
    assert counts(load(line(kind="", address=" "))) == {"unchanged": 1}
    structure = Structure.objects.get()
    assert (structure.kind.slug, structure.address) == ("scop", "3 rue du Four")


def test_history_tells_what_each_import_did(load):
    load(line(1), line(2), file_name="2025.csv")
    load(line(1, name="Renommée"), line(2), file_name="2026.csv")
    structure = Structure.objects.get(siret=siret(1))
    changed, created = structure.history.all()
    assert (created.history_type, changed.history_type) == ("+", "~")
    assert created.history_change_reason == "import de 2025.csv"
    assert changed.history_change_reason == "import de 2026.csv"
    assert (created.name, changed.name) == ("Structure 1", "Renommée")
    assert changed.history_user is None
    assert created.public_id == structure.public_id
    assert created.slug == changed.slug == structure.slug
    assert created.change != changed.change
    other = Structure.history.get(siret=siret(2))
    assert other.change == created.change
    # the past is shown by the same means as that of any row
    assert changed.diff_against(created).changed_fields == ["name"]


def test_what_a_person_changed_is_left_and_the_rest_follows_the_list(load, claire):
    load(line(address="3 rue du Four", website="https://ancien.example/"))
    by_hand(Structure.objects.get(), claire, name="Le nom juste")
    report = load(line(address="9 rue du Pont", name="Structure 1"))
    assert counts(report) == {"changed": 1}
    structure = Structure.objects.get()
    assert (structure.name, structure.address) == ("Le nom juste", "9 rue du Pont")
    assert load.told == [
        "Ligne 2, nom : Une personne a changé ce champ dans l'annuaire : il est "
        "laissé tel quel. (« Structure 1 »)"
    ]
    # the record of that import holds the person's words, and they stay hers
    assert counts(load(line(address="9 rue du Pont", name="Autre"))) == {"unchanged": 1}
    assert Structure.objects.get().name == "Le nom juste"


def test_what_a_person_emptied_stays_empty(load, claire):
    load(line(website="https://mort.example/"))
    by_hand(Structure.objects.get(), claire, website=None)
    load(line(website="https://mort.example/"))
    assert Structure.objects.get().website is None


def test_what_a_person_put_back_as_the_list_says_is_hers(load, claire):
    load(line(name="Un"))
    by_hand(Structure.objects.get(), claire, name="Deux")
    by_hand(Structure.objects.get(), claire, name="Un")
    load(line(name="Trois"))
    assert Structure.objects.get().name == "Un"


def test_a_position_is_left_whole(load, claire):
    load(line(latitude="44.36", longitude="5.14"))
    by_hand(Structure.objects.get(), claire, longitude=5.2)
    load(line(latitude="44.4", longitude="5.14"))
    structure = Structure.objects.get()
    assert (structure.latitude, structure.longitude) == (44.36, 5.2)


def test_a_structure_made_by_a_person_is_completed_and_never_changed(load, admin):
    structure = Structure(
        name="Le nom d'une personne",
        slug="le-nom",
        siret=siret(1),
        kind=make_structure().kind,
    )
    by_hand(structure, admin)
    report = load(line(kind="scop", commune_code=NYONS, address="3 rue du Four"))
    assert counts(report) == {"changed": 1}
    structure.refresh_from_db()
    assert (structure.name, structure.slug) == ("Le nom d'une personne", "le-nom")
    assert structure.kind.slug == "association"
    assert structure.commune == territory(f"commune:{NYONS}")
    assert structure.siren == siret(1)[:9]
    assert structure.import_key is None
    assert len(load.told) == 2


def test_what_was_changed_behind_the_history_is_left(load):
    load(line())
    structure = Structure.objects.get()
    structure.name = "Par une autre porte"
    structure.skip_history_when_saving = True
    structure.save()
    load(line(address="3 rue du Four"))
    structure.refresh_from_db()
    assert structure.name == "Par une autre porte"
    assert structure.address == "3 rue du Four"


def test_a_structure_without_history_is_left(load):
    structure = make_structure("Sans passé", siret=siret(1))
    structure.history.all().delete()
    assert counts(load(line(name="Autre"))) == {"changed": 1}
    structure.refresh_from_db()
    assert (structure.name, structure.siren) == ("Sans passé", siret(1)[:9])


def test_an_archived_structure_is_left_as_it_is(load, claire):
    load(line())
    by_hand(Structure.objects.get(), claire, archived=True)
    assert counts(load(line(name="Autre"))) == {"left": 1}
    assert Structure.objects.get().name == "Structure 1"
    assert "Cette fiche est archivée" in load.told[0]


def test_a_structure_whose_siret_a_person_changed_does_not_come_back(load, claire):
    load(line(1))
    by_hand(Structure.objects.get(), claire, siret=siret(2), siren=siret(2)[:9])
    report = load(line(1, name="Un"), line(2, name="Deux"))
    assert counts(report) == {"left": 1, "changed": 1}
    assert Structure.objects.get().name == "Deux"
    assert "désormais un autre SIRET" in load.told[0]


def test_a_deleted_structure_does_not_come_back(load):
    load(line())
    Structure.objects.get().delete()
    assert counts(load(line())) == {"left": 1}
    assert not Structure.objects.exists()
    assert "fut supprimée" in load.told[0]


def test_a_siret_met_twice_in_a_list_is_taken_once(load):
    report = load(line(1, name="La première"), line(2), line(1, name="La seconde"))
    assert counts(report) == {"created": 2, "refused": 1}
    assert Structure.objects.get(siret=siret(1)).name == "La première"
    assert load.told == [
        f"Ligne 4, SIRET : Ce SIRET est déjà celui de la ligne 2. (« {siret(1)} »)"
    ]


def test_a_refused_row_does_not_take_its_siret(load):
    report = load(line(1, kind="Licorne"), line(1))
    assert counts(report) == {"refused": 1, "created": 1}


def test_namesakes_have_addresses_of_their_own(load):
    make_structure("Les Amis")
    make_structure("Autre").aliases.create(slug="les-voisins")
    load(
        line(1, name="Les Amis"),
        line(2, name="Les amis !", commune_code=NYONS),
        line(3, name="Les Amis", commune_code=NYONS),
        line(4, name="Les Voisins", commune_code=NYONS),
        line(5, name="Ωμέγα"),
        line(6, name="A" * 250),
        line(7, name="A" * 250, commune_code=NYONS),
    )
    slugs = Structure.objects.filter(import_key__isnull=False).order_by("siret")
    assert list(slugs.values_list("slug", flat=True)) == [
        f"les-amis-{siret(1)}",
        "les-amis-nyons",
        f"les-amis-{siret(3)}",
        "les-voisins-nyons",
        "structure",
        "a" * 120,
        "a" * 114 + "-nyons",
    ]


def test_addresses_forged_to_be_taken_stop_nothing(load):
    forged = f"les-amis-{siret(1)}"
    make_structure("Les Amis")
    make_structure("Faux", slug=forged)
    load(line(1, name="Les Amis"))
    assert Structure.objects.get(siret=siret(1)).slug.startswith("structure-")


def test_poles_know_their_renamed_members_and_keep_their_version(load):
    load(line())
    structure = Structure.objects.get()
    pole = make_pole(members=[structure])
    version = Pole.objects.get().version
    load(line(name="Brasserie coopérative"))
    assert list(Pole.objects.matching("brasserie")) == [pole]
    assert Pole.objects.get().version == version
    assert Membership.objects.get().structure == structure


def test_batches_follow_one_another(load, monkeypatch, queries):
    monkeypatch.setattr(importer, "BATCH", 7)
    rows = list(structure_rows(20))
    assert counts(load(*rows)) == {"created": 20}
    assert counts(load(*rows, line(99))) == {"unchanged": 20, "created": 1}
    slugs = Structure.objects.values_list("slug", flat=True)
    assert len(set(slugs)) == 21
    changed = [row | {"name": "Autre"} for row in rows]
    monkeypatch.setattr(importer, "BATCH", 100)
    with queries(25):
        assert counts(load(*changed)) == {"changed": 20}


def test_an_entry_made_meanwhile_does_not_stop_the_import(load, monkeypatch):
    write, calls = importer.write_structures, []

    def write_late(rows, **told):
        calls.append(rows)
        if len(calls) == 1:
            raise IntegrityError("SIRET taken by a person a moment ago")
        write(rows, **told)

    monkeypatch.setattr(importer, "write_structures", write_late)
    assert counts(load(line())) == {"created": 1}
    assert len(calls) == 2


def run(*arguments):
    out = io.StringIO()
    call_command("import_structures", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_tries_then_writes(tmp_path):
    rows = list(structure_rows(12)) + [line(50, kind="Licorne")]
    path = write_list(tmp_path / "liste.csv.gz", rows, delimiter=";")
    said = run(path)
    assert "Essai : rien n'est écrit. Pour écrire, ajoutez --write." in said
    assert "12 à créer" in said
    assert not Structure.objects.exists()
    said = run(path, "--write", "--origin", "CRESS, 2026")
    assert "12 créées" in said
    assert "1 refusées" in said
    assert "Essai" not in said
    assert set(Structure.objects.values_list("origin", flat=True)) == {"CRESS, 2026"}
    assert "12 sans changement" in run(path, "--write")
    reasons = Structure.history.values_list("history_change_reason", flat=True)
    assert set(reasons) == {"import de liste.csv.gz"}


def test_the_account_holds_every_remark_and_no_formula(tmp_path):
    rows = [line(number, website="=1+1") for number in range(15)]
    path = write_list(tmp_path / "liste.csv", rows)
    said = run(path)
    assert "Refus (15) :" in said
    assert said.count("\n  Ligne ") == 10
    account = tmp_path / "liste-compte-rendu.csv"
    assert str(account) in said
    with account.open(encoding="utf-8-sig", newline="") as file:
        headers, *told = csv.reader(file, delimiter=";")
    assert headers[:4] == ["ligne", "SIRET", "colonne", "nature"]
    assert len(told) == 15
    assert told[0][:4] == ["2", siret(0), "site internet", "refus"]
    assert told[0][5] == "'=1+1"


def test_an_import_without_remark_leaves_no_account(tmp_path):
    run(write_list(tmp_path / "liste.csv", structure_rows(2)))
    assert [path.name for path in tmp_path.iterdir()] == ["liste.csv"]


def test_a_faulty_command_line_is_told_in_french(tmp_path):
    path = write_list(tmp_path / "liste.csv", structure_rows(2))
    for arguments, words in (
        (["absente.csv"], "n'existe pas"),
        ([path, "--origin", "A" * 61], "au plus 60 signes"),
        ([path, "--account", tmp_path / "rien" / "x.csv"], "ne peut pas être écrit"),
        ([path, "--account", path], "est la liste elle-même"),
    ):
        with pytest.raises(CommandError, match=words):
            run(*arguments)
    assert path.read_text().startswith("siret,")
