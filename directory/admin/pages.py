"""What every admin page of the directory has in common."""

import json

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from directory.models import one_change
from directory.text import fold

from .choices import DescribedFields, is_key
from .dates import PartialDates
from .error_summary import ErrorSummary
from .growing import Growing
from .rights import Rights
from .texts import LinesField
from .titles import FrenchTitles

OUT_OF_REACH = (
    "Une des lignes choisies n'existe pas ou n'est pas à vous : aucune n'a été touchée."
)


class FoldedSearch:
    """Search without regard to accents, case and punctuation.

    `search_fields` name folded columns, or columns of plain letters and digits.
    """

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


class DirectoryAdmin(
    Growing, ErrorSummary, Rights, FrenchTitles, DescribedFields, admin.ModelAdmin
):
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.TextField: {"form_class": LinesField}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.unique:
            taken = "Une autre fiche a déjà cette valeur."
            kwargs["error_messages"] = {"unique": taken}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        """Django's « Ajouter un objet … supplémentaire » gives way to our words."""
        inlines = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for inline in inlines:
            told = json.loads(inline.inline_formset_data())
            if hasattr(inline.opts, "add_text"):
                told["options"]["addText"] = inline.opts.add_text
            inline.inline_formset_data = json.dumps(told, ensure_ascii=False)
        return inlines

    def describe(self, row):
        """Words for a row in a list of choices."""
        return str(row)

    def view_on_site(self, row):
        """Public address of a row; None when it has none."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None

    def response_action(self, request, queryset):
        """Do nothing at all when one of the rows chosen is out of reach."""
        chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        if request.POST.get("select_across") != "1":
            key = self.model._meta.pk
            keys = [one for one in chosen if is_key(key, one)]
            if self.get_queryset(request).filter(pk__in=keys).count() != len(chosen):
                messages.error(request, OUT_OF_REACH)
                return None
        return super().response_action(request, queryset)

    def get_object(self, request, object_id, from_field=None):
        """A row within the user's reach; 404 for what is missing or out of reach."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404("Cette page n'existe pas.")
        return found


class HistoryAdmin(PartialDates, DirectoryAdmin, SimpleHistoryAdmin):
    """A page with the history of its rows, no wider open than the rows."""

    object_history_list_template = "admin/history_list.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """All that one page saves, links and inlines included, is one change."""
        with one_change():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_queryset(self, request, queryset):
        """All that a bulk action deletes is one change."""
        with one_change():
            super().delete_queryset(request, queryset)

    def _reach(self, request, object_id):
        """404 unless the row is within reach; superusers also reach deleted rows."""
        if not request.user.is_superuser:
            self.get_object(request, object_id)
        elif not object_id.isdecimal():
            raise Http404("Cette page n'existe pas.")

    def history_view(self, request, object_id, extra_context=None):
        self._reach(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Show a past state, or go back to it: which is a change like any other."""
        self._reach(request, object_id)
        if not version_id.isdecimal():
            raise Http404("Cette page n'existe pas.")
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        # as Django does for the page of a row
        with transaction.atomic():
            return super().history_form_view(
                request, object_id, version_id, extra_context
            )

    def get_historical_record_context_helper(self, request, historical_record):
        """Tell changes in full: no text of ours is longer."""
        return HistoricalRecordContextHelper(
            self.model, historical_record, max_displayed_delta_change_chars=5000
        )

    def revert_disabled(self, request, obj=None):
        return not self.has_change_permission(request, obj)
