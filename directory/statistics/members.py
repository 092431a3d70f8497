"""Which structures are members of the poles around territories."""

from django.db.models import Count, Q

from directory.models import Membership, Structure, StructureKind


def families(gatherings):
    """[{family: number of distinct structures}] for each gathering; one query.

    Members, at the date, of the poles that act there; a family without any is left out.
    """
    if not gatherings:
        return []
    on = gatherings[0].on
    counts = {
        f"count_{rank}": Count(
            "structure", distinct=True, filter=Q(pole__in=gathering.acting)
        )
        for rank, gathering in enumerate(gatherings)
    }
    every = {pk for gathering in gatherings for pk in gathering.acting}
    rows = (
        Membership.objects.at(on)
        .filter(pole__in=every, structure__archived=False)
        .order_by()
        .values("structure__kind__family")
        .annotate(**counts)
    )
    found = {row["structure__kind__family"]: row for row in rows}
    return [
        {
            family: found[family][f"count_{rank}"]
            for family in StructureKind.Family
            if family in found and found[family][f"count_{rank}"]
        }
        for rank in range(len(gatherings))
    ]


def authorities(gathering):
    """Public bodies that are members, at the date, of the poles that act there.

    By name, each once, annotated `here`: it has its seat in the territory.
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
        .annotate(here=Count("pk", filter=here))
        .order_by("-here", "folded_name", "pk")
    )
