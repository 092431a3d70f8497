"""Pages of entries that have a story: poles and structures."""

from django import forms
from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from directory.models import one_change
from directory.moderation import is_archived
from directory.timeline import Timeline

from .confirming import NOUNS
from .deletion import archive_selected
from .doors import render_door
from .pages import HistoryAdmin
from .texts import LinesField

PAGE_SIZE = 20
MOTIVE = ("Motif de la modification", {"fields": ["change_reason"]})


class MotiveForm(forms.ModelForm):
    """Form that asks why the row changes; `StoryAdmin` keeps it in the history."""

    change_reason = LinesField(
        label="Motif",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "cols": 60}),
        help_text="Facultatif : pourquoi la fiche change, gardé dans l'historique.",
    )


class StoryAdmin(HistoryAdmin):
    """A page of rows that are archived rather than deleted, and whose story is told.

    Their form is a `MotiveForm`.
    """

    actions = [archive_selected]

    def has_delete_permission(self, request, obj=None):
        """Never from Django's pages: see `moderation.delete_for_good`."""
        return False

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        may_save = self.has_change_permission(request, obj)
        return [*fieldsets, MOTIVE] if may_save else fieldsets

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with one_change(request.POST.get("change_reason", "").strip() or None):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """A row left as it was is not saved: it would note a change of nothing."""
        if not change or set(form.changed_data) - {"change_reason"}:
            super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, *args, **kwargs):
        if row := kwargs.get("obj"):
            context["tools"] = self._tools(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        noun = NOUNS[self.model]
        query = request.GET.urlencode()
        tools = [
            (
                f"{reverse('curation:export', args=[f'{noun}s', extension])}?{query}",
                words,
            )
            for extension, words in (("xlsx", "Exporter en XLSX"), ("csv", "en CSV"))
        ]
        tools.append((reverse("curation:send_sheet", args=[f"{noun}s"]), "Importer"))
        if request.user.is_superuser:
            address = reverse("curation:deleted", args=[noun])
            tools.append((address, "Fiches supprimées"))
        return super().changelist_view(
            request, {"tools": tools, **(extra_context or {})}
        )

    def _tools(self, request, row):
        """(address, words) of what else may be done with a row."""
        doors = []
        if self.has_change_permission(request, row) and not row.merged_into_id:
            archived = is_archived(row)
            doors = [("restore", "Rétablir") if archived else ("archive", "Archiver")]
        if request.user.is_superuser:
            doors.append(("delete_for_good", "Supprimer définitivement"))
        key = [NOUNS[self.model], row.pk]
        return [(reverse(f"curation:{name}", args=key), words) for name, words in doors]

    def history_view(self, request, object_id, extra_context=None):
        """The story of a row, of a deleted one too for superusers: see `Timeline`."""
        self._reach(request, object_id)
        row = self.model.objects.filter(pk=object_id).first()
        last = self.model.history.filter(id=object_id).first()
        if row is None and last is None:
            raise Http404("Cette page n'existe pas.")
        timeline = Timeline(self.model, int(object_id))
        may_revert = row and not row.merged_into_id
        return render_door(
            request,
            "admin/curation/story.html",
            {
                "row": row,
                "noun": NOUNS[self.model],
                "opts": self.opts,
                "page": Paginator(timeline, PAGE_SIZE).get_page(
                    request.GET.get(PAGE_VAR)
                ),
                "may_revert": may_revert and self.has_change_permission(request, row),
                "has_publication": hasattr(last, "publication"),
                **(extra_context or {}),
            },
            title=f"Historique de « {row or last.name} »",
        )

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """The address of a version, which the story tells and goes back to."""
        self._reach(request, object_id)
        if not version_id.isdecimal():
            raise Http404("Cette page n'existe pas.")
        versions = self.model.history.filter(id=object_id, history_id=version_id)
        if not versions.exists():
            raise Http404("Cette version n'existe pas.")
        return HttpResponseRedirect(
            reverse(f"admin:directory_{NOUNS[self.model]}_history", args=[object_id])
        )


def _exports(request, nouns):
    """(address, words) of the files of the list that is shown."""
    for extension, words in (("xlsx", "Exporter en XLSX"), ("csv", "Exporter en CSV")):
        address = reverse("curation:export", args=[nouns, extension])
        yield f"{address}?{request.GET.urlencode()}", words
