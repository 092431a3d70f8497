"""Words that a column may hold: people write labels, the directory keeps codes."""

from collections import Counter
from difflib import get_close_matches

from directory.models import Pole
from directory.text import fold

NEAR = 3
ALIKE = 0.6
# words unknown to a sheet, of one column, that are looked for among those alike
MOST_LOOKED_FOR = 200


class Vocabulary:
    """Codes of a column, their labels, and other names that are understood too.

    `rows` lists (code, label, *other names); `retired` codes are read, never offered.
    """

    def __init__(self, rows, retired=()):
        self.labels = {code: label for code, label, *_ in rows}
        self.offered = [code for code in self.labels if code not in retired]
        names = [(fold(name), code) for code, *names in rows for name in names if name]
        met = Counter(name for name, _code in set(names))
        # a name that two codes share is neither's
        self.codes = {fold(code): code for code in self.labels}
        self.codes |= {name: code for name, code in names if name and met[name] == 1}
        self.found_near = {}

    def read(self, text):
        """The code of a label or of a code, whatever its case and accents, or None."""
        return text if text in self.labels else self.codes.get(fold(text))

    def write(self, code):
        """The label of a code, or the code itself when its label would not be read."""
        label = self.labels.get(code, code)
        return label if self.read(label) == code and "|" not in label else code

    def near(self, text):
        """Labels offered that look like a text, the likest first.

        Of the first texts only: the words of a whole sheet may be unknown.
        """
        folded = fold(text)
        if folded not in self.found_near:
            if len(self.found_near) >= MOST_LOOKED_FOR:
                return []
            self.found_near[folded] = self._near(folded)
        return self.found_near[folded]

    def _near(self, folded):
        names = {name: c for name, c in self.codes.items() if c in self.offered}
        close = get_close_matches(folded, names, NEAR, ALIKE)
        holding = [name for name in names if folded and folded in name]
        codes = dict.fromkeys(names[name] for name in close + holding)
        return [self.labels[code] for code in codes][:NEAR]


def vocabulary(model, name):
    """That of a field of a model, as it is today; one query at most."""
    if name == "position":
        return Vocabulary(Pole.PositionPrecision.choices)
    column = model._meta.get_field(name)
    if column.choices:
        return Vocabulary(column.choices)
    rows = list(column.related_model.objects.all())
    return Vocabulary(
        [(row.slug, str(row), *_other_names(row)) for row in rows],
        {row.slug for row in rows if getattr(row, "retired", False)},
    )


def _other_names(row):
    return [getattr(row, name, None) for name in ("acronym", "expanded")]
