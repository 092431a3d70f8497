"""Words and marks of a text that names a place, before the database is asked."""

import re

from directory.text import ARTICLE, GROUPING, PREPOSITION

COMMUNE, EPCI, DEPARTEMENT, REGION = "commune", "epci", "departement", "region"
ARRONDISSEMENT = "arrondissement"

STARTS_WITH_ARTICLE = re.compile(rf"{ARTICLE} ")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
WORD = re.compile(r"\w+")

POSTAL_CODE = re.compile(r"[0-9]{5}")
CODE = re.compile(r"[0-9]{9}|[0-9]{5}|2[AB][0-9]{3}|2[AB]|[0-9]{1,3}")
CODE_WORDS = re.compile(r"\b(?:code|postal|insee|siren|cp|numero|no|cedex)\b")

LEVEL_WORDS = (
    (
        DEPARTEMENT,
        re.compile(r"\b(?:departements?|dept|dep|dpt|collectivite d outre mer)\b"),
    ),
    (REGION, re.compile(r"\bregions?\b")),
    (
        EPCI,
        re.compile(rf"\b(?:{GROUPING}|intercommunalite|epci|ept)\b|^(?:cc|ca|cu)\b"),
    ),
    (COMMUNE, re.compile(rf"^(?:ville|mairie) {PREPOSITION}\b|\bcommune\b")),
)
# Words that say a level, told under as many typing errors.
LEVEL_SPELLINGS = (
    "communaute",
    "agglomeration",
    "intercommunalite",
    "metropole",
    "departement",
)
# Words of official names that are no such error.
LEVEL_LIKE = frozenset(("intercommunale",))
SHORTEST_MISTYPED = 7
MOST_MISTYPED = 2

# Acronyms and former régions, by the key of today's région; a number by Corse's.
ALIASES = {
    "20": "corse",
    "alsace": "grand est",
    "aquitaine": "nouvelle aquitaine",
    "aura": "auvergne rhone alpes",
    "auvergne": "auvergne rhone alpes",
    "basse normandie": "normandie",
    "bfc": "bourgogne franche comte",
    "bourgogne": "bourgogne franche comte",
    "centre": "centre val de loire",
    "champagne ardenne": "grand est",
    "collectivite de corse": "corse",
    "collectivite europeenne d alsace": "grand est",
    "franche comte": "bourgogne franche comte",
    "haute normandie": "normandie",
    "hdf": "hauts de france",
    "idf": "ile de france",
    "languedoc roussillon": "occitanie",
    "limousin": "nouvelle aquitaine",
    "lorraine": "grand est",
    "midi pyrenees": "occitanie",
    "nord pas de calais": "hauts de france",
    "paca": "provence alpes cote d azur",
    "picardie": "hauts de france",
    "poitou charentes": "nouvelle aquitaine",
    "rhone alpes": "auvergne rhone alpes",
}
# The everyday names of three métropoles, by their keys.
GROUPING_ALIASES = {"grand lyon": "lyon", "mel": "lille", "mgp": "grand paris"}

# What the pages print after a name, and what an address may end with.
INHABITANTS = re.compile(r"[\d\s]*\d\s*hab(?:itants?)?\b\.?", re.IGNORECASE)
COUNTRY = re.compile(r"[,;(·]\s*france\W*$", re.IGNORECASE)
SEPARATORS = re.compile(r"[,;·|()–—]")

ABBREVIATIONS = (
    (re.compile(r"(?<=.)\bs s\b|\bss\b"), "sous"),
    (re.compile(r"(?<=. )s\b"), "sur"),
    (re.compile(r"\bsts\b"), "saints"),
    (re.compile(r"\bstes\b"), "saintes"),
    (re.compile(r"\bst\b"), "saint"),
    (re.compile(r"\bste\b"), "sainte"),
    (re.compile(r"\bn ?d\b"), "notre dame"),
)
CEDEX = re.compile(r" cedex(?: [0-9]+)?\b")
# Words that may come before a name, and that some names begin with.
PREAMBLE = re.compile(
    rf"^(?:(?:pres|autour|proche|a cote|environs|alentours) {PREPOSITION}"
    r"|vers|dans|a|au|aux|en) (?=.)"
)

CITY = r"(?P<city>paris|lyon|marseille)"
NUMBER = r"0?(?P<number>[0-9]{1,2}) ?(?:er|e|eme|ieme|nd|nde|ere)?"
DISTRICT = r"(?:arrondissement|arrdt|arrt|arr|ardt)"
ARRONDISSEMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{CITY} (?:le )?{NUMBER}(?: {DISTRICT})?",
        rf"(?:le )?{NUMBER} {DISTRICT} (?:de )?{CITY}",
        rf"{CITY} {DISTRICT} {NUMBER}",
        rf"{NUMBER} (?:de )?{CITY}",
    )
)

# 'Alpes-de-Haute-Provence' and 'Provence-Alpes-Côte d'Azur' at the end of a text.
LONGEST_SCOPE = 5
LINKS = "(?:de la|de l|du|des|de|d|a la|a l|dans le|dans la|dans l|dans|en|a|au|aux)"
LINK_BEFORE = re.compile(rf" (?:{LINKS}|{ARTICLE})$")
LINK_AFTER = re.compile(rf"^(?:{LINKS} )?(?:{ARTICLE} )?(?=.)")
PREPOSITIONS = frozenset(("du", "de la", "de l", "des", "de", "d"))
