"""Practices that poles tell: those to read first."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse

from .pages import LOOK


class PracticeList(ChangeList):
    def url_for_result(self, practice):
        return reverse("charter_desk:practice", args=[practice.pk])


class PracticePage:
    """Practices are read, published and refused on a page of their own."""

    superusers_may = LOOK
    editors_may = LOOK
    curators_may = LOOK
    curators_may_besides = "publier, refuser, retirer"
    actions = None
    list_display = ["commitment", "pole", "state", "sent"]
    list_filter = ["state"]
    list_select_related = ["pole", "commitment"]
    fields = readonly_fields = [
        "pole",
        "commitment",
        "text",
        "url",
        "year",
        "refusal",
    ]
    search_fields = ["pole__folded_name__contains"]
    search_help_text = "Nom du pôle."
    # those that nobody has read yet come first, the oldest at the top
    ordering = [F("reviewed_at").desc(nulls_first=True), "sent_at", "pk"]

    def get_changelist(self, request, **kwargs):
        return PracticeList

    def change_view(self, request, object_id, form_url="", extra_context=None):
        practice = self.get_object(request, object_id)
        return redirect("charter_desk:practice", practice.pk)

    @admin.display(description="reçue le", ordering="sent_at")
    def sent(self, practice):
        return practice.sent_at
