from . import poles
from .search_form import SearchForm

__all__ = ["PoleFilter"]


class PoleFilter(poles.PoleFilter):
    __doc__ = poles.PoleFilter.__doc__

    class Meta(poles.PoleFilter.Meta):
        form = SearchForm
