"""What every admin page of the charter has in common."""

from django.contrib import admin, messages
from django.db import IntegrityError
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from charter.verbs import Refused

LOOK = frozenset({"view"})
NOTING = frozenset({"view", "add"})
EDITING = frozenset({"view", "add", "change"})
EVERYTHING = frozenset({"view", "add", "change", "delete"})
OVERTAKEN = (
    "Rien n'a été enregistré\u00a0: cette page a changé entre-temps, ou ne se modifie "
    "plus."
)


def desk_page(request, template, context, *, title, status=200):
    """A page of the admin with its frame; `title` is the heading."""
    frame = admin.site.each_context(request)
    return TemplateResponse(
        request,
        f"admin/charter/{template}",
        {**frame, "title": title, **context},
        status=status,
    )


class Named:
    """Page whose button to add a row says `adds`."""

    # rows are chosen to be read, not to be deleted together
    actions = None

    def changelist_view(self, request, extra_context=None):
        words = {"to_add": self.adds, **(extra_context or {})}
        return super().changelist_view(request, words)

    def add_view(self, request, form_url="", extra_context=None):
        words = {"title": self.adds, **(extra_context or {})}
        return super().add_view(request, form_url, words)


class Guarded:
    """Page of rows that the database may refuse to change: said in words."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            return self._overtaken(request)
        except Refused as refusal:
            return self._overtaken(request, str(refusal))

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError:
            return self._overtaken(request)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        try:
            return super().history_form_view(
                request, object_id, version_id, extra_context
            )
        except IntegrityError:
            return self._overtaken(request)

    def _overtaken(self, request, words=OVERTAKEN):
        messages.error(request, words)
        return redirect(f"admin:charter_{self.opts.model_name}_changelist")
