import pytest

from directory.models import Network, Territory
from tests.makers import make_network, make_pole, territory
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_a_territory_tells_who_sits_and_who_acts_there(client):
    make_pole("Siège")
    make_pole("Agit", seat="commune:33063", acts_on=["epci:200068781"])
    make_pole("Ailleurs", seat="commune:33063")
    page = Page(client.get("/territoires/commune/26281/"))
    assert page.marks("sieges") == ["1"]
    assert page.marks("agissant") == ["2"]
    assert sorted(page.poles()) == ["agit", "siege"]


@pytest.mark.parametrize(
    "key",
    [
        "region:84",
        "departement:26",
        "departement:2A",
        "departement:975",
        "epci:200068781",
        "commune:26281",
        "commune:75056",
        "commune:97411",
    ],
)
def test_every_kind_of_territory_has_a_page(client, queries, key):
    make_pole("Pôle")
    with queries(18):
        response = client.get(territory(key).get_absolute_url())
    assert response.status_code == 200
    assert Page(response).marks("territoire")[0] == key


def test_a_territory_names_whom_to_call_as_the_list_does(client):
    make_network("Muet", regions=["region:84"], rank=0)
    make_network("Joignable", regions=["region:84"], rank=1, website="https://a.fr/")
    for path in ("/territoires/commune/26281/", "/poles/?territoire=commune:26281"):
        response = client.get(path)
        assert Page(response).marks("contact") == ["muet"]
        text = response.content.decode()
        assert "à défaut" in text
        assert ">https://a.fr/</span>" in text.replace("\N{NO-BREAK SPACE}: ", ">")


def test_a_territory_says_under_its_title_whom_to_call(client):
    make_network("Réseau du coin", regions=["region:84"], rank=0, email="a@b.fr")
    text = client.get("/territoires/commune/26281/").content.decode()
    head, support = text.split('class="figures')[0], text.split('id="soutenir"')[1]
    assert '<a href="#soutenir">Réseau du coin</a>' in head
    assert "téléphone non renseigné" in support.split("</div>")[0]
    Network.objects.filter(name="Réseau du coin").delete()
    make_network(
        "Autre", regions=["region:84"], rank=0, email="a@b.fr", phone="0102030405"
    )
    text = client.get("/territoires/commune/26281/").content.decode()
    assert "téléphone non renseigné" not in text


def test_no_pole_is_told_as_none_that_is_known(client):
    figures = '<dl class="figures'
    for path in ("/territoires/", "/territoires/commune/26281/"):
        told = client.get(path).content.decode().split(figures)[1].split("</div>")[0]
        assert "pôle connu n&#x27;agit" in told.replace("'", "&#x27;")
        assert "<dd>Aucun</dd>" in told
    make_pole("Pôle")
    told = client.get(path).content.decode().split(figures)[1].split("</div>")[0]
    assert "pôle agit à Romans-sur-Isère" in told and "<dd>1</dd>" in told


def test_shares_without_some_poles_are_told_where_the_share_is(client):
    make_pole("Région", seat="commune:33063", acts_on=["region:84"])
    make_pole("Siège")
    shares = (
        "La part de la population est de 6 % si l'on écarte les pôles de toute une "
        "région."
    )
    pages = [
        " ".join(client.get(f"/territoires/{path}/").content.decode().split())
        for path in ("departement/26", "commune/26198")
    ]
    assert shares in pages[0]
    assert "La part de la population" not in pages[1]


def test_a_code_in_other_letters_leads_to_the_address_of_its_territory(client):
    response = client.get("/territoires/commune/2a004/?au=2016-01-01")
    assert response.status_code == 301
    assert response["Location"] == "/territoires/commune/2A004/?au=2016-01-01"


@pytest.mark.parametrize(
    "path", ["/territoires/commune/99999/", "/territoires/canton/26281/"]
)
def test_an_unknown_code_gives_a_page_that_helps(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "Chercher" in response.content.decode()


def test_one_goes_down_from_region_to_commune(client):
    def links(path):
        return {tag.get("href") for tag in Page(client.get(path)).tags}

    assert "/territoires/region/84/" in links("/territoires/")
    assert "/territoires/departement/26/" in links("/territoires/region/84/")
    assert "/territoires/epci/200068781/" in links("/territoires/departement/26/")
    assert "/territoires/commune/26281/" in links("/territoires/epci/200068781/")


def test_suggestions_are_json_best_first(client):
    found = client.get("/territoires/suggestions/?q=bordeaux").json()
    assert found[0]["territoire"] == "commune:33063"
    assert found[0]["detail"].startswith("commune · Gironde · ")
    assert len(found) <= 10


@pytest.mark.parametrize("q", ["", " ", "\x00", "zzzzqqqq", "a" * 10_000, "'", "%_"])
def test_suggestions_of_odd_text_are_a_list(client, q):
    response = client.get("/territoires/suggestions/", {"q": q})
    assert response.status_code == 200
    assert isinstance(response.json(), list)


def test_the_index_finds_a_territory_without_scripts(client):
    page = Page(client.get("/territoires/?q=romans+sur+isere"))
    assert page.marks("territoire")[0] == "commune:26281"


def found_under(client, text):
    """(heading, keys) of the territories that the index finds."""
    response = client.get("/territoires/", {"q": text})
    heading = response.content.decode().split('class="found"')[1].split("</h2>")[0]
    return heading.split("<h2>")[1], Page(response).marks("territoire")


def test_all_the_communes_of_a_postal_code_are_found(client):
    heading, keys = found_under(client, "34700")
    assert len(keys) > 10
    assert set(keys) == {
        place.key
        for place in Territory.objects.filter(postal_codes__contains=["34700"])
    }
    assert heading.startswith(f"{len(keys)} territoires pour")
    assert len(client.get("/territoires/suggestions/?q=34700").json()) == 10


def test_a_list_of_names_that_is_cut_says_so(client):
    heading, keys = found_under(client, "saint")
    assert len(keys) == 10
    assert heading.startswith("Les 10 premiers territoires")
    assert "précisez le nom" in client.get("/territoires/?q=saint").content.decode()
    heading, keys = found_under(client, "zzzzqqqq")
    assert (heading, keys) == ("Aucun territoire pour « zzzzqqqq »", [])


def test_beyond_sixty_poles_are_named_without_a_card(client, monkeypatch, queries):
    monkeypatch.setattr("directory.views.portraits.MOST_CARDS", 2)
    for number in range(4):
        make_pole(f"Pôle {number}", acts_on=["departement:26"] if number else [])
    with queries(18):
        page = Page(client.get("/territoires/departement/26/"))
    assert page.marks("agissant") == ["4"]
    assert page.poles() == ["pole-0", "pole-1"]
    assert page.marks("raison") == ["siege", "agit"]
    assert page.marks("pole", "li") == ["pole-2", "pole-3"]
    assert page.on_map() == ["pole-0", "pole-1", "pole-2", "pole-3"]
