"""The round trip of spreadsheets: nothing untouched changes, no edit is lost."""

import io
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pytest_django.asserts import assertRedirects

from directory import moderation, values
from directory.admin.sheet_words import told_counts
from directory.importers.sheets import cells, columns
from directory.importers.sheets.comparing import Outcome, compare
from directory.importers.sheets.reading import read_sheet
from directory.importers.sheets.writing import write_sheet
from directory.models import (
    Curator,
    ImportBatch,
    Network,
    Pole,
    Sector,
    Structure,
    Suggestion,
)
from directory.text import neutralised
from tests.makers import make_network, make_pole, make_structure, make_user, territory

pytestmark = pytest.mark.django_db

POINT = {"latitude": 45.5, "longitude": -1.25, "precision": "adresse"}


def make_rich_pole(name="Pôle riche", **fields):
    pole = make_pole(
        name,
        sectors=["batiment", "culture"],
        acts_on=["commune:26281", "departement:26"],
        carrier=make_structure(f"Porteuse de {name}"),
        created_on=date(2014, 9, 1),
        created_precision="mois",
        description="Deux lignes,\navec « guillemets » ; et point-virgule.",
        milieu="rural",
        phone="+33 4 75 00 00 00",
        website="https://pole.example/?a=1",
        **fields,
    )
    pole.networks.add(make_network(f"Réseau de {name}"))
    return pole


def exported(model, extension="csv"):
    return read_sheet(f"f.{extension}", write_sheet(model.objects.all(), extension))


def asked(model, sheet):
    return compare(
        model,
        sheet.lines,
        rows=model.objects.all(),
        structures=Structure.objects.all(),
    )


def applied(model, sheet, by):
    batch = moderation.prepare_sheet(model, sheet.lines, file_name="f.csv", by=by)
    return moderation.apply_sheet(batch, asked(model, sheet), by=by)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("model", [Pole, Structure])
def test_a_sheet_sent_back_untouched_changes_nothing(model, extension):
    make_rich_pole()
    make_pole("Pôle pauvre", seat="departement:26")
    make_structure(
        "=Cmd", siren="356000000", siret="35600000049837", latitude=1.0, longitude=-2.0
    )
    lines = asked(model, exported(model, extension))
    assert len(lines) == model.objects.count() > 1
    assert {line.outcome for line in lines} == {Outcome.UNCHANGED}


def test_it_changes_nothing_even_when_every_entry_has_changed_meanwhile():
    make_rich_pole()
    sheet = exported(Pole)
    values.write(Pole.objects.get(), {"short_name": "Autre", "sectors": []})
    assert {line.outcome for line in asked(Pole, sheet)} == {Outcome.UNCHANGED}


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x2FFF), max_size=20
).map(str.strip)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "short_name": TEXTS.map(lambda text: text or None),
        "address": TEXTS.map(lambda text: text or None),
        "milieu": st.sampled_from(["rural", "urbain", None]),
        "sectors": st.sampled_from([[], ["culture"], ["batiment", "culture"]]),
        "created": st.sampled_from([None, "2014", "2015-02", "2016-03-04"]),
        "perimeters": st.sampled_from([[], ["commune:26281"], ["region:84"]]),
        "position": st.sampled_from([None, POINT]),
    },
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(in_the_sheet=EDITS, in_the_directory=EDITS)
def test_edits_of_both_sides_are_all_kept_or_sent_to_review(
    admin, in_the_sheet, in_the_directory
):
    Pole.objects.all().delete()
    Suggestion.objects.all().delete()
    pole = make_pole(
        short_name="Avant", address="1 rue", milieu="mixte", acts_on=["epci:200068781"]
    )
    base = {name: values.read(pole, name) for name in values.fields_of(Pole)}
    sheet = exported(Pole)
    edit(sheet.lines[0][1], in_the_sheet)
    values.write(pole, in_the_directory)
    applied(Pole, sheet, admin)

    now = {name: values.read(Pole.objects.get(), name) for name in base}
    reviewed = {
        change.field: change.proposed
        for suggestion in Suggestion.objects.all()
        for change in suggestion.changes.all()
    }
    for name, before in base.items():
        theirs = in_the_directory.get(name, before)
        mine = in_the_sheet.get(name, before)
        if mine in (before, theirs):
            assert now[name] == theirs
            assert name not in reviewed
        elif theirs == before:
            assert now[name] == mine
        else:
            assert now[name] == theirs
            assert reviewed[name] == mine


