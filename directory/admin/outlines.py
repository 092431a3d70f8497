from django.http import JsonResponse

from directory.models import Territory
from directory.representations import territories_outline

from .doors import door

MOST_OUTLINES = 50


@door("Voir le contour de territoires choisis")
def outlines(request):
    """JSON of the outlines of some territories, by `id`; null when none is known.

    With `autour`, also of the EPCI of those that are communes.
    """
    keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
    territories = Territory.objects.filter(pk__in=[k for k in keys if len(k) < 19])
    told = {"outline": territories_outline(territories[:MOST_OUTLINES])}
    if "autour" in request.GET:
        around = Territory.objects.filter(
            pk__in=territories.exclude(epci=None).values("epci")
        )
        told["around"] = territories_outline(around[:MOST_OUTLINES])
    return JsonResponse(told)
