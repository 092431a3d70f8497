"""The account of an import: every remark in a CSV file that a spreadsheet opens."""

import csv
from contextlib import contextmanager
from pathlib import Path

from directory.text import neutralised

HEADERS = ("ligne", "SIRET", "colonne", "nature", "explication", "valeur")


def account_beside(path):
    """Where the account of a list goes when it is not told: beside the list."""
    stem = path.name
    for ending in (".gz", ".csv"):
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
    return path.with_name(f"{stem}-compte-rendu.csv")


@contextmanager
def written_to(path: Path):
    """A function that adds a remark to a new file; the file goes if none was added.

    Raises OSError when the file cannot be made.
    """
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)

        def add(remark):
            nonlocal count
            count += 1
            writer.writerow(
                (
                    remark.number,
                    remark.siret,
                    remark.label,
                    remark.level,
                    remark.reason,
                    neutralised(remark.value or ""),
                )
            )

        yield add
    if not count:
        path.unlink()
