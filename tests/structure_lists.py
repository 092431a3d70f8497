"""Lists of structures made up for tests: plainly synthetic, the same at each run.

`python -m tests.structure_lists 200000 FILE` writes one.
"""

import csv
import gzip
import io
import lzma
import sys
from pathlib import Path

from stdnum import luhn

ROOT = Path(__file__).resolve().parent.parent
TERRITORIES = ROOT / "fixtures" / "territories" / "territories.csv.xz"
HEADERS = (
    *("siret", "name", "kind", "address", "postal_code", "commune_code"),
    *("latitude", "longitude", "website"),
)
KINDS = ("association", "Coopérative", "SCOP", "scic", "Mutuelle", "fondation")
WAYS = ("rue", "avenue", "place", "chemin")
# far more than there are, so that some names come back in several communes
NAMES = 40_000
# first eight digits of the first company number
FIRST_SIREN = 99_000_000


def siret(number):
    """A made-up SIRET whose two check digits are right; up to a million of them."""
    siren = str(FIRST_SIREN + number)
    siren += luhn.calc_check_digit(siren)
    nic = f"{number % 9_999 + 1:04}"
    return siren + nic + luhn.calc_check_digit(siren + nic)


def communes():
    """Rows of the territories that are communes with a postal code and a point."""
    with lzma.open(TERRITORIES, "rt", encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["level"] == "commune" and row["postal_codes"] and row["latitude"]
        ]


def structure_rows(count):
    """So many rows by header; rows that have a number differ in all of them."""
    places = communes()
    for number in range(count):
        place = places[number * 7_919 % len(places)]
        yield {
            "siret": siret(number),
            "name": f"Structure d'essai nº {number % NAMES}",
            "kind": KINDS[number % len(KINDS)],
            "address": f"{number % 300 + 1} {WAYS[number % len(WAYS)]} de l'Essai",
            "postal_code": place["postal_codes"].split()[0],
            "commune_code": place["code"],
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "website": f"https://essai-{number}.example/" if number % 3 == 0 else "",
        }


def as_csv(rows, *, headers=HEADERS, delimiter=","):
    """Text of a list; `headers` maps nothing: they are the keys of the rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headers, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_list(path, rows, *, encoding="utf-8", delimiter=","):
    """Write a list, compressed when the name of the file ends with .gz."""
    data = as_csv(rows, delimiter=delimiter).encode(encoding)
    path = Path(path)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


if __name__ == "__main__":
    write_list(sys.argv[2], structure_rows(int(sys.argv[1])))
