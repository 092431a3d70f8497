from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from directory import moderation
from directory.models import Network
from directory.permissions import get_curated_pole

from .doors import door, render_door


class HandOverForm(forms.Form):
    networks = forms.ModelMultipleChoiceField(
        Network.objects.order_by("-kind", "rank", "name"),
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


@door("Confier la fiche d'un pôle à d'autres réseaux")
def hand_over(request, pk):
    pole = get_curated_pole(request.user, pk)
    stewards = pole.stewards.all()
    form = HandOverForm(request.POST or None, initial={"networks": stewards})
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.cleaned_data["networks"], form.cleaned_data["reason"]
        try:
            moderation.hand_over(pole, chosen, by=request.user, reason=reason or None)
        except moderation.Refused as refusal:
            form.add_error("networks", str(refusal))
        else:
            messages.success(request, f"« {pole} » a changé de mains.")
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
