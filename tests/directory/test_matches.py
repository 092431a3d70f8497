"""Why a card answers the words of a search that it does not show."""

from datetime import date

import pytest

from directory.models import Match, Membership, Sector, Synonym
from directory.words import match_words
from tests.makers import make_pole, make_structure

from .test_search import text_of, visit

pytestmark = pytest.mark.django_db


def reasons(client, **query):
    """{slug of a card: kinds of what answered beyond it}."""
    page, found, card = visit(client, **query), {}, None
    for tag in page.tags:
        if tag["tag"] == "article":
            card = tag["data-pole"]
            found[card] = ""
        elif "data-trouve" in tag:
            found[card] = tag["data-trouve"]
    return found


def test_a_member_that_alone_answers_is_named(client):
    names = ["Coop verte", "Coop bleue", "Coop rouge", "Coop noire", "Atelier"]
    make_pole("Pôle", members=[make_structure(name) for name in names])
    assert reasons(client, quoi="coops") == {"pole": "membre"}
    told = text_of(client, quoi="coop")
    assert "Trouvé parmi ses membres : Coop bleue, Coop noire et 2 autres." in told
    assert "Atelier" not in told


def test_what_the_card_shows_needs_no_reason(client):
    member = make_structure("Coop de Romans")
    make_pole("Pôle coop", members=[member], sectors=["culture"])
    for words in (
        "coop",
        "culture",
        "drôme coop",
        "tests romans",
        "-tests pôle",
        "pôle",
    ):
        assert set(reasons(client, quoi=words).values()) <= {""}, words
    assert reasons(client) == {"pole-coop": ""}


def test_each_word_has_its_reason_and_only_once(client):
    sector = Sector.objects.get(slug="mobilite")
    pole = make_pole(
        "Pôle",
        short_name="Cyclo",
        sectors=[sector.slug],
        members=[make_structure("Cyclo vélo"), make_structure("Moulin")],
        carrier=make_structure("Fabrique"),
        description=f"{'Un projet local. ' * 20}Une menuiserie.",
    )
    for words, kinds in {
        "cyclo": "nom",
        "vélo": "theme",
        "moulin vélo": "theme membre",
        "fabrique": "porteur",
        "menuiserie": "description",
        '"menuiserie" -brasserie': "description",
        "projet moulin": "membre",
    }.items():
        assert reasons(client, quoi=words) == {pole.slug: kinds}, words


def test_a_member_no_more_is_told_to_be_one(client):
    pole, other = make_pole("Pôle"), make_structure("Coop")
    Membership.objects.create(pole=pole, structure=other, until=date(2020, 1, 1))
    assert reasons(client, quoi="coop") == {"pole": "ancien"}
    Membership.objects.create(pole=pole, structure=other, since=date(2021, 1, 1))
    assert reasons(client, quoi="coop") == {"pole": "membre"}


def test_a_synonym_is_a_reason_as_the_word_itself(client):
    Synonym.objects.create(words="bécane", same_as="bicyclette")
    make_pole("Pôle", members=[make_structure("Bicyclette et compagnie")])
    make_pole("La bicyclette")
    found = reasons(client, quoi="bécane")
    assert found == {"pole": "membre", "la-bicyclette": ""}


@pytest.mark.parametrize("words", ["d'une", "'", "a'b & c | !d", "<-> (", "\\", "L''"])
def test_odd_words_break_nothing(client, words):
    make_pole("Pôle a'b c \\ L''", members=[make_structure("A'b & c \\ d")])
    visit(client, quoi=words)


def test_matches_are_told_in_french():
    matches = [
        Match("theme", ("Mobilité (vélo)",)),
        Match("membre", ("A", "B", "C")),
        Match("description", ()),
    ]
    assert match_words(matches) == (
        "Trouvé par sa thématique : Mobilité (vélo) ; "
        "parmi ses membres : A, B, C ; "
        "plus loin dans sa présentation"
    )
