"""Words of the directory that look like what a visitor typed."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Value

from .expressions import Fold
from .poles import Pole
from .sectors import Sector
from .structures import Structure

LIKE_ENOUGH = 0.4
LONGEST = 60


def did_you_mean(text, at_most=5):
    """Names of published poles, themes, members and seats that look like a text.

    The likest first, each once; every one of them finds at least a pole. One query.
    """
    folded = Fold(Value(text[:LONGEST]))
    published = Pole.objects.published()
    tables = [
        (published, "name"),
        (published.filter(short_name__isnull=False), "short_name"),
        (published.filter(seat__isnull=False), "seat__name"),
        (Sector.objects.filter(poles__publication="publie"), "name"),
        (Structure.objects.filter(memberships__pole__publication="publie"), "name"),
    ]
    parts = [
        rows.order_by()
        .annotate(word=F(field), likeness=TrigramWordSimilarity(folded, Fold(field)))
        .filter(likeness__gte=LIKE_ENOUGH)
        .values_list("word", "likeness")
        for rows, field in tables
    ]
    found = parts[0].union(*parts[1:]).order_by("-likeness", "word")
    return list(dict.fromkeys(name for name, _likeness in found[: at_most * 2]))[
        :at_most
    ]
