"""Counts, each with its rule in its docstring; pages tell date, scope and rule."""

from .comparison import FEWEST_INHABITANTS, FEWEST_POLES, alike, comparison
from .figures import directory_figures, figures_of_today
from .gatherings import FIRST_YEAR, year_ends
from .members import authorities
from .portraits import Portrait, portraits
from .recognitions import recognitions
from .themes import themes
from .white_zones import maybe_seated, regional_table, white_communes, white_zones

__all__ = [
    "FEWEST_INHABITANTS",
    "FEWEST_POLES",
    "FIRST_YEAR",
    "Portrait",
    "alike",
    "authorities",
    "comparison",
    "directory_figures",
    "figures_of_today",
    "maybe_seated",
    "portraits",
    "recognitions",
    "regional_table",
    "themes",
    "white_communes",
    "white_zones",
    "year_ends",
]
