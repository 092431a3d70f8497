"""Words of the charter pages that are written in files, not in the database."""

import json
from functools import cache

from django.conf import settings

LETTERS = settings.BASE_DIR / "fixtures" / "charter" / "letters.json"


@cache
def letters():
    """The letters P, T, C, E in order: dicts of `letter` and `words`.

    A word is a dict of `word`, `text` and `link`, an address of the site or None.
    """
    return json.loads(LETTERS.read_text())["letters"]
