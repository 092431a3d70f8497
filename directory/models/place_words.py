"""What a visitor's words may mean as a place: readings, to be looked for and ranked."""

import re
from dataclasses import dataclass

from directory.text import ARTICLE, PREPOSITION, edits, fold, place_key

from . import place_vocabulary as vocabulary
from .place_addresses import LEVELS, last_words, town_of
from .place_vocabulary import ALIASES, EPCI, REGION

LONGEST_TEXT = 200
# The longest official name has 83 characters; what follows the first words of a
# longer text is not compared.
LONGEST_NAME = 90
MOST_WORDS = 20


@dataclass(frozen=True)
class Reading:
    """A way to understand the words: a name, its level, what it lies in.

    `head` is a key or the first letters of one. `scope` is the key or code of the
    département or région, or a postal code, None when none is said. `levels` is None
    when the level is not said. An `alias` is another name of the place. A `loose`
    reading drops some of the words: what it finds is never sure.
    """

    head: str
    scope: str | None = None
    levels: frozenset | None = None
    alias: bool = False
    loose: bool = False

    @property
    def postal_code(self):
        """The scope, when it is a postal code, else None."""
        told = self.scope is not None and vocabulary.POSTAL_CODE.fullmatch(self.scope)
        return self.scope if told else None


@dataclass(frozen=True)
class Inquiry:
    """A text understood: either a `code`, of some levels, or `readings`.

    `text` is the text folded. `accents` is the set of its words as they were written,
    in lower case, when some have accents, else None.
    """

    text: str
    code: str | None = None
    levels: frozenset | None = None
    readings: tuple = ()
    accents: frozenset | None = None

    @property
    def beginnings(self):
        """The first words of the text, fewer and fewer, without a leading article."""
        words = without_article(self.text).split()
        return [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]

    @property
    def swapped(self):
        """A lone word with two neighbouring letters swapped, each way it can be."""
        word = without_article(self.text)
        return [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            for at in range(len(word) - 1 if " " not in word else 0)
        ]


def understand(text):
    """The inquiry that a text makes, or None when it names no place at all."""
    if len(text) > LONGEST_TEXT or vocabulary.CONTROL.search(text):
        return None
    text = vocabulary.COUNTRY.sub("", vocabulary.INHABITANTS.sub(" ", text))
    text = town_of(text)
    folded = " ".join(fold(text).split()[:MOST_WORDS])[:LONGEST_NAME].strip()
    if not folded:
        return None
    code, levels = code_of(folded)
    if code and folded not in ALIASES:
        return Inquiry(folded, code=code, levels=levels)
    words = spelled_out(folded)
    written = None if text.isascii() else words_in(text)
    readings = dict.fromkeys(readings_of(words, parts_of(text)))
    return Inquiry(words, readings=tuple(readings), accents=written)


def words_in(text):
    """The words of a text in lower case, accents kept."""
    return frozenset(vocabulary.WORD.findall(text.lower()))


def code_of(folded):
    """The code that a text is, whole, and the levels said with it; None if it is none.

    INSEE codes, SIREN, postal codes, numbers of départements and régions.
    """
    core, levels = without_level(vocabulary.CODE_WORDS.sub("", folded).strip())
    code = core.replace(" ", "").upper()
    if not vocabulary.CODE.fullmatch(code):
        return None, None
    return code.zfill(2), levels


def spelled_out(folded):
    """Folded words without abbreviations, nor errors in those that say a level."""
    words = folded
    for pattern, whole in vocabulary.ABBREVIATIONS:
        words = pattern.sub(whole, words)
    words = vocabulary.CEDEX.sub("", words)
    return " ".join(retyped(words.split()))


def retyped(words):
    """Words, those that say a level without typing errors."""
    most, right_words = vocabulary.MOST_MISTYPED, vocabulary.LEVEL_LIKE
    before = ("", "")
    for word in words:
        long = len(word) >= vocabulary.SHORTEST_MISTYPED and word not in right_words
        for right in vocabulary.LEVEL_SPELLINGS if long else ():
            if edits(word, right, most) <= most:
                word = right
        # Elsewhere, 'commune' and names such as Communay are left alone.
        if before == ("communaute", "de") and edits(word, "communes", most) <= most:
            word = "communes"
        before = (before[1], word)
        yield word


def parts_of(text):
    """The parts of a label such as 'Romans, Drôme' or 'Bordeaux · Gironde', folded."""
    parts = (fold(part) for part in vocabulary.SEPARATORS.split(text))
    return [spelled_out(part) for part in parts if part]


def without_article(words):
    return re.sub(rf"^{ARTICLE} (?=.)", "", words)


def readings_of(words, parts):
    for pattern in vocabulary.ARRONDISSEMENTS:
        if found := pattern.fullmatch(words):
            yield Reading(f"{found['city']} {int(found['number'])}")
    yield Reading(without_article(words))
    core, levels = without_level(vocabulary.PREAMBLE.sub("", words))
    if core in ALIASES:
        yield Reading(ALIASES[core], levels=frozenset([REGION]), alias=True)
    if core in vocabulary.GROUPING_ALIASES:
        head = vocabulary.GROUPING_ALIASES[core]
        yield Reading(head, levels=frozenset([EPCI]), alias=True)
    yield Reading(core, levels=levels)
    yield from scoped(core, levels)
    if levels:
        yield Reading(core, loose=True)
    if len(parts) > 2:
        yield from scoped(" ".join(parts[:2]), None)
    if len(parts) > 1:
        yield Reading(place_key(parts[0]), loose=True)
    for town in last_words(words):
        yield Reading(without_article(town), levels=LEVELS, loose=True)


def without_level(words):
    """The key that remains without the words that say a level, and the levels said.

    No level (None) when nothing else would remain.
    """
    levels = set()
    core = words
    for level, pattern in vocabulary.LEVEL_WORDS:
        core, count = pattern.subn(" ", core)
        if count:
            levels.add(level)
    core = " ".join(core.split())
    if levels:
        core = re.sub(rf"^{PREPOSITION} (?=.)", "", core)
        core = re.sub(rf"(?<=.) {PREPOSITION}$", "", core)
    core = without_article(core)
    if not core or core in vocabulary.PREPOSITIONS:
        return words, None
    return core, frozenset(levels) or None


def scoped(core, levels):
    """Readings of 'saint denis 93', '93 saint denis', 'saint denis de la reunion'."""
    words = core.split()
    for count in range(1, min(vocabulary.LONGEST_SCOPE, len(words) - 1) + 1):
        head = vocabulary.LINK_BEFORE.sub("", " ".join(words[:-count]))
        head = vocabulary.LINK_BEFORE.sub("", head)
        scope = vocabulary.LINK_AFTER.sub("", " ".join(words[-count:]))
        if head:
            scope = numbered(ALIASES.get(scope, scope))
            yield Reading(head, scope=scope, levels=levels)
    if len(words) < 2:
        return
    if vocabulary.CODE.fullmatch(words[0].upper()):
        head = without_article(" ".join(words[1:]))
        yield Reading(head, scope=numbered(words[0]), levels=levels)
        yield Reading(head, levels=levels, loose=True)
    if vocabulary.CODE.fullmatch(words[-1].upper()):
        yield Reading(" ".join(words[:-1]), levels=levels, loose=True)


def numbered(scope):
    """The number of a département as its code is written, '1' as '01'."""
    return scope.zfill(2) if scope.isdigit() else scope
