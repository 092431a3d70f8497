"""What the admin's own pages write: lists to look at, never edited by hand."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince

from directory import values
from directory.models import (
    DistinctPair,
    HandOver,
    ImportBatch,
    Invitation,
    LinkCheck,
    Pole,
    Suggestion,
    account_name,
    acronyms,
)

from .pages import DirectoryAdmin, FoldedSearch
from .sheet_words import told_counts

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
        if timezone.now() - suggestion.created_at < timedelta(minutes=1):
            return "à l'instant"
        return f"il y a {timesince(suggestion.created_at, depth=1)}"

    @admin.display(description="adressée à")
    def sent_to(self, suggestion):
        return acronyms(suggestion.networks.all()) or None


def _review(suggestion):
    return reverse("curation:review_suggestion", args=[suggestion.public_id])


class BatchList(ChangeList):
    def url_for_result(self, batch):
        return reverse("curation:sheet", args=[batch.pk])


@admin.register(ImportBatch)
class ImportBatchAdmin(RecordAdmin):
    """Sheets that a user sent, and those that her networks applied."""

    curators_may = LOOK
    list_display = ["file_name", "noun", "sender", "prepared_at", "state"]
    list_filter = ["noun"]
    list_select_related = ["by"]

    def get_queryset(self, request):
        """Without the sheets that others have yet to apply: only they see these."""
        waiting = Q(applied_at__isnull=True) & ~Q(by=request.user)
        return super().get_queryset(request).exclude(waiting)

    def get_changelist(self, request, **kwargs):
        return BatchList

    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self.get_object(request, object_id)
        return redirect("curation:sheet", batch.pk)

    def changelist_view(self, request, extra_context=None):
        tools = [
            (reverse("curation:send_sheet", args=[noun]), f"Importer des {noun.label}")
            for noun in ImportBatch.Noun
        ]
        return super().changelist_view(
            request, {"tools": tools, "title": "Imports", **(extra_context or {})}
        )

    @admin.display(description="par", ordering="by")
    def sender(self, batch):
        return batch.by and account_name(batch.by)

    @admin.display(description="état", ordering="applied_at")
    def state(self, batch):
        if batch.undone_at:
            return f"annulé le {date_format(timezone.localtime(batch.undone_at))}"
        if batch.applied_at is None:
            return "à appliquer ou à corriger, ou y renoncer"
        counts = told_counts(batch.counts)
        return ", ".join(f"{n} {words}" for n, words in counts) or "rien n'a changé"


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
    list_display = ["entry", "before", "after", "giver", "at", "reason"]
    list_display_links = None
    list_select_related = ["pole", "by"]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        mine = Pole.objects.for_curator(request.user).filter(pk=OuterRef("pole"))
        found = found.annotate(is_mine=Exists(mine))
        return found.prefetch_related("givers", "receivers")

    @admin.display(description="pôle", ordering="pole")
    def entry(self, hand_over):
        """The pole, with a link for those who keep it today."""
        if not hand_over.is_mine:
            return hand_over.pole
        page = reverse("admin:directory_pole_change", args=[hand_over.pole_id])
        return format_html('<a href="{}">{}</a>', page, hand_over.pole)

    @admin.display(description="par", ordering="by")
    def giver(self, hand_over):
        return hand_over.by and account_name(hand_over.by)

    @admin.display(description="tenu jusque-là par")
    def before(self, hand_over):
        return acronyms(hand_over.givers.all())

    @admin.display(description="confié à")
    def after(self, hand_over):
        return acronyms(hand_over.receivers.all())
