"""Pictures of territory pages: the same numbers drawn, named and told in a table."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.drawings import (
    bars_drawing,
    curve_drawing,
    france_drawing,
    intercommunalities_drawing,
    locator_drawing,
    with_seats,
)
from directory.drawings.shapes import DIGIT_HEIGHT, NUMBER_SIZE, shape
from directory.drawings.sheets import _kept, _plain
from directory.drawings.tones import TONES, tone
from directory.models import Pole, Territory
from directory.prepositions import DEPARTEMENTS_IN
from directory.projection import is_inside
from tests.makers import make_pole, territory

from .drawn import draw, table

HOSTILE = '</title><script>alert("1")</script> & \'"'
SQUARE = [(0, 0), (200, 0), (200, 200), (0, 200), (0, 0)]


def place(level, code, name=None):
    return Territory(level=level, code=code, name=name or f"{level} {code}")


TREE = [
    (place("region", region), [place("departement", code) for code in inside])
    for region, inside in DEPARTEMENTS_IN.items()
    if region
]
OVERSEAS = [place("departement", code) for code in DEPARTEMENTS_IN[None]]
DEPARTEMENTS = [departement for _, inside in TREE for departement in inside]
KEYS = [each.key for each in [region for region, _ in TREE] + DEPARTEMENTS + OVERSEAS]
numbers = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 400), max_size=40)


def areas(root):
    """The links of a map: address, name, and what they hold."""
    (group,) = (e for e in root.iter("g") if "picture-areas" in e.get("class", ""))
    return [(a.get("href"), a.find("title").text, a) for a in group.findall("a")]


def told(number):
    if not number:
        return "aucun pôle connu n'y agit"
    return f"{number} pôle{'s' * (number > 1)} y agi{'t' if number == 1 else 'ssent'}"


def france(counts, **kwargs):
    return draw(
        "_choropleth", france_drawing(TREE, OVERSEAS, counts, title="T", **kwargs)
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "aucun pôle connu"),
        (1, "1 pôle"),
        (2, "2 ou 3"),
        (3, "2 ou 3"),
        (4, "4 à 7"),
        (7, "4 à 7"),
        (8, "8 et plus"),
        (3_000, "8 et plus"),
    ],
)
def test_a_tone_says_which_numbers_it_stands_for(number, words):
    assert tone(number).words == words


def test_tones_darken_in_grey_too_and_their_ink_is_read_on_them():
    fills = [luminance(each.fill) for each in TONES[1:]]
    assert fills == sorted(fills, reverse=True)
    assert all(a / b > 1.5 for a, b in zip(fills, fills[1:], strict=False))
    for each in TONES[1:]:
        assert contrast(each.fill, each.ink) >= 4.5


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * d for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@settings(deadline=None, max_examples=15)
@given(numbers)
def test_france_draws_names_and_tabulates_the_numbers_it_is_given(counts):
    root, text = france(counts)
    links = areas(root)
    assert [(url, name) for url, name, _ in links] == [
        (f"/territoires/region/{r.code}/", f"{r.name}\u00a0: {told(counts.get(r.key))}")
        for r, _ in TREE
    ]
    for (_, inside), (_, _, link) in zip(TREE, links, strict=True):
        named = [path.find("title") for path in link.iter("path")]
        expected = {f"{d.name}\u00a0: {told(counts.get(d.key))}" for d in inside}
        assert {title.text for title in named if title is not None} == expected
        ours = {str(counts.get(d.key)) for d in inside}
        drawn = [t.text for t in link.iter("text") if t.get("class") != "picture-name"]
        assert set(drawn) <= ours - {"0"}
    expected = [
        (each.name, number(counts.get(each.key, 0)))
        for region, inside in TREE
        for each in [region, *inside]
    ]
    expected += [(each.name, number(counts.get(each.key, 0))) for each in OVERSEAS]
    assert table(root) == expected


def number(value):
    return f"{value:,}".replace(",", "\u00a0")


def test_the_same_numbers_give_the_same_bytes():
    counts = {key: rank % 11 for rank, key in enumerate(KEYS)}
    assert france(counts)[1] == france(dict(reversed(counts.items())))[1]


def test_every_large_departement_bears_its_number_on_a_page_and_most_on_a_phone():
    root, _ = france({each.key: 8 for each in DEPARTEMENTS})
    texts = [t for t in root.iter("text") if t.text == "8"]
    tight = [t for t in texts if t.get("class") == "is-tight"]
    # the four around Paris are too small, and enlarged in their frame
    assert len(texts) >= len(DEPARTEMENTS) - 2
    assert len(tight) < 20


def test_a_number_lies_inside_its_area_and_off_what_covers_it():
    hole = [(20, 20), (20, 180), (150, 180), (150, 20), (20, 20)]
    free = shape([SQUARE], covered=[hole]).room
    assert is_inside([SQUARE], free.x, free.y)
    assert free.x - free.half >= 150
    half_height = DIGIT_HEIGHT * NUMBER_SIZE / 2
    slanted = [(0, 0), (100, 100), (100, 140), (0, 40), (0, 0)]
    room = shape([slanted]).room
    for dx in (-room.half, room.half):
        for dy in (-half_height, half_height):
            assert is_inside([slanted], room.x + 0.99 * dx, room.y + dy)


def test_nothing_known_is_hatched_and_a_pole_is_not():
    root, _ = france({"departement:33": 1, "region:75": 1}, anchor="carte")
    fills = {
        path.find("title").text: path.get("fill")
        for path in root.iter("path")
        if path.find("title") is not None
    }
    hatched = {name for name, fill in fills.items() if fill == "url(#carte-hachures)"}
    assert len(hatched) == len(fills) - 1
    assert fills["departement 33\u00a0: 1 pôle y agit"] == TONES[1].fill
    assert root.find(".//pattern").get("id") == "carte-hachures"


def test_a_past_date_is_kept_by_every_link():
    root, _ = france({}, query="?au=2016-01-01")
    urls = [a.get("href") for a in root.iter("a") if "territoires" in a.get("href")]
    assert len(urls) == 2 * len(KEYS) - len(DEPARTEMENTS)
    assert all(url.endswith("/?au=2016-01-01") for url in urls)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "Aucun pôle connu n'agit dans ces 101 départements."),
        (
            {"departement:33": 4},
            "4 pôles agissent dans un seul des 101 départements\u00a0: en Gironde.",
        ),
        (
            {"departement:33": 1, "departement:32": 1},
            "2 des 101 départements ont un pôle qui y agit\u00a0; "
            "aucun n'en a plus d'un.",
        ),
        (
            {"departement:33": 5, "departement:32": 5, "departement:31": 1},
            "Au moins un pôle agit dans 3 des 101 départements\u00a0; le plus grand "
            "nombre, 5, dans le Gers et en Gironde.",
        ),
        (
            {each.key: 2 for each in DEPARTEMENTS},
            "Au moins un pôle agit dans les 101 départements\u00a0; le plus grand "
            "nombre, 2, dans 101 d'entre eux.",
        ),
        (
            {each.key: 1 for each in DEPARTEMENTS},
            "Chacun des 101 départements a un pôle qui y agit.",
        ),
    ],
)
def test_a_sentence_tells_what_the_map_shows(counts, words):
    ordered = sorted(TREE, key=lambda pair: pair[0].code, reverse=True)
    assert france_drawing(ordered, [], counts, title="T")["words"] == words


def test_france_without_territories_has_no_picture():
    assert france_drawing([], [], {}, title="T") is None


def test_a_name_is_never_markup():
    tree = [(place("region", "53", HOSTILE), [place("departement", "29", HOSTILE)])]
    for template, drawing in (
        ("_choropleth", france_drawing(tree, [], {}, title=HOSTILE)),
        ("_bars", bars_drawing([(HOSTILE, 1)], title=HOSTILE, heading=HOSTILE)),
        ("_curve", curve_drawing([(date(2020, 1, 1), 1)], title=HOSTILE)),
    ):
        root, text = draw(template, drawing)
        assert "<script" not in text
        assert HOSTILE in [e.text for e in root.iter()]


def sharing(outer):
    """Intercommunalities that share communes with a territory, in name order."""
    return list(
        Territory.objects.sharing_communes_with(outer)
        .of_level(Territory.Level.EPCI)
        .order_by("folded_name", "code")
    )


def intercommunalities(key, counts=None, **kwargs):
    outer = territory(key)
    places = sharing(outer)
    drawing = intercommunalities_drawing(
        outer, places, counts or {}, title="T", **kwargs
    )
    return places, drawing


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["departement:26", "region:94", "departement:974"])
def test_each_intercommunality_is_a_link_with_its_number_drawn_and_tabulated(key):
    outer = territory(key)
    counts = {each.key: rank % 10 for rank, each in enumerate(sharing(outer))}
    places, drawing = intercommunalities(key, counts, query="?au=2016-01-01")
    root, text = draw("_choropleth", drawing)
    assert [(url, name) for url, name, _ in areas(root)] == [
        (
            f"/territoires/epci/{each.code}/?au=2016-01-01",
            f"{each.name}\u00a0: {told(counts[each.key])}",
        )
        for each in places
    ]
    for each, (_, _, link) in zip(places, areas(root), strict=True):
        assert link.find("path").get("d").startswith("M")
        assert {t.text for t in link.iter("text")} <= {str(counts[each.key])} - {"0"}
    assert table(root) == [(e.name, str(counts[e.key])) for e in places]
    _, again = intercommunalities(key, counts, query="?au=2016-01-01")
    assert draw("_choropleth", again)[1] == text


@pytest.mark.django_db
def test_an_intercommunality_that_straddles_is_drawn_whole_under_the_outline():
    _, drawing = intercommunalities("departement:26")
    root, _ = draw("_choropleth", drawing)
    (outline,) = (p for p in root.iter("path") if p.get("class") == "picture-outline")
    lowest = max(extent(link.find("path").get("d"))[1] for _, _, link in areas(root))
    assert lowest > extent(outline.get("d"))[1] + 50


def extent(path):
    """The least and the largest y of a path made of moves and relative lines."""
    ys = []
    for line in path.replace("z", "").split("M")[1:]:
        start, _, steps = line.partition("l")
        y = int(start.split()[1])
        ys.append(y)
        for step in steps.replace("-", " -").split()[1::2]:
            y += int(step)
            ys.append(y)
    return min(ys), max(ys)


@pytest.mark.django_db
def test_what_lies_around_paris_is_drawn_over_the_metropolis_whose_number_shows():
    counts = {"epci:200054781": 6}
    places, drawing = intercommunalities("region:11", counts)
    root, _ = draw("_choropleth", drawing)
    codes = [url.split("/")[3] for url, _, _ in areas(root)]
    above = [each.code for each in places if each.nature == Territory.EPT]
    assert len(above) == 11
    assert codes[-11:] == above
    (number,) = (t for t in root.iter("text") if t.text == "6")
    around = [shape_of(root, code) for code in above]
    x, y = int(number.get("x")), int(number.get("y"))
    assert not any(is_inside(lines, x, y) for lines in around)
    assert is_inside(shape_of(root, "200054781"), x, y)


def shape_of(root, code):
    """Lines of the area of an intercommunality, read from its path."""
    (path,) = (
        link.find("path").get("d")
        for url, _, link in areas(root)
        if url.split("/")[3] == code
    )
    lines = []
    for line in path.replace("z", "").split("M")[1:]:
        start, _, steps = line.partition("l")
        x, y = map(int, start.split())
        points = [(x, y)]
        moves = [int(step) for step in steps.replace("-", " -").split()]
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        lines.append(points)
    return lines


@pytest.mark.django_db
def test_outlines_are_asked_once_whatever_the_numbers(django_assert_num_queries):
    outer = territory("departement:48")
    places = sharing(outer)
    _kept.cache_clear()
    with django_assert_num_queries(1):
        intercommunalities_drawing(outer, places, {}, title="T")
    with django_assert_num_queries(0):
        intercommunalities_drawing(outer, places, {places[0].key: 3}, title="U")


@pytest.mark.django_db
def test_a_territory_without_outline_has_no_picture():
    assert intercommunalities("departement:988")[1] is None
    collectivity = territory("commune:97801")
    assert locator_drawing(collectivity, [collectivity], [], title="T") is None
    # parted from a commune that still holds it in the source of outlines
    lost = territory("commune:15031")
    communes = list(Territory.objects.communes_of(lost.epci))
    assert locator_drawing(lost, communes, [], title="T") is None
    assert locator_drawing(lost.epci, communes, [], title="T") is not None


@pytest.mark.django_db
def test_a_commune_is_shown_among_those_of_its_intercommunality():
    make_pole("Pôle Sud", stage="developpement")
    make_pole("Sans point", seat="commune:26281", latitude=None, longitude=None)
    far = {"latitude": 43.5, "longitude": 1.5, "position_precision": "adresse"}
    make_pole("Ailleurs", seat="commune:26281", **far)
    romans = territory("commune:26281")
    communes = list(Territory.objects.communes_of(romans.epci))
    poles = with_seats(Pole.objects.with_stage().in_name_order())
    drawing = locator_drawing(romans, communes, poles, title="T", anchor="ici")
    root, text = draw("_locator", drawing)
    (group,) = (e for e in root.iter("g") if e.get("class") == "locator-poles")
    (link,) = group.findall("a")
    assert link.get("href") == "/poles/pole-sud/"
    assert link.find("title").text == "Pôle Sud, développement, Romans-sur-Isère"
    assert link.find("use").get("href") == "#ici-signe-developpement"
    names = {t.text for path in root.iter("path") for t in path.findall("title")}
    assert names == {commune.name for commune in communes}
    assert "3 pôles y siègent, dont 2 que la carte ne place pas." in text
    assert drawing["territory"] in [p.get("d") for p in root.iter("path")]


@pytest.mark.django_db
def test_communes_of_one_intercommunality_share_their_outlines(
    django_assert_num_queries,
):
    romans = territory("commune:26281")
    whole = romans.epci
    communes = list(Territory.objects.communes_of(whole).order_by("code"))
    _plain.cache_clear()
    with django_assert_num_queries(1):
        around = locator_drawing(whole, communes, [], title="T")
        inside = locator_drawing(romans, communes, [], title="T")
    assert around["territory"] != inside["territory"]
    assert around["words"] == "Aucun pôle connu n'y siège."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "is_shown"),
    [("commune:85113", True), ("commune:97411", False), ("epci:249740101", False)],
)
def test_france_stands_beside_what_lies_on_its_mainland(key, is_shown):
    """L'Île-d'Yeu, in no intercommunality, is drawn alone."""
    here = territory(key)
    communes = list(Territory.objects.communes_of(here.epci or here))
    drawing = locator_drawing(here, communes, [], title="T")
    assert bool(drawing["france"]) is is_shown
    draw("_locator", drawing)
