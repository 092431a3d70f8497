"""What a search asks, told again: as words, and as addresses of its valid values."""

from functools import cached_property

from django.http import QueryDict

from directory.models import UNKNOWN
from directory.prepositions import with_parent

# Parameters that name a place, and all that say where.
PLACE = ("ou", "territoire", "position")
WHERE = (*PLACE, "zone")


class Asked:
    """The part of a filter set that repeats its question.

    An address holds what was understood of the query string and nothing else of it,
    so that no page is larger for what a visitor adds to its address.
    """

    @cached_property
    def _asked(self):
        """Valid values but the order; see `in_force`."""
        found = []
        for name in self.filters:
            value = self.cleaned.get(name)
            if not value or name == "tri":
                continue
            if name in self.choices:
                found += [(name, one, self._option(name, one)) for one in value]
            else:
                found.append((name, self.data.get(name), self._words(name, value)))
        return list(dict.fromkeys(found))

    def in_force(self, *, facets=True):
        """Valid values asked for: (name, value, words), each once, in page order.

        Without `facets`, only what the visitor typed or where she is.
        """
        return [one for one in self._asked if facets or one[0] not in self.choices]

    @property
    def narrowed(self):
        """Whether anything but a place is asked."""
        return any(name not in PLACE for name, _value, _words in self._asked)

    def label_of(self, name, value):
        """Label of an option of a facet."""
        return next(label for one, label, _ in self.choices[name] if one == value)

    def _option(self, name, value):
        """Words of an option; with the name of its facet when it says nothing alone."""
        label = self.label_of(name, value)
        if value == UNKNOWN and name != "etape":
            return f"{self.form.fields[name].label} : {label}"
        return label

    def _words(self, name, value):
        if name == "territoire":
            return with_parent(value.territory)
        if name == "position":
            return "Autour de moi"
        if name == "zone":
            return "Zone de la carte"
        typed = self.data.get(name).strip()
        return f"{self.form.fields[name].label} « {typed} »"

    def address(self, *, but=(), ordered=True, **others):
        """Query string of the same search, with `others` in place of what they name.

        Without the names, or the pairs of a name and a value, that are in `but`.
        """
        query = QueryDict(mutable=True)
        for name, value, _words in self._asked:
            if not {name, (name, value)} & set(but):
                query.appendlist(name, value)
        if ordered and self.cleaned.get("tri"):
            query["tri"] = self.cleaned["tri"]
        for name, value in others.items():
            query[name] = value
        return query.urlencode(safe=":,")

    def elsewhere_address(self):
        """The same search without a place, for links that add one."""
        return self.address(but=WHERE)

    def canonical_address(self, page=1):
        """The address under which a page of the answer is known.

        It has no order, no zone, and for a position only its commune.
        """
        place = self.place
        others = {"page": page} if page > 1 else {}
        if place and place.is_position:
            others["territoire"] = place.territory.key
        return self.address(but=("position", "zone"), ordered=False, **others)

    def chosen(self):
        """Values in force, each with its words and the address `without` it."""
        return [
            {"words": words, "without": self.address(but=[(name, value)])}
            for name, value, words in self._asked
        ]
