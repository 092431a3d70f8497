from django.contrib import admin

from directory.models import Perimeter

from .pages import FoldedSearch, HistoryAdmin
from .rights import EDITING


@admin.register(Perimeter)
class PerimeterAdmin(FoldedSearch, HistoryAdmin):
    editors_may = EDITING
    curators_may = EDITING
    list_display = ["pole", "territory", "level", "since", "until", "source"]
    list_filter = ["territory__level"]
    list_select_related = ["pole", "territory", "source"]
    search_fields = ["pole__folded_name__contains", "territory__folded_name__contains"]
    search_help_text = "Nom du pôle ou du territoire."
    autocomplete_fields = ["pole", "territory", "source"]

    @admin.display(description="échelon", ordering="territory__level")
    def level(self, perimeter):
        return perimeter.territory.get_level_display()
