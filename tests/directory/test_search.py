"""The answer to "where" and "what": reasons, neighbours, honest facets."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Place, Sector, Synonym, did_you_mean
from tests.makers import (
    make_edition,
    make_network,
    make_pledge,
    make_pole,
    make_structure,
    territory,
)
from tests.page import Page

pytestmark = pytest.mark.django_db


def visit(client, **query):
    response = client.get(f"/poles/?{urlencode(query, doseq=True)}")
    assert response.status_code == 200
    return Page(response)


def text_of(client, path="/poles/", **query):
    """The page as plain words, with plain spaces."""
    response = client.get(f"{path}?{urlencode(query, doseq=True)}")
    text = re.sub(r"<[^>]*>", "", unescape(response.content.decode()))
    return " ".join(text.split())


def drawn(client, **query):
    """Slugs of the poles of the same search drawn by the server."""
    response = client.get(f"/poles/carte.svg?{urlencode(query, doseq=True)}")
    assert response.status_code == 200
    return set(Page(response).marks("pole"))


def problems(page):
    return [tag for tag in page.tags if tag.get("class") == "problem"]


@pytest.fixture
def some_poles(db):
    """A dozen poles that differ in every facet."""
    network = make_network()
    epci = ["epci:200068781"]
    member = make_structure("Coop", kind="cooperative")
    old, new = make_edition(2014), make_edition(2021)
    a = make_pole("A", sectors=["culture"], stage="emergence", acts_on=epci)
    b = make_pole("B", sectors=["culture", "mobilite"], milieu="rural")
    make_pole("C", sectors=["mobilite"], stage="clos", seat="commune:33063")
    make_pole("D", seat="departement:26", members=[member], acts_on=["region:84"])
    make_pole("E", seat="commune:26362", stewards=[network], milieu="urbain")
    make_pole("F", seat="region:84", sectors=["batiment"], stage="developpement")
    make_pole("G", seat=None, sectors=["culture"], members=[member])
    draft = make_pole("Brouillon", publication="brouillon", sectors=["culture"])
    for pole, edition in ((a, old), (b, old), (b, new), (draft, new)):
        make_pledge(pole, edition)


FACETS = {
    "thematique": ["culture", "mobilite", "batiment", "habitat"],
    "etape": ["emergence", "developpement", "clos", "inconnu"],
    "milieu": ["rural", "urbain", "inconnu"],
    "membre": ["cooperative", "association"],
    "niveau": ["epci", "region", "inconnu"],
    "reseau": ["reseau-test"],
    "reconnaissance": ["aap-2013"],
    "charte": ["2014", "2021"],
}
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "territoire": st.sampled_from(
            [
                *("commune:26281", "departement:26", "region:84", "commune:33063"),
                *("epci:200068781", "commune:75056", "region:94"),
            ]
        ),
        "zone": st.sampled_from(["-1,44.5,0,45.2", "4,44,6,46"]),
        "quoi": st.sampled_from(["culture", "pôle", "coop"]),
        "tri": st.sampled_from(["nom", "recent", "distance"]),
        **{
            name: st.lists(st.sampled_from(values), max_size=2, unique=True)
            for name, values in FACETS.items()
        },
    },
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=QUERIES, data=st.data())
def test_every_count_is_what_a_click_gives_and_map_is_list(
    client, some_poles, query, data
):
    page = visit(client, **query)
    placed = set(page.poles()) - {"d", "f", "g"}
    assert set(page.on_map()) == placed
    assert page.total == len(page.poles())
    assert drawn(client, **query) == placed
    options = [tag for tag in page.tags if "data-facet" in tag]
    option = data.draw(st.sampled_from(options))
    name, _, value = option["data-facet"].partition(":")
    chosen = set(query.get(name, []))
    clicked = visit(client, **{**query, name: sorted(chosen ^ {value})})
    assert clicked.total == int(option["data-count"])
    assert_regions_narrow_the_same_search(client, page, query)


def assert_regions_narrow_the_same_search(client, page, query):
    """The number of a région leads to no fewer poles, all of the same question."""
    wide = {k: v for k, v in query.items() if k not in ("territoire", "tri", "zone")}
    everywhere = set(visit(client, **wide).poles())
    for link in (tag for tag in page.tags if "data-region" in tag):
        narrowed = Page(client.get(link["href"]))
        assert narrowed.marks("territoire")[0] == link["data-region"]
        assert set(narrowed.poles()) <= everywhere
        assert narrowed.total >= 1


def test_an_option_that_gives_nothing_stays_and_cannot_be_clicked(client, some_poles):
    page = visit(client)
    boxes = {
        f"{tag['name']}:{tag['value']}": tag
        for tag in page.tags
        if tag.get("type") == "checkbox"
    }
    assert "disabled" in boxes["thematique:habitat"]
    assert "disabled" not in boxes["thematique:culture"]


def test_the_neighbours_stand_apart_with_their_distance(client, some_poles):
    page = visit(client, territoire="commune:26281")
    assert set(page.poles()) == {"a", "b", "d"}
    near = [t for t in page.tags if t.get("data-raison") == "proche"]
    assert page.marks("proches") == [str(len(near))]
    told = {tag["data-pole"]: tag.get("data-km") for tag in near}
    assert told["f"] is None
    assert 14 <= int(told["e"]) <= 20
    assert not set(told) & set(page.on_map())


def test_where_none_acts_the_nearest_and_the_network_are_told(client, some_poles):
    page = visit(client, territoire="commune:75056")
    assert page.total == 0
    assert page.marks("contact")
    assert int(page.marks("proches")[0]) > 0


@pytest.mark.parametrize("key", ["commune:93066", "departement:86"])
def test_the_words_of_a_picked_place_sent_again_lead_to_it(client, some_poles, key):
    box = fields_of_the_box(visit(client, territoire=key))
    page = visit(client, ou=box["ou"])
    assert page.marks("territoire")[0] == key


def test_a_code_of_two_meanings_is_told_and_both_are_offered(client, some_poles):
    response = client.get("/poles/?ou=97411")
    text = response.content.decode()
    assert Page(response).marks("territoire")[:2] == ["commune:97411", "commune:97415"]
    assert "code INSEE 97411" in text
    assert "code postal 97411" in text
    assert "répondent à" in text


def test_a_position_becomes_its_commune(client, some_poles):
    romans = territory("commune:26281")
    page = visit(client, position=f"{romans.latitude:.3f},{romans.longitude:.3f}")
    assert page.marks("territoire")[0] == "commune:26281"
    assert "a" in page.poles()


def test_a_position_far_from_its_town_hall_is_found_by_outline():
    # Col de la Bataille, in the commune of Omblèze, nearer to other town halls.
    place = Place.at_position(44.9036, 5.2119)
    assert place.territory.departement.code == "26"
    assert place.is_position


def test_a_position_in_a_vast_commune_is_found_however_far_its_town_hall():
    # In the forest, over 60 km from every town hall of Guyane.
    place = Place.at_position(3.0, -53.5)
    assert (place.territory.key, place.guessed) == ("commune:97353", False)


@pytest.mark.parametrize("position", ["0,0", "40.7,-74.0"])
def test_a_position_at_sea_or_abroad_is_told(client, some_poles, position):
    page = visit(client, position=position)
    assert not page.marks("territoire", "b")
    assert page.total == 7
    assert "n'est près d'aucune commune de France" in text_of(client, position=position)


@pytest.mark.parametrize(
    "wrong",
    [{"territoire": "commune:00000"}, {"position": "abc"}, {"position": "40.7,-74.0"}],
    ids=str,
)
def test_a_wrong_place_is_told_and_the_words_beside_it_are_read(
    client, some_poles, wrong
):
    page = visit(client, ou="Romans-sur-Isère", **wrong)
    assert page.marks("territoire")[0] == "commune:26281"
    assert len(problems(page)) == 1


def test_the_words_beside_a_right_place_are_not_looked_up(client, some_poles):
    page = visit(client, ou="zzzzqqqq", territoire="commune:26281")
    assert page.marks("territoire")[0] == "commune:26281"
    assert not problems(page)


def test_a_zone_keeps_the_points_it_holds(client, some_poles):
    page = visit(client, zone="-1,44.5,0,45.2")
    assert page.poles() == page.on_map() == ["c"]


@pytest.mark.parametrize(
    "query",
    [
        {"position": "abc"},
        {"position": "91,0"},
        {"position": "nan,nan"},
        {"position": "1e999,0"},
        {"position": "1"},
        {"zone": "1,2,3"},
        {"zone": "5,45,4,44"},
        {"zone": "a,b,c,d"},
        {"membre": "martien"},
        {"niveau": "canton"},
        {"ou": "\x01\x02\x7f"},
        {"ou": "x" * 10_000},
    ],
)
def test_bad_places_are_told_and_the_whole_set_is_shown(client, query):
    make_pole("Pôle")
    response = client.get(f"/poles/?{urlencode(query)}")
    assert Page(response).poles() == ["pole"]
    assert 'class="problem"' in response.content.decode()


def test_a_problem_says_which_field_it_is_about(client):
    text = text_of(client, ou="x" * 300, quoi="y" * 300)
    for label in ("Où ?", "Quoi ?"):
        assert f"« {label} » : au plus 200 caractères." in text
    page = visit(client, quoi="y" * 300)
    (box,) = (tag for tag in page.tags if tag.get("aria-invalid"))
    assert box["id"] == "quoi"
    assert box["aria-describedby"] in {tag.get("id") for tag in page.tags}


def test_words_that_are_no_letters_find_nothing(client):
    make_pole("Pôle")
    assert visit(client, quoi="\x01\x02").total == 0


def test_the_reason_of_none_is_what_was_asked_beside_the_place(client, queries):
    make_pole("Vélo", seat="commune:33063", sectors=["culture"])
    make_pole("Un")
    where = {"territoire": "departement:26"}
    with queries(12):
        text = text_of(client, quoi="vélo", **where)
    assert (
        "1 pôle agit ou siège dans la Drôme, mais il ne répond pas à « vélo » ; "
        "1 ailleurs en France."
    ) in text
    assert "Vouliez-vous dire" not in text
    make_pole("Deux")
    text = text_of(client, quoi="vélo", thematique="culture", **where)
    assert "2 pôles agissent ou siègent dans la Drôme, aucun ne répond à" in text
    assert "à la recherche ; 1 ailleurs en France." in text
    text = text_of(client, territoire="departement:48")
    assert "Aucun pôle connu n'agit ni ne siège en Lozère." in text
    assert "Ni leur siège" not in text


def test_words_proposed_begin_as_those_asked(client):
    make_pole("Développement durable")
    make_pole("Le Périscope")
    make_pole("Vélocité")
    assert did_you_mean("velo") == ["Vélocité"]
    assert did_you_mean("scop") == []


def test_who_only_sits_there_is_told_apart_in_words_and_on_the_map(client):
    make_pole("Agit", seat="commune:33063", acts_on=["departement:26"])
    make_pole("Siège")
    make_pole("Voisin", seat="commune:69123")
    page = visit(client, territoire="departement:26")
    points = json.loads(page.scripts["map-points"])
    assert {p["slug"]: p["raison"] for p in points} == {
        "agit": "agit",
        "siege": "siege",
    }
    near = json.loads(page.scripts["map-nearby"])
    assert {p["slug"]: p["raison"] for p in near} == {"voisin": "proche"}
    text = text_of(client, territoire="departement:26")
    assert "1 agit dans la Drôme, 1 y a seulement son siège" in text


VAGUE = [
    ("departement:26", "commune:26281", "siège quelque part dans la Drôme"),
    ("region:84", "epci:200068781", "siège quelque part en Auvergne-Rhône-Alpes"),
    ("epci:200068781", "commune:26281", "siège quelque part dans la communauté"),
]


@pytest.mark.parametrize(("seat", "place", "words"), VAGUE)
def test_who_may_sit_there_is_told_with_how_far_it_is_known(client, seat, place, words):
    make_pole("Vague", seat=seat)
    make_pole("Agit", seat=seat, acts_on=[place])
    make_pole("Ailleurs", seat="region:53")
    page = visit(client, territoire=place)
    assert page.poles() == ["agit"]
    near = [t for t in page.tags if t.get("data-raison") == "proche"]
    assert [tag["data-pole"] for tag in near] == ["vague"]
    assert words in text_of(client, territoire=place)
    # a page of a territory leaves out those that may sit anywhere in the région
    path = territory(place).get_absolute_url()
    told = [] if seat.startswith("region") else ["vague"]
    assert (words in text_of(client, path)) == bool(told)
    assert Page(client.get(path)).marks("pole", "li") == told


def test_where_no_other_is_near_the_distance_is_told(client):
    make_pole("Loin")
    text = text_of(client, territoire="departement:976")
    assert "Aucun autre pôle à moins de 500 km." in text
    assert "répond à ces critères" not in text


def test_the_page_says_how_many_have_no_point(client):
    make_pole("Sans point", seat="departement:26")
    assert "1 pôle publié dans l'annuaire, sans point sur la carte." in text_of(client)
    make_pole("Placé")
    text = text_of(client, zone="-5,42,9,51")
    assert "1 pôle répond à la recherche." in text
    assert "sans point sur la carte ne sont pas cherchés dans une zone" in text


def test_homonyms_keep_the_rest_of_the_search(client):
    asked = {"ou": "Saint-Denis", "quoi": "vélo", "etape": "inconnu", "tri": "recent"}
    page = visit(client, **asked)
    links = {
        tag["data-territoire"]: tag["href"]
        for tag in page.tags
        if "data-territoire" in tag and "href" in tag
    }
    query = parse_qs(urlsplit(links["commune:93066"]).query)
    assert query == {
        "territoire": ["commune:93066"],
        **{name: [asked[name]] for name in ("quoi", "etape", "tri")},
    }
    text = text_of(client, **asked)
    assert "Plusieurs lieux répondent à « Saint-Denis »" in text


def test_places_of_a_longer_name_are_no_homonyms(client):
    text = text_of(client, ou="Bordeaux")
    assert "Plusieurs lieux" not in text
    assert "Un autre lieu ?" in text
    opened = [t for t in visit(client, ou="romans").tags if t.get("class") == "others"]
    assert any("open" in tag for tag in opened)


def test_a_synonym_finds_what_the_other_word_names(client):
    make_pole("Pôle", members=[make_structure("Ressourcerie du Vercors")])
    Synonym.objects.all().delete()
    assert visit(client, quoi="recyclerie vercors").total == 0
    Synonym.objects.create(words="recyclerie", same_as="ressourcerie")
    assert visit(client, quoi="recyclerie vercors").total == 1
    assert visit(client, quoi="Recyclerie").total == 1


def test_the_synonyms_of_the_reference_data_lead_to_themes(client, some_poles):
    make_pole("Ferme", sectors=["alimentation-agriculture"])
    for word, theme in (("art", "a"), ("Arts", "b"), ("amap", "ferme")):
        assert theme in visit(client, quoi=word).poles()


def test_a_retired_theme_is_offered_when_held_or_chosen_only(client):
    retired = Sector.objects.filter(slug__in=["habitat", "culture"])
    retired.update(retired=True)

    def offered(**query):
        page = visit(client, **query)
        return {tag["value"] for tag in page.tags if tag.get("name") == "thematique"}

    make_pole("Pôle", sectors=["culture"])
    make_pole("Brouillon", sectors=["habitat"], publication="brouillon")
    assert {"culture", "mobilite"} <= offered()
    assert "habitat" not in offered()
    assert "habitat" in offered(thematique="habitat")


def test_a_misspelt_word_gets_suggestions_that_find(client):
    make_pole("Pôle", members=[make_structure("Ressourcerie du Vercors")])
    page = visit(client, quoi="resourcerie vercor")
    assert page.total == 0
    words = did_you_mean("resourcerie vercor")
    assert words[0] == "Ressourcerie du Vercors"
    for word in words:
        assert visit(client, quoi=word).total > 0


def test_the_distance_order_puts_the_nearest_first(client):
    make_pole("Loin", seat="commune:26362", acts_on=["departement:26"])
    make_pole("Près", seat="commune:26281")
    page = visit(client, territoire="commune:26281", tri="distance")
    assert page.poles() == ["pres", "loin"]


def test_everything_asked_at_once_stays_within_twelve_queries(client, queries):
    network = make_network()
    member = make_structure("Coop", kind="cooperative")
    for number in range(8):
        make_pole(
            f"Pôle {number}",
            seat="commune:26362" if number % 2 else "commune:26281",
            sectors=["culture"],
            stage="emergence",
            acts_on=["epci:200068781"] if number < 6 else [],
            members=[member],
            stewards=[network],
        )
    everything = {
        "ou": "Romans-sur-Isère",
        "quoi": "pôle",
        "zone": "4,44,6,46",
        "thematique": ["culture", "mobilite"],
        "etape": ["emergence", "inconnu"],
        "milieu": "inconnu",
        "membre": "cooperative",
        "niveau": ["epci", "inconnu"],
        "reseau": network.slug,
        "tri": "distance",
        "page": "1",
    }
    keys = [{"territoire": key} for key in ("commune:26281", "epci:200068781")]
    for where in ({}, *keys, {"position": "45.04,5.05"}):
        with queries(12):
            visit(client, **everything | where)


def fields_of_the_box(page):
    """What the search box sends by itself: its fields that hold something."""
    tags = iter(page.tags)
    next(tag for tag in tags if tag.get("id") == "recherche")
    fields = {}
    for tag in tags:
        if tag["tag"] == "form":
            break
        if tag["tag"] == "input" and tag.get("value"):
            fields.setdefault(tag["name"], []).append(tag["value"])
    return fields


def test_the_box_keeps_facets_and_order_and_forgets_the_place(client, some_poles):
    kept = {"thematique": ["culture", "mobilite"], "etape": ["inconnu"]}
    asked = {"quoi": "pôle", "tri": "recent", "page": 2, "zone": "-5,42,9,51"}
    box = fields_of_the_box(visit(client, **kept, **asked, position="44.9,5"))
    assert box.pop("ou") == ["Chabeuil (Drôme)"]
    assert box == {**kept, "quoi": ["pôle"], "tri": ["recent"]}
    assert fields_of_the_box(visit(client, **kept)) == kept
    again = visit(client, **{**kept, "ou": "Bordeaux"})
    assert set(again.poles()) <= {"c"}


def test_the_box_does_not_keep_what_was_not_asked_or_is_wrong(client, some_poles):
    query = {"thematique": "nulle", "milieu": "rural", "tri": "nom"}
    assert fields_of_the_box(visit(client, **query)) == {"milieu": ["rural"]}
    assert fields_of_the_box(visit(client, tri="distance")) == {}
    assert fields_of_the_box(Page(client.get("/"))) == {}
    assert fields_of_the_box(Page(client.get("/nulle-part/"))) == {}
