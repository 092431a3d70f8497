from django.core.paginator import InvalidPage, Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render

from directory.filters import ORDERS, PoleFilter
from directory.models import Network, Perimeter, Pole, Territory
from directory.permissions import get_public_pole
from directory.representations import map_points, territories_outline

PAGE_SIZE = 20
FACETS = ("thematique", "etape", "milieu", "reseau", "reconnaissance")
KEPT = ("ou", "quoi", "territoire")


def pole_list(request):
    return display_poles(
        request,
        queryset=Pole.objects.published(),
        template_name="directory/pole_list.html",
        context={},
    )


def display_poles(request, *, queryset, template_name, context):
    """Show a set of poles, filtered by the query string: list, facets and map.

    The map holds the whole set, the list one page of it.
    """
    filterset = PoleFilter(request.GET, queryset=queryset.with_stage().in_name_order())
    form, poles = filterset.form, filterset.qs
    problems = [problem for errors in form.errors.values() for problem in errors]
    paginator = Paginator(poles.select_related("seat__departement"), PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except InvalidPage:
        page = paginator.page(1)
        problems.append("Cette page n'existe pas ; voici la première.")
    cards = list(page.object_list.prefetch_related("sectors"))
    place = filterset.place
    explain(cards, place)
    return render(
        request,
        template_name,
        {
            "filterset": filterset,
            "facets": [form[name] for name in FACETS],
            "kept": kept_values(request.GET),
            "chosen": chosen_filters(request.GET, filterset),
            "problems": problems,
            "place": place,
            "other_places": filterset.places[1:],
            "network": Network.objects.to_call_for(place).first() if place else None,
            "page": page,
            "cards": cards,
            "points": map_points(poles),
            "outline": territories_outline([place]) if place else None,
            "orders": ORDERS,
            "order": form.cleaned_data.get("tri") or "nom",
            **context,
        },
    )


def explain(poles, place):
    """Set on each pole why it answers a place: `reason`, `parts`, `has_perimeter`.

    `reason` is 'agit' when its perimeter meets the place (`parts` of it do), 'siege'
    when only its seat lies there, None without a place. One query for all.
    """
    perimeters = {}
    if place:
        shared = Territory.objects.sharing_communes_with(place)
        known = (
            Perimeter.objects.at().filter(pole__in=poles).select_related("territory")
        )
        for perimeter in known.annotate(meets=Q(territory__in=shared)):
            perimeters.setdefault(perimeter.pole_id, []).append(perimeter)
    for pole in poles:
        known = perimeters.get(pole.pk, [])
        pole.parts = [p.territory for p in known if p.meets]
        pole.has_perimeter = bool(known)
        pole.reason = ("agit" if pole.parts else "siege") if place else None


def kept_values(query):
    """What the facets' form keeps of the search: (name, value) pairs."""
    return [(name, query[name]) for name in KEPT if query.get(name)]


def chosen_filters(query, filterset):
    """Filters in force, each with its words and the query string that removes it."""
    chosen = []
    for name in filterset.filters:
        if name == "tri" or name in filterset.form.errors:
            continue
        field = filterset.form.fields[name]
        labels = {str(value): label for value, label in getattr(field, "choices", [])}
        for value in filter(None, query.getlist(name)):
            rest = query.copy()
            rest.setlist(name, [v for v in query.getlist(name) if v != value])
            rest.pop("page", None)
            words = labels.get(value, f"{field.label} {value}")
            if name == "territoire":
                words = filterset.place.name
            chosen.append({"words": words, "without": rest.urlencode()})
    return chosen


def pole_detail(request, slug):
    if pole := Pole.objects.published().filter(aliases__slug=slug).first():
        return redirect(pole, permanent=True)
    try:
        pole = get_public_pole(
            slug,
            queryset=Pole.objects.with_stage().select_related(
                "carrier",
                "seat__epci",
                "seat__ept",
                "seat__departement",
                "seat__region",
            ),
        )
    except Http404:
        return render(
            request,
            "404.html",
            {"poles": Pole.objects.published().named_like(slug)[:5]},
            status=404,
        )
    return render(request, "directory/pole_detail.html", pole_context(pole))


def pole_context(pole):
    """What the sheet of a pole tells; each part in one query."""
    networks = pole.networks_to_call()
    perimeters = list(pole.perimeters.at().select_related("territory", "source"))
    neighbours = (
        Pole.objects.published()
        .exclude(pk=pole.pk)
        .with_stage()
        .select_related("seat__departement")
    )
    return {
        "pole": pole,
        "stage_record": pole.stage_records.at().select_related("source").first(),
        "memberships": (
            pole.memberships.at().in_role_order().select_related("structure__kind")
        ),
        "sectors": pole.sectors.all(),
        "objectives": pole.objectives.all(),
        "perimeters": perimeters,
        "recognitions": pole.recognitions.select_related("programme", "source"),
        "figures": pole.figures.select_related("source"),
        "sources": pole.sources.all(),
        "networks": pole.networks.all(),
        "steward": networks[0] if networks else None,
        "nearest": (
            neighbours.nearest(pole.latitude, pole.longitude)[:4]
            if pole.latitude is not None
            else []
        ),
        "sharing": neighbours.sharing_members_with(pole)[:6],
        "points": map_points(Pole.objects.filter(pk=pole.pk).with_stage()),
        "outline": pole_outline(pole, perimeters),
    }


def pole_outline(pole, perimeters):
    """Outline of where the pole acts; of its seat when nothing finer is known."""
    if perimeters:
        return territories_outline(perimeter.territory for perimeter in perimeters)
    return territories_outline([pole.seat]) if pole.seat else None