def edit(line, changes):
    for name, value in changes.items():
        for header, cell in columns.Layout(Pole).written(name, value).items():
            line[header] = cells.text_of(neutralised(str(cell)))


def test_an_edited_cell_is_written_and_the_import_undone_as_a_whole(admin):
    pole = make_rich_pole()
    other = make_pole("Autre pôle")
    sheet = exported(Pole)
    for _, line in sheet.lines:
        line["nom_court"] = "Du tableur"
    batch = applied(Pole, sheet, admin)
    assert batch.counts == {"modifiées": 2}
    assert set(Pole.objects.values_list("short_name", flat=True)) == {"Du tableur"}
    assert pole.history.latest().history_change_reason == "import de f.csv"
    values.write(Pole.objects.get(pk=other.pk), {"short_name": "Depuis"})
    [(row, why)] = moderation.undo_sheet(batch, by=admin)
    assert row == other
    assert why.endswith("et garde\N{NO-BREAK SPACE}: nom court.")
    pole.refresh_from_db()
    other.refresh_from_db()
    assert (pole.short_name, other.short_name) == (None, "Depuis")
    with pytest.raises(moderation.Refused):
        moderation.undo_sheet(batch, by=admin)


def test_a_line_without_a_key_makes_a_draft_that_undoing_archives(admin):
    sheet = exported(Pole)
    sheet.lines.append((2, {"identifiant": "", "nom": "Pôle neuf", "siege": "26281"}))
    batch = applied(Pole, sheet, admin)
    pole = Pole.objects.get()
    assert (pole.publication, pole.seat) == ("brouillon", territory("commune:26281"))
    moderation.undo_sheet(batch, by=admin)
    pole.refresh_from_db()
    assert pole.publication == "archive"


def test_undoing_leaves_a_structure_in_use_and_one_merged_since(admin):
    first = make_structure("Première", slug="premiere")
    sheet = exported(Structure)
    for number, name in enumerate(["Libre", "Porteuse", "Double"], 3):
        line = {"identifiant": "", "nom": name, "type": "association"}
        sheet.lines.append((number, line))
    batch = applied(Structure, sheet, admin)
    free, carrier, double = (
        Structure.objects.get(name=name) for name in ("Libre", "Porteuse", "Double")
    )
    make_pole("Pôle porté", carrier=carrier)
    moderation.merge_structures(first, double, by=admin)
    left = dict(moderation.undo_sheet(batch, by=admin))
    assert set(left) == {carrier, double}
    assert "Pôle porté" in left[carrier]
    assert "fusionnée" in left[double]
    free.refresh_from_db()
    carrier.refresh_from_db()
    assert (free.archived, carrier.archived) == (True, False)


