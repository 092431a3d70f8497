"""Plain makers of test data, with sane defaults and real territories."""

from datetime import date

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from directory.models import (
    CharterEdition,
    Curator,
    Membership,
    Network,
    Perimeter,
    Pledge,
    Pole,
    Sector,
    StageRecord,
    Structure,
    StructureKind,
    Territory,
)


def territory(key):
    """A real territory by its key, such as 'commune:26281'; itself if it is one."""
    if isinstance(key, Territory) or key is None:
        return key
    level, code = key.split(":")
    return Territory.objects.get(level=level, code=code)


def make_pole(
    name="Pôle test",
    *,
    seat="commune:26281",
    stage=None,
    on="2020-01-01",
    sectors=(),
    acts_on=(),
    members=(),
    stewards=(),
    **fields,
):
    """A published pole; a point at its seat when the seat is a commune."""
    seat = territory(seat)
    fields = {
        "slug": slugify(name),
        "description": "Un pôle pour les tests.",
        "publication": Pole.Publication.PUBLISHED,
        **fields,
    }
    is_commune = seat and seat.level == Territory.Level.COMMUNE
    if is_commune and seat.latitude is not None and "latitude" not in fields:
        fields |= {
            "latitude": seat.latitude,
            "longitude": seat.longitude,
            "position_precision": Pole.PositionPrecision.COMMUNE,
        }
    pole = Pole.objects.create(name=name, seat=seat, **fields)
    pole.sectors.set(Sector.objects.filter(slug__in=sectors))
    pole.stewards.set(stewards)
    for key in acts_on:
        Perimeter.objects.create(pole=pole, territory=territory(key))
    for member in members:
        Membership.objects.create(pole=pole, structure=member)
    if stage:
        StageRecord.objects.create(pole=pole, stage=stage, on=date.fromisoformat(on))
    return pole


def make_edition(year=2014, **fields):
    """An edition of the charter, whose version and address are those of its year."""
    fields = {
        "version": year,
        "charter": "nationale",
        "slug": str(year),
        "title": f"Charte nationale, {year}",
        **fields,
    }
    return CharterEdition.objects.create(year=year, **fields)


def make_pledge(pole, edition, on="2014-09-19", **fields):
    """A signature that a pole declared, known to the day."""
    fields = {"precision": "jour", "signed_on": date.fromisoformat(on), **fields}
    return Pledge.objects.create(pole=pole, edition=edition, **fields)


def make_structure(name="Structure test", *, kind="association", **fields):
    kind = StructureKind.objects.get(slug=kind)
    return Structure.objects.create(
        **{"name": name, "slug": slugify(name), "kind": kind, **fields}
    )


def make_network(name="Réseau test", *, regions=("region:75",), **fields):
    network = Network.objects.create(
        **{"name": name, "slug": slugify(name), "kind": "regional", **fields}
    )
    network.regions.set([territory(key) for key in regions])
    return network


def make_user(username="claire", *, networks=(), **fields):
    """A member of staff whose password is 'mot de passe'."""
    user = get_user_model().objects.create_user(
        username, password="mot de passe", is_staff=True, **fields
    )
    for network in networks:
        Curator.objects.create(user=user, network=network)
    return user
