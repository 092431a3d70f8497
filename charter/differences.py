"""What changed from a version to another: pure functions."""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# put together, they are the text
PART = re.compile(r"\w+|\s+|[^\w\s]")
MOST_KEPT = 512


@dataclass(frozen=True)
class Piece:
    """A piece of a side of a comparison; `changed`: the other side has not got it."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Change:
    """A text on both sides, as pieces that put together are the text of that side."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def changed(self):
        return any(piece.changed for piece in (*self.old, *self.new))


@dataclass(frozen=True)
class Pair:
    """A commitment as two versions have it; None on the side that has it not."""

    old: object
    new: object


# published texts never change, and to compare long ones takes a while
@lru_cache(MOST_KEPT)
def compare(old, new):
    """The Change from a text to another, word by word; None is a text without words."""
    before, after = PART.findall(old or ""), PART.findall(new or "")
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    old_end, new_end = len(before) - end, len(after) - end
    matcher = SequenceMatcher(_is_no_word, before[start:old_end], after[start:new_end])
    runs = [(before[:start], after[:start], False)]
    for kind, a, b, c, d in matcher.get_opcodes():
        taken = before[start + a : start + b], after[start + c : start + d]
        runs.append((*taken, kind != "equal"))
    runs.append((before[old_end:], after[new_end:], False))
    return Change(
        _pieces((parts, changed) for parts, _, changed in runs),
        _pieces((parts, changed) for _, parts, changed in runs),
    )


def _is_no_word(part):
    """Spaces and signs are the same only beside words that are."""
    return not part[0].isalnum()


def _shared(one, other):
    """How many parts two lists begin with together."""
    pairs = zip(one, other, strict=False)
    return next(
        (rank for rank, (a, b) in enumerate(pairs) if a != b),
        min(len(one), len(other)),
    )


def _pieces(runs):
    """The pieces of [(parts, changed)], neighbours of a kind told as one."""
    found = []
    for parts, changed in runs:
        text = "".join(parts)
        if found and text and found[-1].changed == changed:
            text = found.pop().text + text
        if text:
            found.append(Piece(text, changed))
    return tuple(found)


def paired(old, new, origins):
    """The commitments of two versions as Pairs, in the order of the new version.

    Two that come from the same one are a pair: `origins` tells by id the first one that
    each commitment of the charter comes from, itself when it is not told. Of the rest,
    those with the same title are. What is on one side alone has no other; one
    that is gone stands after the one that it followed.
    """
    partners = _partners(old, new, lambda one: origins.get(one.pk, one.pk))
    left = [one for one in new if one.pk not in partners]
    taken = {one.pk for one in partners.values()}
    rest = [one for one in old if one.pk not in taken]
    partners |= _partners(rest, left, lambda one: " ".join(one.title.split()))
    pairs = [Pair(partners.get(one.pk), one) for one in new]
    previous = None
    for one in old:
        if one not in partners.values():
            at = [pair.old for pair in pairs].index(previous) + 1 if previous else 0
            pairs.insert(at, Pair(one, None))
        previous = one
    return pairs


def _partners(old, new, key):
    """{id of a new one: the old one with the same key}, each used once, in order."""
    waiting = defaultdict(list)
    for one in reversed(old):
        waiting[key(one)].append(one)
    return {one.pk: waiting[key(one)].pop() for one in new if waiting[key(one)]}
