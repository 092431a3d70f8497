"""The admin site: our name, and two of Django's doors made narrower or clearer."""

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.utils.text import slugify

NAME = "Annuaire des PTCE"


class DescribedAutocomplete(AutocompleteJsonView):
    """Choices in the words of the admin page of their model, when it has some."""

    def get_queryset(self):
        """Leave out what the page of the model does not offer as a choice."""
        rows = super().get_queryset()
        return getattr(self.model_admin, "offered", lambda rows: rows)(rows)

    def serialize_result(self, obj, to_field_name):
        describe = getattr(self.model_admin, "describe", str)
        return super().serialize_result(obj, to_field_name) | {"text": describe(obj)}


class DirectoryAdminSite(AdminSite):
    site_header = NAME
    site_title = NAME
    index_title = "Administration"
    # names of groups, each with its models in order; `ptce_site.admin` gives it
    menu = {}
    last_group = "Technique"

    def has_permission(self, request):
        """Staff, and whoever signs in with a code only once it was given."""
        return super().has_permission(request) and not self._lacks_code(request)

    def _lacks_code(self, request):
        """Whether a session has yet to give a code; asked of the database once."""
        if getattr(request.user, "otp_device", None):
            return False
        if not hasattr(request, "lacks_code"):
            devices = apps.get_model("otp_totp.TOTPDevice").objects
            found = devices.devices_for_user(request.user, confirmed=True)
            request.lacks_code = found.exists()
        return request.lacks_code

    def get_app_list(self, request, app_label=None):
        """The groups of `menu` instead of applications; the rest follows by name."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        entries = {entry["model"]: entry for app in apps for entry in app["models"]}
        groups = {
            name: [entries.pop(model) for model in models if model in entries]
            for name, models in self.menu.items()
        }
        groups[self.last_group] = sorted(
            entries.values(), key=lambda entry: entry["name"]
        )
        return [
            {"name": name, "app_label": slugify(name), "models": models}
            for name, models in groups.items()
            if models
        ]

    def autocomplete_view(self, request):
        return DescribedAutocomplete.as_view(admin_site=self)(request)

    def get_urls(self):
        """Leave out `r/<type>/<id>/`: it tells the address of drafts to any staff."""
        urls = super().get_urls()
        return [url for url in urls if getattr(url, "name", None) != "view_on_site"]


class DirectoryAdminConfig(SimpleAdminConfig):
    """Without autodiscovery: `leaflet.admin` cannot be imported where GDAL is missing.

    `ptce_site.admin` registers every page.
    """

    default_site = "ptce_site.admin_site.DirectoryAdminSite"
