from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from directory.filters import PoleFilter
from directory.models import Pole, first_to_call, heir_of
from directory.permissions import get_public_pole, was_public
from directory.representations import map_points, outline_text

from .lists import display_poles, drawing_of

LONGEST_COMPARED = 60


def pole_list(request):
    return display_poles(
        request,
        queryset=Pole.objects.published(),
        template_name="directory/pole_list.html",
        context={},
    )


def pole_map(request):
    """The same set as the list, drawn by the server as an image of its own."""
    poles = Pole.objects.published().with_stage().in_name_order()
    drawing = drawing_of(
        PoleFilter(request.GET, queryset=poles), reverse("directory:pole_list")
    )
    return render(
        request,
        "directory/pole_map.svg",
        {"drawing": drawing},
        content_type="image/svg+xml",
    )


def pole_detail(request, slug):
    poles = Pole.objects.with_stage().with_seat().select_related("carrier")
    try:
        pole = get_public_pole(slug, queryset=poles)
    except Http404:
        if len(slug) > Pole._meta.get_field("slug").max_length:
            raise
        if heir := heir_of(Pole.objects.published(), slug):
            return redirect(heir, permanent=True)
        near = Pole.objects.published().named_like(slug[:LONGEST_COMPARED])[:5]
        if was_public(slug):
            return render(request, "410.html", {"poles": near}, status=410)
        return render(request, "404.html", {"poles": near}, status=404)
    return render(request, "directory/pole_detail.html", pole_context(pole))


def pole_context(pole):
    """What the sheet of a pole tells; each part in one query."""
    networks = pole.networks_to_call()
    perimeters = list(pole.perimeters.at().select_related("territory", "source"))
    others = Pole.objects.published().exclude(pk=pole.pk).with_stage()
    others = others.select_related("seat__departement")
    return {
        "pole": pole,
        "stage_record": pole.stage_records.at().select_related("source").first(),
        "memberships": (
            pole.memberships.at().in_role_order().select_related("structure__kind")
        ),
        "former": pole.memberships.over().select_related("structure"),
        "sectors": pole.sectors.all(),
        "objectives": pole.objectives.all(),
        "perimeters": perimeters,
        "recognitions": pole.recognitions.select_related("programme", "source"),
        "pledges": pole.pledges.newest_first(),
        "figures": pole.figures.select_related("source"),
        "sources": pole.sources.all(),
        "networks": pole.networks.all(),
        "networks_to_call": first_to_call(networks),
        "nearest": (
            others.nearest(pole.latitude, pole.longitude).within_km(150)[:4]
            if pole.latitude is not None
            else []
        ),
        "sharing": others.sharing_members_with(pole)[:6],
        "points": map_points(Pole.objects.filter(pk=pole.pk).with_stage()),
        # Only a known territory of action is outlined: a seat is no perimeter.
        "map_options": {"fit": "outline" if perimeters else "points"},
        "outline_text": outline_text(p.territory for p in perimeters),
    }
