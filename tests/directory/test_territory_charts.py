"""Bars and curves of territory pages: numbers as given, drawn and written."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.drawings import bars_drawing, curve_drawing
from directory.models import UNKNOWN, Stage

from .drawn import draw, table

TODAY = date(2026, 11, 26)
NO_BREAK = "\u00a0"
counts = st.integers(0, 20_000)
signs = st.sampled_from([None, UNKNOWN, *Stage.values])
labels = st.text(st.characters(codec="utf-8", categories=["L", "P", "Zs"]), min_size=1)


def bars(rows, **kwargs):
    drawing = bars_drawing(rows, title="T", heading="Thématique", **kwargs)
    return draw("_bars", drawing)


def written(number):
    return f"{number:,}".replace(",", NO_BREAK)


def widths(root):
    """Width of each bar in percent, None where there is none, in the order of rows."""
    rows = [row for row in root.iter("tr") if row.find("td") is not None]
    svgs = [row.find(".//td//svg") for row in rows]
    return [None if svg is None else float(svg.get("width")[:-1]) for svg in svgs]


@settings(deadline=None)
@given(st.lists(st.tuples(labels, counts, signs)))
def test_bars_are_a_table_of_the_numbers_given_and_as_long_as_they_say(rows):
    root, text = bars(rows)
    assert [n for _, n in table(root)] == [written(number) for _, number, _ in rows]
    assert [label for label, _ in table(root)] == [label.strip() for label, *_ in rows]
    largest = max((number for _, number, _ in rows), default=0)
    for (_, number, _), width in zip(rows, widths(root), strict=True):
        if number:
            assert width == pytest.approx(100 * number / largest, abs=0.06)
        else:
            assert width is None
    assert bars(rows)[1] == text


def test_an_unknown_number_is_said_and_has_no_bar():
    root, _ = bars([("Emplois", None), ("Bénévoles", 0), ("Pôles", 3)])
    assert table(root) == [("Emplois", "inconnu"), ("Bénévoles", "0"), ("Pôles", "3")]
    assert widths(root) == [None, None, 100]


def test_a_bar_of_a_stage_has_its_sign_and_its_line():
    rows = [("Émergence", 2, Stage.EMERGING), ("Développement", 3, Stage.DEVELOPING)]
    root, _ = bars([*rows, ("Étape inconnue", 1, UNKNOWN), ("Culture", 1)])
    cells = [row.find("th") for row in root.iter("tr") if row.find("td") is not None]
    assert [cell.find("svg") is not None for cell in cells] == [True, True, True, False]
    rects = [r for svg in root.iter("svg") for r in svg.findall("rect")]
    looks = {(r.get("fill"), r.get("stroke")) for r in rects}
    assert len(looks) == 3
    assert (rects[1].get("fill"), rects[3].get("fill")) == ("#0f5c4d", "#0f5c4d")


def test_a_label_may_lead_somewhere():
    root, _ = bars([("Culture", 2, None, "/thematiques/culture/"), ("Habitat", 1)])
    (link,) = root.iter("a")
    assert (link.text, link.get("href")) == ("Culture", "/thematiques/culture/")


def curve(points, **kwargs):
    drawing = curve_drawing(points, title="T", **kwargs)
    return drawing, *draw("_curve", drawing)


def year_ends(numbers, last=TODAY):
    first = last.year - len(numbers) + 1
    return [
        (date(year, 12, 31) if year < last.year else last, number)
        for year, number in enumerate(numbers, first)
    ]


@settings(deadline=None)
@given(st.lists(counts, min_size=1, max_size=30))
@example([0])
@example([7] * 18)
def test_a_curve_has_a_point_for_each_number_and_a_table_of_the_same(numbers):
    drawing, root, text = curve(year_ends(numbers))
    named = [circle.find("title").text for circle in root.iter("circle")]
    assert [tuple(name.split(f"{NO_BREAK}: ")) for name in named] == table(root)
    assert [number for _, number in table(root)] == [written(n) for n in numbers]
    heights = [point["y"] for point in drawing["points"]]
    lowest, highest = drawing["levels"][0], drawing["levels"][-1]
    assert lowest["number"] == 0
    assert highest["number"] >= max(numbers)
    assert len(drawing["levels"]) <= 5
    for number, y in zip(numbers, heights, strict=True):
        part = (lowest["y"] - y) / (lowest["y"] - highest["y"])
        assert part == pytest.approx(number / highest["number"], abs=0.01)
    across = [point["x"] for point in drawing["points"]]
    assert across == sorted(across)
    assert drawing["left"] <= across[0] <= across[-1] <= drawing["right"]
    assert curve(year_ends(numbers))[2] == text


@given(st.lists(counts, min_size=1, max_size=30))
def test_the_first_the_largest_and_the_last_numbers_are_written(numbers):
    drawing = curve_drawing(year_ends(numbers), title="T")
    shown = {value["number"] for value in drawing["values"]}
    assert shown == {numbers[0], max(numbers), numbers[-1]}
    assert len(drawing["values"]) <= 3


@given(st.integers(1, 60))
def test_years_are_told_from_the_first_to_the_last_without_touching(length):
    years = curve_drawing(year_ends([1] * length), title="T")["years"]
    places = sorted(label["x"] for label in years)
    assert all(b - a >= 60 for a, b in zip(places, places[1:], strict=False))
    assert len(years) <= 7
    told = {label["year"] for label in years}
    assert {TODAY.year - length + 1, TODAY.year} <= told


def test_from_2009_a_year_in_four_is_told():
    years = curve_drawing(year_ends([1] * 18), title="T")["years"]
    told = sorted(label["year"] for label in years)
    assert told == [2009, 2013, 2017, 2021, 2026]


@pytest.mark.parametrize(
    ("numbers", "last", "words"),
    [
        ([2, 5, 9], TODAY, "De 2, fin 2024, à 9, le 26 novembre 2026."),
        (
            [2, 5, 1_204, 9],
            date(2016, 12, 31),
            "De 2, fin 2013, à 9, fin 2016\u00a0; au plus 1\u00a0204, fin 2015.",
        ),
        ([1, 1], TODAY, "Toujours 1, fin 2025 comme le 26 novembre 2026."),
        ([4], date(2009, 6, 1), "Le 1er juin 2009\u00a0: 4."),
        ([], TODAY, "Aucun nombre à cette date."),
    ],
)
def test_a_sentence_tells_the_curve(numbers, last, words):
    drawing, _, text = curve(year_ends(numbers, last))
    assert drawing["words"] == words
    assert words in text


def test_a_date_soon_after_the_last_year_keeps_its_own_point():
    points = [(date(2025, 12, 31), 3), (date(2025, 12, 31) + timedelta(days=1), 4)]
    drawing, root, _ = curve(points)
    assert table(root) == [("31 décembre 2025", "3"), ("1er janvier 2026", "4")]
    assert len(drawing["points"]) == 2
