"""Folding of French text, in agreement with functions of the database."""

import re
import unicodedata
from collections import Counter

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})

# What says the kind of an intercommunality, and what follows it at the head of a name.
GROUPING = (
    "(?:communaute de communes|communaute d agglomeration|communaute urbaine"
    "|communaute|metropole europeenne|eurometropole|metropole"
    "|agglomeration|agglo|intercom|interco)"
)
PREPOSITION = "(?:du|de la|de l|des|de|d)"
ARTICLE = "(?:le|la|les|l)"

# In order; the database's `directory_place_key` has the same.
_KEY_STEPS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bst\b", "saint"),
        (r"\bste\b", "sainte"),
        (rf"^(?:{GROUPING}\b ?(?:{PREPOSITION} )?)+", ""),
        (rf" {GROUPING}\b", ""),
        (rf"^{ARTICLE} ", ""),
        (r" ([0-9]+)(?:er|e) arrondissement$", r" \1"),
    )
]


def fold(text):
    """Return text in lower case, without accents, words parted by single spaces.

    'Saint-Étienne-du-Bœuf' gives 'saint etienne du boeuf'. Agrees with
    `directory_fold`.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()


def place_key(name):
    """What tells a place from others in its official name, folded.

    The leading article goes, and what only says the kind of an intercommunality, and
    what stands in brackets: 'Le Havre' gives 'havre', 'Communauté de communes du
    Seignanx' gives 'seignanx', 'Paris 11e Arrondissement' gives 'paris 11'. Agrees
    with `directory_place_key`, which fills the columns `search_key`.
    """
    folded = fold(re.sub(r"\([^)]*\)", " ", name))
    key = folded
    for pattern, replacement in _KEY_STEPS:
        key = pattern.sub(replacement, key)
    return key.strip() or folded


def edits(one, other, most):
    """Letters to add, drop, change or swap with the next to turn one into the other.

    Gives up beyond `most`, and then returns `most + 1`.
    """
    lacking = sum((Counter(one) - Counter(other)).values())
    if abs(len(one) - len(other)) > most or lacking > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i] + [most + 1] * len(other)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            same = letter == other[j - 1]
            best = before[j - 1] if same else before[j - 1] + 1
            best = min(best, before[j] + 1, row[j - 1] + 1)
            swapped = i > 1 and j > 1 and letter + one[i - 2] == other[j - 2 : j]
            if swapped:
                best = min(best, earlier[j - 2] + 1)
            row[j] = best
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
