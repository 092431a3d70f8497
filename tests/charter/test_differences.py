"""A comparison gives back both texts, and pairs what continues what."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from charter.differences import Pair, compare, paired

WORDS = st.lists(st.sampled_from(["pôle", "agit", "l'eau", ",", " ", "\n\n", "à"]))
TEXTS = st.text() | WORDS.map("".join) | WORDS.map(" ".join)


def told(pieces, changed=None):
    return "".join(p.text for p in pieces if changed in (None, p.changed))


@given(TEXTS, TEXTS)
def test_each_side_of_a_comparison_gives_back_its_text(old, new):
    change = compare(old, new)
    assert told(change.old) == old
    assert told(change.new) == new


@given(TEXTS, TEXTS)
def test_what_did_not_change_is_the_same_on_both_sides(old, new):
    change = compare(old, new)
    assert told(change.old, False) == told(change.new, False)
    assert change.changed == (old != new)


@given(TEXTS)
def test_a_text_put_beside_itself_has_no_change(text):
    assert not any(piece.changed for piece in compare(text, text).new)


@given(TEXTS, TEXTS)
def test_pieces_are_never_empty_nor_two_of_a_kind_in_a_row(old, new):
    for side in (compare(old, new).old, compare(old, new).new):
        assert all(piece.text for piece in side)
        kinds = [piece.changed for piece in side]
        assert all(a != b for a, b in zip(kinds, kinds[1:], strict=False))


def test_only_the_word_that_changed_is_told():
    change = compare("Partir du territoire.", "Partir de son territoire, ensemble.")
    assert [p.text for p in change.old if p.changed] == ["du"]
    assert [p.text for p in change.new if p.changed] == ["de son", ", ensemble"]


def test_no_text_is_compared_as_an_empty_one():
    assert compare(None, None).new == ()
    assert told(compare(None, "Un texte.").new, True) == "Un texte."


def test_a_long_text_whose_words_come_back_is_compared_whole():
    old, new = "à " * 10_000, "à la " * 7_000
    change = compare(old, new)
    assert told(change.old) == old
    assert told(change.new) == new


@dataclass(frozen=True)
class Told:
    """What `paired` reads of a commitment."""

    pk: int
    title: str


def version(*rows):
    return [Told(pk, title) for pk, title in rows]


OLD = version((1, "Coopérer"), (2, "Partager"), (3, "Décider"))


def titles(pairs):
    return [(p.old and p.old.title, p.new and p.new.title) for p in pairs]


def test_what_continues_is_paired_whatever_its_title():
    new = version((11, "Agir ensemble"), (12, "Partager"), (13, "Décider à tous"))
    pairs = paired(OLD, new, {11: 1, 12: 2, 13: 3})
    assert pairs == [Pair(*both) for both in zip(OLD, new, strict=True)]


def test_what_comes_from_the_same_one_is_paired_either_way():
    new = version((31, "Agir"), (32, "Mettre en commun"))
    pairs = paired(OLD, new, {31: 1, 32: 2})
    assert titles(pairs)[:2] == [("Coopérer", "Agir"), ("Partager", "Mettre en commun")]
    assert titles(paired(new, OLD, {31: 1, 32: 2}))[:2] == [
        ("Agir", "Coopérer"),
        ("Mettre en commun", "Partager"),
    ]


def test_what_came_and_what_went_stand_alone_in_their_place():
    new = version((11, "Coopérer"), (14, "Transmettre"), (13, "Décider"))
    assert titles(paired(OLD, new, {11: 1, 13: 3})) == [
        ("Coopérer", "Coopérer"),
        ("Partager", None),
        (None, "Transmettre"),
        ("Décider", "Décider"),
    ]


def test_the_first_that_went_stands_first():
    new = version((12, "Partager"))
    assert titles(paired(OLD, new, {12: 2})) == [
        ("Coopérer", None),
        ("Partager", "Partager"),
        ("Décider", None),
    ]


def test_texts_that_were_typed_apart_are_paired_by_title():
    new = version((12, "Partager"), (11, "Coopérer  "))
    assert titles(paired(OLD, new, {})) == [
        ("Partager", "Partager"),
        ("Décider", None),
        ("Coopérer", "Coopérer  "),
    ]


SOME = st.lists(st.integers(1, 9), unique=True)


@given(SOME, SOME, st.dictionaries(st.integers(1, 20), st.integers(1, 20)))
def test_each_commitment_stands_once_whatever_continues_what(olds, news, origins):
    old = version(*((pk, f"ancien {pk % 4}") for pk in olds))
    new = version(*((pk + 10, f"nouveau {pk % 4}") for pk in news))
    pairs = paired(old, new, origins)
    assert [p.new for p in pairs if p.new] == new
    assert sorted(p.old.pk for p in pairs if p.old) == sorted(olds)
    assert all(p.old or p.new for p in pairs)
