"""Trying web addresses: what they answer, and what is never asked."""

import socket
import ssl
import time

import pytest

from directory import web
from directory.web import Answer, Visitor, is_public
from tests.web_sites import open_site, self_signed


@pytest.fixture
def site():
    with open_site() as site:
        yield site


@pytest.fixture
def tried(site):
    """Tries a page of the site; private addresses allowed, as the site is one."""
    visitor = Visitor(allow_private=True)
    return lambda path: visitor.try_address(site.address + path)


@pytest.fixture
def names(monkeypatch):
    """Names and the IP addresses they lead to; any other name is unknown."""
    known = {}

    def look_up(host, port, **others):
        if host in known:
            kind = socket.AF_INET6 if ":" in known[host][0] else socket.AF_INET
            return [(kind, 1, 6, "", (one, port)) for one in known[host]]
        raise socket.gaierror("unknown")

    monkeypatch.setattr(web.socket, "getaddrinfo", look_up)
    return known


def test_a_page_that_is_there_is_asked_once_by_head(site, tried):
    assert tried("/page") == Answer(200)
    assert site.asked == [("HEAD", "/page")]
    assert site.agents == {web.USER_AGENT}


@pytest.mark.parametrize("path", ["/head-refused", "/head-cut"])
def test_a_site_that_refuses_head_is_asked_by_get(site, tried, path):
    assert tried(path) == Answer(200)
    assert [method for method, _ in site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/missing", Answer(404, "page introuvable")),
        ("/gone", Answer(410, "page introuvable")),
        ("/error", Answer(500, "erreur du site")),
        ("/faulty", Answer(400, "demande refusée")),
        # they answer, but not to a program
        ("/forbidden", Answer(403)),
        ("/robots", Answer(429)),
    ],
)
def test_what_a_page_answers_is_told(tried, path, answer):
    assert tried(path) == answer


def test_redirections_are_followed_to_their_end(site, tried):
    assert tried("/moved") == Answer(200)
    assert tried("/hops/5") == Answer(200)
    site.redirections["/far"] = f"{site.address}/missing"
    assert tried("/far") == Answer(404, "page introuvable")


def test_more_than_five_redirections_are_too_many(site, tried):
    assert tried("/hops/6") == Answer(None, "trop de redirections")
    assert tried("/loop") == Answer(None, "trop de redirections")
    assert len(site.asked) == 2 * 2 * 6


@pytest.mark.parametrize(
    "location",
    ["ftp://127.0.0.1/", "javascript:alert(1)", "http://[::1", "file:///etc"],
)
def test_a_redirection_to_what_is_no_page_is_a_fault(site, tried, location):
    site.redirections["/odd"] = location
    assert tried("/odd") == Answer(None, "adresse mal écrite")


def test_an_accented_redirection_is_followed(site, tried):
    site.redirections["/accent"] = "/é".encode().decode("latin-1")
    assert tried("/accent") == Answer(200)
    assert site.asked[-1] == ("HEAD", "/%C3%A9")


def test_an_accented_address_and_its_query_are_sent_escaped(site, tried):
    assert tried("/é à?q=è&r=%20#là") == Answer(200)
    assert site.asked[-1] == ("HEAD", "/%C3%A9%20%C3%A0?q=%C3%A8&r=%20")


@pytest.mark.parametrize("path", ["/cut", "/garbage"])
def test_a_site_that_speaks_nonsense_is_told(tried, path):
    assert tried(path) == Answer(None, "connexion refusée ou coupée")


def test_a_body_without_end_is_not_read(site, tried):
    site.redirections.clear()
    assert tried("/endless").status == 200


@pytest.mark.parametrize("path", ["/silent", "/drops"])
def test_an_address_is_not_awaited_for_ever(tried, monkeypatch, path):
    monkeypatch.setattr(web, "ALL_SECONDS", 0.5)
    before = time.monotonic()
    assert tried(path) == Answer(None, "pas de réponse à temps")
    assert time.monotonic() - before < web.SECONDS


def test_a_silent_site_is_given_up_before_the_end_of_its_time(tried, monkeypatch):
    monkeypatch.setattr(web, "SECONDS", 0.2)
    assert tried("/silent") == Answer(None, "pas de réponse à temps")


