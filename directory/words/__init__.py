"""Sets of poles told in French."""

from .answers import answer_sentence
from .seats import act, count_poles, region_of, sit
from .sets import map_sentence

__all__ = [
    "act",
    "answer_sentence",
    "count_poles",
    "map_sentence",
    "region_of",
    "sit",
]
