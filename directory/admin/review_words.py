"""Values side by side in words, with what one has and the other has not."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

from django.core.exceptions import ValidationError

from directory import values
from directory.models import Structure, Territory
from directory.values import FIELDS, UNKNOWN
from directory.values.facts import Perimeters
from directory.values.fields import Key, Keys, told_territory

WORDS = re.compile(r"\S+|\s+")


class Words:
    """Words for many values of one model; asks each table once, however many.

    `pairs` are the (field, value) to come. A value that no longer means anything, such
    as the key of a territory that is gone, is told as it stands.
    """

    def __init__(self, model, pairs):
        self.model = model
        pairs = [(FIELDS[model][name], value) for name, value in pairs]
        self._territories = self._read_territories(pairs)
        self._structures = self._read_structures(pairs)
        self._slugs = {}
        for field, _ in pairs:
            if _is_of_slugs(field) and field.name not in self._slugs:
                rows = field.column.related_model.objects.all()
                self._slugs[field.name] = {row.slug: row for row in rows}

    def rows(self, name):
        """Rows that a field kept as slugs may name, by slug."""
        return self._slugs[name]

    def parts(self, name, value):
        """A value as a list of parts, to compare: words of a text, items of a list."""
        if value in (None, "", []):
            return [UNKNOWN]
        field = FIELDS[self.model][name]
        if isinstance(field, Keys | Perimeters):
            return [self._item(field, one) for one in value]
        if isinstance(field, Key):
            return [self._item(field, value)]
        try:
            told = values.tell(self.model, name, value)
        except (ValidationError, TypeError, KeyError, AttributeError):
            return [str(value)]
        return WORDS.findall(told) if isinstance(value, str) else [told]

    def is_list(self, name):
        return isinstance(FIELDS[self.model][name], Keys | Perimeters)

    def _item(self, field, key):
        if _is_of_slugs(field):
            found = self._slugs[field.name].get(key)
        elif _is_of_structures(field):
            found = self._structures.get(key)
        else:
            found = self._territories.get(key)
            found = found and told_territory(found)
        return str(found or key)

    def _read_territories(self, pairs):
        keys = [
            key
            for field, value in pairs
            if _is_of_territories(field) and value
            for key in (value if isinstance(value, list) else [value])
        ]
        codes = [str(key).partition(":")[2] for key in keys]
        found = Territory.objects.filter(code__in=codes) if codes else []
        return {territory.key: territory for territory in found}

    def _read_structures(self, pairs):
        keys = [value for field, value in pairs if _is_of_structures(field) and value]
        found = Structure.objects.filter(public_id__in=keys) if keys else []
        return {str(structure.public_id): structure for structure in found}


def _is_of_slugs(field):
    return isinstance(field, Keys) or isinstance(field, Key) and field.key == "slug"


def _is_of_territories(field):
    return (
        isinstance(field, Perimeters) or isinstance(field, Key) and field.key == "key"
    )


def _is_of_structures(field):
    return isinstance(field, Key) and field.key == "public_id"


def compare(old, new):
    """Parts of an old and of a new value, each as [(part, changed)].

    Words and items that both have, in the same order, are not changed; when they have
    none in common, nothing stands out.
    """
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    strangers = matcher.ratio() == 0
    before, after = [], []
    for kind, i, j, k, m in matcher.get_opcodes():
        changed = kind != "equal" and not strangers
        before += [(part, changed) for part in old[i:j]]
        after += [(part, changed) for part in new[k:m]]
    return before, after


def joined(parts):
    """Parts of a text with their runs joined: [(text, changed)]."""
    runs = groupby(parts, key=itemgetter(1))
    return [("".join(text for text, _ in run), changed) for changed, run in runs]
