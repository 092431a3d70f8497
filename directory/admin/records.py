"""What the admin's own pages write: lists to look at, never edited by hand."""

from django.contrib import admin

from directory.models import (
    DistinctPair,
    HandOver,
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
    list_display = ["file_name", "noun", "by", "prepared_at", "applied_at", "undone_at"]
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


@admin.register(HandOver)
class HandOverAdmin(RecordAdmin):
    """Seen by both sides: who kept an entry until then, and who keeps it since."""

    curators_may = LOOK
    list_display = ["pole", "before", "after", "by", "at", "reason"]
    list_display_links = None
    list_select_related = ["pole", "by"]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.prefetch_related("givers", "receivers")

    @admin.display(description="tenu jusque-là par")
    def before(self, hand_over):
        return named(hand_over.givers.all())

    @admin.display(description="confié à")
    def after(self, hand_over):
        return named(hand_over.receivers.all())


def named(networks):
    return ", ".join(network.acronym or network.name for network in networks)
