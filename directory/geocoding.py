"""Addresses looked up in the Base Adresse Nationale, by the server, on request.

The only question that the site asks of another host for a person who waits: never from
a public page, never while the database is held.
"""

import math
import time
from dataclasses import dataclass
from http.client import HTTPException

from django.conf import settings
from geopy.adapters import URLLibAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
)
from geopy.geocoders import BANFrance

SECONDS = 5
LARGEST = 1_000_000
MOST = 5
# of a question; the service answers 400 to others
SHORTEST, LONGEST = 3, 200

# Precision of a position by type of answer, with the words for it. A hamlet is told
# from its neighbours, as a street is.
PRECISIONS = {
    "housenumber": ("adresse", "au numéro"),
    "street": ("rue", "à la rue"),
    "locality": ("rue", "au lieu-dit, retenu comme une rue"),
    "municipality": ("commune", "à la commune"),
}
UNKNOWN_PRECISION = ("commune", "sans précision connue, retenu comme une commune")

TOO_MANY = "Le service d'adresses reçoit trop de demandes : réessayez dans une minute."
TOO_LATE = "Le service d'adresses n'a pas répondu à temps."
NOT_UNDERSTOOD = "Le service d'adresses n'a pas compris cette demande."
UNREADABLE = "La réponse du service d'adresses est illisible."
DOWN = "Le service d'adresses ne répond pas."
# in order: the first that fits is told
FAILURES = (
    (GeocoderRateLimited, TOO_MANY),
    ((GeocoderTimedOut, TimeoutError), TOO_LATE),
    (GeocoderQueryError, NOT_UNDERSTOOD),
    ((GeocoderServiceError, OSError, HTTPException), DOWN),
)


class NoAnswer(Exception):
    """The service could not be asked, or its answer not be read.

    Its text is one French sentence, to be shown as it is.
    """


@dataclass(frozen=True)
class Address:
    """An answer of the service, the best first.

    `score` goes from 0 to 1; `precision` is a value of `Pole.PositionPrecision`, and
    `told` its words; `street` is the address without its commune, None when the answer
    is no finer than a commune.
    """

    label: str
    latitude: float
    longitude: float
    score: float
    precision: str
    told: str
    street: str | None

    @property
    def percent(self):
        return round(self.score * 100)


def find_addresses(words):
    """Addresses that some words mean, at most five; none is an answer too.

    Takes at most some ten seconds. Raises NoAnswer.
    """
    geocoder = DocumentedBAN(
        domain=settings.GEOCODER_DOMAIN,
        scheme=settings.GEOCODER_SCHEME,
        timeout=SECONDS,
        user_agent="annuaire-ptce",
        adapter_factory=BoundedAdapter,
    )
    try:
        found = geocoder.geocode(words, exactly_one=False, limit=MOST) or []
        return [_address(location) for location in found[:MOST]]
    # whatever the service sends, the page that asked it must stand
    except Exception as error:
        raise NoAnswer(_told(error)) from error


def _told(error):
    """What is not a failure to answer is an answer that cannot be read."""
    for failures, told in FAILURES:
        if isinstance(error, failures) and not isinstance(error, GeocoderParseError):
            return told
    return UNREADABLE


def _address(location):
    """Raises what reading anything may raise when the answer is not as documented."""
    said = location.raw["properties"]
    score = float(said["score"])
    if not math.isfinite(score):
        raise ValueError("a score is a number")
    precision, told = PRECISIONS.get(said["type"], UNKNOWN_PRECISION)
    return Address(
        label=_text(said["label"]),
        latitude=location.latitude,
        longitude=location.longitude,
        score=min(max(score, 0), 1),
        precision=precision,
        told=told,
        street=None if precision == "commune" else _text(said["name"]),
    )


def _text(value):
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a label of an address is a text")
    return " ".join(value.split())


class DocumentedBAN(BANFrance):
    """geopy's own, which takes an empty list, and nothing else, for no address."""

    def _parse_json(self, response, exactly_one):
        if not isinstance(response["features"], list):
            raise GeocoderParseError("no list of features")
        return super()._parse_json(response, exactly_one)


class BoundedAdapter(URLLibAdapter):
    """geopy's own, which reads neither for ever nor without end."""

    def _decode_page(self, page):
        deadline, body = time.monotonic() + SECONDS, b""
        with page:
            while chunk := page.read1():
                body += chunk
                if len(body) > LARGEST:
                    raise GeocoderParseError("answer too long")
                if time.monotonic() > deadline:
                    raise GeocoderTimedOut("answer too slow")
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise GeocoderParseError("answer not in UTF-8") from error
