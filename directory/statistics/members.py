"""Which structures are members of the poles around territories."""

from django.db.models import Case, Count, Q, When

from directory.models import Membership, Structure, StructureKind


def members(gatherings):
    """[({family: number of structures}, undated)] for each gathering; one query.

    Distinct members, at the date, of the poles that act there; no family without any.
    `undated`: how many of these memberships have no known beginning, hence always hold.
    """
    if not gatherings:
        return []
    counts = {}
    for rank, gathering in enumerate(gatherings):
        there = Q(pole__in=gathering.acting)
        counts |= {
            f"count_{rank}": Count("structure", distinct=True, filter=there),
            f"undated_{rank}": Count("pk", filter=there & Q(since__isnull=True)),
        }
    every = {pk for gathering in gatherings for pk in gathering.acting}
    rows = (
        Membership.objects.at(gatherings[0].on)
        .filter(pole__in=every, structure__archived=False)
        .order_by()
        .values("structure__kind__family")
        .annotate(**counts)
    )
    found = {row["structure__kind__family"]: row for row in rows}
    return [_told(found, rank) for rank in range(len(gatherings))]


def _told(found, rank):
    families = {
        family: found[family][f"count_{rank}"]
        for family in StructureKind.Family
        if family in found and found[family][f"count_{rank}"]
    }
    return families, sum(row[f"undated_{rank}"] for row in found.values())


def authorities(gathering):
    """Public bodies that are members, at the date, of the poles that act there.

    Each once, annotated `here`, 1 when it has its seat in the territory, else 0: those
    first, then by name.
    """
    members = Membership.objects.at(gathering.on).filter(pole__in=gathering.acting)
    territory = gathering.territory
    if territory is None:
        here = Q(pk__in=[])
    elif territory.level == territory.Level.COMMUNE:
        here = Q(commune=territory.pk)
    else:
        here = Q(**{f"commune__{territory.commune_lookup}": territory.pk})
    return (
        Structure.objects.current()
        .filter(
            kind__family=StructureKind.Family.PUBLIC,
            pk__in=members.values("structure"),
        )
        .annotate(here=Case(When(here, then=1), default=0))
        .only("slug", "name")
        .order_by("-here", "folded_name", "pk")
    )
