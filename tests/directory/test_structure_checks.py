"""Checks of the rows of a list: what is taken, mended, doubted, refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.importers.structures.checks import check_row
from directory.importers.structures.known import Known
from directory.importers.structures.reader import RawRow
from directory.models import Locality, Structure, StructureKind
from tests.makers import territory
from tests.structure_lists import siret

pytestmark = pytest.mark.django_db

GOOD = {"siret": siret(1), "name": "Les Amis de l'Essai"}
COLUMNS = (
    *("siret", "name", "kind", "address", "postal_code", "commune_code"),
    *("latitude", "longitude", "website"),
)


@pytest.fixture(scope="module")
def known(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return Known()


@pytest.fixture
def check(known):
    """Checks a good row with some other cells."""
    return lambda **cells: check_row(RawRow(2, GOOD | cells), known)


@pytest.fixture
def taken(check):
    """A candidate, with the reasons of what was mended or doubted."""

    def take(**cells):
        candidate, remarks = check(**cells)
        assert candidate, [str(remark) for remark in remarks]
        return candidate, [str(remark) for remark in remarks]

    return take


@pytest.fixture
def refused(check):
    """Columns and reasons of what is refused."""

    def refuse(**cells):
        candidate, remarks = check(**cells)
        assert candidate is None
        return [(remark.column, remark.reason) for remark in remarks]

    return refuse


def test_a_number_and_a_name_are_enough(taken):
    candidate, remarks = taken()
    assert (candidate.siret, candidate.name) == (siret(1), "Les Amis de l'Essai")
    assert {candidate.kind, candidate.commune, candidate.address} == {None}
    assert remarks == []


@pytest.mark.parametrize(
    "written",
    [
        "990 000 010 00027",
        "990.000.010.00027",
        "99000001000027,0",
        "\u00a099000001000027 ",
    ],
)
def test_a_siret_is_read_through_its_spaces(taken, written):
    candidate, remarks = taken(siret=written)
    assert candidate.siret == siret(1)
    assert remarks == []


def test_la_poste_numbers_its_offices_by_a_rule_of_its_own(taken):
    assert taken(siret="35600000049837")[0].siret == "35600000049837"


def test_zeros_lost_at_the_head_of_a_siret_are_put_back_and_told(taken):
    candidate, remarks = taken(siret="5410220700013")
    assert candidate.siret == "05410220700013"
    assert remarks == [
        "Ligne 2, SIRET : un zéro perdu au début est remis : 05410220700013. "
        "(« 5410220700013 »)"
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Cette cellule est obligatoire"),
        ("-", "Cette cellule est obligatoire"),
        ("1.2E+13", "Le tableur a perdu des chiffres"),
        ("1,2345E13", "Le tableur a perdu des chiffres"),
        ("990000010", "Neuf chiffres font un SIREN"),
        ("99000001000028", "n'est pas un SIRET"),
        ("12345678900000", "n'est pas un SIRET"),
        ("990000010000271", "n'est pas un SIRET"),
        ("٩٩٠٠٠٠٠١٠٠٠٠٢٧", "n'est pas un SIRET"),
        ("en cours", "n'est pas un SIRET"),
    ],
)
def test_a_siret_that_is_none_is_refused(refused, written, words):
    [(column, reason)] = refused(siret=written)
    assert column == "siret"
    assert words in reason


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "obligatoire"),
        ("…", "obligatoire"),
        ("123 456", "n'a pas une lettre"),
        ("Les\0Amis", "caractère de contrôle"),
        ("Les\x1bAmis", "caractère de contrôle"),
        ("Les Am\ufffds", "Une lettre y est perdue"),
        ("A" * 251, "250"),
    ],
)
def test_a_name_that_is_none_is_refused(refused, written, words):
    [(column, reason)] = refused(name=written)
    assert column == "name"
    assert words in reason


def test_a_name_is_put_on_one_line(taken):
    assert taken(name=" Les\n Amis\u00a0 de\tl'Essai ")[0].name == GOOD["name"]


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("scic", "scic"),
        ("Association", "association"),
        ("ASSOCIATION (loi 1901)", "association"),
        ("Société coopérative d'intérêt collectif", "scic"),
        ("Entreprise de l'ESS", "entreprise-ess"),
        ("Communauté de communes", "epci"),
    ],
)
def test_a_kind_is_known_by_its_slug_its_names_and_usual_words(taken, written, slug):
    assert taken(kind=written)[0].kind == StructureKind.objects.get(slug=slug).pk


def test_an_unknown_kind_is_refused(refused):
    assert refused(kind="Licorne") == [
        ("kind", "Ce type de structure n'est pas connu.")
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [("26281", "26281"), ("1004", "01004"), ("2a004", "2A004"), ("97411", "97411")],
)
def test_a_commune_is_known_by_its_code(taken, written, code):
    candidate, remarks = taken(commune_code=written)
    assert candidate.commune.pk == territory(f"commune:{code}").pk
    assert len(remarks) == (written == "1004")


def test_the_code_of_a_former_commune_leads_to_that_of_today(taken):
    assert taken(commune_code="75111")[0].commune.code == "75056"
    former = Locality.objects.filter(kind="deleguee").first()
    assert taken(commune_code=former.code)[0].commune.pk == former.commune_id


def test_a_former_commune_that_was_split_is_told_by_its_postal_code(known, monkeypatch):
    monkeypatch.setitem(known._former, "99999", {"26281", "33063"})
    cells = GOOD | {"commune_code": "99999"}
    candidate, remarks = check_row(RawRow(2, cells), known)
    assert candidate is None
    assert "fut partagée : Nyons" not in remarks[0].reason
    assert "Bordeaux (33063)" in remarks[0].reason
    candidate, _ = check_row(RawRow(2, cells | {"postal_code": "33800"}), known)
    assert candidate.commune.code == "33063"


@pytest.mark.parametrize("written", ["99999", "26", "Nyons", "26281 bis"])
def test_an_unknown_commune_is_refused(refused, written):
    [(column, _)] = refused(commune_code=written)
    assert column == "commune_code"


def test_a_postal_code_ends_the_address_and_finds_its_zero(taken):
    candidate, remarks = taken(
        address="3, rue du Four", postal_code="1000", commune_code="1053"
    )
    assert candidate.address == "3, rue du Four, 01000"
    assert "code postal : un zéro perdu au début est remis : 01000." in remarks[0]
    twice = taken(address="3 rue du Four 01000 Bourg", postal_code="01000")
    assert twice[0].address == "3 rue du Four 01000 Bourg"


def test_a_postal_code_of_one_commune_gives_the_commune(taken):
    assert taken(postal_code="26110")[0].commune is None
    candidate, remarks = taken(postal_code="33800")
    assert candidate.commune.code == "33063"
    assert "la commune Bordeaux est déduite du code postal" in remarks[0]


def test_a_postal_code_of_another_departement_is_doubted(taken):
    _, remarks = taken(commune_code="33063", postal_code="75011")
    assert "Ce code postal n'est pas de Bordeaux (33063)." in remarks[0]
    # a CEDEX is in no file, and its first digits are right
    assert taken(commune_code="33063", postal_code="33045")[1] == []


@pytest.mark.parametrize("written", ["330", "F-33000", "33 000 1", "33000 Bordeaux"])
def test_a_postal_code_has_five_digits(refused, written):
    assert refused(postal_code=written) == [
        ("postal_code", "Un code postal a cinq chiffres.")
    ]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("44.36", "5.14"), ("44,36", " 5,14 "), ("+44.36", "5.14")],
)
def test_a_position_takes_a_comma_or_a_point(taken, latitude, longitude):
    candidate, remarks = taken(
        commune_code="26220", latitude=latitude, longitude=longitude
    )
    assert (candidate.latitude, candidate.longitude) == (44.36, 5.14)
    assert remarks == []


def test_a_number_as_a_program_writes_it_is_one(taken):
    assert taken(latitude="49", longitude="-5e-05")[0].longitude == -0.00005


@pytest.mark.parametrize(
    ("latitude", "longitude", "column"),
    [
        ("44.36", "", "longitude"),
        ("", "5.14", "latitude"),
        ("144.36", "5.14", "latitude"),
        ("44.36", "-180.1", "longitude"),
        ("nan", "5.14", "latitude"),
        ("6 378 137", "5.14", "latitude"),
        ("44°21'36\"", "5.14", "latitude"),
        ("4.4E+01", "5.14", "latitude"),
    ],
)
def test_half_a_position_or_one_out_of_the_world_is_refused(
    refused, latitude, longitude, column
):
    [(found, _)] = refused(latitude=latitude, longitude=longitude)
    assert found == column


def test_a_position_far_from_its_commune_is_doubted(taken):
    _, remarks = taken(commune_code="33063", latitude="48.85", longitude="2.35")
    assert "km de la mairie de Bordeaux." in remarks[0]
    _, remarks = taken(commune_code="33063", latitude="-0.58", longitude="44.84")
    assert "Latitude et longitude semblent échangées." in remarks[0]


def test_zero_and_zero_are_no_position(taken):
    candidate, remarks = taken(latitude="0", longitude="0.0")
    assert (candidate.latitude, candidate.longitude) == (None, None)
    assert "0 ; 0 est tenu pour inconnu." in remarks[0]


def test_a_bare_website_is_completed_and_told(taken):
    candidate, remarks = taken(website="www.essai.example/qui?a=1")
    assert candidate.website == "https://www.essai.example/qui?a=1"
    assert "« https:// » est mis devant" in remarks[0]
    assert taken(website="-")[0].website is None


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "ftp://essai.example/",
        "https://moi:mot@essai.example/",
        'https://essai.example/"onclick',
        "pas de site",
        "contact@essai.example",
        "https://essai.example/" + "a" * 300,
    ],
)
def test_a_website_that_is_none_is_refused(refused, written):
    [(column, _)] = refused(website=written)
    assert column == "website"


def test_every_fault_of_a_row_is_told(refused):
    found = refused(siret="1", name="2", kind="3", website="4")
    assert [column for column, _ in found] == ["siret", "name", "website", "kind"]


def test_a_row_out_of_step_with_the_headers_is_refused(known):
    candidate, [remark] = check_row(RawRow(7, GOOD, extra=True), known)
    assert candidate is None
    assert str(remark) == (
        "Ligne 7, ligne : La ligne a plus de cellules que d'en-têtes."
    )


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["scop", "26281", "1004", "44,3", "-1.5", "www.essai.example"]),
    st.text("0123456789.,-E+ ", max_size=20),
    st.text(max_size=300).map(lambda text: f"https://essai.example/{text}"),
)


@settings(max_examples=300, deadline=None)
@given(cells=st.dictionaries(st.sampled_from(COLUMNS), TEXTS))
def test_what_is_taken_is_valid_for_the_model(known, cells):
    candidate, remarks = check_row(RawRow(2, GOOD | cells), known)
    if candidate is None:
        assert [remark for remark in remarks if remark.level == "refus"]
        return
    structure = Structure(
        siret=candidate.siret,
        siren=candidate.siret[:9],
        name=candidate.name,
        address=candidate.address,
        latitude=candidate.latitude,
        longitude=candidate.longitude,
        website=candidate.website,
        slug="essai",
    )
    structure.clean_fields(exclude={"kind", "commune"})
    structure.clean()
