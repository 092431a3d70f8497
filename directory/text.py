"""Folding of French text, in agreement with the database's `directory_fold`."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def fold(text):
    """Return text in lower case, without accents, words parted by single spaces.

    'Saint-Étienne-du-Bœuf' gives 'saint etienne du boeuf'.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()
