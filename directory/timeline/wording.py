"""What changed in a text, by words."""

import re
from difflib import SequenceMatcher

SAME, OUT, IN = "same", "out", "in"
# Below, two texts are told whole, one after the other: words in common are chance.
ALIKE = 0.3
# Words kept at each side of a change; more than both are worth an ellipsis.
AROUND = 20
# Beyond, comparing words takes too long for a page.
MOST_WORDS = 2000
# A word or a sign, and the space after it, which is no change by itself.
WORDS = re.compile(r"[\w'’-]+\s*|[^\w\s]\s*|\s+")


def pieces(old, new):
    """Runs of text, in order: [(SAME, OUT or IN, text)]; a long SAME is shortened."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    bare = [[word.strip() for word in words] for words in (before, after)]
    if max(len(before), len(after)) > MOST_WORDS or bare[0] == bare[1]:
        return [(OUT, old), (IN, new)]
    matcher = SequenceMatcher(None, *bare, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [(OUT, old), (IN, new)]
    runs = []
    for tag, start, stop, other_start, other_stop in matcher.get_opcodes():
        if tag == "equal":
            words = after[other_start:other_stop]
            first = start == other_start == 0
            last = (stop, other_stop) == (len(before), len(after))
            runs.append((SAME, _shortened(words, first, last)))
        else:
            runs.append((OUT, before[start:stop]))
            runs.append((IN, after[other_start:other_stop]))
    return [(sign, "".join(words)) for sign, words in runs if words]


def _shortened(words, is_first, is_last):
    """The words of a run that stand near a change: before it, after it, or both."""
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(words) <= head + tail + AROUND:
        return words
    return [*words[:head], "[…] ", *words[len(words) - tail :]]
