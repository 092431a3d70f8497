"""All published poles, read once for many requests: what sets of poles are made of."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Value

from .memberships import Membership
from .memory import remembered
from .networks import Network
from .perimeters import Perimeter
from .pledges import CharterEdition
from .poles import Pole
from .recognitions import Programme
from .sectors import Sector

UNKNOWN = "inconnu"
# Facets in which a pole may tell nothing: « non renseigné » is a choice.
WITH_UNKNOWN = ("etape", "milieu", "niveau")
TERRITORY = ("level", "code", "nature", "name", "population", "latitude", "longitude")
READ = (
    *("slug", "name", "latitude", "longitude", "milieu", "updated_at"),
    *(f"seat__{field}" for field in TERRITORY),
    *("seat__departement", "seat__region", "seat__epci", "seat__ept"),
    *(f"seat__departement__{field}" for field in TERRITORY),
    *(f"seat__region__{field}" for field in TERRITORY),
)


class Census:
    """Published poles as they are today. Shared by all requests: nobody changes it.

    `poles`: each by its id, in name order, annotated by `with_stage`, with its seat
    and the département and région of it; only the fields of a map are read.
    `holders`: by facet, then by value, the ids of the poles that hold it.
    """

    def __init__(self):
        poles = (
            Pole.objects.published()
            .with_stage()
            .in_name_order()
            .select_related("seat__departement", "seat__region")
            .only(*READ)
        )
        self.poles = {pole.pk: pole for pole in _sharing_territories(poles)}
        self.holders = _holders(self.poles)
        self._made = {}

    def make(self, function):
        """What a function makes of the census, called the first time only."""
        if function not in self._made:
            self._made[function] = function(self)
        return self._made[function]


@remembered
def census():
    """The census of today. One query; two more when the data have changed."""
    return Census()


def _sharing_territories(poles):
    """Poles whose seats are the same object when they are the same territory."""
    known = {}
    for pole in poles:
        if seat := pole.seat:
            pole.seat = known.setdefault(seat.pk, seat)
            if pole.seat is seat:
                for rung in ("departement", "region"):
                    if place := getattr(seat, rung):
                        setattr(seat, rung, known.setdefault(place.pk, place))
        yield pole


def _holders(poles):
    holders = {"etape": {}, "milieu": {}, "niveau": {}}
    for pole in poles.values():
        holders["etape"].setdefault(pole.stage, set()).add(pole.pk)
        holders["milieu"].setdefault(pole.milieu, set()).add(pole.pk)
    for facet, value, pks in _pairs():
        holders.setdefault(facet, {}).setdefault(value, set()).update(pks)
    for facet in WITH_UNKNOWN:
        known = set().union(*(pks for value, pks in holders[facet].items() if value))
        holders[facet][UNKNOWN] = poles.keys() - known
    return holders


def _pairs():
    """(facet, value, ids of poles) of what hangs on poles; one query."""
    networks = Network.objects.all()
    editions = CharterEdition.objects.with_year_told()
    tables = [
        _held("thematique", Sector.objects.all(), "slug", "poles"),
        _held("membre", Membership.objects.at(), "structure__kind__slug", "pole"),
        _held("niveau", Perimeter.objects.at(), "territory__level", "pole"),
        _held("reseau", networks, "slug", "poles"),
        _held("reseau", networks, "slug", "stewarded_poles"),
        _held("reconnaissance", Programme.objects.all(), "slug", "recognitions__pole"),
        _held("charte", editions, "year_told", "pledges__pole"),
    ]
    return tables[0].union(*tables[1:], all=True)


def _held(facet, rows, value, pole):
    """Ids of poles, drafts too and several times, grouped by a value of a table."""
    return (
        rows.filter(**{f"{pole}__isnull": False})
        .order_by()
        .values(value=F(value))
        .annotate(facet=Value(facet), pks=ArrayAgg(pole))
        .values_list("facet", "value", "pks")
    )
