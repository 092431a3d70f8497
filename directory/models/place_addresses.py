"""Postal addresses: which of their words name the town."""

import re

from directory.text import fold

from .place_vocabulary import COMMUNE, SEPARATORS

STREET = (
    "(?:rue|ruelle|avenue|av|boulevard|bd|bld|place|pl|chemin|ch|route|rte|impasse|imp"
    "|allees?|quai|cours|square|sq|passage|esplanade|faubourg|fg|montee|sentier|voie"
    "|promenade|villa|cite|hameau|residence|lotissement|lieu dit|zone|parc|za|zac|zi"
    "|bp|cs|tsa)"
)
NUMBER = "[0-9]+ ?(?:bis|ter|quater|[a-d])?"
NUMBERED = re.compile(rf"^{NUMBER} {STREET} .")
IN_A_STREET = re.compile(rf"^(?:{NUMBER} )?{STREET} .")
HAS_A_STREET = re.compile(rf"^[0-9]|\b{STREET}\b")
POSTAL = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
# What the end of an address names.
LEVELS = frozenset([COMMUNE])
# 'Saint-Julien-en-Vercors' is a name this long; the words before are the street's.
LONGEST_TOWN = 4


def town_of(text):
    """The end of an address, from its postal code or after its last comma.

    '10 rue de la Paix, 75002 Paris' gives '75002 Paris'; what is no such address is
    given back as it is.
    """
    *_, code = [None, *POSTAL.finditer(text)]
    if code and HAS_A_STREET.search(fold(text[: code.start()])):
        return text[code.start() :]
    parts = [part for part in SEPARATORS.split(text) if fold(part)]
    if NUMBERED.search(fold(text)) and not IN_A_STREET.search(fold(parts[-1])):
        return parts[-1]
    return text


def last_words(words):
    """The ends of a folded address that may be its town, the shortest first."""
    if not IN_A_STREET.search(words):
        return []
    each = words.split()
    return [" ".join(each[-count:]) for count in range(1, LONGEST_TOWN + 1)]