def test_a_closed_port_is_told(names):
    names["pole.example"] = ["127.0.0.1"]
    answer = Visitor(allow_private=True).try_address("http://pole.example:9/")
    assert answer == Answer(None, "connexion refusée ou coupée")


def test_an_unknown_name_is_told(names):
    assert Visitor().try_address("https://nulle-part.example/") == Answer(
        None, "nom de domaine inconnu"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///page",
        "https://a..b/",
        "http://pole.example:99999/",
        "http://[::1",
        "ftp://pole.example/",
        "http://moi:mot@pole.example/",
        "http://" + "a" * 70 + ".example/",
        "pas une adresse",
    ],
)
def test_a_miswritten_address_asks_nothing(names, url):
    assert Visitor().try_address(url) == Answer(None, "adresse mal écrite")


def test_an_encrypted_page_is_asked_with_the_name_of_its_host():
    with open_site(encrypted=True) as site:
        visitor = Visitor(allow_private=True)
        address = f"{site.address}/page"
        assert visitor.try_address(address) == Answer(None, "certificat refusé")
        visitor._context = ssl.create_default_context(cafile=self_signed())
        assert visitor.try_address(address) == Answer(200)
        assert site.asked == [("HEAD", "/page")]


def test_an_encrypted_page_is_not_awaited_for_ever(monkeypatch):
    monkeypatch.setattr(web, "ALL_SECONDS", 0.5)
    with open_site(encrypted=True) as site:
        visitor = Visitor(allow_private=True)
        visitor._context = ssl.create_default_context(cafile=self_signed())
        for path in ("/silent", "/drops"):
            answer = visitor.try_address(site.address + path)
            assert answer == Answer(None, "pas de réponse à temps")


def test_a_site_that_does_not_encrypt_is_told(site):
    visitor = Visitor(allow_private=True)
    answer = visitor.try_address(f"https://127.0.0.1:{site.port}/page")
    assert answer == Answer(None, "échec du chiffrement")


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_our_own_network_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["185.75.143.23", "2001:41d0::1", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "0"],
)
def test_this_machine_is_never_asked(site, host):
    answer = Visitor().try_address(f"http://{host}:{site.port}/page")
    assert answer.error in ("adresse d'un réseau interne", "nom de domaine inconnu")
    assert site.asked == []


def test_a_name_of_our_own_network_is_never_asked(names):
    for address in PRIVATE:
        names["pole.example"] = [address]
        assert Visitor().try_address("http://pole.example/") == Answer(
            None, "adresse d'un réseau interne"
        )


def test_the_public_addresses_of_a_name_are_tried_in_turn(site, names, monkeypatch):
    monkeypatch.setattr(web, "is_public", lambda address: address != "127.0.0.2")
    names["pole.example"] = ["127.0.0.2", "127.0.0.9", "127.0.0.1"]
    opened, connect = [], socket.socket.connect

    def watched(link, where):
        opened.append(where[0])
        if where[0] == "127.0.0.9":
            raise ConnectionRefusedError
        connect(link, where)

    monkeypatch.setattr(web.socket.socket, "connect", watched)
    answer = Visitor().try_address(f"http://pole.example:{site.port}/page")
    assert answer == Answer(200)
    assert opened == ["127.0.0.9", "127.0.0.1"]


def test_a_redirection_to_our_own_network_is_not_followed(site, monkeypatch):
    monkeypatch.setattr(web, "is_public", lambda address: address == "127.0.0.1")
    site.redirections["/in"] = f"http://127.0.0.2:{site.port}/secret"
    answer = Visitor().try_address(f"{site.address}/in")
    assert answer == Answer(None, "adresse d'un réseau interne")
    assert {path for _, path in site.asked} == {"/in"}


def test_the_address_that_was_looked_at_is_the_one_connected_to(site, monkeypatch):
    """A name that leads elsewhere the second time it is asked changes nothing."""
    answers = [[(socket.AF_INET, 1, 6, "", ("127.0.0.1", site.port))]]
    monkeypatch.setattr(web, "is_public", lambda address: True)
    monkeypatch.setattr(web.socket, "getaddrinfo", lambda *a, **k: answers.pop())
    answer = Visitor().try_address(f"http://pole.example:{site.port}/page")
    assert answer == Answer(200)
    assert answers == []
