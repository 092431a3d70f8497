"""Charters and the dated steps of their history."""

from django.contrib import admin
from django.db.models import Count

from charter.models import Charter, CharterVersion
from directory.models import Network
from directory.permissions import EDITORS, role_of

from .pages import EDITING, EVERYTHING, Guarded, Named

# what the networks publish themselves; the rest is for the national editors
OF_NETWORKS = (Charter.Kind.REGIONAL, Charter.Kind.LOCAL)
HELP_TEXTS = {
    "slug": "En lettres minuscules, chiffres et tirets\u00a0; ne change plus dès "
    "qu'une version est annoncée ou publiée.",
    "network": "Pour un manifeste régional.",
    "region": "Pour un manifeste régional\u00a0: les pôles qui y siègent peuvent "
    "raconter comment ils le vivent.",
    "pole": "Pour une charte locale, que signent les membres du pôle.",
}


class KeptCharter:
    """Form of a charter; `by_network`: it stays one of those that a network keeps."""

    by_network = False

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind") or self.instance.kind
        regional = kind == Charter.Kind.REGIONAL
        lacks_network = "network" in self.fields and not cleaned.get("network")
        if self.by_network and regional and lacks_network:
            self.add_error("network", "Choisissez celui de vos réseaux qui la publie.")
        lacks_pole = "pole" in self.fields and not cleaned.get("pole")
        if kind == Charter.Kind.LOCAL and lacks_pole:
            self.add_error("pole", "Choisissez le pôle dont c'est la charte.")
        return cleaned


class CharterPage(Guarded, Named):
    superusers_may = EVERYTHING
    editors_may = EVERYTHING
    curators_may = EDITING
    adds = "Ajouter une charte"
    list_display = ["title", "kind", "keeper", "version_count"]
    list_filter = ["kind"]
    list_select_related = ["network", "pole"]
    search_fields = ["title__unaccent", "slug"]
    search_help_text = "Titre."
    autocomplete_fields = ["region", "pole"]
    prepopulated_fields = {"slug": ["title"]}
    fields = [
        "kind",
        "title",
        "slug",
        "purpose",
        "network",
        "region",
        "pole",
        "assessed",
        "rank",
        "opened",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(count=Count("versions"))

    def get_fields(self, request, obj=None):
        """A network says neither where charters rank, nor what poles assess."""
        if role_of(request.user) in EDITORS:
            return self.fields
        return [name for name in self.fields if name not in ("assessed", "rank")]

    def get_readonly_fields(self, request, obj=None):
        """What signatures and addresses rest upon stays once a version is public."""
        kept = obj and CharterVersion.objects.public().filter(charter=obj).exists()
        return ["kind", "slug", "pole"] if kept else []

    def has_delete_permission(self, request, obj=None):
        """Not while it has a version, which would have to go first."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj and obj.versions.exists())

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["help_texts"] = HELP_TEXTS
        form = super().get_form(request, obj, change=change, **kwargs)
        if role_of(request.user) not in EDITORS:
            form.by_network = True
            self._offer_hers(form.base_fields, request.user)
        return form

    def _offer_hers(self, fields, user):
        """Leave the kinds and the networks that a curator may choose."""
        if "kind" in fields:
            kinds = [("", "---------"), *((k.value, k.label) for k in OF_NETWORKS)]
            fields["kind"].choices = kinds
        if "network" in fields:
            fields["network"].queryset = Network.objects.curated_by(user)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """List the versions of the charter, the last first."""
        if obj:
            versions = CharterVersion.objects.filter(charter=obj).newest_first()
            context["versions"] = versions.select_related("charter")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def view_on_site(self, charter):
        """None while a visitor may not read it."""
        public = Charter.objects.public().filter(pk=charter.pk).exists()
        return charter.get_absolute_url() if public else None

    @admin.display(description="tenue par")
    def keeper(self, charter):
        return charter.network or charter.pole or "l'édition nationale"

    @admin.display(description="versions", ordering="count")
    def version_count(self, charter):
        return charter.count


class MilestonePage(Named):
    superusers_may = EVERYTHING
    editors_may = EVERYTHING
    adds = "Ajouter un repère historique"
    list_display = ["title", "date_told", "source"]
    list_select_related = ["source"]
    search_fields = ["title__unaccent", "text__unaccent"]
    search_help_text = "Mots du titre ou du texte."
    autocomplete_fields = ["source"]
    prepopulated_fields = {"key": ["title"]}
    fields = ["on", "title", "key", "text", "source", "opened"]

    @admin.display(description="date", ordering="on")
    def date_told(self, milestone):
        return milestone.date_words
