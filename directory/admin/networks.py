from contextlib import suppress

from django.contrib import admin
from django.db import transaction

from directory.models import Curator, Network, one_change
from directory.moderation import Refused, dismiss

from .choices import DescribedFields
from .formsets import Rows
from .list_filters import FoldedRelationFilter
from .pages import DirectoryAdmin, HistoryAdmin
from .rights import EDITING, Rights


class RightRows(Rows):
    """Rights: one that leaves the page ends as by `dismiss`, invitations included."""

    by = None

    def delete_existing(self, obj, commit=True):
        if commit:
            _dismiss(obj, self.by)


def _dismiss(right, by):
    # only superusers delete here: what is refused is a right ended meanwhile
    with suppress(Refused):
        dismiss(right, by=by)


class CuratorInline(Rights, DescribedFields, admin.TabularInline):
    """Who edits the entries of a network, or which networks an account edits for."""

    model = Curator
    formset = RightRows
    add_text = "Ajouter une habilitation"
    autocomplete_fields = ["user", "network"]
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user
        return formset


@admin.register(Network)
class NetworkAdmin(DirectoryAdmin):
    editors_may = EDITING
    curators_may = {"view"}
    list_display = ["name", "acronym", "kind", "rank", "website", "email"]
    list_filter = ["kind", ("regions", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name__unaccent", "acronym__unaccent"]
    autocomplete_fields = ["regions"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CuratorInline]

    def get_readonly_fields(self, request, obj=None):
        """Only superusers say which network edits every entry."""
        return [] if request.user.is_superuser else ["edits_all"]


@admin.register(Curator)
class CuratorAdmin(HistoryAdmin):
    list_display = ["user", "network", "role"]
    list_filter = ["role", ("network", FoldedRelationFilter)]
    list_select_related = ["user", "network"]
    search_fields = ["user__username", "network__name__unaccent"]
    autocomplete_fields = ["user", "network"]

    def delete_model(self, request, obj):
        _dismiss(obj, request.user)

    def delete_queryset(self, request, queryset):
        with transaction.atomic(), one_change():
            for right in queryset:
                _dismiss(right, request.user)
