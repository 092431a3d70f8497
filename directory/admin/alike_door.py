"""What the script of a form asks while a name is typed."""

from django import forms
from django.http import JsonResponse
from django.urls import reverse

from directory.models import DistinctPair, Pole, Structure, Territory, alike_for

from .alike import ELSEWHERE, in_full
from .doors import door
from .positions import DegreesField


class NearForm(forms.Form):
    """What is typed so far, in the words of the address."""

    noun = forms.ChoiceField(choices=DistinctPair.Noun.choices)
    nom = forms.CharField(required=False, max_length=250)
    siren = forms.CharField(required=False, max_length=20)
    site = forms.CharField(required=False, max_length=300)
    commune = forms.ModelChoiceField(Territory.objects, required=False)
    porteur = forms.IntegerField(required=False, min_value=1)
    latitude = DegreesField(required=False, min_value=-90, max_value=90)
    longitude = DegreesField(required=False, min_value=-180, max_value=180)
    # the row that is being changed
    sauf = forms.IntegerField(required=False, min_value=1)

    def row(self):
        """The row as typed so far, not saved."""
        typed = self.cleaned_data
        site = typed["site"] or None
        facts = {
            "pk": typed["sauf"],
            "name": typed["nom"],
            "website": site if not site or "//" in site else f"https://{site}",
        }
        if None not in (typed["latitude"], typed["longitude"]):
            facts |= {name: typed[name] for name in ("latitude", "longitude")}
        if typed["noun"] == DistinctPair.Noun.POLE:
            return Pole(seat=typed["commune"], carrier_id=typed["porteur"], **facts)
        siren = typed["siren"].replace(" ", "") or None
        return Structure(commune=typed["commune"], siren=siren, **facts)


@door("Être averti d'un doublon en tapant un nom")
def near(request):
    """JSON: rows of her scope that look like what is typed, and a word on others."""
    form = NearForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"erreurs": form.errors}, status=400)
    row = form.row()
    found, elsewhere = alike_for(request.user, row)
    return JsonResponse(
        {
            "proches": [told(one, row) for one in found],
            "ailleurs": ELSEWHERE if elsewhere else None,
        }
    )


def told(one, typed):
    noun = one.row._meta.model_name
    merger = f"noun={noun}&garder={one.row.pk}&absorber={typed.pk}"
    return {
        "nom": in_full(one.row),
        "raisons": one.reasons,
        "lien": reverse(f"admin:directory_{noun}_change", args=[one.row.pk]),
        "fusion": f"{reverse('curation:merge')}?{merger}" if typed.pk else None,
    }
