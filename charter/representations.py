"""Signatures of poles counted, and as a file for re-users."""

import csv
import io
from collections import Counter

from django.urls import reverse

from directory.models import DatePrecision

COLUMNS = (
    *("charte", "version", "date", "precision", "etat"),
    *("pole", "pole_nom", "pole_adresse"),
    *("siege", "siege_code", "region", "region_code"),
    *("source", "source_adresse"),
)
BYTE_ORDER_MARK = "\ufeff"
# what a spreadsheet takes for a formula, and the mark that makes it text
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TEXT_MARK = "'"
# of an ISO date, as much as is known
KNOWN_LETTERS = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}


def region_of(pole):
    """The région of a seat; None when it is unknown, or in none, as overseas."""
    return pole.seat and pole.seat.own_region


def by_region(signatures):
    """[(région, number)] of signatures, the largest number first, then by name.

    Those whose région is unknown, or which have none, come last, at None.
    """
    counts = Counter(region_of(signature.pole) for signature in signatures)
    lost = counts.pop(None, 0)
    told = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].name))
    return [*told, (None, lost)] if lost else told


def by_year(signatures):
    """[(year, number)] of signatures, from the first year to the last, each told."""
    counts = Counter(signature.signed_on.year for signature in signatures)
    if not counts:
        return []
    return [(year, counts[year]) for year in range(min(counts), max(counts) + 1)]


def signatories_csv(signatures, origin):
    """Bytes of a table of signatures, for French spreadsheets: UTF-8 with its mark,
    semicolons. `origin` comes before the addresses of the poles.

    A date is no finer than known, an empty cell is unknown. Nothing of who signed.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for signature in signatures:
        writer.writerow(map(_cell, _line(signature, origin)))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _line(signature, origin):
    version, pole, source = signature.version, signature.pole, signature.source
    region = region_of(pole)
    date = signature.signed_on.isoformat()
    yield from (version.charter.slug, version.slug)
    yield date[: KNOWN_LETTERS.get(signature.precision)]
    yield from (signature.precision, signature.state)
    address = reverse("directory:pole_detail", args=[pole.slug])
    yield from (pole.slug, pole.name, f"{origin}{address}")
    for place in (pole.seat, region):
        yield from (place.name, place.code) if place else (None, None)
    yield from (source.title, source.url) if source else (None, None)


def _cell(text):
    """A cell that no spreadsheet runs as a formula."""
    text = text or ""
    risky = text.lstrip(TEXT_MARK).startswith(FORMULA_STARTS)
    return TEXT_MARK + text if risky else text
