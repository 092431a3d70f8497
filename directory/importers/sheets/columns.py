"""Columns of the spreadsheets of poles and of structures.

`identifiant` says which row of the directory a line is about, `version` and `empreinte`
what it was when it was exported; columns with a star are told and never read back.
"""

import hashlib
import json

from django.core.exceptions import ValidationError

from directory import values
from directory.models import Pole, Structure, Territory
from directory.text import neutralised

from .cells import (
    Degrees,
    Number,
    PartialDate,
    Phone,
    Text,
    YesNo,
    text_of,
)
from .key_cells import Carrier, Place, Places, Word, Words
from .place_names import PlaceNames
from .vocabularies import vocabulary

Level = Territory.Level

KEY, VERSION, PRINT = "identifiant", "version", "empreinte"
PRINT_LENGTH = 10
POINT = ("latitude", "longitude", "precision")

# header → (field of `directory.values`, cell); a position takes several headers
COLUMNS = {
    Pole: {
        "nom": ("name", Text),
        "nom_court": ("short_name", Text),
        "description": ("description", Text),
        "thematiques": ("sectors", Words),
        "objectifs": ("objectives", Words),
        "milieu": ("milieu", Word),
        "porteur": ("carrier", Carrier),
        "creation": ("created", PartialDate),
        "fin": ("closed", PartialDate),
        "siege": ("seat", Place),
        "adresse": ("address", Text),
        "latitude": ("position", Degrees),
        "longitude": ("position", Degrees),
        "precision": ("position", Word),
        "territoires_action": ("perimeters", Places),
        "site": ("website", Text),
        "site_du_porteur": ("website_is_carriers", YesNo),
        "courriel": ("email", Text),
        "telephone": ("phone", Phone),
        "reseaux": ("networks", Words),
    },
    Structure: {
        "nom": ("name", Text),
        "type": ("kind", Word),
        "forme_juridique": ("legal_form", Text),
        "siren": ("siren", Number),
        "siret": ("siret", Number),
        "commune": ("commune", Place),
        "adresse": ("address", Text),
        "latitude": ("position", Degrees),
        "longitude": ("position", Degrees),
        "site": ("website", Text),
    },
}
# cells whose values are known to exist, or are checked all at once
KNOWING = (Word, Place, Carrier)
# columns for the eye alone, each with a star
TOLD = {
    Pole: ["publication*", "siege_nom*", "porteur_nom*", "territoires_action_noms*"],
    Structure: ["commune_nom*"],
}
# those whose cells hold one of a few values
SINGLE = ("milieu", "precision", "type", "site_du_porteur")
NOT_KNOWN = {
    "thematiques": "thème inconnu",
    "objectifs": "objectif inconnu",
    "milieu": "milieu inconnu",
    "precision": "précision inconnue",
    "reseaux": "réseau inconnu",
    "type": "type inconnu",
}


def headers(model):
    """Headers in the order of the sheet."""
    return [KEY, VERSION, *COLUMNS[model], *TOLD[model], PRINT]


def header_of(model, name):
    """The first column of a field, to say where an error lies."""
    return next(
        header for header, (field, _) in COLUMNS[model].items() if field == name
    )


class Layout:
    """The columns of a model's sheets, with the words that may be written today.

    Made for one sheet: its vocabularies are asked of the database when it is made, the
    names of territories when a first one is met.
    """

    def __init__(self, model):
        self.model = model
        places = PlaceNames(["commune"] if model is Structure else Level.values)
        self.cells, self.vocabularies = {}, {}
        for header, (field, kind) in COLUMNS[model].items():
            if issubclass(kind, Word):
                words = self.vocabularies[header] = vocabulary(model, field)
                cell = kind(words, NOT_KNOWN[header])
            else:
                cell = kind(places) if issubclass(kind, Place) else kind()
            self.cells[header] = (field, cell)

    def written(self, name, value):
        """{header: cell} of a field; a position takes its two or three columns."""
        found = {}
        for header, (field, cell) in self.cells.items():
            if field == name:
                point = (value or {}).get(header) if header in POINT else value
                found[header] = cell.write(point)
        return found

    def read(self, line):
        """(values by field, errors by header) of a line's cells, by header.

        A field of which no column is there is left out.
        """
        found, errors = {}, {}
        for header, (field, cell) in self.cells.items():
            if header not in line:
                continue
            try:
                value = cell.read(line[header])
            except ValidationError as error:
                errors[header] = " ; ".join(error.messages)
                continue
            if field == "position":
                found.setdefault(field, {})[header] = value
            else:
                found[field] = value
        if "position" in found:
            found["position"] = _point(found["position"])
        for header in errors:
            found.pop(self.cells[header][0], None)
        return found, errors

    def clean(self, name, value):
        """A value as it would be written; raise ValidationError when it cannot be.

        What cells know already is asked of the database no more.
        """
        _, cell = self.cells[header_of(self.model, name)]
        if value in (None, []) or not isinstance(cell, KNOWING):
            return values.clean(self.model, name, value)
        cell.check(value)
        return value

    def sent(self, name, value):
        """A value as it comes back from a sheet where nobody touched it."""
        cells = {
            header: text_of(neutralised(str(cell)))
            for header, cell in self.written(name, value).items()
        }
        found, _errors = self.read(cells)
        return found.get(name)

    def fingerprint(self, row_values):
        """The prints of all the fields of a row, as one cell."""
        return " ".join(
            f"{name}={mark(self.sent(name, row_values[name]))}"
            for name in values.fields_of(self.model)
        )


def _point(parts):
    """The position of its parts; None when all are blank."""
    return parts if any(part is not None for part in parts.values()) else None


def mark(value):
    """A short print of a value: two values have the same one or differ."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:PRINT_LENGTH]


def prints(text):
    """{field: print} of such a cell; empty when it was damaged."""
    pairs = [part.partition("=") for part in text.split()]
    return {
        name: kept for name, sign, kept in pairs if sign and len(kept) == PRINT_LENGTH
    }
