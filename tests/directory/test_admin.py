"""The admin finds quickly, edits safely, and asks the database little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Pole, Source
from tests.admin_pages import (
    found,
    make_full_pole,
    page,
    posted,
    rows,
    suggested,
)
from tests.makers import make_pole, make_structure, territory

pytestmark = pytest.mark.django_db

LISTS = [
    "pole",
    "structure",
    "membership",
    "perimeter",
    "stagerecord",
    "recognition",
    "yearlyfigures",
    "source",
    "polealias",
    "structurealias",
]


def queries_of(client, path):
    with CaptureQueriesContext(connection) as sent:
        assert client.get(path).status_code == 200
    return len(sent)


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


# --- Finding -----------------------------------------------------------------


@pytest.mark.parametrize("text", ["ecosysteme d'Evreux", "ÉCOSYSTÈME", "évreux œuvre"])
def test_search_ignores_accents_case_and_order(office, text):
    make_pole("L'Œuvre, écosystème d'Évreux")
    make_pole("Autre pôle")
    response = office.get(page("pole"), {"q": text})
    assert found(response) == {"L'Œuvre, écosystème d'Évreux"}


def test_other_lists_ignore_accents_too(office):
    make_structure("Les Établis")
    Source.objects.create(title="Étude sur les pôles")
    assert found(office.get(page("structure"), {"q": "etablis"})) == {"Les Établis"}
    sources = office.get(page("source"), {"q": "etude pôles"})
    assert found(sources) == {"Étude sur les pôles"}


def test_territories_are_found_by_name_code_and_postal_code_best_first(office):
    for text in ("valence", "26362", "26000"):
        assert rows(office.get(page("territory"), {"q": text}))[0].code == "26362"
    by_code = office.get(page("territory"), {"q": "valence", "o": "2"})
    codes = [row.code for row in rows(by_code)]
    assert codes == sorted(codes)


def test_a_list_of_territories_narrows_to_a_departement(office):
    query = {"departement": "26", "level__exact": "epci"}
    response = office.get(page("territory"), query)
    codes = {row.code for row in rows(response)}
    assert "200040681" in codes  # straddles Drôme and Vaucluse
    assert "243300316" not in codes
    assert '<option value="26">' in response.content.decode()
    assert rows(office.get(page("territory"), {"departement": "00"})) == []


def test_poles_are_filtered_by_stage_region_and_confirmation(office):
    confirmed = {"confirmed_on": "2020-01-01", "confirmed_by": "pole"}
    make_pole("Jeune", stage="emergence", **confirmed)
    make_pole("Breton", seat="commune:35238")
    for name, value, expected in [
        ("etape", "emergence", {"Jeune"}),
        ("etape", "inconnu", {"Breton"}),
        ("region", "53", {"Breton"}),
        ("region", "84", {"Jeune"}),
        ("confirmation", "ancienne", {"Jeune"}),
        ("confirmation", "inconnu", {"Breton"}),
        ("confirmation", "recente", set()),
    ]:
        assert found(office.get(page("pole"), {name: value})) == expected


def test_choices_say_enough_to_tell_namesakes_apart(office):
    make_structure("Ressourcerie", commune=territory("commune:26281"))
    assert suggested(office, "membership", "structure", "ressourcerie") == [
        "Ressourcerie (Romans-sur-Isère)"
    ]
    assert suggested(office, "pole", "seat", "saint-denis")[:2] == [
        "Saint-Denis (commune, La Réunion, 97411)",
        "Saint-Denis (commune, Seine-Saint-Denis, 93066)",
    ]


@pytest.mark.parametrize("noun", LISTS)
def test_queries_of_a_list_do_not_grow_with_its_rows(office, noun):
    make_full_pole("Premier pôle")
    office.get(page(noun))
    few = queries_of(office, page(noun))
    for name in ("Deuxième pôle", "Troisième pôle", "Quatrième pôle"):
        make_full_pole(name)
    assert queries_of(office, page(noun)) <= few


def test_queries_of_a_pole_do_not_grow_with_its_children(office):
    small, large = make_full_pole("Petit"), make_full_pole("Grand", members=4)
    office.get(page("pole", "change", small.pk))
    few = queries_of(office, page("pole", "change", small.pk))
    assert queries_of(office, page("pole", "change", large.pk)) <= few


# --- Editing -----------------------------------------------------------------


def test_only_a_published_pole_leads_to_its_public_page(office):
    published = make_pole("Publié")
    draft = make_pole("Caché", publication="brouillon")
    for pole, shown in [(published, True), (draft, False)]:
        content = office.get(page("pole", "change", pole.pk)).content.decode()
        assert (pole.get_absolute_url() in content) is shown


def test_a_pole_is_added_and_changed_with_its_children(office, admin):
    form = office.get(page("pole", "add"))
    values = posted(form, name="Pôle neuf", slug="pole-neuf", description="Il agit.")
    values |= {
        "perimeters-TOTAL_FORMS": "1",
        "perimeters-0-territory": territory("commune:26281").pk,
    }
    assert office.post(page("pole", "add"), values).status_code == 302
    pole = Pole.objects.get(slug="pole-neuf")
    assert pole.perimeters.get().territory.code == "26281"
    assert pole.history.latest().history_user == admin

    change = page("pole", "change", pole.pk)
    values = posted(office.get(change), website="pole-neuf.example")
    assert office.post(change, values).status_code == 302
    pole.refresh_from_db()
    assert pole.website == "https://pole-neuf.example"
    assert pole.address is None


def test_a_page_saved_untouched_changes_nothing(office):
    pole = make_full_pole("Nyons", description="Deux\nlignes.", created_on="2014-01-01")
    pole.perimeters.get(territory__level="region").delete()
    pole.refresh_from_db()
    before = pole.version
    change = page("pole", "change", pole.pk)
    values = posted(office.get(change), description="Deux\r\nlignes.")
    assert office.post(change, values).status_code == 302
    pole.refresh_from_db()
    assert (pole.version, pole.description) == (before, "Deux\nlignes.")
    assert pole.memberships.get().history.count() == 1


def test_what_the_database_would_refuse_is_said_on_the_page(office):
    pole = make_pole("Nyons")
    change = page("pole", "change", pole.pk)
    for field, value, said in [
        ("description", "", "Un pôle publié dit ce qu"),
        ("position_precision", "", "une longitude et une précision"),
        ("confirmed_on", "01/02/2024", "Une confirmation a une date et un auteur"),
    ]:
        refused = office.post(change, posted(office.get(change), **{field: value}))
        assert refused.status_code == 200
        assert said in refused.content.decode()


def test_the_history_tells_changes_in_full_and_in_french(office):
    pole = make_pole("Nyons")
    pole.description = "Longue phrase. " * 20
    pole.save()
    content = office.get(page("pole", "history", pole.pk)).content.decode()
    assert "Ce que fait le pôle" in content
    assert pole.description.strip() in content


def test_the_same_child_twice_in_one_form_is_said_not_broken(office):
    pole, member = make_pole(), make_structure("Les Ateliers")
    change = page("pole", "change", pole.pk)
    for prefix, name, value in [
        ("perimeters", "territory", territory("region:84").pk),
        ("memberships", "structure", member.pk),
    ]:
        values = posted(office.get(change)) | {f"{prefix}-TOTAL_FORMS": "2"}
        for row in ("0", "1"):
            values |= {
                f"{prefix}-{row}-{name}": value,
                f"{prefix}-{row}-role": "membre",
            }
        response = office.post(change, values)
        assert response.status_code == 200
        assert "est indiqué deux fois" in response.content.decode()


def test_a_changed_address_leaves_the_former_one_behind(office):
    pole, other = make_pole("Nyons"), make_pole("Autre")
    change = page("pole", "change", pole.pk)
    office.post(change, posted(office.get(change), slug="pole-de-nyons"))
    assert [alias.slug for alias in pole.aliases.all()] == ["nyons"]

    elsewhere = page("pole", "change", other.pk)
    refused = office.post(elsewhere, posted(office.get(elsewhere), slug="nyons"))
    assert "y redirige" in refused.content.decode()
    other.refresh_from_db()
    assert other.slug == "autre"

    office.post(change, posted(office.get(change), slug="nyons"))
    assert [alias.slug for alias in pole.aliases.all()] == ["pole-de-nyons"]
