"""The charter in the admin: its pages on the bases of the directory's, and its doors.

Neither application knows the admin of the other: here they are put together.
"""

from django import forms
from django.contrib import admin
from django.urls import path
from django.views.decorators.http import require_POST

from charter.admin.asking import VersionNamed
from charter.admin.charters import CharterPage, KeptCharter, MilestonePage
from charter.admin.home import charter_home
from charter.admin.opened import OpenedForm
from charter.admin.pole_doors import (
    charter_hand_link,
    charter_pole,
    charter_revoke_link,
    charter_send_link,
)
from charter.admin.practice_doors import charter_practice
from charter.admin.practices import PracticePage
from charter.admin.signature_doors import charter_signature
from charter.admin.signatures import NotedSignature, SignaturePage
from charter.admin.version_doors import charter_announce, charter_copy, charter_publish
from charter.admin.versions import PARTS, CommitmentRows, VersionPage
from charter.admin.waiting import waiting
from charter.models import Charter, CharterVersion, Milestone, Practice, Signature
from directory.admin.choices import DescribedFields
from directory.admin.dates import (
    PartialDateField,
    PartialDatesForm,
    dated,
    typed,
)
from directory.admin.doors import door
from directory.admin.formsets import Rows
from directory.admin.menu import add_group
from directory.admin.pages import DirectoryAdmin, FoldedSearch, HistoryAdmin
from directory.admin.pole_inlines import PoleInline
from directory.admin.rights import Rights
from directory.admin.todo import add_waiting

app_name = "charter_desk"
add_group(
    "Charte",
    [Charter, CharterVersion, Signature, Practice, Milestone],
    [("Ce qui attend, pôle par pôle", "charter_desk:home", "")],
)
add_waiting(waiting)


class CharterForm(KeptCharter, OpenedForm, PartialDatesForm):
    pass


class MilestoneForm(OpenedForm, PartialDatesForm):
    pass


class DatedForm(forms.ModelForm):
    """Form of a row whose date, `dated_by`, has its precision in `precision`."""

    dated_by = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        day = getattr(self.instance, self.dated_by)
        if day and self.dated_by in self.fields:
            self.initial[self.dated_by] = typed(day, self.instance.precision)

    def clean(self):
        cleaned = super().clean()
        if self.dated_by in self.fields:
            found = dated(self[self.dated_by].data or "")
            field = self.instance._meta.get_field("precision")
            self.instance.precision = found[1] if found else field.default
        return cleaned


class Dated:
    """Page of rows whose date is typed no finer than it is known: see `DatedForm`."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == self.form.dated_by:
            kwargs["form_class"] = PartialDateField
            kwargs["widget"] = PartialDateField.widget
            kwargs["help_text"] = "2024, 09/2024 ou 19/09/2024."
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class VersionForm(VersionNamed, OpenedForm, DatedForm):
    parts = PARTS
    dated_by = "issued_on"


class SignatureForm(NotedSignature, DatedForm):
    dated_by = "signed_on"


class CommitmentInline(CommitmentRows, Rights, DescribedFields, admin.StackedInline):
    formset = Rows
    template = PoleInline.template
    formfield_overrides = PoleInline.formfield_overrides


@admin.register(Charter)
class CharterAdmin(CharterPage, HistoryAdmin):
    form = CharterForm


@admin.register(CharterVersion)
class CharterVersionAdmin(Dated, VersionPage, HistoryAdmin):
    form = VersionForm
    inlines = [CommitmentInline]


@admin.register(Milestone)
class MilestoneAdmin(MilestonePage, HistoryAdmin):
    form = MilestoneForm


@admin.register(Signature)
class SignatureAdmin(Dated, SignaturePage, FoldedSearch, DirectoryAdmin):
    form = SignatureForm


@admin.register(Practice)
class PracticeAdmin(PracticePage, FoldedSearch, HistoryAdmin):
    pass


def posted(view, words):
    """A door that changes something at once: what is not posted is refused."""
    return require_POST(door(words)(view))


urlpatterns = [
    path("", door("Voir ce qui attend de la charte")(charter_home), name="home"),
    # versions/<pk>/…
    path(
        "versions/<int:pk>/annoncer/",
        posted(charter_announce, "Annoncer une version à sa date"),
        name="announce",
    ),
    path(
        "versions/<int:pk>/publier/",
        door("Publier une version, pour toujours")(charter_publish),
        name="publish",
    ),
    path(
        "versions/<int:pk>/copier/",
        door("Copier une version en une nouvelle")(charter_copy),
        name="copy",
    ),
    # signatures/, pratiques/
    path(
        "signatures/<int:pk>/",
        door("Vérifier ou retirer une signature")(charter_signature),
        name="signature",
    ),
    path(
        "pratiques/<int:pk>/",
        door("Relire la pratique d'un pôle")(charter_practice),
        name="practice",
    ),
    # poles/<pk>/…, liens/<pk>/…
    path(
        "poles/<int:pk>/",
        door("Voir la charte depuis un pôle")(charter_pole),
        name="pole",
    ),
    path(
        "poles/<int:pk>/envoyer/",
        posted(charter_send_link, "Envoyer un lien à un pôle"),
        name="send_link",
    ),
    path(
        "poles/<int:pk>/remettre/",
        posted(charter_hand_link, "Remettre un lien à un pôle"),
        name="hand_link",
    ),
    path(
        "liens/<int:pk>/annuler/",
        posted(charter_revoke_link, "Annuler le lien d'un pôle"),
        name="revoke_link",
    ),
]
