"""Who signed the charter, as a page and as a file."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from charter.representations import by_region, by_year, signatories_csv

from .asked import ALL, key_of, page_of
from .signed import asked_signatures

PAGE_SIZE = 60
NO_REGION = "sans région connue"


def signatories(request):
    """The poles that signed a version, or each signature of all versions."""
    asked = asked_signatures(request.GET)
    signatures = asked["signatures"]
    page, problems = page_of(signatures, request.GET.get("page"), PAGE_SIZE)
    poles = {signature.pole_id: signature.pole for signature in signatures}
    context = {
        **asked,
        "problems": [*asked["problems"], *problems],
        "page": page,
        "canonical_query": asked["query"],
        "poles": list(poles.values()),
        "verified": sum(signature.is_verified for signature in signatures),
        "in_directory": in_directory(asked["version"]),
        "region_rows": region_rows(asked),
        "year_rows": by_year(signatures),
    }
    return render(request, "charter/signatories.html", context)


def signatories_file(request):
    """The same signatures as a CSV file; 400 and the reasons when it cannot be."""
    asked = asked_signatures(request.GET)
    if asked["problems"]:
        words = "\n".join(words for _, words in asked["problems"])
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    version = asked["version"]
    name = f"{version.charter.slug}-{version.slug}" if version else "toutes"
    origin = settings.SITE_ORIGIN or f"{request.scheme}://{request.get_host()}"
    return HttpResponse(
        signatories_csv(asked["signatures"], origin),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="signataires-{name}.csv"'
        },
    )


def in_directory(version):
    """Where the directory lists the poles that signed a version; None when it cannot,
    since it names versions by their year.
    """
    if version is None or version.issued_on is None:
        return None
    return f"{reverse('directory:pole_list')}?charte={version.issued_on.year}"


def region_rows(asked):
    """Rows of the bars of régions, each of which leads to its own list."""
    if not asked["signatures"]:
        return []
    key = ALL if asked["every_version"] else key_of(asked["version"])
    path, form = reverse("charter:signatories"), asked["form"]
    rows = []
    for region, number in by_region(asked["signatures"]):
        if region:
            query = form.query(version=key, region=region.code, tri=None)
            rows.append((region.name, number, None, f"{path}?{query}"))
        else:
            rows.append((NO_REGION, number))
    return rows
