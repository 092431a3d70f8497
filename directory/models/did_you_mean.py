"""Words of the directory that look like what a visitor typed."""

import re

from django.contrib.postgres.search import (
    TrigramStrictWordSimilarity,
    TrigramWordSimilarity,
)
from django.db.models import F, Q, Value

from directory.text import fold

from .expressions import Fold
from .memberships import Membership
from .poles import Pole
from .sectors import Sector

LIKE_ENOUGH = 0.4
LONGEST = 60
BEGINNING = 3


def did_you_mean(text, at_most=5):
    """Names of published poles, themes, members and seats that look like a text.

    A name looks like it by whole words, or by the beginning of one: "vélo" is nothing
    to "développement". The likest first, each once; every one of them finds at least a
    pole. One query.
    """
    text = text[:LONGEST]
    folded = Fold(Value(text))
    published = Pole.objects.published()
    members = Membership.objects.at().filter(pole__in=published)
    tables = [
        (published, "name"),
        (published.filter(short_name__isnull=False), "short_name"),
        (published.filter(seat__isnull=False), "seat__name"),
        (Sector.objects.filter(poles__in=published), "name"),
        (members, "structure__name"),
    ]
    parts = [
        rows.order_by()
        .annotate(
            word=F(field),
            folded_word=Fold(field),
            likeness=TrigramWordSimilarity(folded, Fold(field)),
            by_words=TrigramStrictWordSimilarity(folded, Fold(field)),
        )
        .filter(likeness__gte=LIKE_ENOUGH)
        .filter(Q(by_words__gte=LIKE_ENOUGH) | _begins_like(text))
        .values_list("word", "likeness")
        for rows, field in tables
    ]
    found = parts[0].union(*parts[1:]).order_by("-likeness", "word")
    return list(dict.fromkeys(name for name, _likeness in found[: at_most * 2]))[
        :at_most
    ]


def _begins_like(text):
    """Condition: a word of `folded_word` begins as one of the text."""
    beginnings = {word[:BEGINNING] for word in re.findall(r"\w{3,}", fold(text))}
    if not beginnings:
        return Q(pk__in=[])
    return Q(folded_word__regex=rf"\m({'|'.join(sorted(beginnings))})")
