"""What the admin's own pages write: lists to look at, never edited by hand."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timesince import timesince

from directory import values
from directory.models import (
    DistinctPair,
    HandOver,
    ImportBatch,
    Invitation,
    LinkCheck,
    Suggestion,
)

from .pages import DirectoryAdmin, FoldedSearch

LOOK = frozenset({"view"})
# fields of a suggestion named in the list
NAMED = 5


class RecordAdmin(DirectoryAdmin):
    superusers_may = LOOK
    editors_may = LOOK


class SuggestionList(ChangeList):
    def url_for_result(self, suggestion):
        return _review(suggestion)


@admin.register(Suggestion)
class SuggestionAdmin(FoldedSearch, RecordAdmin):
    """Suggestions, those to settle first, the oldest at the top."""

    curators_may = LOOK
    list_display = ["what", "proposed", "origin", "age", "status", "sent_to"]
    list_filter = ["status", "origin"]
    search_fields = ["pole__folded_name__contains", "structure__folded_name__contains"]
    search_help_text = "Nom du pôle ou de la structure."
    # the date of settlement is unknown as long as it is open
    ordering = [F("settled_at").desc(nulls_first=True), "created_at", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).in_full()

    def get_changelist(self, request, **kwargs):
        return SuggestionList

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect(_review(self.get_object(request, object_id)))

    @admin.display(description="sur")
    def what(self, suggestion):
        return suggestion.subject

    @admin.display(description="champs proposés")
    def proposed(self, suggestion):
        fields = [change.field for change in suggestion.changes.all()]
        shown = [values.label(suggestion.model, name) for name in fields[:NAMED]]
        others = len(fields) - NAMED
        return ", ".join(shown) + (f" et {others} de plus" if others > 0 else "")

    @admin.display(description="reçue", ordering="created_at")
    def age(self, suggestion):
        return f"il y a {timesince(suggestion.created_at, depth=1)}"

    @admin.display(description="adressée à")
    def sent_to(self, suggestion):
        networks = suggestion.networks.all()
        return ", ".join(one.acronym or one.name for one in networks) or None


def _review(suggestion):
    return reverse("curation:review_suggestion", args=[suggestion.public_id])


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
