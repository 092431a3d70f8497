"""Sets of poles told in French."""

from .answers import answer_sentence
<<<<<<< HEAD
from .matches import match_words
from .seats import count_poles, region_of, sit
from .sets import map_sentence

__all__ = [
    "answer_sentence",
    "count_poles",
    "map_sentence",
    "match_words",
=======
from .seats import act, count_poles, region_of, sit
from .sets import map_sentence

__all__ = [
    "act",
    "answer_sentence",
    "count_poles",
    "map_sentence",
>>>>>>> 0144e86
    "region_of",
    "sit",
]
