import pytest

from directory.drawings import with_seats
from directory.models import Pole, answers_of
from directory.words import answer_sentence, map_sentence
from tests.makers import make_pole, territory

pytestmark = pytest.mark.django_db

TOULOUSE, MURET, MONTPELLIER = "commune:31555", "commune:31395", "commune:34172"
OCCITANIE = ["09", "11", "12", "30", "31", "32", "34", "46", "65", "66", "81", "82"]
PUBLISHED = "{} dans l'annuaire, {}sans point sur la carte"
UNPLACED = "la carte le compte sans le placer."


def told(*seats, place=None, acting=True, **asked):
    """The sentence on poles with these seats, with plain spaces.

    Those of which `acting` is true act on the place, the others only sit in it.
    """
    for number, seat in enumerate(seats):
        acts = acting if isinstance(acting, bool) else acting[number]
        make_pole(f"Pôle {number}", seat=seat, acts_on=[place] * bool(place and acts))
    place = place and territory(place)
    answers = place and answers_of(Pole.objects.all(), place)
    poles = with_seats(Pole.objects.with_stage().in_name_order())
    words = map_sentence(poles, place, answers, **asked)
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("seats", "sentence"),
    [
        ([], "Aucun pôle ne répond à la recherche : la carte est vide."),
        (["commune:26281"], "1 pôle à Romans-sur-Isère (Drôme)."),
        (["commune:75056"], "1 pôle à Paris."),
        (["commune:26281", "commune:26362"], "2 pôles dans la Drôme."),
        (
            [TOULOUSE, "commune:35238"],
            "2 pôles : 1 en Bretagne et 1 en Occitanie.",
        ),
        (
            [TOULOUSE, TOULOUSE, MURET, MONTPELLIER],
            "4 pôles en Occitanie, dont 3 autour de Toulouse ; "
            "3 siègent en Haute-Garonne et 1 dans l'Hérault.",
        ),
        (
            [TOULOUSE, MURET, MURET],
            "3 pôles en Haute-Garonne, tous autour de Toulouse.",
        ),
        ([TOULOUSE] * 3, "3 pôles à Toulouse (Haute-Garonne)."),
        (
            ["commune:97411", "commune:97407"],
            "2 pôles à La Réunion.",
        ),
        (
            ["commune:97411", "commune:97302"],
            "2 pôles : 1 en Guyane et 1 à La Réunion.",
        ),
        (
            ["departement:32"],
            f"1 pôle dans le Gers. Il n'est situé qu'à son département : {UNPLACED}",
        ),
        (
            ["departement:32", "region:76"],
            "2 pôles en Occitanie : 1 dans le Gers et 1 sans département connu. "
            "Ils ne sont situés qu'à leur département ou à leur région : "
            "la carte les compte sans les placer.",
        ),
        (
            ["region:53", "commune:35238"],
            "2 pôles en Bretagne : 1 en Ille-et-Vilaine et 1 sans département connu ; "
            "aucun siège connu dans les Côtes-d'Armor, dans le Finistère ni dans le "
            f"Morbihan. 1 n'est situé qu'à sa région : {UNPLACED}",
        ),
        (
            [None, TOULOUSE],
            "2 pôles : 1 en Occitanie et 1 sans siège connu. "
            "1 n'a pas de position connue.",
        ),
        (
            ["departement:988", TOULOUSE],
            "2 pôles : 1 en Nouvelle-Calédonie et 1 en Occitanie. "
            f"1 n'est situé qu'à son département : {UNPLACED}",
        ),
    ],
)
def test_a_set_of_poles_is_told_by_seat(seats, sentence):
    assert told(*seats) == sentence


def test_three_regions_are_named_and_the_others_counted():
    seats = ["01053", "01053", "2A004", "14118", "21231", "35238", "35238", "35238"]
    assert told(*(f"commune:{code}" for code in seats)) == (
        "8 pôles, dont 3 autour de Rennes ; 3 siègent en Bretagne, "
        "2 en Auvergne-Rhône-Alpes, 1 en Bourgogne-Franche-Comté "
        "et 2 dans 2 autres régions."
    )


