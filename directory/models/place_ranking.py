"""Which of the names gathered for an inquiry answer it, best first."""

from math import log10

from directory.text import edits

from .place_finds import (
    ALIKE,
    BEGINNING,
    CODE,
    FORMER,
    NAME,
    REORDERED,
    SHORT,
    SURE,
    TOWN,
    WORDS,
)
from .place_vocabulary import COMMUNE, DEPARTEMENT, EPCI, REGION, STARTS_WITH_ARTICLE
from .place_words import words_in

LEVEL_ORDER = {COMMUNE: 0, DEPARTEMENT: 1, REGION: 2, EPCI: 3}
# A commune this large goes before the département or région of its name.
TOWN_SIZE = 10_000
# Share of the letters that must agree, and what ten times the inhabitants are worth.
LEAST_RATIO = 0.55
DECADE = 0.035
# What words put aside, such as the département, take from it.
LOOSE = 0.15
UNUSED = 0.3
MOST_EDITS = 5


def rank(inquiry, finds):
    """The finds that answer, best first, one for each territory, told exact or not."""
    if inquiry.code:
        finds = without_dead_codes(inquiry.code, finds)
    place = place_by_code if inquiry.code else place_by_name
    placed = [find for find in finds if place(inquiry, find)]
    placed.sort(key=lambda find: (find.tier, find.dropped, find.order, find.code))
    best = {}
    for find in placed:
        best.setdefault(find.pk, find)
    found = list(best.values())
    if inquiry.code:
        tell_codes_apart(inquiry.code, found)
    return told_exact(found)


def without_dead_codes(code, finds):
    """The finds but, where a code is a postal code of today, those of a dead code.

    A code of the former Seine, such as 75011, is a postal code of Paris since.
    """
    if not any(code in find.scopes for find in finds):
        return finds
    return [find for find in finds if not find.through or code in find.scopes]


def place_by_code(inquiry, find):
    """Give a find its place among those of the same code.

    The name of an arrondissement says more than its postal code, and a commune's own
    code more than both.
    """
    find.tier = CODE
    own = find.code == inquiry.code and not find.through
    find.order = (
        LEVEL_ORDER[find.level],
        -find.population,
        not own,
        not find.through,
    )
    if inquiry.levels is None:
        # A number is a département's, unless the text says otherwise.
        find.dropped = int(find.level == REGION)
        return True
    return find.level in inquiry.levels


def tell_codes_apart(code, finds):
    """Tell each find how its code was read, when a code was read in two ways."""
    readings = [
        f"code {'INSEE' if find.code == code else 'postal'} {code}" for find in finds
    ]
    if len(set(readings)) > 1:
        for find, reading in zip(finds, readings, strict=True):
            find.read_as = reading


def place_by_name(inquiry, find):
    """Give a find its place among those of the same or like names; False for none."""
    if find.key is None:
        return False
    answers = [
        (
            max(tier, WORDS) if reading.loose else tier,
            dropped(reading),
            tier,
            # of the ends of an address, the longer says more
            -len(reading.head) if reading.loose and tier == NAME else 0,
        )
        for reading in inquiry.readings
        if (tier := tier_of(inquiry, reading, find)) is not None
    ]
    if find.folded == inquiry.text:
        answers.append((NAME, 0, NAME, 0))
    if not answers:
        return False
    find.tier, find.dropped, tier, length = min(answers)
    if tier == ALIKE:
        return place_by_likeness(inquiry, find)
    if tier == find.tier in (NAME, REORDERED, SHORT):
        if find.through and not find.key[-1].isdigit():
            find.tier = FORMER
        find.order = order_of_homonyms(inquiry, find)
    else:
        asked = STARTS_WITH_ARTICLE.match(inquiry.text)
        article_lost = bool(asked) and not find.folded.startswith(inquiry.text)
        level = LEVEL_ORDER[find.level]
        find.order = (tier, length, find.through, article_lost, -find.weight, level)
    return True


def dropped(reading):
    if reading.loose:
        return 2
    return 0 if reading.levels is None or reading.alias else 1


