from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from directory.models import Sector
from directory.representations import every_point
from directory.statistics import figures_of_today


def home(request):
    return render(
        request,
        "home.html",
        {
            "figures": figures_of_today(),
            "today": timezone.localdate(),
            "sectors": Sector.objects.current().with_pole_count(),
            "points": every_point(),
        },
    )


def legal_notices(request):
    return render(request, "legal_notices.html", {"notices": settings.LEGAL_NOTICES})


def accessibility(request):
    return render(request, "accessibility.html", {"notices": settings.LEGAL_NOTICES})


def privacy(request):
    return render(request, "privacy.html", {"notices": settings.LEGAL_NOTICES})


def robots(request):
    return HttpResponse("User-agent: *\nDisallow: /admin/\n", content_type="text/plain")
