"""The CSV of a territory page: what it shows, at the same date."""

from django.http import HttpResponse

from directory.permissions import get_territory
from directory.representations import territory_csv
from directory.statistics import regional_table

from .inside import epcis_by_region
from .portraits import portrait_context
from .territories import regions_and_overseas


def territory_file(request, level, code):
    return csv_of(request, get_territory(level, code))


def country_file(request):
    return csv_of(request, None)


def csv_of(request, territory):
    """What the page shows as a CSV file; 400 and the reasons when it cannot be."""
    context = portrait_context(request, territory)
    problems = [*filter(None, [context["moment"].problem]), *context["beside_problems"]]
    if problems:
        words = "\n".join(problems)
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    if territory is None:
        context["regional"] = regional_lines(context)
    name = f"ptce-{territory.level}-{territory.code}" if territory else "ptce-france"
    on = context["moment"].on.isoformat()
    return HttpResponse(
        territory_csv(context),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{on}.csv"'},
    )


def regional_lines(context):
    """White zones of each région, as the page of France tells them."""
    known, on = context["known"], context["moment"].on
    regions = [region for region, _ in regions_and_overseas()[0]]
    return regional_table(known, epcis_by_region(known, regions), on)
