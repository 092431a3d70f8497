"""What rows of a list may name: communes, former communes, kinds of structure."""

from collections import defaultdict
from dataclasses import dataclass

from directory.models import Locality, Territory

from .kinds import UNSAID, kinds_by_words


@dataclass(frozen=True, slots=True)
class Commune:
    """`latitude` and `longitude` are those of its town hall, or None."""

    pk: int
    code: str
    name: str
    slug: str
    latitude: float | None
    longitude: float | None
    postal_codes: frozenset[str]


class Known:
    """Read once, in three queries. Some 35,000 communes take about 20 MB."""

    def __init__(self):
        self.communes = {commune.code: commune for commune in _communes()}
        self.kinds = kinds_by_words()
        self.unsaid_kind = self.kinds[UNSAID]
        self._former = defaultdict(set)
        localities = Locality.objects.values_list("code", "commune__code")
        for code, commune in localities:
            self._former[code].add(commune)
        self._by_postal_code = defaultdict(list)
        for commune in self.communes.values():
            for code in commune.postal_codes:
                self._by_postal_code[code].append(commune)

    def communes_of(self, code, postal_code=None):
        """Communes of today that a code of today or of yesterday means.

        More than one for a commune that was split, unless the postal code tells.
        """
        if code in self.communes:
            return [self.communes[code]]
        found = [self.communes[now] for now in sorted(self._former.get(code, ()))]
        if len(found) > 1:
            told = [one for one in found if postal_code in one.postal_codes]
            return told or found
        return found

    def communes_served_by(self, postal_code):
        return self._by_postal_code.get(postal_code, [])


def _communes():
    columns = ("pk", "code", "name", "slug", "latitude", "longitude", "postal_codes")
    communes = Territory.objects.of_level(Territory.Level.COMMUNE)
    for *row, postal_codes in communes.order_by().values_list(*columns).iterator():
        yield Commune(*row, frozenset(postal_codes))
