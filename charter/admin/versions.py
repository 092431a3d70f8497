"""Versions of charters, with their commitments: written as drafts, then kept."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from charter.models import CharterVersion, Commitment

from .pages import EDITING, EVERYTHING, Guarded, Named

Status = CharterVersion.Status
# what its page edits too, by the name of its key to the version
PARTS = {Commitment: "version_id"}
# what names a version that was signed
NAMES = ("slug", "issued_on", "date_told")
TEXT = (*NAMES, "title", "introduction")
HELP_TEXTS = {
    "slug": "En lettres minuscules, chiffres et tirets\u00a0: 2025, par exemple.",
    "title": "Sans titre, celui de la charte suivi de la date.",
    "source": "D'où vient le texte\u00a0: il en faut une pour publier.",
}


class CommitmentRows:
    """Commitments, while their version is not published."""

    model = Commitment
    superusers_may = EVERYTHING
    editors_may = EVERYTHING
    curators_may = EVERYTHING
    add_text = "Ajouter un engagement"
    new_text = "Nouvel engagement"
    extra = 0
    # in its version, which has its own address
    view_on_site = False
    fields = [("rank", "part"), "title", "text"]

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["help_texts"] = {
            "rank": "Comptés de 1 en 1 à la publication.",
            "part": "Ce qui groupe plusieurs engagements, s'il y a lieu.",
        }
        return super().get_formset(request, obj, **kwargs)

    def has_add_permission(self, request, obj=None):
        return not is_frozen(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return not is_frozen(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not is_frozen(obj) and super().has_delete_permission(request, obj)


class VersionPage(Guarded, Named):
    superusers_may = EVERYTHING
    editors_may = EVERYTHING
    curators_may = EDITING
    curators_may_besides = "supprimer les brouillons"
    adds = "Ajouter une version"
    list_display = ["told", "charter", "date_told", "status"]
    list_filter = ["status", "charter__kind"]
    list_select_related = ["charter"]
    search_fields = ["title__unaccent", "charter__title__unaccent", "slug"]
    search_help_text = "Titre de la version ou de la charte."
    autocomplete_fields = ["source"]
    fields = [
        "charter",
        "slug",
        "issued_on",
        "title",
        "introduction",
        "source",
        "opened",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_signed()

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["help_texts"] = HELP_TEXTS
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Once published, only the source is mended: links die."""
        if obj is None:
            return []
        if is_frozen(obj):
            return ["charter", *TEXT]
        # past states know nothing of signatures, and are only read
        return ["charter", *(NAMES if getattr(obj, "signed", True) else ())]

    def get_fields(self, request, obj=None):
        """A date that is only read is told no finer than it is known."""
        kept = self.get_readonly_fields(request, obj)
        if "issued_on" not in kept:
            return self.fields
        return ["date_told" if name == "issued_on" else name for name in self.fields]

    def has_delete_permission(self, request, obj=None):
        """Drafts alone; those of a curator's charters are hers to throw away."""
        if obj is not None and obj.status == Status.DRAFT:
            return self.has_change_permission(request, obj)
        return obj is None and super().has_delete_permission(request)

    def revert_disabled(self, request, obj=None):
        """A past state would bring back whether it was announced: copy it instead."""
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context |= {
                "version": obj,
                "is_draft": obj.status == Status.DRAFT,
                "may_decide": self.has_change_permission(request, obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def view_on_site(self, version):
        """None for a draft, which nobody else reads."""
        drafted = version.status == Status.DRAFT
        return None if drafted else version.get_absolute_url()

    @admin.display(description="version")
    def told(self, version):
        return version.name

    @admin.display(description="date", ordering="issued_on")
    def date_told(self, version):
        return version.date_words or "inconnue"


def is_frozen(version):
    """Whether the text of a version stays as it is; no version has none."""
    return version is not None and version.is_published
