from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from directory.models import PoleAlias, Source, StageRecord
from tests.makers import make_network, make_pole, make_structure, territory
from tests.page import Page

pytestmark = pytest.mark.django_db


def visit(client, path="/poles/", **query):
    address = f"{path}?{urlencode(query, doseq=True)}" if query else path
    response = client.get(address)
    assert response.status_code == 200
    return Page(response)


def test_the_list_tells_how_many_and_draws_the_placed_ones(client):
    make_pole("Placé")
    make_pole("Sans point", seat="departement:26")
    make_pole("Brouillon", publication="brouillon")
    page = visit(client)
    assert page.total == 2
    assert page.poles() == ["place", "sans-point"]
    assert page.on_map() == ["place"]


def test_twenty_poles_a_page_and_all_on_the_map(client):
    for number in range(23):
        make_pole(f"Pôle {number:02}")
    first, second = visit(client), visit(client, page=2)
    assert (len(first.poles()), len(second.poles())) == (20, 3)
    assert len(first.on_map()) == len(second.on_map()) == 23
    assert first.total == second.total == 23


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"thematique": "culture"}, {"a"}),
        ({"thematique": ["culture", "mobilite"]}, {"a", "b"}),
        ({"etape": "emergence"}, {"a"}),
        ({"etape": "inconnu"}, {"b", "c"}),
        ({"milieu": "rural"}, {"b"}),
        ({"milieu": "inconnu"}, {"a", "c"}),
        ({"territoire": "departement:26"}, {"a", "b"}),
        ({"territoire": "commune:33063", "milieu": "inconnu"}, {"c"}),
        ({"ou": "Bordeaux"}, {"c"}),
        ({"quoi": "mobilité"}, {"b"}),
        ({"reseau": "reseau-test"}, {"c"}),
        ({"thematique": "culture", "milieu": "rural"}, set()),
    ],
)
def test_each_filter_keeps_the_same_poles_in_list_and_map(client, query, found):
    make_pole("A", sectors=["culture"], stage="emergence")
    make_pole("B", sectors=["mobilite"], milieu="rural")
    make_pole("C", seat="commune:33063", stewards=[make_network()])
    page = visit(client, **query)
    assert set(page.poles()) == set(page.on_map()) == found
    assert page.total == len(found)


def test_a_place_gives_the_reason_of_each_answer(client):
    make_pole("Agit", seat="commune:33063", acts_on=["departement:26"])
    make_pole("Siège")
    page = visit(client, territoire="commune:26281")
    reasons = dict(zip(page.poles(), page.marks("raison"), strict=True))
    assert reasons == {"agit": "agit", "siege": "siege"}
    assert page.marks("territoire") == ["commune:26281"]


def test_where_none_acts_the_network_to_call_is_named(client):
    page = visit(client, territoire="commune:26281")
    assert page.total == 0
    assert page.marks("contact")


def test_recent_order_puts_the_last_changed_first(client):
    first = make_pole("A")
    make_pole("B")
    first.milieu = "rural"
    first.save()
    assert visit(client, tri="recent").poles() == ["a", "b"]
    assert visit(client, tri="nom").poles() == ["a", "b"]
    make_pole("C")
    assert visit(client, tri="recent").poles() == ["c", "a", "b"]


@pytest.mark.parametrize(
    "query",
    [
        {"thematique": "n'existe-pas"},
        {"thematique": "\x00"},
        {"etape": "x"},
        {"milieu": "lunaire"},
        {"territoire": "commune"},
        {"territoire": "lune:1"},
        {"territoire": "commune:99999"},
        {"reseau": "☃"},
        {"reconnaissance": "\x00"},
        {"charte": "\x00"},
        {"ou": "zzzzqqqq"},
        {"ou": "a" * 10_000},
        {"quoi": "a" * 10_000},
        {"quoi": "\x00"},
        {"tri": "hasard"},
        {"page": "999999"},
        {"page": "abc"},
        {"page": "-1"},
        {"territoire": "epci:"},
    ],
)
def test_a_value_that_does_not_exist_is_told_and_ignored(client, query):
    make_pole("Pôle")
    response = client.get(f"/poles/?{urlencode(query)}")
    page = Page(response)
    assert response.status_code == 200
    assert page.total == 1
    assert 'class="problem"' in response.content.decode()


