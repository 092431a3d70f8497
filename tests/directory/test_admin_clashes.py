"""Two people, two tabs, two like structures: nothing is lost or doubled unsaid."""

import pytest

from directory.models import Pole, Structure
from tests.admin_pages import make_full_pole, page, posted, suggested
from tests.makers import make_pole, make_structure, make_user, territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, admin):
    """Browser of the superuser."""
    client.force_login(admin)
    return client


def said(response):
    assert response.status_code == 200
    return response.content.decode()


# --- Two tabs ----------------------------------------------------------------


def test_a_stale_page_is_refused_and_keeps_what_was_typed(office, admin):
    pole = make_pole("Nyons")
    change = page("pole", "change", pole.pk)
    first, second = office.get(change), office.get(change)
    assert office.post(change, posted(first, address="Rue A")).status_code == 302

    content = said(office.post(change, posted(second, email="a@pole.example")))
    assert "Cette fiche a changé depuis que vous l'avez ouverte (le " in content
    assert f", par {admin})" in content
    assert f'<a href="{change}" target="_blank">' in content
    assert 'value="a@pole.example"' in content
    pole.refresh_from_db()
    assert (pole.address, pole.email) == ("Rue A", None)


def test_a_child_changed_meanwhile_makes_the_page_stale_too(office):
    pole = make_full_pole("Nyons")
    change = page("pole", "change", pole.pk)
    values = posted(office.get(change))
    membership = pole.memberships.get()
    membership._history_user = make_user("karim")
    membership.role = "porteur"
    membership.save()
    assert ", par karim)" in said(office.post(change, values))


@pytest.mark.parametrize("version", ["", "abc", "999999", "-1"])
def test_a_page_that_does_not_tell_its_version_is_refused(office, version):
    pole = make_pole("Nyons")
    change = page("pole", "change", pole.pk)
    values = posted(office.get(change), name="Pris", opened_version=version)
    assert "Cette fiche a changé" in said(office.post(change, values))
    pole.refresh_from_db()
    assert pole.name == "Nyons"


def test_a_pole_saved_again_and_again_is_never_stale(office):
    pole = make_full_pole("Nyons")
    change = page("pole", "change", pole.pk)
    for name in ("Nyons 1", "Nyons 2", "Nyons 3"):
        response = office.post(change, posted(office.get(change), name=name))
        assert response.status_code == 302


def test_the_page_of_a_past_version_is_named_in_french(office):
    member = make_full_pole("Nyons").memberships.get()
    past = page("membership", "simple_history", member.pk, member.history.latest().pk)
    content = said(office.get(past))
    assert "Version antérieure" in content
    assert "Directory" not in content
    assert "Historical" not in content.split("<h1>")[0]


def test_a_row_deleted_in_another_tab_is_told_in_words(office):
    pole = make_full_pole("Nyons")
    change = page("pole", "change", pole.pk)
    values = posted(office.get(change))
    pole.memberships.get().delete()
    content = said(office.post(change, values))
    assert "Une ligne n&#x27;existe plus dans cette fiche" in content


# --- Rows alike ----------------------------------------------------------------


def test_rows_alike_are_named_as_the_page_names_them(office):
    pole = make_pole("Nyons")
    change = page("pole", "change", pole.pk)
    values = posted(office.get(change))
    values |= {"figures-TOTAL_FORMS": "2", "stage_records-TOTAL_FORMS": "2"}
    for row in ("0", "1"):
        values |= {
            f"figures-{row}-year": "2020",
            f"stage_records-{row}-stage": "emergence",
            f"stage_records-{row}-on": "2020",
        }
    content = said(office.post(change, values))
    assert "Deux lignes ont les mêmes valeurs : année." in content
    assert "Deux lignes ont les mêmes valeurs : étape, date." in content
    assert "dans year" not in content


def test_buttons_that_add_rows_speak_french(office):
    content = said(office.get(page("pole", "add")))
    assert "Ajouter une étape de vie" in content
    assert "supplémentaire" not in content


def test_an_address_already_taken_is_said_in_plain_french(office):
    make_pole("Nyons")
    change = page("pole", "change", make_pole("Autre").pk)
    content = said(office.post(change, posted(office.get(change), slug="nyons")))
    assert "Une autre fiche a déjà cette valeur." in content
    assert "Un objet" not in content


@pytest.mark.parametrize("typed", ["pole-cache", ""])
def test_a_new_pole_of_the_name_of_a_hidden_one_gets_an_address(client, claire, typed):
    """Neither a refusal nor a question betrays the draft of another network."""
    make_pole("Pôle caché", seat="commune:31555", publication="brouillon")
    client.force_login(claire)
    add = page("pole", "add")
    values = posted(client.get(add), name="Pôle caché", slug=typed)
    assert client.post(add, values).status_code == 302
    mine = Pole.objects.for_curator(claire).get()
    assert (mine.name, mine.slug) == ("Pôle caché", "pole-cache-2")


def test_a_new_structure_never_takes_a_former_address(client, claire):
    make_structure("Établis").aliases.create(slug="ressourcerie")
    client.force_login(claire)
    add = page("structure", "add")
    kind = Structure.objects.get().kind_id
    values = posted(client.get(add), name="Ressourcerie", slug="", kind=kind)
    assert client.post(add, values).status_code == 302
    assert Structure.objects.get(name="Ressourcerie").slug == "ressourcerie-2"


def test_a_curator_changes_the_address_of_no_structure(client, claire):
    """Which addresses are taken would tell her of structures that she may not see."""
    rennes = territory("commune:35238")
    structure = make_structure("Ressourcerie", commune=rennes)
    client.force_login(claire)
    form = client.get(page("structure", "change", structure.pk))
    assert "slug" not in form.context_data["adminform"].form.fields


def test_an_address_in_use_cannot_be_made_a_former_one(office):
    make_pole("Nyons")
    other = make_pole("Autre")
    values = posted(office.get(page("polealias", "add")), slug="nyons", pole=other.pk)
    content = said(office.post(page("polealias", "add"), values))
    assert "Cette adresse est celle d&#x27;une fiche" in content
    assert not other.aliases.exists()


# --- Structures ------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [{"name": "les etablis"}, {"name": "Autre nom", "siren": "732829320"}],
    ids=["namesake", "number"],
)
def test_a_structure_like_another_waits_for_a_confirmation(client, claire, fields):
    client.force_login(claire)
    rennes = territory("commune:35238")
    make_structure("Les Établis", siren="732829320", commune=rennes)
    add = page("structure", "add")
    kind = Structure.objects.get().kind_id
    empty = client.get(add)
    assert 'type="checkbox" name="another"' not in said(empty)
    values = posted(empty, slug="les-etablis-2", kind=kind, **fields)
    content = said(client.post(add, values))
    assert "Les Établis (" in content
    assert "SIREN 732829320)" in content
    assert 'type="checkbox" name="another"' in content
    assert client.post(add, values | {"another": "on"}).status_code == 302
    assert Structure.objects.count() == 2


def test_a_structure_saved_untouched_asks_nothing(office):
    for number in ("1", "2"):
        make_structure("Les Établis", slug=f"etablis-{number}")
    change = page("structure", "change", Structure.objects.first().pk)
    assert office.post(change, posted(office.get(change))).status_code == 302


def test_a_structure_without_commune_is_told_by_its_kind_and_number(office):
    structure = make_structure("Ressourcerie", siren="732829320")
    assert suggested(office, "membership", "structure", "ressourcerie") == [
        f"Ressourcerie ({structure.kind}, SIREN 732829320)"
    ]
