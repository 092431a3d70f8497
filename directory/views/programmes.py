from django.shortcuts import get_object_or_404, render

from directory.models import Pole, Programme

from .lists import display_poles


def programme_list(request):
    programmes = Programme.objects.with_pole_count()
    return render(request, "directory/programme_list.html", {"programmes": programmes})


def programme_detail(request, slug):
    programme = get_object_or_404(Programme, slug=slug)
    return display_poles(
        request,
        queryset=Pole.objects.published().recognised_by([programme.slug]),
        template_name="directory/programme_detail.html",
        heading=programme.name,
        context={"programme": programme},
    )
