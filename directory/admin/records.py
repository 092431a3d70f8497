"""What the admin's own pages write: lists to look at, never edited by hand."""

from django.contrib import admin

from directory.models import (
    DistinctPair,
    ImportBatch,
    Invitation,
    LinkCheck,
    Suggestion,
)

from .pages import DirectoryAdmin

LOOK = frozenset({"view"})


class RecordAdmin(DirectoryAdmin):
    superusers_may = LOOK
    editors_may = LOOK


@admin.register(Suggestion)
class SuggestionAdmin(RecordAdmin):
    curators_may = LOOK
    menu_rank = 1
    list_display = ["__str__", "origin", "status", "created_at", "settled_at"]
    list_filter = ["status", "origin"]
    list_select_related = ["pole", "structure"]
    date_hierarchy = "created_at"


@admin.register(ImportBatch)
class ImportBatchAdmin(RecordAdmin):
    curators_may = LOOK
    list_display = ["file_name", "noun", "by", "applied_at", "undone_at"]
    list_filter = ["noun"]
    list_select_related = ["by"]


@admin.register(Invitation)
class InvitationAdmin(RecordAdmin):
    editors_may = frozenset()
    list_display = ["email", "network", "role", "created_at", "accepted_at"]
    list_select_related = ["network"]


@admin.register(LinkCheck)
class LinkCheckAdmin(RecordAdmin):
    list_display = ["url", "checked_at", "status", "error", "failures"]
    search_fields = ["url"]


@admin.register(DistinctPair)
class DistinctPairAdmin(RecordAdmin):
    list_display = ["noun", "first", "second", "by", "at"]
    list_select_related = ["by"]
