"""Territories with their numbers of poles: what maps and their tables are made of."""

from typing import NamedTuple

from django.urls import reverse

from directory.words import act, count_poles


class Row(NamedTuple):
    """A territory by key, such as 'departement:33'; `pk` is its id."""

    pk: int
    key: str
    name: str
    url: str
    number: int

    @property
    def code(self):
        return self.key.partition(":")[2]

    @property
    def count(self):
        """'3 pôles'; 'aucun pôle connu' for 0."""
        return count_poles(self.number) if self.number else "aucun pôle connu"

    @property
    def label(self):
        """'Gironde : 3 pôles y agissent'; 'Gironde : aucun pôle connu n'y agit'."""
        where = f"y {act(self.number)}" if self.number else "n'y agit"
        return f"{self.name}\u00a0: {self.count} {where}"


class Reading(NamedTuple):
    """A row of a table that leads nowhere: what was read, and its number."""

    name: str
    number: int
    url: str = ""


def rows_of(places, counts, query):
    """Rows in the order of places; a key missing in counts is 0."""
    root = reverse("directory:territory_index")
    return [
        Row(
            place.pk,
            place.key,
            place.name,
            f"{root}{place.path}{query}",
            counts.get(place.key, 0),
        )
        for place in places
    ]
