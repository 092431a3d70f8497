"""What a page says of a search and of its answer."""

from directory.prepositions import with_parent
from directory.words import answer_sentence

from .asked import PLACE

# What tells the facet of an option that says little alone.
NAMED = {"etape": "étape", "milieu": "milieu", "niveau": "échelle"}


class Told:
    """The part of a filter set that speaks of its question and of its answer."""

    @property
    def problems(self):
        """What is wrong with the values asked: (name of the field, words), in order."""
        return [(name, " ".join(texts)) for name, texts in self.form.errors.items()]

    def title(self, heading="Les PTCE"):
        """The whole question, after what the set is: 'Les PTCE : Drôme, Habitat'."""
        parts = [self._place_in_title(), *self._rest_in_title()]
        told = " · ".join(filter(None, parts))
        return f"{heading} : {told}" if told else heading

    def _place_in_title(self):
        if self.place is None:
            return ""
        name = with_parent(self.place.territory)
        return f"autour de moi, {name}" if self.place.is_position else name

    def _rest_in_title(self):
        """Words, a zone, then each facet with its values, of which any will do."""
        told = {}
        for name, value, words in self._asked:
            if name == "quoi":
                words = f"« {value.strip()} »"
            elif name == "zone":
                words = "dans une zone de la carte"
            elif name in self.choices:
                words = self.label_of(name, value).removeprefix("étape ")
            if name not in PLACE:
                told.setdefault(name, []).append(words)
        return [
            f"{NAMED.get(name, '')} {' ou '.join(words)}".strip()
            for name, words in told.items()
        ]

    def said(self, of=""):
        """The answer in a sentence: (subject, rest), without its final point.

        `of` tells what the poles are part of: ' de cet ensemble'.
        One query more when a place and other criteria together leave no pole.
        """
        none = self.place and self.narrowed and not self.found
        return answer_sentence(
            len(self.found),
            unplaced=sum(self.census.poles[pk].latitude is None for pk in self.found),
            of=of,
            place=self.place,
            narrowed=self.narrowed,
            acting=self._acting_count() if none else 0,
            asked=self._what(),
            others=len(self.elsewhere),
        )

    def _what(self):
        """'« vélo »' when only words are asked beside a place, else 'la recherche'."""
        rest = [(name, value) for name, value, _ in self._asked if name not in PLACE]
        if len(rest) == 1 and rest[0][0] == "quoi":
            return f"« {rest[0][1].strip()} »"
        return "la recherche"

    def _acting_count(self):
        """Poles of the set that act on the place, whatever else is asked."""
        if not self.cleaned.get("quoi") and not self.cleaned.get("zone"):
            return len(self.among)
        return self.queryset.acting_on(self.place.territory).count()