def test_a_line_that_cannot_be_written_leaves_all_the_others_unwritten(admin):
    make_pole("Premier")
    second = make_pole("Second", closed_on=date(2015, 1, 1))
    sheet = exported(Pole)
    for _, line in sheet.lines:
        line["nom_court"] = "Du tableur"
        if line["nom"] == "Second":
            line["creation"] = "2016"
    with pytest.raises(moderation.WrongLine) as wrong:
        applied(Pole, sheet, admin)
    assert "La fin suit la création" in str(wrong.value)
    assert not Pole.objects.filter(short_name="Du tableur").exists()
    assert not ImportBatch.objects.exclude(applied_at=None).exists()
    assert second.history.count() == 1


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        ("siege", "1004", "a perdu son zéro"),
        ("siege", "99999", "code INSEE inconnu « 99999 »"),
        ("creation", "09/19/2014", "n'est pas une date"),
        ("creation", "hier", "n'est pas une date"),
        ("latitude", "quarante", "n'est pas un nombre"),
        ("precision", "", "précision"),
        ("thematiques", "culture | magie", "thème inconnu « magie »"),
        ("milieu", "lunaire", "lunaire"),
        ("site_du_porteur", "peut-être", "ni « oui »"),
        ("nom", "", "obligatoire"),
        ("courriel", "pas un courriel", "courriel"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line_and_its_column(header, text, words):
    make_pole()
    sheet = exported(Pole)
    sheet.lines[0][1][header] = text
    [line] = asked(Pole, sheet)
    assert line.outcome == Outcome.WRONG
    [(column, reason)] = line.errors
    assert column in (header, "latitude")
    assert words in reason.replace("\N{NO-BREAK SPACE}", " ")


def read_cell(header, text, model=Pole):
    """(value, reason why there is none) of a cell."""
    found, errors = columns.Layout(model).read({header: text})
    field = columns.COLUMNS[model][header][0]
    return found.get(field), errors.get(header, "").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("header", "text", "value"),
    [
        ("milieu", "RURAL", "rural"),
        ("thematiques", "Culture, Bâtiment", ["batiment", "culture"]),
        ("thematiques", "culture | BATIMENT |", ["batiment", "culture"]),
        ("thematiques", "culture\nbâtiment", ["batiment", "culture"]),
        ("siege", "Nyons", "commune:26220"),
        ("siege", "NYONS (26)", "commune:26220"),
        ("siege", "26110 Nyons", "commune:26220"),
        ("siege", "st-etienne", "commune:42218"),
        ("siege", "Saint-Denis (Seine-Saint-Denis)", "commune:93066"),
        ("siege", "Saint-Denis (93066)", "commune:93066"),
        ("siege", "Paris (département)", "departement:75"),
        ("siege", "2a004", "commune:2A004"),
        ("siege", "Departement:2a", "departement:2A"),
        ("territoires_action", "Drôme | Nyons", ["commune:26220", "departement:26"]),
        ("territoires_action", "200068781", ["epci:200068781"]),
    ],
)
def test_people_write_labels_and_names_where_the_directory_keeps_codes(
    header, text, value
):
    assert read_cell(header, text) == (value, "")


def test_a_precision_and_a_network_are_written_in_words_too():
    network = make_network("Réseau de la Drôme", acronym="RDD")
    for text in ("reseau de la drome", "rdd", network.slug):
        assert read_cell("reseaux", text) == ([network.slug], "")
    parts = {"latitude": "44,36", "longitude": "5.1", "precision": "À l'adresse"}
    found, errors = columns.Layout(Pole).read(parts)
    point = {"latitude": 44.36, "longitude": 5.1, "precision": "adresse"}
    assert (found, errors) == ({"position": point}, {})


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        (
            "thematiques",
            "Culture | culure",
            "thème inconnu « culure » — vouliez-vous dire « Culture et industries "
            "créatives » ?",
        ),
        ("thematiques", "xyz", "thème inconnu « xyz »"),
        ("porteur", "Les Ateliers", "« Les Ateliers » n'est pas l'identifiant d'une"),
        (
            "milieu",
            "rurale",
            "milieu inconnu « rurale » — vouliez-vous dire « rural » ?",
        ),
        (
            "siege",
            "Nions",
            "territoire inconnu « Nions » — vouliez-vous dire « Mions » (69283, Rhône) "
            "ou « Nyons » (26220, Drôme)",
        ),
        (
            "siege",
            "35000",
            "code INSEE inconnu « 35000 » — vouliez-vous dire « Rennes » (35238, ",
        ),
        (
            "siege",
            "Paris",
            "« Paris » nomme plusieurs territoires : écrivez plutôt « 75056 » (Paris) "
            "ou « departement:75 » (département)",
        ),
        ("siege", "Saint-Denis (44)", "territoire inconnu « Saint-Denis (44) »"),
        ("territoires_action", "Nyons | Zzzz", "territoire inconnu « Zzzz »"),
    ],
)
def test_what_is_unknown_is_named_alone_with_what_may_be_meant(header, text, words):
    value, reason = read_cell(header, text)
    assert value is None
    assert reason.startswith(words)
    assert "« Culture |" not in reason


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("siege", "a" + " " * 32_000 + "b"),
        ("territoires_action", " | ".join(f"xyz{number}" for number in range(2_000))),
        ("territoires_action", "|" * 32_000),
        ("reseaux", " | ".join(f"xyz{number}" for number in range(2_000))),
        ("creation", "9" * 32_000),
    ],
)
def test_a_cell_that_is_a_novel_is_told_in_a_few_words(header, text):
    value, reason = read_cell(header, text)
    assert value is None
    assert 0 < len(reason) < 1_000


