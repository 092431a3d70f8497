from django.contrib import admin

from directory.models import Objective, Sector, Synonym

from .pages import DirectoryAdmin
from .rights import EDITING, EVERYTHING


@admin.register(Sector)
class SectorAdmin(DirectoryAdmin):
    # A theme is retired, never deleted: its page and its poles remain.
    superusers_may = EVERYTHING - {"delete"}
    editors_may = EDITING
    curators_may = {"view"}
    list_display = ["name", "parent", "usual", "retired", "rank"]
    list_filter = ["retired", "usual", ("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name__unaccent", "detail__unaccent"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Objective)
class ObjectiveAdmin(DirectoryAdmin):
    editors_may = EDITING
    curators_may = {"view"}
    list_display = ["name", "rank"]
    search_fields = ["name__unaccent"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Synonym)
class SynonymAdmin(DirectoryAdmin):
    editors_may = EVERYTHING
    curators_may = {"view"}
    list_display = ["words", "same_as"]
    search_fields = ["words__unaccent", "same_as__unaccent"]
