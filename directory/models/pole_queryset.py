"""The vocabulary of queries on poles; every word returns a chainable QuerySet."""

from functools import reduce
from operator import or_

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    TrigramSimilarity,
)
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from .dates import in_force
from .expressions import Earth, EarthChord, EarthDistance, Fold
from .networks import Network
from .overlaps import lies_within
from .perimeters import Perimeter
from .publication import Publication
from .recognitions import Programme
from .scope import stewarded_by
from .sectors import Sector, Synonym
from .stages import INACTIVE_STAGES, StageRecord
from .territories import Territory
from .upkeep import UpkeepQuerySet

SEARCH_CONFIG = "directory_french"


class PoleQuerySet(UpkeepQuerySet):
    def with_seat(self):
        """With the seat and the territories that it names as its own."""
        return self.select_related(*(f"seat__{rung}" for rung in Territory.PARENTS))

    def published(self):
        return self.filter(publication=Publication.PUBLISHED)

    def for_curator(self, user):
        """Poles that one of the user's networks stewards; see `curated_by`."""
        return self.filter(stewarded_by(user))

    def with_stage(self, on=None):
        """Annotate `stage`, `stage_on`, `stage_precision`, `stage_source` (an id).

        They tell the last record at or before the date (today if None) and are NULL
        when no source tells a stage.
        """
        last = StageRecord.objects.filter(pole=OuterRef("pk")).at(on)
        return self.annotate(
            **{
                name: Subquery(last.values(field)[:1])
                for name, field in (
                    ("stage", "stage"),
                    ("stage_on", "on"),
                    ("stage_precision", "precision"),
                    ("stage_source", "source"),
                )
            }
        )

    def active(self, on=None):
        """Poles whose first known date has come and whose last stage is not over.

        The first known date is the creation, or else the first stage record; a pole
        without any date counts today and at no past date.
        """
        today = timezone.localdate()
        on = on or today
        begun = Q(created_on__lte=on) | Q(
            Exists(StageRecord.objects.filter(pole=OuterRef("pk"), on__lte=on))
        )
        if on >= today:
            begun |= Q(created_on__isnull=True)
        return (
            self.with_stage(on)
            .filter(begun)
            .filter(Q(stage__isnull=True) | ~Q(stage__in=INACTIVE_STAGES))
            .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        )

    def on_sectors(self, slugs):
        """Poles that work on any of the themes."""
        sectors = Sector.objects.filter(slug__in=slugs)
        return self.filter(Exists(sectors.filter(poles=OuterRef("pk"))))

    def recognised_by(self, slugs):
        """Poles that any of the programmes recognised."""
        programmes = Programme.objects.filter(slug__in=slugs)
        return self.filter(Exists(programmes.filter(recognitions__pole=OuterRef("pk"))))

    def of_networks(self, slugs):
        """Poles affiliated to one of the networks, or whose sheet it keeps."""
        networks = Network.objects.filter(slug__in=slugs)
        return self.filter(
            Exists(networks.filter(poles=OuterRef("pk")))
            | Exists(networks.filter(stewarded_poles=OuterRef("pk")))
        )

    def with_answer(self, territory, on=None):
        """Annotate why each pole answers a territory, or may; False when unknown.

        `reached`: its perimeter at the date shares a commune with it. `seat_within`:
        its seat lies within it. `seat_around`: the seat has no point, and is only known
        to a territory that shares communes with it.
        """
        around = Territory.objects.sharing_communes_with(territory).values("pk")
        return self.annotate(
            reached=self._reaching(territory, on),
            seat_within=Coalesce(lies_within(territory, path="seat__"), False),
            seat_around=Coalesce(Q(latitude__isnull=True, seat__in=around), False),
        )

    def seated_in(self, territory):
        """Poles whose seat lies within a territory."""
        return self.filter(lies_within(territory, path="seat__"))

    def acting_on(self, territory, on=None):
        """Poles that act on a territory, each once.

        Those whose perimeter at the date shares a commune with it, and those whose
        seat lies within it.
        """
        return self.filter(self.acts_on(territory, on))

    def acts_on(self, territory, on=None):
        """Condition of `acting_on`, to filter or to annotate; any pole acts on None."""
        if territory is None:
            return Value(True)
        poles = self.model.objects.order_by()
        reaching, seated = poles.reaching(territory, on), poles.seated_in(territory)
        # united, each finds its rows by its own index
        return Q(pk__in=reaching.values("pk").union(seated.values("pk"), all=True))

    def reaching(self, territory, on=None):
        """Poles whose perimeter at the date shares a commune with a territory."""
        perimeters = Perimeter.objects.at(on).meeting(territory)
        return self.filter(pk__in=perimeters.values("pole"))

    def _reaching(self, territory, on):
        perimeters = Perimeter.objects.at(on).meeting(territory)
        return Q(pk__in=perimeters.values("pole"))

    def placed_vaguely_around(self, territory):
        """Poles that may sit in a territory, and are not known to act on it."""
        around = self.with_answer(territory).filter(seat_around=True)
        return around.filter(reached=False, seat_within=False).in_name_order()

    def placed(self):
        """Poles that may be drawn as a point."""
        return self.filter(latitude__isnull=False)

    def with_distance(self, latitude, longitude):
        """Annotate `metres` from a position; NULL where the seat has no point."""
        here = Earth(Value(float(latitude)), Value(float(longitude)))
        return self.annotate(metres=EarthDistance(here, Earth("latitude", "longitude")))

    def in_zone(self, west, south, east, north):
        """Poles whose point lies in a rectangle, in degrees."""
        return self.filter(
            longitude__range=(west, east), latitude__range=(south, north)
        )

    def from_nearest(self, latitude, longitude):
        """Ordered from the nearest seat; those without a point come last, by name."""
        return self.with_distance(latitude, longitude).order_by(
            F("metres").asc(nulls_last=True), "folded_name", "pk"
        )

    def nearest(self, latitude, longitude):
        """Poles that have a point, the nearest to a position first."""
        here = Earth(Value(float(latitude)), Value(float(longitude)))
        # in the order of the index, which that of `metres` is too
        chord = EarthChord(Earth("latitude", "longitude"), here)
        return self.placed().with_distance(latitude, longitude).order_by(chord, "slug")

    def within_km(self, distance):
        """Poles at most so far, of a QuerySet annotated by `with_distance`."""
        return self.filter(metres__lte=distance * 1000)

    def matching(self, text):
        """Poles whose search document holds the words, or what the staff says is the
        same, the best match first. Reads the synonyms when called.
        """
        return self.matching_any(Synonym.objects.wordings(text))

    def matching_any(self, wordings):
        """Poles that answer one of the wordings of a text, the best match first."""
        first, *others = (
            SearchQuery(text, config=SEARCH_CONFIG, search_type="websearch")
            for text in wordings
        )
        query = reduce(or_, others, first)
        return (
            self.filter(search_document=query)
            .annotate(match=SearchRank(F("search_document"), query))
            .order_by("-match", "folded_name", "pk")
        )

    def sharing_members_with(self, pole):
        """Other poles with members in common today, annotated `shared`, most first."""
        mine = pole.memberships.at().values("structure")
        return (
            self.exclude(pk=pole.pk)
            .filter(in_force(path="memberships__"), memberships__structure__in=mine)
            .annotate(shared=models.Count("memberships__structure", distinct=True))
            .order_by("-shared", "folded_name")
        )

    def named_like(self, text):
        """Poles whose name or short name looks like the text, the likest first."""
        likeness = Greatest(
            TrigramSimilarity("folded_name", Fold(Value(text))),
            TrigramSimilarity(Fold("short_name"), Fold(Value(text))),
        )
        return (
            self.annotate(likeness=likeness)
            .filter(likeness__gte=0.3)
            .order_by("-likeness", "folded_name")
        )

    def in_name_order(self):
        return self.order_by("folded_name", "pk")
