"""Who may do what in the admin: each page says it, by role; see `Role`."""

from directory.permissions import Role, role_of

EVERYTHING = frozenset({"view", "add", "change", "delete"})
EDITING = frozenset({"view", "add", "change"})


def role(request):
    """Role of the account of a request; asked of the database once."""
    if not hasattr(request, "directory_role"):
        request.directory_role = role_of(request.user)
    return request.directory_role


class Rights:
    """Doors of an admin page or of an inline, and the rows seen through them.

    Django's groups and permissions open nothing here: the right to edit entries
    comes from networks alone.
    """

    superusers_may = EVERYTHING
    editors_may = frozenset()
    curators_may = frozenset()
    # what curators may do of some rows only, in words for the rights page
    curators_may_besides = None

    @classmethod
    def may(cls, role):
        """What a role may do here; nothing without a role."""
        return {
            Role.SUPERUSER: cls.superusers_may,
            Role.EDITOR: cls.editors_may,
            Role.CURATOR: cls.curators_may,
        }.get(role, frozenset())

    @classmethod
    def rows_name(cls):
        """What the rows of an inline are called."""
        return str(cls.verbose_name_plural or cls.model._meta.verbose_name_plural)

    def _may(self, request, action):
        return action in self.may(role(request))

    def get_queryset(self, request):
        """Rows within reach: those of `for_curator`, where the model has a scope."""
        rows = super().get_queryset(request)
        scoped = hasattr(rows, "for_curator")
        return rows.for_curator(request.user) if scoped else rows

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
        known = {field.name for field in self.opts.get_fields() if field.concrete}
        known |= {getattr(one, "parameter_name", None) for one in self.list_filter}
        parts = lookup.split("__")
        # an ill-formed pattern is an error of the database
        if {"regex", "iregex"} & set(parts):
            return False
        allowed = request.user.is_superuser or parts[0] in known
        return allowed and super().lookup_allowed(lookup, value, request)
