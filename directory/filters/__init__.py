from . import poles
from .asked import WHERE
from .search_form import SearchForm

__all__ = ["WHERE", "PoleFilter"]


class PoleFilter(poles.PoleFilter):
    __doc__ = poles.PoleFilter.__doc__

    class Meta(poles.PoleFilter.Meta):
        form = SearchForm
