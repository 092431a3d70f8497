"""Publishing from the page of a pole: saved first, then shown to the public or not."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from directory import moderation
from directory.models import Pole, next_to_fill

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
        verbs = [name for name in DONE if f"_{name}" in request.POST]
        if not verbs:
            return None
        try:
            getattr(moderation, verbs[0])(pole, by=request.user)
        except moderation.Refused as refusal:
            messages.error(request, f"Les saisies sont enregistrées. {refusal}")
        else:
            messages.success(request, DONE[verbs[0]])
        change = reverse("admin:directory_pole_change", args=[pole.pk])
        return HttpResponseRedirect(change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Tell how complete the entry is, and what it lacks to be published."""
        if obj:
            context |= {
                "next_to_fill": next_to_fill(obj),
                "missing": moderation.missing_to_publish(obj),
                "is_published": obj.publication == Pole.Publication.PUBLISHED,
                "is_archived": moderation.is_archived(obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
