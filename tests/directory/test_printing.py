from xml.etree import ElementTree

import pytest
from django.utils.html import escape

from directory.templatetags.printing import QUIET, abridged, and_others, qr_code


def test_an_address_gives_the_same_named_picture_each_time():
    address = "https://annuaire.example/territoires/epci/243300316/?au=2016-01-01&a=b"
    svg = qr_code(address)
    assert qr_code(address) is svg
    root = ElementTree.fromstring(svg)
    assert root.find("title").text == address
    assert root.get("class") == "qr"
    width = int(root.get("viewBox").split()[2])
    assert (width - 2 * QUIET - 17) % 4 == 0
    assert "style" not in svg


def test_what_an_address_holds_is_escaped():
    assert "<script" not in qr_code('https://annuaire.example/?"><script>')


@pytest.mark.parametrize(
    ("length", "words"),
    [(0, ""), (3, ""), (4, "et 1 autre, sur la page"), (60, "et 57 autres, sur la")],
)
def test_what_a_list_leaves_out_is_told_and_nothing_where_it_is_whole(length, words):
    told = and_others(range(length), 3)
    assert words in told if words else told == ""


def test_intercommunalities_are_abridged_as_officials_write_them():
    assert abridged("Communauté de communes du Diois") == "CC\u00a0du Diois"
    assert abridged("Communauté urbaine d'Arras") == "CU\u00a0d'Arras"
    assert abridged("Bordeaux Métropole") == "Bordeaux Métropole"
    assert abridged("Communautés unies") == "Communautés unies"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?au=2016-12-31",
        "?avec=departement:07",
        "?au=2016-12-31&avec=departement:07",
    ],
)
def test_the_address_on_paper_leads_back_to_the_same_page(client, db, query):
    path = f"/territoires/departement/26/{query}"
    text = escape(f"http://testserver{path}")
    content = client.get(path).content.decode()
    assert f'<p class="address clamped">{text}</p>' in content
    assert f"<title>{text}</title>" in content


def test_what_is_not_understood_is_not_printed(client, db):
    content = client.get("/territoires/departement/26/?au=hier&avec=x&utm=1").content
    address = (
        b'<p class="address clamped">http://testserver/territoires/departement/26/<'
    )
    assert address in content