def test_the_commune_of_a_structure_is_no_larger_territory():
    assert read_cell("commune", "Paris", Structure) == ("commune:75056", "")
    assert "inconnu" in read_cell("commune", "Drôme", Structure)[1]


def test_a_label_that_two_codes_share_is_read_as_neither_and_written_as_its_code():
    first, second = (make_network("Jumeaux", slug=slug) for slug in ("un", "deux"))
    pole = make_pole()
    pole.networks.add(first, second)
    sheet = exported(Pole)
    assert sheet.lines[0][1]["reseaux"] == "deux | un"
    assert asked(Pole, sheet)[0].outcome == Outcome.UNCHANGED
    assert "réseau inconnu" in read_cell("reseaux", "Jumeaux")[1]


def test_a_sheet_says_labels_and_one_of_codes_is_still_read():
    """The print is that of the codes, so both kinds of sheet compare alike."""
    make_pole(sectors=["culture"], milieu="rural")
    sheet = exported(Pole)
    line = sheet.lines[0][1]
    assert (line["thematiques"], line["milieu"]) == (
        "Culture et industries créatives",
        "rural",
    )
    line |= {"thematiques": "culture", "precision": "commune"}
    assert asked(Pole, sheet)[0].outcome == Outcome.UNCHANGED
    line["thematiques"] = "batiment | culture"
    assert asked(Pole, sheet)[0].changes == {"sectors": ["batiment", "culture"]}


def test_a_number_is_read_with_its_spaces():
    assert cells.Degrees().read("1 200 000,5") == 1200000.5
    assert cells.Degrees().read("1\N{NARROW NO-BREAK SPACE}200") == 1200
    assert cells.Number().read("356 000 000") == "356000000"


def test_three_ways_to_write_a_date_are_read():
    for text in ("19/09/2014", "2014-09-19", "19/9/2014"):
        assert cells.PartialDate().read(text) == "2014-09-19"
    assert cells.PartialDate().read("9/2014") == "2014-09"


def test_a_number_that_a_spreadsheet_shortened_is_told():
    make_structure(siret="35600000049837", siren="356000000")
    sheet = exported(Structure)
    sheet.lines[0][1]["siret"] = "1.2E+13"
    [line] = asked(Structure, sheet)
    assert "format texte" in line.errors[0][1]


@pytest.mark.parametrize("text", ["475000000", "4 75 00 00 00", "4.75.00.00.00"])
def test_a_phone_that_lost_its_zero_is_told(text):
    make_pole(phone="04 75 00 00 00")
    sheet = exported(Pole)
    sheet.lines[0][1]["telephone"] = text
    [line] = asked(Pole, sheet)
    [(header, reason)] = line.errors
    assert header == "telephone"
    assert "a perdu son zéro" in reason


def test_a_workbook_keeps_texts_as_texts_in_columns_that_fit_a_screen():
    make_pole(phone="0475000000", description="Un long\x0btexte. " * 50)
    sheet = load_workbook(io.BytesIO(write_sheet(Pole.objects.all(), "xlsx"))).active
    column = {cell.value: cell.column_letter for cell in sheet[1]}
    phone = sheet[f"{column['telephone']}2"]
    assert (phone.value, phone.number_format) == ("0475000000", "@")
    for header in ("telephone", "siege", "creation"):
        assert sheet.column_dimensions[column[header]].number_format == "@"
        assert sheet[f"{column[header]}2"].number_format == "@"
    version = sheet[f"{column['version']}2"]
    assert (version.data_type, version.number_format) == ("n", "General")
    assert max(one.width for one in sheet.column_dimensions.values()) == 50


