"""Cells that say rows of the directory, or one of a few values, in people's words.

`check` says what `read` leaves to a sheet where something was touched: that a value is
there at all.
"""

import re

from django.core.exceptions import ValidationError

from .cells import Text
from .refusing import refuse, unknown

SEPARATOR = " | "
# values that one cell lists, more than the keys of communes that fill it
MOST_PARTS = 2_500
# of what is wrong in a cell: the rest follows when these are mended
MOST_TOLD = 5
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Word(Text):
    """One of a vocabulary, by its label or its code."""

    def __init__(self, vocabulary, what):
        self.vocabulary = vocabulary
        self.what = what

    def write(self, value):
        return "" if value is None else self.vocabulary.write(value)

    def read(self, text):
        return self._code(text) if text else None

    def check(self, value):
        """Raise ValidationError for a value that does not exist: none was read."""

    def _code(self, text):
        code = self.vocabulary.read(text)
        if code is None:
            near = [f"« {label} »" for label in self.vocabulary.near(text)]
            raise ValidationError(unknown(self.what, text, near), code="unknown")
        return code


class Words(Word):
    """Some of a vocabulary, between bars, or commas when no label has any."""

    def write(self, value):
        return SEPARATOR.join(self.vocabulary.write(code) for code in value or [])

    def read(self, text):
        return sorted(set().union(*_read_parts(text, self._codes)))

    def _codes(self, part):
        if self.vocabulary.read(part) is None:
            pieces = [piece.strip() for piece in re.split("[,;]", part)]
            codes = {self.vocabulary.read(piece) for piece in pieces if piece}
            if codes and None not in codes:
                return codes
        return {self._code(part)}


def _read_parts(text, read):
    """What each part of a cell reads as; ValidationError with the first errors."""
    found, errors = [], []
    for part in _parts(text):
        try:
            found.append(read(part))
        except ValidationError as error:
            errors.append(error)
            if len(errors) == MOST_TOLD:
                break
    if errors:
        raise ValidationError(errors)
    return found


def _parts(text):
    """What a cell lists, once each, in order."""
    parts = [part.strip() for part in re.split(r"[|\n]", text)]
    if len(parts) > MOST_PARTS:
        refuse(f"Cette cellule énumère plus de {MOST_PARTS} valeurs.", "too_many")
    return [part for part in dict.fromkeys(parts) if part]


class Place(Text):
    """A territory by its name, its key or, for a commune, its code alone."""

    def __init__(self, names):
        self.names = names

    def read(self, text):
        if not text:
            return None
        if lost := re.fullmatch(r"(?:commune:)?(\d{4})", text):
            refuse(
                "« %(text)s » a perdu son zéro : écrivez « 0%(text)s », la colonne "
                "étant au format texte.",
                "lost_zero",
                text=lost[1],
            )
        if re.fullmatch(r"[A-Za-z]+:\w+", text):
            level, _, code = text.partition(":")
            return f"{level.lower()}:{code.upper()}"
        if re.fullmatch(r"\d[\dABab]\d{3}", text):
            return self.names.key_of_commune(text.upper())
        return f"epci:{text}" if re.fullmatch(r"\d{9}", text) else self.names.key(text)

    def check(self, key):
        """Raise ValidationError for a key that no territory has."""
        self.names.require(key)


class Places(Place):
    """Territories, between bars."""

    def write(self, value):
        return SEPARATOR.join(value or [])

    def read(self, text):
        return sorted(set(_read_parts(text, super().read)))

    def check(self, keys):
        for key in keys:
            super().check(key)


class Carrier(Text):
    """A structure by its identifier: names of structures come back too often.

    Whether it is there, and within reach, is asked for a whole sheet at once.
    """

    def read(self, text):
        if text and not UUID.fullmatch(text.lower()):
            refuse(
                "« %(text)s » n'est pas l'identifiant d'une structure : copiez celui "
                "que donne l'export des structures.",
                "identifier",
                text=text,
            )
        return text.lower() or None

    def check(self, value):
        pass
