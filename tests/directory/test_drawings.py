from html import unescape
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.base_drawing import HEIGHT, OVERSEAS, WIDTH, draw_base
from directory.drawings import poles_drawing, with_seats
from directory.models import Pole, Stage, Territory, answers_of
from directory.words import map_sentence
from tests.makers import make_pole, territory

SVG = "{http://www.w3.org/2000/svg}"
ALONE = "directory/pole_map.svg"
INLINE = "directory/_drawing.html"
HOSTILE = '</title><script>alert("1")</script>\x08 & \'"'
TARNOS, PARIS = (43.54, -1.46), (48.86, 2.35)
NOUMEA = (-22.27, 166.44)


def draw(poles=None, *, template=ALONE, **kwargs):
    poles = Pole.objects.with_stage().in_name_order() if poles is None else poles
    drawing = poles_drawing(poles, **kwargs)
    return drawing, render_to_string(template, {"drawing": drawing})


def parse(text):
    return ElementTree.fromstring(text.strip())


def drawn(root):
    """Slugs of the poles of a drawing, in its order."""
    return [e.get("data-pole") for e in root.iter() if e.get("data-pole")]


def unsaved(rank, *, name="Pôle", position=PARIS, stage=None):
    latitude, longitude = position or (None, None)
    pole = Pole(slug=f"p-{rank}", name=name, latitude=latitude, longitude=longitude)
    pole.stage = stage
    return pole


positions = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
near_france = st.tuples(st.floats(42, 51), st.floats(-5, 9))
stages = st.sampled_from([None, *Stage.values])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.text(), positions | near_france, stages), max_size=20))
@example([(HOSTILE, PARIS, "emergence")] * 30)
@example([("Loin", NOUMEA, "clos")] * 3)
def test_any_set_gives_sound_xml_that_draws_what_has_a_point(rows):
    poles = [
        unsaved(rank, name=name, position=position, stage=stage)
        for rank, (name, position, stage) in enumerate(rows)
    ]
    drawing, text = draw(poles)
    root = parse(text)
    assert drawn(root) == [p.slug for p in poles if p.latitude is not None]
    assert drawing["unplaced"] == [p for p in poles if p.latitude is None]
    assert_harmless(root)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    uses = [e.get("href") for e in root.iter(f"{SVG}use")]
    assert {use.removeprefix("#") for use in uses} <= set(ids)


def assert_harmless(root):
    """Nothing that the site's policy refuses, and nothing from elsewhere."""
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"script", "style", "foreignObject", "image", "iframe"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "url(" not in value
            if name.endswith("href"):
                assert value.startswith(("/", "#"))


@given(st.lists(st.tuples(near_france, stages), min_size=1, max_size=40))
@settings(deadline=None, max_examples=30)
def test_no_two_signs_cover_each_other_wholly(rows):
    poles = [unsaved(n, position=p, stage=s) for n, (p, s) in enumerate(rows)]
    places = poles_drawing(poles)["points"]
    # apart from fans that meet by chance
    assert len(set(places)) >= len(places) * 0.9


def test_poles_at_one_point_are_fanned_out_around_it():
    ((left, top),) = poles_drawing([unsaved(0)])["points"]
    drawing = poles_drawing([unsaved(rank) for rank in range(4)])
    places = set(drawing["points"])
    assert len(places) == 4
    assert all(abs(x - left) + abs(y - top) < 30 for x, y in places)


def test_the_base_is_light_and_stands_on_the_paper():
    base = draw_base()
    assert len(base.land) + len(base.borders) < 20_000
    assert set(base.rooms) >= set(OVERSEAS)
    assert len(base.areas) == 18 + 101
    for lines in base.areas.values():
        assert lines
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for r in lines for x, y in r)


def test_a_lone_pole_weighs_little_and_each_next_one_less_than_250_bytes():
    one = len(draw([unsaved(0, stage="clos")])[1].encode())
    many = [unsaved(n, position=(44 + n / 50, 2), stage="clos") for n in range(101)]
    assert one < 23_000
    assert len(draw(many)[1].encode()) - one < 100 * 250


def test_an_empty_set_is_a_map_that_says_so():
    drawing, text = draw([])
    assert drawn(parse(text)) == []
    assert drawing["words"].startswith("Aucun pôle")
    assert drawing["legend"] == drawing["numbers"] == []


def test_a_pole_of_the_pacific_is_drawn_apart():
    drawing = poles_drawing([unsaved(0, position=NOUMEA), unsaved(1)])
    assert [inset["name"] for inset in drawing["insets"]][-1] == "Ailleurs"
    assert len(drawing["points"]) == 2
    assert "Ailleurs" not in [i["name"] for i in poles_drawing([unsaved(1)])["insets"]]


def test_a_pole_keeps_its_place_between_west_and_east_north_and_south():
    tarnos, paris = poles_drawing([unsaved(0, position=TARNOS), unsaved(1)])["points"]
    assert tarnos[0] < paris[0]
    assert tarnos[1] > paris[1]


@pytest.mark.django_db
def test_a_link_is_named_with_pole_stage_and_town():
    make_pole("Pôle Sud", stage="developpement")
    make_pole("Sans étape", stage=None)
    _, text = draw()
    titles = [a.find(f"{SVG}title").text for a in parse(text).iter(f"{SVG}a")]
    assert "Pôle Sud, développement, Romans-sur-Isère" in titles
    assert "Sans étape, étape inconnue, Romans-sur-Isère" in titles
    assert 'href="/poles/pole-sud/" data-pole="pole-sud"' in text