def test_a_workbook_proposes_what_its_columns_may_hold():
    retired = Sector.objects.create(slug="vieux", name="Vieux thème", retired=True)
    make_pole(sectors=[retired.slug])
    book = load_workbook(io.BytesIO(write_sheet(Pole.objects.all(), "xlsx")))
    sheet, choices = book.worksheets
    column = {cell.value: cell.column_letter for cell in sheet[1]}
    hidden = [h for h in column if sheet.column_dimensions[column[h]].hidden]
    assert hidden == ["version", "empreinte"]
    rows = list(choices.iter_rows(values_only=True))
    assert choices.title == "Valeurs possibles"
    assert rows[0] == ("colonne", "valeur", "code")
    assert ("thematiques", "Culture et industries créatives", "culture") in rows
    assert "vieux" not in {code for _, _, code in rows}
    assert sheet[f"{column['thematiques']}2"].value == "Vieux thème"

    proposed = {
        str(choice.sqref): choice.formula1
        for choice in sheet.data_validations.dataValidation
    }
    first, last = re.fullmatch(
        r"'Valeurs possibles'!\$B\$(\d+):\$B\$(\d+)",
        proposed[f"{column['milieu']}2:{column['milieu']}5001"],
    ).groups()
    labels = [choices[f"B{row}"].value for row in range(int(first), int(last) + 1)]
    assert labels == ["rural", "urbain", "mixte"]
    yes_no = column["site_du_porteur"]
    assert proposed[f"{yes_no}2:{yes_no}5001"] == '"oui,non"'
    assert not any(key.startswith(column["thematiques"]) for key in proposed)


def test_a_key_of_nobody_or_of_another_is_out_of_scope_and_a_double_is_told():
    pole = make_pole()
    sheet = exported(Pole)
    sheet.lines += [
        (3, {"identifiant": "00000000-0000-4000-8000-000000000000", "nom": "X"}),
        (4, {"identifiant": "n'importe quoi", "nom": "Y"}),
        (5, {"identifiant": str(pole.public_id), "nom": "Z"}),
    ]
    outcomes = [line.outcome for line in asked(Pole, sheet)]
    assert outcomes[1:] == [
        Outcome.OUT_OF_SCOPE,
        Outcome.OUT_OF_SCOPE,
        Outcome.WRONG,
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'=", "''@"])
def test_what_looks_like_a_formula_is_neutralised_and_comes_back(start):
    text = f"{start}cmd"
    make_structure(text, slug="cmd")
    book = load_workbook(io.BytesIO(write_sheet(Structure.objects.all(), "xlsx")))
    written = [cell for row in book.active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in written)
    csv = write_sheet(Structure.objects.all(), "csv").decode("utf-8-sig")
    assert not any(
        part.lstrip('"').startswith(("=", "+", "-", "@"))
        for line in csv.splitlines()
        for part in line.split(";")
    )
    assert exported(Structure).lines[0][1]["nom"] == text


def test_exporting_takes_few_queries_whatever_the_number_of_rows(queries):
    for number in range(6):
        make_rich_pole(f"Pôle {number}")
    with queries(9):
        write_sheet(Pole.objects.all(), "csv")
    with queries(3):
        write_sheet(Structure.objects.all(), "csv")


def test_comparing_takes_few_queries_whatever_the_number_of_lines(queries):
    for number in range(6):
        make_rich_pole(f"Pôle {number}")
    sheet = exported(Pole)
    with queries(10):
        lines = asked(Pole, sheet)
    assert {line.outcome for line in lines} == {Outcome.UNCHANGED}
    other = make_structure("Autre porteuse")
    for number, (_, line) in enumerate(sheet.lines):
        line |= {"thematiques": "Culture", "milieu": "urbain", "siege": "Rennes"}
        line |= {"territoires_action": f"Vitré | {26001 + number}"}
        line["porteur"] = str(other.public_id)
    with queries(11):
        lines = asked(Pole, sheet)
    assert {line.outcome for line in lines} == {Outcome.CHANGED}
    assert len(lines[0].changes) == 5
    with queries(4):
        values.tell(Pole, "perimeters", ["commune:35360", "departement:26"] * 20)


def test_a_key_that_no_territory_has_is_told():
    make_pole()
    sheet = exported(Pole)
    line = sheet.lines[0][1]
    for text in ("departement:99", "Rennes | commune:00000"):
        line["territoires_action"] = text
        [(header, reason)] = asked(Pole, sheet)[0].errors
        assert header == "territoires_action"
        assert "Aucun territoire" in reason


# --- Pages -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["id__in=a", "public_id__exact=zz", "created_at__gte=zz", "name__date=1"]
)
def test_an_export_whose_filter_means_nothing_leads_back_to_the_list(
    client, admin, query
):
    client.force_login(admin)
    answer = client.get(f"/admin/export/poles/csv/?{query}")
    assertRedirects(answer, "/admin/directory/pole/?e=1")


