from django.contrib import admin

from directory.models import Membership

from .pages import FoldedSearch, HistoryAdmin
from .rights import EDITING


@admin.register(Membership)
class MembershipAdmin(FoldedSearch, HistoryAdmin):
    editors_may = EDITING
    curators_may = EDITING
    list_display = ["structure", "role", "pole", "since", "until", "source"]
    list_filter = ["role", "structure__kind__family"]
    list_select_related = ["pole", "structure", "source"]
    search_fields = ["pole__folded_name__contains", "structure__folded_name__contains"]
    search_help_text = "Nom du pôle ou de la structure."
    autocomplete_fields = ["pole", "structure", "source"]
