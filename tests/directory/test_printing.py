from xml.etree import ElementTree

from directory.templatetags.printing import QUIET, qr_code


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