@pytest.mark.parametrize("lookup", ["name__regex", "name__iregex"])
@pytest.mark.parametrize("path", ["/admin/export/poles/csv/", "/admin/directory/pole/"])
def test_a_list_is_not_filtered_by_a_pattern(client, admin, path, lookup):
    client.force_login(admin)
    assert client.get(f"{path}?{lookup}=(").status_code == 400


def test_an_import_all_out_of_scope_is_refused_in_words(client, karim):
    make_pole("Pôle de Bretagne")
    sheet = exported(Pole)
    batch = moderation.prepare_sheet(Pole, sheet.lines, file_name="f.csv", by=karim)
    client.force_login(karim)
    answer = client.post(f"/admin/imports/{batch.pk}/appliquer/", follow=True)
    assert "Aucune ligne de ce fichier" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.applied_at is None


def test_an_import_of_two_networks_is_told_to_each_within_its_scope(
    client, claire, karim
):
    both = make_user("deux", networks=Network.objects.all())
    other = make_network("Réseau de la Loire", regions=["region:52"])
    Curator.objects.create(user=both, network=other)
    bretagne = make_pole("Pôle armoricain", seat="commune:35238")
    occitanie = make_pole("Pôle garonnais", seat="commune:31555")
    bretagne.stewards.set(claire_networks := Network.objects.curated_by(claire))
    occitanie.stewards.set(Network.objects.curated_by(karim))
    sheet = exported(Pole)
    for _, line in sheet.lines:
        line["nom_court"] = "Du tableur"
    batch = applied(Pole, sheet, both)
    assert set(batch.networks.all()) == {
        *claire_networks,
        *Network.objects.curated_by(karim),
    }
    client.force_login(claire)
    page = client.get(f"/admin/imports/{batch.pk}/").content.decode()
    assert "Pôle armoricain" in page
    assert "Pôle garonnais" not in page
    assert "et 1 ligne hors de votre périmètre" in page
    assert "Annuler tout" not in page


def test_the_name_of_a_carrier_out_of_scope_is_not_told(client, claire):
    pole = make_pole("Pôle armoricain", seat="commune:35238")
    pole.stewards.set(Network.objects.curated_by(claire))
    hidden = make_structure("Structure cachée", commune=territory("commune:31555"))
    sheet = exported(Pole)
    sheet.lines[0][1]["porteur"] = str(hidden.public_id)
    batch = moderation.prepare_sheet(Pole, sheet.lines, file_name="f.csv", by=claire)
    client.force_login(claire)
    page = client.get(f"/admin/imports/{batch.pk}/").content.decode()
    assert "cette structure est hors de votre périmètre" in page
    assert "Structure cachée" not in page


