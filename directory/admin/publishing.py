"""Publishing from the page of a pole: saved first, then shown to the public or not."""

from django.contrib import messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpResponseRedirect
from django.urls import reverse

from directory import moderation
from directory.models import Pole, next_to_fill

from .confirming_entries import rest_to_confirm

# a button of the form that confirms, then opens the next entry of the list
CONFIRM_NEXT = "_confirm_next"
DONE = {
    "publish": "La fiche est publiée.",
    "unpublish": "La fiche n'est plus publiée : c'est un brouillon.",
    "confirm": "La fiche est confirmée à la date d'aujourd'hui.",
}


class Publishing:
    """Admin page of poles: buttons that save, then publish, withdraw or confirm."""

    def response_add(self, request, obj, post_url_continue=None):
        return self._decided(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request, obj):
        return self._decided(request, obj) or super().response_change(request, obj)

    def _decided(self, request, pole):
        """Do what the button says; None when it only saves."""
        if CONFIRM_NEXT in request.POST:
            return self._confirmed_then_next(request, pole)
        verbs = [name for name in DONE if f"_{name}" in request.POST]
        if not verbs:
            return None
        try:
            getattr(moderation, verbs[0])(pole, by=request.user)
        except moderation.Refused as refusal:
            messages.error(request, f"Les saisies sont enregistrées. {refusal}")
        else:
            messages.success(request, DONE[verbs[0]])
        return HttpResponseRedirect(self._page_of(request, pole.pk))

    def _confirmed_then_next(self, request, pole):
        """Confirm, then open the next entry of the list; the desk after the last."""
        rest = rest_to_confirm(self, request, pole) or []
        try:
            moderation.confirm(pole, by=request.user)
        except moderation.Refused as refusal:
            messages.error(request, f"Les saisies sont enregistrées. {refusal}")
            return HttpResponseRedirect(self._page_of(request, pole.pk))
        s = "s" if len(rest) > 1 else ""
        left = (
            f"Il reste {len(rest)} fiche{s} à confirmer."
            if rest
            else "Fin de la liste."
        )
        messages.success(request, f"« {pole} » est confirmée. {left}")
        following = self._page_of(request, rest[0]) if rest else reverse("admin:index")
        return HttpResponseRedirect(following)

    def _page_of(self, request, pk):
        """Address of the page of a pole, that remembers the list it came from."""
        kept = {
            "preserved_filters": self.get_preserved_filters(request),
            "opts": self.opts,
        }
        return add_preserved_filters(
            kept, reverse("admin:directory_pole_change", args=[pk])
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Tell how complete the entry is, and what it lacks to be published."""
        if obj:
            context |= {
                "next_to_fill": next_to_fill(obj),
                "missing": moderation.missing_to_publish(obj),
                "is_published": obj.publication == Pole.Publication.PUBLISHED,
                "is_archived": moderation.is_archived(obj),
                "rest_to_confirm": rest_to_confirm(self, request, obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
