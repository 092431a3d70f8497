from django.contrib import admin

from directory.models import Programme, Recognition

from .pages import DirectoryAdmin, FoldedSearch, HistoryAdmin
from .rights import EDITING


@admin.register(Programme)
class ProgrammeAdmin(DirectoryAdmin):
    editors_may = EDITING
    curators_may = {"view"}
    list_display = ["name", "year", "phase", "kind", "organiser"]
    list_filter = ["kind", "year"]
    search_fields = ["name__unaccent", "organiser__unaccent", "year"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Recognition)
class RecognitionAdmin(FoldedSearch, HistoryAdmin):
    editors_may = EDITING
    curators_may = EDITING
    list_display = ["pole", "programme", "text", "known_at", "source"]
    list_filter = ["programme"]
    list_select_related = ["pole", "programme", "source"]
    search_fields = ["pole__folded_name__contains"]
    search_help_text = "Nom du pôle."
    autocomplete_fields = ["pole", "programme", "source"]
