"""Pages that place a pole or a structure from its address, asked of a service.

The service is asked on POST alone, so that no prefetch sends an address outside.
"""

from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from directory import moderation, values
from directory.geocoding import LONGEST, SHORTEST
from directory.models import Pole, Structure, Territory
from directory.permissions import get_curated_pole, get_curated_structure

from .doors import door, render_door
from .positions import BOUNDS, DegreesField
from .sightings import look_up


class AddressSearchForm(forms.Form):
    adresse = forms.CharField(
        label="Adresse à chercher",
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text=(
            "Numéro, voie et commune. Elle est demandée à la Base Adresse Nationale "
            "quand vous cherchez, et pas avant."
        ),
    )


class OpenFormSearch(AddressSearchForm):
    commune = forms.ModelChoiceField(
        Territory.objects.of_level(Territory.Level.COMMUNE), required=False
    )


class AcceptForm(forms.Form):
    """What an answer that is accepted sends back."""

    latitude, longitude = (
        DegreesField(min_value=-BOUNDS[part], max_value=BOUNDS[part])
        for part in ("latitude", "longitude")
    )
    precision = forms.ChoiceField(choices=Pole.PositionPrecision.choices)
    street = forms.CharField(max_length=250, required=False)
    write_address = forms.BooleanField(required=False)
    seen = forms.CharField(strip=False, required=False)


@door("Situer un pôle à partir de son adresse")
def place_pole(request, pk):
    poles = Pole.objects.select_related("seat")
    pole = get_curated_pole(request.user, pk, queryset=poles)
    home = pole.seat if pole.seat and pole.seat.level == "commune" else None
    return _place(request, pole, home)


@door("Situer une structure à partir de son adresse")
def place_structure(request, pk):
    structures = Structure.objects.select_related("commune")
    structure = get_curated_structure(request.user, pk, queryset=structures)
    return _place(request, structure, structure.commune)


@door("Chercher une adresse depuis une fiche ouverte")
@require_POST
def search_address(request):
    """The answers of the service as JSON, for the map of a form."""
    form = OpenFormSearch(request.POST)
    form.is_valid()
    if told := form.errors.get("adresse"):
        return JsonResponse({"probleme": " ".join(told), "adresses": []})
    words, home = form.cleaned_data["adresse"], form.cleaned_data.get("commune")
    sightings, problem = look_up(words, home)
    answers = [
        {
            "libelle": sighting.address.label,
            "lat": sighting.address.latitude,
            "lon": sighting.address.longitude,
            "precision": sighting.address.precision,
            "detail": sighting.detail,
        }
        for sighting in sightings
    ]
    return JsonResponse({"probleme": problem, "adresses": answers})


def _place(request, row, home):
    if "accepter" in request.POST:
        return _accept(request, row)
    initial = {"adresse": _address_of(row, home)}
    form = AddressSearchForm(request.POST or None, initial=initial)
    sightings, problem = [], None
    if form.is_valid():
        sightings, problem = look_up(form.cleaned_data["adresse"], home)
    return render_door(
        request,
        "admin/curation/place.html",
        _frame(row, home) | {"form": form, "sightings": sightings, "problem": problem},
        title="Situer à partir de l'adresse",
        status=422 if form.errors else 200,
    )


def _frame(row, home):
    """What the page tells of the entry itself."""
    position = values.read(row, "position")
    return {
        "row": row,
        "row_url": _page_of(row),
        "list_url": reverse(f"admin:directory_{row._meta.model_name}_changelist"),
        "opts": row._meta,
        "home": home,
        "lacks_seat": home is None and isinstance(row, Pole),
        "position": values.tell(type(row), "position", position),
        "seen": moderation.position_seen(row),
    }


def _accept(request, row):
    form = AcceptForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "Cette position n'est pas valide : cherchez de nouveau."
        )
        return redirect(request.path)
    answer = form.cleaned_data
    position = {name: answer[name] for name in ("latitude", "longitude", "precision")}
    address = answer["street"] if answer["write_address"] else None
    try:
        moderation.place(
            row, position, by=request.user, seen=answer["seen"], address=address
        )
    except moderation.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, f"« {row} » est situé.")
    return redirect(_page_of(row))


def _page_of(row):
    return reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])


def _address_of(row, home):
    """What to search first: the address of a row, then its commune."""
    return ", ".join(filter(None, (row.address, home and home.name)))
