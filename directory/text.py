"""Folding of French text, in agreement with the database; text of spreadsheets."""

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


# Words that many names of the field have, and that tell none from another.
# In step with the database's `directory_name_key`.
_COMMON_WORDS = (
    "a au aux d de des du en et l la le les par pour sur un une"
    " pole poles ptce territorial territoriale territoriaux territoire territoires"
    " cooperation cooperative cooperatives economique economiques"
    " asso association associations collectif collective interet scic scop"
    " sa sarl sas societe"
)
COMMON_WORDS = frozenset(_COMMON_WORDS.split())
# Addresses there tell whose page it is by what follows the host.
PLATFORMS = re.compile(
    r"(^|\.)(facebook|google|helloasso|instagram|linkedin|twitter|x|youtube)\.com$"
)


def name_key(name):
    """What tells a pole or a structure from others in its name, folded.

    The words of the field go, such as « pôle », « territorial » or « association »,
    and the little words; a name that holds no other stays whole. 'PTCE du Pays de
    Bray' gives 'pays bray'. Agrees with `directory_name_key`.
    """
    folded = fold(name)
    return " ".join(w for w in folded.split() if w not in COMMON_WORDS) or folded


def web_host(url):
    """Host of a web address, without 'www.'; None on a platform that many share.

    Agrees with `directory_web_host`.
    """
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", url.lower())
    return found[1] if found and not PLATFORMS.search(found[1]) else None


def similarity(one, other):
    """Share of trigrams that two folded texts have in common, from 0 to 1.

    Agrees with `similarity` of PostgreSQL's `pg_trgm`.
    """
    ours, theirs = _trigrams(one), _trigrams(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _trigrams(folded):
    padded = [f"  {word} " for word in folded.split()]
    return {word[i : i + 3] for word in padded for i in range(len(word) - 2)}


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


# what a spreadsheet takes for a formula, and the mark that makes it text
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TEXT_MARK = "'"


def neutralised(text):
    """The text as a cell that no spreadsheet runs as a formula."""
    return TEXT_MARK + text if _like_a_formula(text) else text


def revived(text):
    """What `neutralised` was given."""
    hidden = text.startswith(TEXT_MARK) and _like_a_formula(text)
    return text[1:] if hidden else text


def _like_a_formula(text):
    return text.lstrip(TEXT_MARK).startswith(FORMULA_STARTS)
