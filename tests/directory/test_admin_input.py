"""What curators type is understood when it can be, and refused in words otherwise."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from directory.models import Pole, Sector, StageRecord, YearlyFigures
from directory.models.plausible import validate_phone, validate_web_address
from tests.admin_pages import page, posted
from tests.makers import make_pole, territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


@pytest.fixture
def pole():
    return make_pole("Nyons")


def refused(client, pole, **changes):
    """What the page says when it refuses some changes of a pole."""
    change = page("pole", "change", pole.pk)
    response = client.post(change, posted(client.get(change), **changes))
    assert response.status_code == 200
    return response.content.decode()


def saved(client, pole, **changes):
    change = page("pole", "change", pole.pk)
    response = client.post(change, posted(client.get(change), **changes), follow=True)
    assert response.redirect_chain
    pole.refresh_from_db()
    return response.content.decode()


@pytest.mark.parametrize("noun", ["pole", "structure"])
def test_a_name_left_blank_is_said_once(office, noun):
    add = page(noun, "add")
    answer = office.post(add, posted(office.get(add)))
    assert len(answer.context_data["adminform"].form.errors["name"]) == 1


# --- Dates ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("2014", date(2014, 1, 1), "annee"),
        ("09/2014", date(2014, 9, 1), "mois"),
        ("2014-09", date(2014, 9, 1), "mois"),
        ("19/09/2014", date(2014, 9, 19), "jour"),
        ("2014-09-19", date(2014, 9, 19), "jour"),
    ],
)
def test_a_year_or_a_month_is_a_date_and_tells_its_precision(
    office, typed, day, precision
):
    pole = make_pole("Nyons", created_on="2010-05-04", created_precision="jour")
    saved(office, pole, created_on=typed)
    assert (pole.created_on, pole.created_precision) == (day, precision)


@pytest.mark.parametrize(
    ("day", "precision", "shown"),
    [
        (date(2014, 1, 1), "annee", "2014"),
        (date(2014, 9, 1), "mois", "09/2014"),
        (date(2014, 9, 5), "jour", "05/09/2014"),
    ],
)
def test_a_date_is_shown_as_finely_as_it_is_known_and_saved_as_it_was(
    office, day, precision, shown
):
    pole = make_pole("Nyons", created_on=day, created_precision=precision)
    form = office.get(page("pole", "change", pole.pk)).context_data["adminform"].form
    assert form["created_on"].value() == shown
    saved(office, pole, short_name="Autre")
    assert (pole.created_on, pole.created_precision) == (day, precision)


def test_the_same_date_typed_as_a_year_loosens_its_precision(office):
    pole = make_pole("Nyons")
    record = StageRecord.objects.create(
        pole=pole, stage="emergence", on=date(2014, 1, 1), precision="jour"
    )
    saved(office, pole, **{"stage_records-0-on": "2014"})
    record.refresh_from_db()
    assert (record.on, record.precision) == (date(2014, 1, 1), "annee")


@pytest.mark.parametrize("typed", ["13/2014", "hier", "201", "20145", "2014/09/19/1"])
def test_another_writing_of_a_date_is_refused_in_words(office, pole, typed):
    said = refused(office, pole, created_on=typed)
    assert "2024, 09/2024, 19/09/2024" in said


def test_a_row_left_blank_is_no_row_and_one_left_as_it_was_no_change(office, pole):
    perimeter = pole.perimeters.create(territory=territory("commune:26281"))
    values = {"perimeters-TOTAL_FORMS": "2", "perimeters-1-since": ""}
    saved(office, pole, short_name="Autre", **values)
    assert list(pole.perimeters.all()) == [perimeter]
    assert perimeter.history.count() == 1
    values["perimeters-1-since"] = "hier"
    assert "2024, 09/2024, 19/09/2024" in refused(office, pole, **values)


@pytest.mark.parametrize("typed", ["1899", "0024", "01/01/2214"])
def test_an_implausible_year_is_refused(office, pole, typed):
    assert "année va de 1900 à" in refused(office, pole, created_on=typed)


# --- Words, numbers, addresses ----------------------------------------------------


@pytest.mark.parametrize("text", ["\u200b\u200b\u200b", " \u2060\u00ad", "123 !"])
@pytest.mark.parametrize("field", ["name", "description"])
def test_a_text_without_any_letter_is_refused(office, pole, field, text):
    assert "a pas une lettre" in refused(office, pole, **{field: text})


@pytest.mark.parametrize(
    "phone", ["04 75 26 00 00", "+33 4.75.26.00.00", "04-75-26-00-00"]
)
def test_a_usual_phone_number_is_accepted(phone):
    validate_phone(phone)


@pytest.mark.parametrize("phone", ["04 75 26", "0475260000 poste 3", "٠٤٧٥٢٦٠٠٠٠"])
def test_another_phone_number_is_refused(office, pole, phone):
    assert "au moins neuf chiffres" in refused(office, pole, phone=phone)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://pole.example",
        "javascript:alert(1)",
        "https://moi:secret@pole.example",
        'https://pole.example/"><script>',
        "https://pole.example/a b",
        "https://[",
    ],
)
def test_an_address_that_no_page_should_link_to_is_refused(address):
    with pytest.raises(ValidationError):
        validate_web_address(address)


@pytest.mark.parametrize("noun", ["pole", "structure", "network", "source"])
def test_every_page_refuses_an_address_with_a_password(office, noun):
    name = "url" if noun == "source" else "website"
    values = posted(office.get(page(noun, "add"))) | {name: "https://a:b@c.example"}
    response = office.post(page(noun, "add"), values)
    assert "sans nom ni mot de passe" in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["1 200 000", "1\u00a0200\u00a0000", "1\u202f200\u202f000", "1200000"]
)
def test_a_number_is_read_with_the_spaces_of_its_thousands(office, pole, typed):
    figures = YearlyFigures.objects.create(pole=pole, year=2020)
    numbers = {"turnover_eur": typed, "jobs_fte": "1 234,5", "volunteers": " 12 "}
    saved(office, pole, **{f"figures-0-{key}": told for key, told in numbers.items()})
    figures.refresh_from_db()
    assert figures.turnover_eur == 1_200_000
    assert (figures.jobs_fte, figures.volunteers) == (Decimal("1234.5"), 12)
    assert figures.member_structures is None


@pytest.mark.parametrize("typed", ["1 200 000 euros", "-5", "1,5", "9" * 30])
def test_another_writing_of_a_number_is_refused_by_its_field(office, pole, typed):
    YearlyFigures.objects.create(pole=pole, year=2020)
    said = refused(office, pole, **{"figures-0-turnover_eur": typed})
    assert 'id="id_figures-0-turnover_eur_error"' in said
    assert '<a href="#id_figures-0-turnover_eur">Chiffres d' in said


# --- Positions ----------------------------------------------------------------------


def test_a_decimal_comma_is_read(office, pole):
    saved(office, pole, latitude="44,36", longitude="5,14")
    assert (pole.latitude, pole.longitude) == (44.36, 5.14)


@pytest.mark.parametrize("latitude", ["95", "nord", "nan", "inf"])
def test_a_latitude_out_of_the_world_is_refused(office, pole, latitude):
    refused(office, pole, latitude=latitude)


def test_a_position_far_from_the_seat_is_saved_with_a_warning(office, pole):
    far = saved(office, pole, latitude="48,85", longitude="2,35")
    assert "km de la mairie de Romans-sur-Isère" in far
    assert pole.latitude == 48.85
    near = saved(office, pole, latitude="45,05", longitude="5,06")
    assert "km de la mairie" not in near


def test_only_a_seat_known_to_the_commune_has_a_position(office, pole):
    drome = territory("departement:26")
    said = refused(office, pole, seat=drome.pk)
    assert "Un siège connu seulement au département" in said
    assert "Sans siège connu" in refused(office, pole, seat="")
    nowhere = {"latitude": "", "longitude": "", "position_precision": ""}
    saved(office, pole, seat=drome.pk, **nowhere)
    assert pole.seat == drome


# --- Themes -------------------------------------------------------------------------


def test_themes_have_two_levels_at_most():
    top = Sector.objects.create(name="Haut", slug="haut")
    child = Sector.objects.create(name="Bas", slug="bas", parent=top)
    other = Sector.objects.create(name="Autre", slug="autre")
    for theme, parent in [(top, other), (other, child)]:
        theme.parent = parent
        with pytest.raises(ValidationError, match="deux niveaux"):
            theme.full_clean()
    top.refresh_from_db()
    Sector(name="Neuf", slug="neuf", parent=top).full_clean()


def test_a_commune_chosen_as_seat_gives_its_point_when_none_is_typed(office):
    romans, drome = territory("commune:26281"), territory("departement:26")
    address = page("pole", "add")
    for seat, point in ((romans, (romans.latitude, romans.longitude)), (drome, None)):
        name = f"Pôle de {seat.name}"
        office.post(address, posted(office.get(address), name=name, seat=seat.pk))
        pole = Pole.objects.get(name=name)
        assert (pole.position_precision == "commune") == bool(point)
        if point:
            assert (pole.latitude, pole.longitude) == pytest.approx(point)