@pytest.mark.parametrize("text", ["' OR 1=1 --", '"', "(", "a & | !", "<script>", "%"])
def test_odd_text_is_only_text(client, text):
    response = client.get(f"/poles/?{urlencode({'quoi': text, 'ou': text})}")
    assert response.status_code == 200
    assert 'value="<script>"' not in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "territoire=%20",
        "territoire=%C2%A0",
        "territoire=0&territoire=",
        "ou=%20&quoi=%20",
        "quoi=" + "-" * 200,
        "quoi=" + "%22-%20%22" * 40,
        "quoi=" + "%28" * 150,
        "&".join(f"quoi={number}" for number in range(300)),
        "&".join(f"etape=inconnu&thematique={number}" for number in range(150)),
        "position=%20&zone=%20",
    ],
)
def test_blank_repeated_and_twisted_values_never_break_the_page(client, query):
    make_pole("Pôle")
    for path in ("/poles/", "/thematiques/culture/"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 200
        assert len(response.content) < 200_000


LISTS = ["/poles/", "/thematiques/culture/", "/structures/"]


def addresses(page):
    """Query strings of the links of a page to lists, and of its canonical address."""
    links = [tag.get("href") or tag.get("content") or "" for tag in page.tags]
    return [urlsplit(link) for link in links if "?" in link]


@pytest.mark.parametrize("path", LISTS)
def test_no_link_repeats_what_was_not_understood(client, path):
    members = [make_structure(f"Membre {number:02}") for number in range(41)]
    for number in range(21):
        make_pole(f"Pôle {number:02}", sectors=["culture"], members=members)
    odd = "utm_source=lettre&etape=zzz&tri=zzz&page=1&" + "x=" + "y" * 9000
    page = visit(client, f"{path}?{odd}")
    links = addresses(page)
    assert links
    for link in links:
        assert not {"utm_source", "x"} & parse_qs(link.query).keys()
        assert "zzz" not in link.query
    assert sum(tag.get("rel") == "next" for tag in page.tags) == 1


@pytest.mark.parametrize("path", ["/poles/", "/thematiques/culture/"])
def test_the_numbers_of_the_map_stay_in_the_same_list(client, path):
    make_pole("Pôle", sectors=["culture"])
    page = visit(client, f"{path}?etape=inconnu&zone=-5,42,9,51&page=1")
    (link,) = [tag["href"] for tag in page.tags if "data-region" in tag]
    assert link == f"{path}?etape=inconnu&territoire=region:84"


def test_the_canonical_address_is_that_of_the_settings(client, settings):
    settings.SITE_ORIGIN = "https://annuaire.example"
    for number in range(21):
        make_pole(f"Pôle {number:02}")
    query = {"etape": "inconnu", "tri": "recent", "page": 2, "utm_source": "x"}
    page = visit(client, **query)
    expected = "https://annuaire.example/poles/?etape=inconnu&page=2"
    assert canonical(page) == expected
    assert client.get("/nulle-part/").content.decode().count("canonical") == 0


def canonical(page):
    return next(tag["href"] for tag in page.tags if tag.get("rel") == "canonical")


@pytest.mark.parametrize(
    ("path", "query", "title"),
    [
        ("/poles/", {}, "Les PTCE"),
        (
            "/poles/",
            {"territoire": "commune:93066", "quoi": " vélo ", "etape": "clos"},
            "Les PTCE : Saint-Denis (Seine-Saint-Denis) · « vélo » · étape clos",
        ),
        (
            "/poles/",
            {"zone": "4,44,6,46", "etape": ["clos", "inconnu"], "milieu": "inconnu"},
            "Les PTCE : dans une zone de la carte · étape clos ou inconnue"
            " · milieu non renseigné",
        ),
        (
            "/thematiques/culture/",
            {"territoire": "departement:26"},
            "Culture et industries créatives : Drôme",
        ),
    ],
)
def test_the_title_says_the_whole_search_everywhere(client, path, query, title):
    page = client.get(f"{path}?{urlencode(query, doseq=True)}").content.decode()
    page = unescape(page).replace("\N{NO-BREAK SPACE}", " ")
    assert f"<title>{title} – Annuaire des PTCE</title>" in page
    assert f'<h1 id="titre">{title}</h1>' in page
    assert f'property="og:title" content="{title}"' in page


def test_a_position_and_a_zone_are_in_no_address_to_keep(client):
    make_pole("Pôle")
    romans = territory("commune:26281")
    position = f"{romans.latitude:.3f},{romans.longitude:.3f}"
    page = visit(client, position=position, etape="inconnu")
    expected = "/poles/?etape=inconnu&territoire=commune:26281"
    assert canonical(page).endswith(expected)
    zone = visit(client, zone="4,44,6,46")
    assert canonical(zone).endswith("/poles/")
    for found in (page, zone):
        assert [t["content"] for t in found.tags if t.get("name") == "robots"]
    assert not [t for t in visit(client).tags if t.get("name") == "robots"]


def test_the_list_sends_few_queries_whatever_the_number(client, queries):
    network = make_network()
    for number in range(8):
        make_pole(
            f"Pôle {number}",
            sectors=["culture", "mobilite"],
            stage="emergence",
            acts_on=["departement:26"],
            stewards=[network],
        )
    everything = {
        "territoire": "commune:26281",
        "quoi": "pôle",
        "thematique": "culture",
        "etape": "emergence",
        "milieu": "inconnu",
        "reseau": network.slug,
    }
    with queries(12):
        assert visit(client).total == 8
    with queries(12):
        assert visit(client, **everything).total == 8


def test_the_sheet_tells_all_that_is_known(client, queries):
    source = Source.objects.create(title="Un rapport", year=2015)
    pole = make_pole(
        "Pôle Sud",
        sectors=["culture"],
        acts_on=["epci:200068781"],
        members=[make_structure("Atelier"), make_structure("Moulin")],
        created_on=date(2007, 1, 1),
    )
    StageRecord.objects.create(
        pole=pole, stage="developpement", on=date(2015, 1, 1), source=source
    )
    make_pole("Voisin", seat="commune:26362")
    with queries(18):
        text = client.get("/poles/pole-sud/").content.decode()
    for words in (
        "En développement",
        ">une source</a> de 2015",
        "Fiche non confirmée",
        "Atelier",
        "Moulin",
        "Romans-sur-Isère",
        "Valence Romans Agglo",
        "Créé en 2007",
        "Voisin",
        "Culture",
    ):
        assert words in text, words


def test_an_unknown_perimeter_is_said_to_be_unknown(client):
    make_pole("Pôle", seat="departement:26")
    text = client.get("/poles/pole/").content.decode()
    assert "territoire d'action non renseigné" in text
    assert "commune non renseignée" in text
    assert "Étape inconnue" in text


def test_the_contact_falls_back_from_pole_to_steward_to_region(client):
    steward = make_network("Réseau qui tient la fiche")
    make_pole("Avec site", website="https://exemple.fr/")
    make_pole("Tenu", stewards=[steward])
    make_pole("Seul")
    assert "https://exemple.fr/" in client.get("/poles/avec-site/").content.decode()
    assert Page(client.get("/poles/tenu/")).marks("contact") == [steward.slug]
    fallback = Page(client.get("/poles/seul/")).marks("contact")
    assert fallback == [
        territory("region:84").networks.order_by("rank", "name").first().slug
    ]


def test_a_draft_has_no_page(client):
    make_pole("Brouillon", publication="brouillon")
    assert client.get("/poles/brouillon/").status_code == 404


def test_an_unknown_pole_gives_a_page_that_helps(client):
    make_pole("Pôle Sud")
    response = client.get("/poles/pole-sudd/")
    assert response.status_code == 404
    assert "/poles/pole-sud/" in response.content.decode()


def test_an_address_longer_than_any_pole_is_not_compared(client, queries):
    make_pole("Pôle Sud")
    with queries(1):
        response = client.get(f"/poles/{'pole-sud-' * 7000}/")
    assert response.status_code == 404
    assert "/poles/pole-sud/" not in response.content.decode()


def test_a_former_address_redirects_for_ever(client):
    PoleAlias.objects.create(slug="ancien", pole=make_pole("Pôle"))
    response = client.get("/poles/ancien/")
    assert (response.status_code, response.url) == (301, "/poles/pole/")


def test_a_former_address_of_a_draft_tells_nothing(client):
    draft = make_pole("Secret", publication="brouillon")
    PoleAlias.objects.create(slug="ancien", pole=draft)
    assert client.get("/poles/ancien/").status_code == 404


def test_a_crowd_is_dots_in_the_page_and_links_in_the_map_and_the_drawing(
    client, monkeypatch
):
    monkeypatch.setattr("directory.views.lists.MOST_SIGNS", 2)
    for number in range(3):
        make_pole(f"Pôle {number}")
    page = visit(client, thematique="inconnue")
    slugs = ["pole-0", "pole-1", "pole-2"]
    assert page.poles() == page.on_map() == slugs
    assert page.marks("pole", "a") == []
    (address,) = (
        tag["href"]
        for tag in page.tags
        if tag.get("href", "").startswith("/poles/carte")
    )
    assert Page(client.get(address)).marks("pole", "a") == slugs


def test_html_in_a_description_is_shown_not_run(client):
    make_pole("Pôle", description="<script>alert(1)</script>")
    for path in ("/poles/", "/poles/pole/"):
        assert "<script>alert" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("sourced", "words"),
    [
        (2, "2 structures nommées par une source"),
        (1, "2 structures, dont 1 nommée par une source"),
        (0, "2 structures, sans source citée"),
    ],
)
def test_a_sheet_says_how_many_members_a_source_names(client, sourced, words):
    pole = make_pole(members=[make_structure("Alpha"), make_structure("Bêta")])
    source = Source.objects.create(title="Étude")
    for membership in pole.memberships.all()[:sourced]:
        membership.source = source
        membership.save()
    assert words in client.get(pole.get_absolute_url()).content.decode()
