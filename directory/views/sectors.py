from django.shortcuts import get_object_or_404, render

from directory.models import Pole, Sector

from .lists import display_poles


def sector_list(request):
    sectors = Sector.objects.current().with_pole_count()
    return render(request, "directory/sector_list.html", {"sectors": sectors})


def sector_detail(request, slug):
    sector = get_object_or_404(Sector, slug=slug)
    return display_poles(
        request,
        queryset=Pole.objects.published().on_sectors([sector.slug]),
        template_name="directory/sector_detail.html",
        heading=sector.name,
        context={"sector": sector},
    )