def tier_of(inquiry, reading, find):
    """How well a name answers a reading of the words; None when it is elsewhere."""
    if reading.levels is not None and find.level not in reading.levels:
        return None
    if reading.scope is not None and reading.scope not in find.scopes:
        return None
    if reading.head in (find.key, find.folded):
        short = find.level == EPCI and reading.levels is None
        return SHORT if short else NAME
    if find.key.startswith(f"{reading.head} ") and is_town(find):
        return TOWN
    if find.key.startswith(reading.head):
        return BEGINNING
    if reading.scope is None and find.folded.startswith(inquiry.text):
        return BEGINNING
    asked, said = reading.head.split(), find.folded.split()
    if sorted(asked) == sorted(find.key.split()):
        return REORDERED
    if all(any(word.startswith(part) for word in said) for part in asked):
        return WORDS
    return ALIKE


def is_town(find):
    return find.level == COMMUNE and not find.through and find.population >= TOWN_SIZE


def order_of_homonyms(inquiry, find):
    """Accents and article as written, own name, then the larger place.

    The place that a name alone calls to mind is a town, then a département or région,
    then a village.
    """
    if find.level in (DEPARTEMENT, REGION):
        band, article = 1, False
    else:
        band = 0 if is_town(find) else 2
        article = bool(STARTS_WITH_ARTICLE.match(find.folded)) != bool(
            STARTS_WITH_ARTICLE.match(inquiry.text)
        )
    return (
        inquiry.accents is not None and not words_in(find.name) <= inquiry.accents,
        find.through,
        article,
        band,
        LEVEL_ORDER[find.level],
        -find.population,
    )


def place_by_likeness(inquiry, find):
    ratios = [
        ratio - LOOSE * (reading.loose or key != find.key)
        for reading in inquiry.readings
        if (reading.levels is None or find.level in reading.levels)
        and (reading.scope is None or reading.scope in find.scopes)
        for key in keys_compared(reading, find)
        if (ratio := likeness(reading.head, key))
    ]
    if find.key in inquiry.beginnings:
        ratios.append(1 - LOOSE - UNUSED * (1 - len(find.key) / len(inquiry.text)))
    if not ratios:
        return False
    worth = max(ratios) + DECADE * log10(find.weight + 1)
    find.order = (-worth, find.through, LEVEL_ORDER[find.level])
    return True


def keys_compared(reading, find):
    """The key of a find and, of a town, as many of its first words as were asked."""
    first = find.key.split()[: reading.head.count(" ") + 1]
    return {find.key, " ".join(first)} if is_town(find) else {find.key}


def likeness(one, other):
    """Share of the letters that agree, in the better of two orders of the words.

    0 when less than `LEAST_RATIO`.
    """
    ratio = letters_that_agree("".join(one.split()), "".join(other.split()))
    if ratio or " " not in one:
        return ratio
    return letters_that_agree(
        "".join(sorted(one.split())), "".join(sorted(other.split()))
    )


def letters_that_agree(one, other):
    longest = max(len(one), len(other))
    most = min(MOST_EDITS, int(longest * (1 - LEAST_RATIO)))
    found = edits(one, other, most)
    return 0 if found > most else 1 - found / longest


def told_exact(finds):
    """Say which finds are sure: the whole name or code is what was asked.

    A département or région under the name and with the inhabitants of a commune or
    département before it, such as Paris or Mayotte, is no other answer. What answers
    a part of the words goes when something answers all of them.
    """
    surest = {find.tier for find in finds} & SURE or {SHORT}
    if not finds or finds[0].tier > SHORT:
        return finds
    whole = min(find.dropped for find in finds if find.tier <= SHORT)
    seen = set()
    for find in finds:
        same = (find.key, find.population)
        alone = find.tier == CODE or same not in seen
        find.exact = find.tier in surest and find.dropped == whole and alone
        if find.level != EPCI:
            seen.add(same)
    return [find for find in finds if find.dropped < 2]
