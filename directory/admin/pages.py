"""What every admin page of the directory has in common."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from directory.text import fold

from .choices import DescribedFields
from .rights import Rights
from .texts import LinesField


class FoldedSearch:
    """Search without regard to accents, case and punctuation.

    `search_fields` name folded columns, or columns of plain letters and digits.
    """

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


class DirectoryAdmin(Rights, DescribedFields, admin.ModelAdmin):
    # place in the menu; the rest follows by name
    menu_rank = 99
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {
        models.TextField: {"form_class": LinesField},
        models.URLField: {"assume_scheme": "https"},
    }

    def describe(self, row):
        """Words for a row in a list of choices."""
        return str(row)

    def view_on_site(self, row):
        """Public address of a row; None when it has none."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None

    def get_object(self, request, object_id, from_field=None):
        """A row within the user's reach; 404 for what is missing or out of reach."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404("Cette page n'existe pas.")
        return found


class HistoryAdmin(DirectoryAdmin, SimpleHistoryAdmin):
    """A page with the history of its rows, no wider open than the rows."""

    object_history_list_template = "admin/history_list.html"

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
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_historical_record_context_helper(self, request, historical_record):
        """Tell changes in full: no text of ours is longer."""
        return HistoricalRecordContextHelper(
            self.model, historical_record, max_displayed_delta_change_chars=5000
        )

    def revert_disabled(self, request, obj=None):
        return not self.has_change_permission(request, obj)
