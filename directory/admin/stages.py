from django.contrib import admin

from directory.models import StageRecord, describe_date

from .pages import FoldedSearch, HistoryAdmin
from .rights import EDITING


@admin.register(StageRecord)
class StageRecordAdmin(FoldedSearch, HistoryAdmin):
    editors_may = EDITING
    curators_may = EDITING
    list_display = ["pole", "stage", "date", "source"]
    list_filter = ["stage"]
    list_select_related = ["pole", "source"]
    date_hierarchy = "on"
    search_fields = ["pole__folded_name__contains"]
    search_help_text = "Nom du pôle."
    autocomplete_fields = ["pole", "source"]

    @admin.display(description="date", ordering="on")
    def date(self, record):
        return describe_date(record.on, record.precision)
