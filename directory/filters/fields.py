"""Form fields of the query string that say where."""

from django import forms
from django.core.exceptions import ValidationError

from directory.geo import is_in_world
from directory.models import Place, Territory

MOST_CHOICES = 10


class TerritoryField(forms.CharField):
    """A territory named by its key, such as 'commune:33063'; gives a Place."""

    def clean(self, value):
        key = super().clean(value)
        if not key:
            return None
        level, _, code = key.partition(":")
        territories = Territory.objects.select_related(*Territory.PARENTS)
        found = territories.filter(level=level, code=code.upper()).first()
        if found is None:
            raise ValidationError(
                "Aucun territoire ne porte la clé « %(key)s ».",
                code="unknown",
                params={"key": key},
            )
        return Place.of_territory(found)


class PlaceField(forms.CharField):
    """A place in a visitor's words; gives the Places it may be, best first."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return []
        found = Territory.objects.search(text).select_related(*Territory.PARENTS)
        places = [Place.of_territory(territory) for territory in found[:MOST_CHOICES]]
        if not places:
            raise ValidationError(
                "Aucune commune ni aucun territoire ne ressemble à « %(text)s ». "
                "Vérifiez l'orthographe, ou essayez le code postal.",
                code="unknown",
                params={"text": text},
            )
        return places


class NumbersField(forms.CharField):
    """A fixed number of decimal numbers parted by commas; gives floats."""

    size = 0
    wrong = ""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            numbers = [float(part) for part in text.split(",")]
        except ValueError:
            numbers = []
        if len(numbers) != self.size or not self.accepts(*numbers):
            raise ValidationError(self.wrong, code="numbers", params={"text": text})
        return numbers


class PositionField(NumbersField):
    """A latitude and a longitude in degrees; gives the Place of its commune."""

    size = 2
    wrong = "La position « %(text)s » n'est pas une latitude et une longitude."

    accepts = staticmethod(is_in_world)

    def clean(self, value):
        numbers = super().clean(value)
        if numbers is None:
            return None
        place = Place.at_position(*numbers)
        if place is None:
            raise ValidationError(
                "Cette position n'est près d'aucune commune de France.", code="abroad"
            )
        return place


class ZoneField(NumbersField):
    """West, south, east and north in degrees; gives the four numbers."""

    size = 4
    wrong = "La zone « %(text)s » n'est pas ouest, sud, est et nord, en degrés."

    @staticmethod
    def accepts(west, south, east, north):
        return (
            is_in_world(south, west)
            and is_in_world(north, east)
            and west < east
            and south < north
        )