def test_pages_of_an_import_lead_on(client, claire):
    """To the entries, to what is left to review, to a file mended and to the list."""
    stewards = Network.objects.curated_by(claire)
    pole = make_pole("Pôle armoricain", seat="commune:35238", stewards=stewards)
    stale = make_pole("Pôle malouin", seat="commune:35288", stewards=stewards)
    sheet = exported(Pole)
    for _, line in sheet.lines:
        line["nom_court"] = "Du tableur"
    values.write(stale, {"short_name": "Depuis"})
    batch = moderation.prepare_sheet(Pole, sheet.lines, file_name="f.csv", by=claire)
    client.force_login(claire)
    address = f"/admin/imports/{batch.pk}/"
    page = told_by(client.get(address))
    assert "<strong>1</strong> fiche à modifier" in page
    assert "<strong>1</strong> fiche en conflit" in page
    for link in (
        f"/admin/directory/pole/{pole.pk}/change/",
        f"/admin/directory/pole/{stale.pk}/change/",
        "/admin/directory/importbatch/",
        "/admin/imports/poles/nouveau/",
        "/admin/directory/pole/",
    ):
        assert f'href="{link}"' in page

    assert page.count("ira à l'examen") == 1

    client.post(f"{address}appliquer/")
    page = told_by(client.get(address))
    assert "<h1>Import appliqué</h1>" in page
    assert "<strong>1</strong> fiche modifiée" in page
    assert "<strong>1</strong> fiche à examiner" in page
    suggestion = Suggestion.objects.get()
    assert f'href="/admin/suggestions/{suggestion.public_id}/"' in page
    assert f'href="/admin/directory/pole/{pole.pk}/change/"' in page

    client.post(f"{address}annuler/")
    assert "<h1>Import annulé</h1>" in told_by(client.get(address))


def told_by(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_sheet_in_error_leads_to_a_file_mended(client, claire):
    make_pole(seat="commune:35238", stewards=Network.objects.curated_by(claire))
    sheet = exported(Pole)
    sheet.lines[0][1]["milieu"] = "lunaire"
    batch = moderation.prepare_sheet(Pole, sheet.lines, file_name="f.csv", by=claire)
    client.force_login(claire)
    page = told_by(client.get(f"/admin/imports/{batch.pk}/"))
    assert "<strong>1</strong> ligne en erreur" in page
    assert "Renvoyer un fichier corrigé" in page
    assert 'value="Importer"' not in page


def test_counts_agree_with_their_nouns():
    assert told_counts({"créées": 1, "modifiées": 2, "à examiner": 0}) == [
        (1, "fiche créée"),
        (2, "fiches modifiées"),
    ]


def test_past_imports_are_listed_within_scope(client, claire, karim, admin, queries):
    stewards = Network.objects.curated_by(claire)
    make_pole("Pôle armoricain", seat="commune:35238", stewards=stewards)
    for number in range(3):
        sheet = exported(Pole)
        sheet.lines[0][1]["nom_court"] = f"Du tableur {number}"
        applied(Pole, sheet, claire)
    prepare = moderation.prepare_sheet
    prepare(Pole, [[2, {}]], file_name="à elle.csv", by=claire)
    prepare(Pole, [[2, {}]], file_name="à lui.csv", by=karim)
    client.force_login(claire)
    with queries(12):
        page = told_by(client.get("/admin/directory/importbatch/"))
    assert page.count(">f.csv</a>") == 3
    assert "1 fiche modifiée" in page
    assert "à elle.csv" in page
    assert "à lui.csv" not in page
    client.force_login(karim)
    page = told_by(client.get("/admin/directory/importbatch/"))
    assert "à lui.csv" in page
    assert ">f.csv</a>" not in page
    client.force_login(admin)
    page = told_by(client.get("/admin/directory/importbatch/"))
    assert page.count(">f.csv</a>") == 3
    assert "à lui.csv" not in page


def test_a_name_taken_by_a_hidden_draft_is_no_error_in_a_sheet(claire):
    make_pole("Pôle caché", seat="commune:31555", publication="brouillon")
    line = {"identifiant": "", "nom": "Pôle caché", "siege": "Rennes"}
    sheet = exported(Pole)
    sheet.lines = [(2, line)]
    applied(Pole, sheet, claire)
    pole = Pole.objects.for_curator(claire).get()
    assert (pole.slug, pole.seat.code) == ("pole-cache-2", "35238")
