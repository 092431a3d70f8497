"""The form of a pole where scripts do not run: rows are added, choices are found."""

import pytest

from directory.models import Network, Sector, Source
from tests.admin_pages import page, posted
from tests.makers import make_pole, make_structure, territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pole(client, claire):
    """A pole of Bretagne, whose page Claire has open."""
    client.force_login(claire)
    rennes = make_pole("Rennes", seat="commune:35238")
    rennes.stewards.set(Network.objects.curated_by(claire))
    return rennes


def opened(client, pole):
    return client.get(page("pole", "change", pole.pk))


def sent(client, pole, values):
    return client.post(page("pole", "change", pole.pk), values)


def inline(response, prefix):
    inlines = response.context_data["inline_admin_formsets"]
    return next(one.formset for one in inlines if one.formset.prefix == prefix)


def test_a_button_adds_a_row_saves_nothing_and_keeps_what_was_typed(client, pole):
    values = posted(opened(client, pole), _more="memberships", name="Rennes Sud")
    values["created_on"] = "hier"
    answer = sent(client, pole, values)
    assert answer.status_code == 200
    assert len(inline(answer, "memberships").forms) == 1
    assert len(inline(answer, "perimeters").forms) == 0
    content = answer.content.decode()
    assert 'value="Rennes Sud"' in content
    assert 'value="hier"' in content
    assert "errorlist" not in content
    again = sent(client, pole, posted(answer, _more="memberships"))
    assert len(inline(again, "memberships").forms) == 2
    pole.refresh_from_db()
    assert pole.name == "Rennes"


def test_what_is_saved_after_a_row_was_added_comes_back_at_the_top_of_the_page(
    client, pole
):
    """The address shown ends with the place of the row; the form names another."""
    answer = sent(client, pole, posted(opened(client, pole), _more="memberships"))
    assert f'action="{page("pole", "change", pole.pk)}"' in answer.content.decode()


@pytest.mark.parametrize("prefix", ["", "rien", "memberships-0", "__prefix__"])
def test_a_button_of_no_rows_only_shows_the_form_again(client, pole, prefix):
    answer = sent(client, pole, posted(opened(client, pole), _more=prefix))
    assert answer.status_code == 200
    assert len(inline(answer, "memberships").forms) == 0


def test_a_count_of_rows_that_is_no_number_is_said_and_not_a_failure(client, pole):
    values = posted(opened(client, pole), _more="memberships")
    answer = sent(client, pole, values | {"memberships-TOTAL_FORMS": "beaucoup"})
    assert answer.status_code == 200


@pytest.mark.parametrize("asked", [{"_more": "memberships"}, {}])
def test_of_thousands_of_rows_asked_a_hundred_are_drawn(client, pole, asked):
    values = posted(opened(client, pole), **asked)
    answer = sent(client, pole, values | {"memberships-TOTAL_FORMS": "1000"})
    assert len(inline(answer, "memberships").forms) == 100
    assert ("Pas plus de 100" in answer.content.decode()) == (not asked)


def test_words_that_name_one_row_choose_it(client, pole):
    member = make_structure("Les Établis", commune=territory("commune:35238"))
    make_structure("Les Établis du Sud", commune=territory("commune:35238"))
    source = Source.objects.create(title="Étude de 2020")
    theme = Sector.objects.first()
    values = posted(opened(client, pole))
    values |= {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-structure-words": "les etablis",
        "memberships-0-role": "membre",
        "perimeters-TOTAL_FORMS": "1",
        "perimeters-0-territory-words": "35238",
        "stage_records-TOTAL_FORMS": "1",
        "stage_records-0-stage": "emergence",
        "stage_records-0-on": "2020",
        "stage_records-0-source-words": "étude de 2020",
        "sectors-words": theme.name,
        "sources-words": "Étude de 2020",
    }
    assert sent(client, pole, values).status_code == 302
    assert pole.memberships.get().structure == member
    assert pole.perimeters.get().territory == territory("commune:35238")
    assert pole.stage_records.get().source == source
    assert list(pole.sectors.all()) == [theme]
    assert list(pole.sources.all()) == [source]


def test_words_that_several_rows_hold_propose_them(client, pole):
    near, far = (
        make_structure(name, commune=territory("commune:35238"))
        for name in ("Les Ateliers du Nord", "Les Ateliers du Sud")
    )
    asked = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-structure-words": "ateliers",
        "memberships-0-role": "membre",
    }
    answer = sent(client, pole, posted(opened(client, pole)) | asked)
    content = answer.content.decode()
    assert "Choisissez dans la liste ce qui répond à « ateliers »" in content
    assert f'<option value="{near.pk}">Les Ateliers du Nord (' in content
    assert f'<option value="{far.pk}">Les Ateliers du Sud (' in content
    assert 'value="ateliers"' in content
    # the words are still there when one of those proposed is chosen
    chosen = asked | {"memberships-0-structure": str(far.pk)}
    assert sent(client, pole, posted(answer) | chosen).status_code == 302
    assert pole.memberships.get().structure == far


def test_a_search_shows_what_it_finds_and_calls_nothing_else_an_error(client, pole):
    source = Source.objects.create(title="Rapport des pôles bretons")
    values = posted(opened(client, pole), _more="", name="")
    answer = sent(client, pole, values | {"sources-words": "bretons; néant"})
    content = answer.content.decode()
    assert f'<option value="{source.pk}">' in content
    assert "Rien ne répond à « néant »" in content
    assert "obligatoire" not in content


@pytest.mark.parametrize("typed", ["Les Ateliers du Midi", "732829320"])
def test_a_row_out_of_scope_is_unknown(client, pole, typed):
    toulouse = territory("commune:31555")
    make_structure("Les Ateliers du Midi", siren="732829320", commune=toulouse)
    asked = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-structure-words": typed,
        "memberships-0-role": "membre",
    }
    answer = sent(client, pole, posted(opened(client, pole)) | asked)
    assert f"Rien ne répond à « {typed} »" in answer.content.decode()
    assert not pole.memberships.exists()


@pytest.mark.parametrize("typed", ["%", "'", "a" * 5000, ";;;", "\u200b"])
def test_strange_words_find_nothing_and_break_nothing(client, pole, typed):
    names = ("seat-words", "sources-words", "carrier-words")
    values = posted(opened(client, pole), _more="") | dict.fromkeys(names, typed)
    assert sent(client, pole, values).status_code == 200
