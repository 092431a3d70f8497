from django.contrib import admin

from directory.models import YearlyFigures

from .pages import FoldedSearch, HistoryAdmin
from .rights import EDITING


@admin.register(YearlyFigures)
class YearlyFiguresAdmin(FoldedSearch, HistoryAdmin):
    editors_may = EDITING
    curators_may = EDITING
    list_display = [
        "pole",
        "year",
        "member_structures",
        "jobs_fte",
        "turnover_eur",
        "volunteers",
        "source",
    ]
    list_filter = ["year"]
    list_select_related = ["pole", "source"]
    search_fields = ["pole__folded_name__contains"]
    search_help_text = "Nom du pôle."
    autocomplete_fields = ["pole", "source"]
