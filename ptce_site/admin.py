"""Registration of every admin page: none is discovered by itself."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils.html import format_html

import directory.admin  # noqa: F401  (registers the directory's pages)
from directory.admin.menu import MENU
from directory.admin.networks import CuratorInline
from directory.admin.pages import DirectoryAdmin
from directory.models import code_device
from directory.moderation import cancel_invitations

# The directory runs whole without it.
if apps.is_installed("charter"):
    from . import charter_admin  # noqa: F401  (registers the charter's pages)

admin.site.menu = MENU
# Django's own pages were registered by the import above.
admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(DirectoryAdmin, UserAdmin):
    inlines = [CuratorInline]
    readonly_fields = ["two_factor"]
    fieldsets = [*UserAdmin.fieldsets, ("Sécurité", {"fields": ["two_factor"]})]

    def delete_model(self, request, obj):
        """What an account sent ends with it: no invitation is left without a sender."""
        cancel_invitations(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for account in queryset:
            cancel_invitations(account)
        super().delete_queryset(request, queryset)

    @admin.display(description="double authentification")
    def two_factor(self, account):
        """Whether it asks for a code, and the way out for a lost device."""
        if code_device(account) is None:
            return "Non activée"
        lost = reverse("curation:remove_lost_device", args=[account.pk])
        words = "Retirer l'appareil perdu"
        return format_html('Activée. <a href="{}">{}</a>', lost, words)


@admin.register(Group)
class AccountGroupAdmin(DirectoryAdmin, GroupAdmin):
    pass


class ConnectionAdmin(DirectoryAdmin):
    """What django-axes noted: read, never changed."""

    superusers_may = {"view"}
    list_display = ["attempt_time", "username", "ip_address", "user_agent"]
    search_fields = ["username", "ip_address", "user_agent"]
    list_display_links = None
    date_hierarchy = "attempt_time"
    ordering = ["-attempt_time"]


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ConnectionAdmin):
    list_display = [*ConnectionAdmin.list_display, "failures_since_start"]


@admin.register(AccessFailureLog)
class AccessFailureLogAdmin(ConnectionAdmin):
    list_display = [*ConnectionAdmin.list_display, "locked_out"]
    list_filter = ["locked_out"]


@admin.register(AccessLog)
class AccessLogAdmin(ConnectionAdmin):
    list_display = [*ConnectionAdmin.list_display, "logout_time"]
