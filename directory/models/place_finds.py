"""A name that may answer an inquiry, and how well it does."""

from dataclasses import dataclass, field

from .place_vocabulary import ARRONDISSEMENT, EPCI

# Tiers, best first: a code, a whole name, its words in another order, a town whose
# name begins with the words, a former commune of the whole name, an EPCI without the
# words that say it is one, and names that begin alike, have the words, look alike.
CODE, NAME, REORDERED, TOWN, FORMER, SHORT, BEGINNING, WORDS, ALIKE = range(9)
SURE = {CODE, NAME, REORDERED, FORMER}

# An EPCI has more inhabitants than the commune it is named after.
EPCI_SHARE = 0.1


def in_a_sentence(name):
    """A name such as 'Paris 11e Arrondissement' with its common noun in lower case."""
    return name.replace(" Arrondissement", " arrondissement")


@dataclass
class Find:
    """A territory under one of its names: its own, or that of a locality in it.

    `kind` is that of the locality, None for the territory's own name, and `matched` its
    name. `scopes` are the keys and codes of what the territory lies in, and its postal
    codes; `departements` the names of those an EPCI reaches. `dropped` tells what of
    the text was put aside: 0 nothing, 1 words that say the level, 2 others. `read_as`
    says how a code that has two meanings was read, else None.
    """

    pk: int
    level: str
    population: int
    code: str
    name: str | None
    key: str | None
    folded: str | None
    kind: str | None
    scopes: frozenset
    departements: tuple = ()
    tier: int = ALIKE
    dropped: int = 0
    order: tuple = field(default=())
    exact: bool = False
    read_as: str | None = None

    @property
    def through(self):
        return self.kind is not None

    @property
    def matched(self):
        return self.name if self.through else None

    @property
    def reason(self):
        """Why a territory answers that does not bear the name asked; None if it does.

        'Château-du-Loir, ancienne commune', 'Paris 11e arrondissement', 'code postal
        97411'.
        """
        if not self.through:
            return self.read_as
        if self.name is None:
            return f"ancien code {self.code}"
        if self.kind == ARRONDISSEMENT:
            return in_a_sentence(self.name)
        return f"{self.name}, ancienne commune"

    @property
    def weight(self):
        return self.population * (EPCI_SHARE if self.level == EPCI else 1)
