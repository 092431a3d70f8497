"""Who may do what in the admin: superusers everything, curators what is listed."""

from directory.models import Network

EVERYTHING = frozenset({"view", "add", "change", "delete"})


def curates(request):
    """Whether the account curates some network; asked of the database once."""
    if not hasattr(request, "curates_a_network"):
        networks = Network.objects.curated_by(request.user)
        request.curates_a_network = networks.exists()
    return request.curates_a_network


class Rights:
    """Doors of an admin page or of an inline.

    Django's groups and permissions open nothing here: the right to edit entries
    comes from networks alone.
    """

    superusers_may = EVERYTHING
    curators_may = frozenset()

    def _may(self, request, action):
        if request.user.is_superuser:
            return action in self.superusers_may
        return action in self.curators_may and curates(request)

    def has_module_permission(self, request):
        return self._may(request, "view")

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view")

    def has_add_permission(self, request, obj=None):
        return self._may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change")

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete")

    def lookup_allowed(self, lookup, value, request):
        """Let no curator feel for hidden rows through `?some_reverse_relation=`."""
        concrete = {field.name for field in self.opts.get_fields() if field.concrete}
        allowed = request.user.is_superuser or lookup.split("__")[0] in concrete
        return allowed and super().lookup_allowed(lookup, value, request)
