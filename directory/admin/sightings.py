"""Answers of the address service, told against the commune of an entry."""

from dataclasses import dataclass

from django.utils.formats import number_format

from directory.geo import distance_km
from directory.geocoding import Address, NoAnswer, find_addresses
from directory.models import Place
from directory.prepositions import located

NOTHING_ALIKE = "Aucune adresse ne ressemble à celle-ci."


@dataclass(frozen=True)
class Sighting:
    """An answer, with `where`: how it stands to the commune of the row, in words.

    `doubtful`: it lies out of that commune, or out of France.
    """

    address: Address
    where: str
    doubtful: bool

    @property
    def detail(self):
        told, percent = self.address.told, self.address.percent
        return f"{told}, sûr à {percent} %, {self.where}"

    @classmethod
    def of(cls, address, home):
        """Two queries; `home` is a commune or None."""
        place = Place.at_position(address.latitude, address.longitude)
        if place is None:
            return cls(address, "hors de France", True)
        words = "sans doute " if place.guessed else ""
        if home is None:
            return cls(address, words + located(place.territory), False)
        if place.territory == home:
            told = f"{words}dans la commune"
            return cls(address, f"{told} ({_to_hall(address, home)})", False)
        told = f"hors de la commune, {words}{located(place.territory)}"
        return cls(address, f"{told} ({_to_hall(address, home)})", True)


def _to_hall(address, home):
    if home.latitude is None:
        return f"mairie de {home} non située"
    hall = home.latitude, home.longitude
    distance = distance_km(address.latitude, address.longitude, *hall)
    if distance < 1:
        return f"à {distance * 1000:.0f} m de la mairie"
    told = number_format(distance, 1 if distance < 10 else 0)
    return f"à {told} km de la mairie"


def look_up(words, home):
    """Sightings of what some words mean, and a sentence when there is none to show."""
    try:
        found = find_addresses(words)
    except NoAnswer as failure:
        return [], str(failure)
    sightings = [Sighting.of(address, home) for address in found]
    return sightings, None if sightings else NOTHING_ALIKE
