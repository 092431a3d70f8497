"""Sets of poles told in French."""

from .answers import answer_sentence
from .matches import match_words
from .seats import act, count_poles, region_of, sit
from .sets import map_sentence

__all__ = [
    "act",
    "answer_sentence",
    "count_poles",
    "map_sentence",
    "match_words",
    "region_of",
    "sit",
]
