"""Signatures: those of a curator's poles, and the form that notes another."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from charter.models import Charter, CharterVersion
from charter.verbs import Refused, record_signature

from .pages import NOTING, Guarded, Named

EVIDENCE = ("source", "evidence_url", "evidence_note")
NOTED = "La signature de «\u00a0{}\u00a0» est notée, comme déclarée."


class SignatureList(ChangeList):
    def url_for_result(self, signature):
        return reverse("charter_desk:signature", args=[signature.pk])


class VersionFilter(admin.SimpleListFilter):
    """Versions that rows within the user's reach signed."""

    title = "version"
    parameter_name = "version"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).order_by()
        signed = CharterVersion.objects.filter(pk__in=rows.values("version"))
        signed = signed.newest_first().select_related("charter")
        return [(str(version.pk), version.name) for version in signed]

    def queryset(self, request, queryset):
        known = (self.value() or "").isdecimal()
        return queryset.filter(version=int(self.value())) if known else queryset


class NotedSignature:
    """Form of a signature that happened elsewhere; `by` is the curator.

    The verb is tried and undone: what it refuses is said above the fields.
    """

    by = None

    def validate_unique(self):
        super().validate_unique()
        if self.errors:
            return
        try:
            with transaction.atomic():
                note(self.instance, by=self.by)
                transaction.set_rollback(True)
        except Refused as refusal:
            self.add_error(None, str(refusal))


class SignaturePage(Guarded, Named):
    """Signatures are noted, verified and withdrawn; never edited nor deleted."""

    superusers_may = NOTING
    editors_may = NOTING
    curators_may = NOTING
    curators_may_besides = "vérifier, retirer"
    adds = "Noter une signature"
    list_display = ["signer_told", "version", "signed_told", "state"]
    list_filter = ["state", VersionFilter]
    list_select_related = ["pole", "structure", "version__charter"]
    search_fields = ["pole__folded_name__contains", "structure__folded_name__contains"]
    search_help_text = "Nom du pôle ou de la structure."
    autocomplete_fields = ["pole", "structure", "source"]
    fieldsets = [
        (
            None,
            {
                "description": "Une signature donnée ailleurs que par le lien du pôle. "
                "Une charte nationale se signe par un pôle, une charte locale par une "
                "structure membre.",
                "fields": ["version", "pole", "structure", "signed_on"],
            },
        ),
        (
            "Ce qui la prouve",
            {
                "description": "Une source, une adresse ou une note, au moins.",
                "fields": ["source", "evidence_url", "evidence_note"],
            },
        ),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and db_field.name == "version":
            field.queryset = versions_to_note(request.user)
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "version":
            # its page may be out of the curator's reach
            field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def add_view(self, request, form_url="", extra_context=None):
        """A signature noted is looked at on a page of its own, where one continues."""
        words = {"show_save_and_continue": False, **(extra_context or {})}
        return super().add_view(request, form_url, words)

    def get_changelist(self, request, **kwargs):
        return SignatureList

    def change_view(self, request, object_id, form_url="", extra_context=None):
        signature = self.get_object(request, object_id)
        return redirect("charter_desk:signature", signature.pk)

    def save_model(self, request, obj, form, change):
        obj.pk = note(obj, by=request.user).pk

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, NOTED.format(obj.signer))
        if "_addanother" in request.POST:
            return redirect(f"{request.path}?{same_evidence(request.POST)}")
        return redirect("charter_desk:signature", obj.pk)

    @admin.display(description="signataire")
    def signer_told(self, signature):
        return signature.signer

    @admin.display(description="signée", ordering="signed_on")
    def signed_told(self, signature):
        return signature.signed


def same_evidence(sent):
    """The query of a form for another signatory of the same list, as it was sent."""
    kept = ("version", "signed_on", *EVIDENCE)
    return urlencode({name: sent[name] for name in kept if sent.get(name)})


def note(signature, *, by):
    """Record what a form made up, by the verb; raise Refused as it does."""
    return record_signature(
        signature.version,
        pole=signature.pole,
        structure=signature.structure,
        signed_on=signature.signed_on,
        precision=signature.precision,
        by=by,
        **{name: getattr(signature, name) for name in EVIDENCE},
    )


def versions_to_note(user):
    """Versions that a pole within a user's scope, or a member of it, may have signed.

    Those of national charters, and of the local charters that she keeps.
    """
    hers = Charter.objects.for_curator(user).filter(kind=Charter.Kind.LOCAL)
    national = Q(charter__kind=Charter.Kind.NATIONAL)
    found = CharterVersion.objects.public().filter(national | Q(charter__in=hers))
    return found.select_related("charter").order_by(
        "charter__rank", "charter", "-issued_on", "pk"
    )
