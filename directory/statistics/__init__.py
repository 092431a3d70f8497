"""Counts, each with its rule in its docstring; pages tell date, scope and rule."""

from .comparison import FEWEST_INHABITANTS, FEWEST_POLES, alike, comparison
from .figures import directory_figures, figures_of_today
from .portraits import Portrait, portraits
from .white_zones import regional_table, white_zones

__all__ = [
    "FEWEST_INHABITANTS",
    "FEWEST_POLES",
    "Portrait",
    "alike",
    "comparison",
    "directory_figures",
    "figures_of_today",
    "portraits",
    "regional_table",
    "white_zones",
]
