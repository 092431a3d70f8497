"""Territories as people write them: by a name, or a name and what makes it precise."""

import re
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import ValidationError

from directory.models import Territory
from directory.text import fold

from .refusing import unknown

Level = Territory.Level
TOLD = 4
NEAR = 3
# names unknown to a sheet that are looked for among those alike
MOST_LOOKED_FOR = 20
LONGEST_NAME = 150
SAINT = re.compile(r"\bst(?=e?\b)")


class Named(NamedTuple):
    """A territory, its code as a cell takes it, and where it lies."""

    level: str
    code: str
    name: str
    postal_codes: list
    above_code: str
    above: str

    @property
    def key(self):
        return f"{self.level}:{self.code}"

    @property
    def in_cell(self):
        return self.code if self.level == Level.COMMUNE else self.key

    @property
    def where(self):
        is_commune = self.level == Level.COMMUNE
        return self.above if is_commune else Level(self.level).label

    def is_told_by(self, precision):
        """Whether words, folded, may follow its name to tell it from namesakes."""
        level = fold(Level(self.level).label)
        codes = {fold(self.code), fold(f"{level} {self.code}"), *self.postal_codes}
        above = {fold(self.above_code or ""), fold(self.above or "")} - {""}
        return precision in codes | above | {level}


class PlaceNames:
    """Territories of some levels by name; all are read when a first name is met."""

    def __init__(self, levels=Level.values):
        self.levels = levels
        self.answers = {}
        self.looked_for = 0

    def key(self, text):
        """Key of the only territory that a text names; raise ValidationError."""
        if text not in self.answers:
            self.answers[text] = self._answer(text)
        if isinstance(self.answers[text], ValidationError):
            raise self.answers[text]
        return self.answers[text]

    def key_of_commune(self, code):
        """Key of a commune by its INSEE code; raise ValidationError without any."""
        if (key := f"{Level.COMMUNE}:{code}") in self._keys:
            return key
        near = [place for place in self._places if code in place.postal_codes]
        told = unknown("code INSEE inconnu", code, map(_told, near[:NEAR]))
        raise ValidationError(told, code="unknown")

    def require(self, key):
        """Raise ValidationError for a key that none of the territories has."""
        if key not in self._keys:
            raise ValidationError(
                "Aucun territoire attendu ici ne porte la clé « %(key)s ».",
                code="unknown",
                params={"key": key},
            )

    def _answer(self, text):
        """A key, or the ValidationError that says why there is none."""
        places = self._named(text)
        if len(places) == 1:
            return places[0].key
        if not places:
            told = unknown("territoire inconnu", text, map(_told, self._near(text)))
            return ValidationError(told, code="unknown")
        told = " ou ".join(
            f"« {place.in_cell} » ({place.where})" for place in places[:TOLD]
        )
        more = "…" if len(places) > TOLD else ""
        return ValidationError(
            f"« {text} » nomme plusieurs territoires : écrivez plutôt {told}{more}",
            code="ambiguous",
        )

    def _named(self, text):
        if len(text) > LONGEST_NAME:
            return []
        if places := self._by_name.get(_folded(text)):
            return places
        if found := re.fullmatch(r"(?P<name>.+?) *\((?P<precision>[^()]*)\)", text):
            pass
        elif not (found := re.fullmatch(r"(?P<precision>\d{5}) +(?P<name>.+)", text)):
            return []
        places = self._by_name.get(_folded(found["name"]), [])
        return [place for place in places if place.is_told_by(fold(found["precision"]))]

    @cached_property
    def _places(self):
        return self._read(Territory.objects.of_levels(self.levels).in_rung_order())

    @cached_property
    def _by_name(self):
        found = defaultdict(list)
        for place in self._places:
            found[_folded(place.name)].append(place)
        return dict(found)

    @cached_property
    def _keys(self):
        return {place.key for place in self._places}

    def _near(self, text):
        """Territories alike, for the first names that are unknown."""
        self.looked_for += 1
        if self.looked_for > MOST_LOOKED_FOR or len(text) > LONGEST_NAME:
            return []
        return self._read(Territory.objects.of_levels(self.levels).search(text)[:NEAR])

    def _read(self, territories):
        shown = ("level", "code", "name", "postal_codes")
        above = ("departement__code", "departement__name")
        return [Named(*row) for row in territories.values_list(*shown, *above)]


def _folded(name):
    return SAINT.sub("saint", fold(name))


def _told(place):
    return f"« {place.name} » ({place.in_cell}, {place.where})"