def test_the_only_departement_without_a_pole_is_named():
    sentence = told(*(f"departement:{code}" for code in OCCITANIE))
    assert " ; aucun en Lozère. " in sentence
    assert sentence.startswith("12 pôles en Occitanie : 1 en Ariège, 1 dans l'Aude,")


def test_many_departements_without_a_pole_are_not_named():
    assert "aucun" not in told(TOULOUSE, MONTPELLIER)


@pytest.mark.parametrize(
    ("seats", "place", "sentence"),
    [
        (
            [],
            "departement:32",
            "Aucun pôle connu n'agit ni ne siège dans le Gers.",
        ),
        (["commune:26281"], "departement:26", "1 pôle agit dans la Drôme et y siège."),
        (
            [TOULOUSE, TOULOUSE, MONTPELLIER],
            TOULOUSE,
            "3 pôles agissent à Toulouse : 2 y siègent, 1 autre siège dans l'Hérault.",
        ),
        (
            [MURET, MURET, TOULOUSE],
            "epci:243100518",
            "3 pôles agissent à Toulouse Métropole : 1 y siège, "
            "2 autres siègent en Haute-Garonne ; tous siègent autour de Toulouse.",
        ),
        (
            [TOULOUSE, MURET, MURET],
            "region:76",
            "3 pôles agissent en Occitanie et y siègent, tous autour de Toulouse.",
        ),
        (
            [MONTPELLIER],
            TOULOUSE,
            "1 pôle agit à Toulouse et siège dans l'Hérault.",
        ),
    ],
)
def test_poles_that_act_on_a_place_are_told_by_where_they_sit(seats, place, sentence):
    assert told(*seats, place=place) == sentence


@pytest.mark.parametrize(
    ("seats", "acting", "sentence"),
    [
        ([TOULOUSE], [False], "1 pôle siège en Occitanie."),
        (
            [TOULOUSE, MONTPELLIER, MONTPELLIER],
            [True, False, False],
            "3 pôles : 1 agit en Occitanie, 2 y ont seulement leur siège.",
        ),
        (
            [TOULOUSE, MONTPELLIER, "commune:35238"],
            [True, False, True],
            "3 pôles : 2 agissent en Occitanie, 1 y a seulement son siège ; "
            "des 2 premiers, 1 siège en Ille-et-Vilaine.",
        ),
        (
            [MONTPELLIER, "commune:35238"],
            [False, True],
            "2 pôles : 1 agit en Occitanie, 1 y a seulement son siège ; "
            "le premier siège en Ille-et-Vilaine.",
        ),
        (
            [TOULOUSE, None],
            [True, True],
            "2 pôles agissent en Occitanie : 1 y siège. 1 n'a pas de position connue.",
        ),
    ],
)
def test_who_only_sits_there_is_not_said_to_act(seats, acting, sentence):
    assert told(*seats, place="region:76", acting=acting) == sentence


def test_what_was_asked_beside_the_place_is_the_reason_of_none():
    assert told(place="region:76", narrowed=True) == (
        "Aucun pôle qui agit ou siège en Occitanie ne répond à la recherche."
    )


def test_a_seat_known_to_its_epci_is_told_by_it():
    sentence = told("epci:200068781", "region:84", TOULOUSE)
    assert "sans région" not in sentence
    assert "1 dans la communauté d'agglomération Valence Romans Agglo" in sentence


def test_an_epci_within_a_region_sits_there():
    assert told("epci:200068781", place="region:84").startswith(
        "1 pôle agit en Auvergne-Rhône-Alpes et y siège."
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"total": 0}, "Aucun pôle pour l'instant"),
        ({"total": 0, "narrowed": True}, "Aucun pôle ne répond à la recherche"),
        ({"total": 1, "unplaced": 1}, PUBLISHED.format("1 pôle publié", "")),
        ({"total": 9, "unplaced": 2}, PUBLISHED.format("9 pôles publiés", "dont 2 ")),
    ],
)
def test_the_answer_is_one_sentence(asked, sentence):
    assert " ".join(answer_sentence(**asked)) == sentence


def test_no_line_breaks_before_a_colon():
    make_pole(seat="departement:32")
    words = map_sentence(with_seats(Pole.objects.with_stage()))
    assert " :" not in words
    assert "\N{NO-BREAK SPACE}:" in words
