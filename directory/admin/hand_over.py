from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from directory import moderation
from directory.models import Network
from directory.permissions import EDITORS, get_curated_pole

from .doors import door, render_door
from .rights import role


class PeopledNetworks(forms.ModelMultipleChoiceField):
    """Networks, each with how many people keep entries there."""

    def label_from_instance(self, obj):
        if not obj.people:
            return f"{obj} (personne n'y tient de fiches)"
        return f"{obj} ({obj.people} personne{'s' if obj.people > 1 else ''})"


class HandOverForm(forms.Form):
    """To whom an entry goes; only `an_editor` gives it where nobody would keep it."""

    networks = PeopledNetworks(
        Network.objects.with_people(),
        label="Réseaux qui tiendront la fiche",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un réseau."},
    )
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Facultatif ; lu par les deux réseaux.",
    )

    def __init__(self, *args, an_editor, **kwargs):
        self.an_editor = an_editor
        super().__init__(*args, **kwargs)

    def clean_networks(self):
        chosen = self.cleaned_data["networks"]
        if not self.an_editor and not any(network.people for network in chosen):
            raise forms.ValidationError(
                "Personne ne tient de fiches dans ce choix : gardez votre réseau parmi "
                "eux, ou demandez à l'édition nationale."
            )
        return chosen


@door("Confier la fiche d'un pôle à d'autres réseaux")
def hand_over(request, pk):
    pole = get_curated_pole(request.user, pk)
    stewards = pole.stewards.all()
    form = HandOverForm(
        request.POST or None,
        initial={"networks": stewards},
        an_editor=role(request) in EDITORS,
    )
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.cleaned_data["networks"], form.cleaned_data["reason"]
        try:
            moderation.hand_over(pole, chosen, by=request.user, reason=reason or None)
        except moderation.Refused as refusal:
            form.add_error("networks", str(refusal))
        else:
            messages.success(request, _told(pole, request.user))
            return redirect("admin:directory_handover_changelist")
    return render_door(
        request,
        "admin/curation/hand_over.html",
        {
            "form": form,
            "pole": pole,
            "stewards": stewards,
            "pole_url": reverse("admin:directory_pole_change", args=[pole.pk]),
        },
        title="Confier la fiche",
        status=200 if request.method == "GET" or form.is_valid() else 422,
    )


def _told(pole, user):
    """Whether the entry is now shared, or no longer kept by a network of the user."""
    networks = list(pole.stewards.all())
    if not any(one.curators.filter(user=user).exists() for one in networks):
        return f"« {pole} » a changé de mains."
    if len(networks) == 1:
        return f"« {pole} » n'est plus tenue que par votre réseau."
    return f"« {pole} » est maintenant partagée : votre réseau la tient encore."
