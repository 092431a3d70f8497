"""The address service: what it is asked, how its answers are read, how it fails."""

import pytest

from directory import geocoding
from directory.geocoding import NoAnswer, find_addresses
from tests.address_service import feature, serving


@pytest.fixture
def service(settings, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as service:
        settings.GEOCODER_DOMAIN = service.domain
        settings.GEOCODER_SCHEME = "http"
        yield service


def failure():
    with pytest.raises(NoAnswer) as caught:
        find_addresses("3 rue du Four, Nyons")
    return str(caught.value)


def test_an_address_is_asked_once_and_read_with_its_precision(service):
    answers = find_addresses("3 rue du Four, Nyons")
    assert service.asked == [
        ("/geocodage/search", {"q": ["3 rue du Four, Nyons"], "limit": ["5"]})
    ]
    assert [answer.precision for answer in answers] == [
        *("adresse", "rue", "rue", "commune", "adresse")
    ]
    first = answers[0]
    assert first.label == "3 Rue du Four 26110 Nyons"
    assert first.street == "3 Rue du Four"
    assert (first.latitude, first.longitude) == (44.36087, 5.14012)
    assert (first.score, first.percent) == (0.97, 97)
    assert first.told == "au numéro"
    assert "lieu-dit" in answers[2].told
    assert answers[3].street is None


def test_an_unknown_kind_of_answer_is_as_vague_as_a_commune(service):
    service.features = [feature("La Motte 26110 Nyons", 44.3, 5.1, kind="poi")]
    [answer] = find_addresses("la motte")
    assert (answer.precision, answer.street) == ("commune", None)


def test_no_address_is_an_answer(service):
    service.features = []
    assert find_addresses("rue de nulle part") == []


def test_no_more_than_five_answers_are_kept(service):
    service.features *= 3
    assert len(find_addresses("rue du Four")) == 5


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "n'a pas compris"),
        (404, "ne répond pas"),
        (429, "trop de demandes"),
        (500, "ne répond pas"),
        (502, "ne répond pas"),
        (504, "à temps"),
    ],
)
def test_an_error_of_the_service_is_told(service, status, words):
    service.status, service.headers = status, {"Retry-After": "1"}
    assert words in failure()


POINT = feature("3 Rue du Four 26110 Nyons", 44.36, 5.14)


def spoilt(**properties):
    return {**POINT, "properties": {**POINT["properties"], **properties}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>maintenance</html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b"null",
        b'"features"',
        b'{"features": {}}',
        b'{"features": [null]}',
        b'{"features": [{"geometry": null, "properties": {}}]}',
        b'{"features": [{"geometry": {"coordinates": [5]}, "properties": {}}]}',
        b'{"features": [{"geometry": {"coordinates": ["a", "b"]}}]}',
        b'{"features": [{"geometry": {"coordinates": [5, 144]}}]}',
        b'{"features": [{"geometry": {"coordinates": [5, NaN]}}]}',
        b'{"features": []}' + b" " * 1_000_001,
    ],
)
def test_an_unreadable_answer_is_told(service, body):
    service.body = body
    assert "illisible" in failure()


@pytest.mark.parametrize(
    "point",
    [
        spoilt(label=None),
        spoilt(label=" "),
        spoilt(score="beaucoup"),
        spoilt(score=float("nan")),
        spoilt(type=[]),
        spoilt(name=3),
        {**POINT, "properties": None},
    ],
)
def test_an_answer_that_is_not_as_documented_is_told(service, point):
    service.features = [point]
    assert "illisible" in failure()


def test_a_score_out_of_bounds_is_brought_back(service):
    service.features = [spoilt(score=1.2), spoilt(score=-1)]
    assert [answer.percent for answer in find_addresses("Nyons")] == [100, 0]


def test_a_service_that_does_not_listen_is_told(settings):
    settings.GEOCODER_DOMAIN, settings.GEOCODER_SCHEME = "127.0.0.1:9", "http"
    assert "ne répond pas" in failure()


def test_a_service_that_keeps_silent_is_not_awaited_for_ever(service, monkeypatch):
    monkeypatch.setattr(geocoding, "SECONDS", 0.2)
    service.pause = 60
    assert "à temps" in failure()


def test_a_service_that_answers_drop_by_drop_is_not_awaited(service, monkeypatch):
    monkeypatch.setattr(geocoding, "SECONDS", 0.4)
    service.pause, service.pieces = 0.1, 600
    assert "à temps" in failure()


def test_an_answer_cut_short_is_told(service):
    service.headers = {"Content-Length": "999999"}
    service.body = b'{"features": ['
    assert "illisible" in failure()