@pytest.mark.django_db
@pytest.mark.parametrize("template", [ALONE, INLINE])
def test_a_name_is_never_markup(template):
    make_pole("</title><script>alert(1)</script>", slug="a")
    make_pole("<b>Sans point</b>", slug="b", seat="departement:26")
    _, text = draw(template=template)
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;/title&gt;&lt;script&gt;" in text


@pytest.mark.django_db
def test_a_region_counts_its_poles_without_a_point_and_leads_to_its_list():
    make_pole("A")
    make_pole("B", seat="departement:26")
    make_pole("C", seat="region:84")
    make_pole("D", seat="commune:97411")
    make_pole("E", seat="departement:988")
    make_pole("F", seat=None)
    drawing, _ = draw(links="/thematiques/culture/?etape=clos&")
    numbers = {n["region"]: n for n in drawing["numbers"]}
    assert {key: n["number"] for key, n in numbers.items()} == {
        "region:84": 3,
        "region:04": 1,
    }
    assert numbers["region:84"]["words"] == "3 pôles siègent en Auvergne-Rhône-Alpes"
    assert numbers["region:04"]["url"] == (
        "/thematiques/culture/?etape=clos&territoire=region:04"
    )
    assert [pole.name for pole in drawing["unplaced"]] == ["B", "C", "E", "F"]


@pytest.mark.django_db
def test_numbers_avoid_signs_and_stay_in_their_region():
    for code in ("75056", "93066", "94028", "92050"):
        make_pole(code, seat=f"commune:{code}")
    drawing, _ = draw()
    (number,) = drawing["numbers"]
    assert (number["x"], number["y"]) in draw_base().rooms["11"]
    for x, y in drawing["points"]:
        assert max(abs(x - number["x"]), abs(y - number["y"])) > 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "marked"),
    [
        ("commune:26281", True),
        ("epci:200068781", False),
        ("departement:26", False),
        ("region:84", False),
        ("region:06", False),
        ("departement:75", True),
        ("commune:97411", True),
    ],
)
def test_the_place_is_outlined_and_a_small_one_ringed_and_named(key, marked):
    drawing, text = draw(place=territory(key))
    assert drawing["place"]["path"].startswith("M")
    assert bool(drawing["place"]["mark"]) == marked
    assert_harmless(parse(text))
    assert len(text.encode()) < 25_000


@pytest.mark.django_db
def test_a_place_that_no_frame_shows_is_left_out():
    drawing, text = draw(place=territory("departement:988"))
    assert drawing["place"] is None
    assert parse(text) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "expected"), [(None, 1), ("region:84", 1), ("epci:200068781", 2)]
)
def test_a_drawing_takes_two_queries_at_most(
    place, expected, django_assert_num_queries
):
    for number, seat in enumerate(["commune:26281", "departement:32", "region:53"]):
        make_pole(f"Pôle {number}", seat=seat)
    place = place and Territory.objects.select_related("departement").get(
        level=place.split(":")[0], code=place.split(":")[1]
    )
    answers = place and answers_of(Pole.objects.all(), place)
    with django_assert_num_queries(expected):
        drawing, _ = draw(place=place, answers=answers)
    assert len(drawing["points"]) == 1


@pytest.mark.django_db
def test_the_two_faces_show_the_same_set_and_words():
    make_pole("A", stage="emergence")
    make_pole("B", seat="commune:97411", stage="clos")
    make_pole("C", seat="departement:32")
    drawing, alone = draw()
    _, inline = draw(template=INLINE)
    words = map_sentence(with_seats(Pole.objects.with_stage()))
    assert drawing["words"] == words
    assert drawn(parse(alone)) == drawn(parse(inline)) == ["a", "b"]
    assert parse(alone).find(f"{SVG}desc").text == words
    assert words in unescape(inline)
    assert '<a href="/poles/c/">C</a> (Gers)' in inline


def test_many_poles_are_dots_with_the_way_to_the_drawing_of_all():
    poles = [unsaved(n, position=(44 + n / 50, 2), stage="clos") for n in range(6)]
    poles.append(unsaved(6, position=None))
    complete = "/poles/carte.svg?quoi=a&thematique=culture"
    drawing = poles_drawing(poles, most_signs=5, complete=complete)
    inline = render_to_string(INLINE, {"drawing": drawing})
    assert drawn(parse(inline)) == []
    (dots,) = (e for e in parse(inline).iter() if e.get("class") == "drawing-dots")
    assert dots.get("d").count("M") == len(set(drawing["points"])) == 6
    assert 'href="/poles/carte.svg?quoi=a&amp;thematique=culture"' in inline
    assert drawing["unplaced"] == drawing["legend"] == []
    assert_harmless(parse(inline))


def test_as_many_poles_as_may_be_are_signs():
    poles = [unsaved(n, position=(44 + n / 50, 2), stage="clos") for n in range(5)]
    drawing = poles_drawing(poles, most_signs=5)
    inline = render_to_string(INLINE, {"drawing": drawing})
    assert len(drawn(parse(inline))) == 5
    assert "drawing-dots" not in inline
    assert drawing["complete"] is None
