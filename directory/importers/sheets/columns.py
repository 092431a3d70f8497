"""Columns of the spreadsheets of poles and of structures.

`identifiant` says which row of the directory a line is about, `version` and `empreinte`
what it was when it was exported; columns with a star are told and never read back.
"""

import hashlib
import json

from django.core.exceptions import ValidationError

from directory import values
from directory.models import Pole, Structure

from .cells import (
    Degrees,
    List,
    Number,
    PartialDate,
    Phone,
    Place,
    Places,
    Text,
    YesNo,
    neutralised,
    text_of,
)

KEY, VERSION, PRINT = "identifiant", "version", "empreinte"
PRINT_LENGTH = 10
POINT = ("latitude", "longitude", "precision")

# header → (field of `directory.values`, cell); a position takes several headers
COLUMNS = {
    Pole: {
        "nom": ("name", Text()),
        "nom_court": ("short_name", Text()),
        "description": ("description", Text()),
        "thematiques": ("sectors", List()),
        "objectifs": ("objectives", List()),
        "milieu": ("milieu", Text()),
        "porteur": ("carrier", Text()),
        "creation": ("created", PartialDate()),
        "fin": ("closed", PartialDate()),
        "siege": ("seat", Place()),
        "adresse": ("address", Text()),
        "latitude": ("position", Degrees()),
        "longitude": ("position", Degrees()),
        "precision": ("position", Text()),
        "territoires_action": ("perimeters", Places()),
        "site": ("website", Text()),
        "site_du_porteur": ("website_is_carriers", YesNo()),
        "courriel": ("email", Text()),
        "telephone": ("phone", Phone()),
        "reseaux": ("networks", List()),
    },
    Structure: {
        "nom": ("name", Text()),
        "type": ("kind", Text()),
        "forme_juridique": ("legal_form", Text()),
        "siren": ("siren", Number()),
        "siret": ("siret", Number()),
        "commune": ("commune", Place()),
        "adresse": ("address", Text()),
        "latitude": ("position", Degrees()),
        "longitude": ("position", Degrees()),
        "site": ("website", Text()),
    },
}


def headers(model):
    """Headers in the order of the sheet, those told only with a star."""
    told = ["publication*", "siege_nom*"] if model is Pole else ["commune_nom*"]
    return [KEY, VERSION, *COLUMNS[model], *told, PRINT]


def written(model, name, value):
    """{header: cell} of a field; a position takes its two or three columns."""
    found = {}
    for header, (field, cell) in COLUMNS[model].items():
        if field == name:
            point = (value or {}).get(header) if header in POINT else value
            found[header] = cell.write(point)
    return found


def read(model, line):
    """(values by field, errors by header) of a line's cells, by header.

    A field of which no column is there is left out.
    """
    found, errors = {}, {}
    for header, (field, cell) in COLUMNS[model].items():
        if header not in line:
            continue
        try:
            value = cell.read(line[header])
        except ValidationError as error:
            errors[header] = " ".join(error.messages)
            continue
        if field == "position":
            found.setdefault(field, {})[header] = value
        else:
            found[field] = value
    if "position" in found:
        found["position"] = _point(found["position"])
    for header in errors:
        found.pop(COLUMNS[model][header][0], None)
    return found, errors


def _point(parts):
    """The position of its parts; None when all are blank."""
    return parts if any(part is not None for part in parts.values()) else None


def header_of(model, name):
    """The first column of a field, to say where an error lies."""
    return next(
        header for header, (field, _) in COLUMNS[model].items() if field == name
    )


def sent(model, name, value):
    """A value as it comes back from a sheet where nobody touched it."""
    cells = {
        header: text_of(neutralised(str(cell)))
        for header, cell in written(model, name, value).items()
    }
    found, _errors = read(model, cells)
    return found.get(name)


def mark(value):
    """A short print of a value: two values have the same one or differ."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:PRINT_LENGTH]


def fingerprint(model, row_values):
    """The prints of all the fields of a row, as one cell."""
    return " ".join(
        f"{name}={mark(sent(model, name, row_values[name]))}"
        for name in values.fields_of(model)
    )


def prints(text):
    """{field: print} of such a cell; empty when it was damaged."""
    pairs = [part.partition("=") for part in text.split()]
    return {
        name: kept for name, sign, kept in pairs if sign and len(kept) == PRINT_LENGTH
    }
