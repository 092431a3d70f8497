"""French territories, by code: région, département, EPCI, commune."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Substr
from django.urls import reverse

from .expressions import Earth, Fold, PlaceKey
from .fields import OptionalCharField
from .gazetteer import POPULOUS, SAINT, search, trigrams
from .overlaps import bordering, holders_of, lies_within, sharing_with


class TerritoryQuerySet(models.QuerySet):
    def of_level(self, level):
        return self.filter(level=level)

    def of_levels(self, levels):
        return self.filter(level__in=levels)

    def communes_of(self, territory):
        """Communes of a territory; a commune is its own only commune."""
        return self.of_level(Territory.Level.COMMUNE).filter(
            **{territory.commune_lookup: territory.pk}
        )

    def within(self, territory):
        """The territory itself and what lies wholly inside it."""
        return self.filter(lies_within(territory))

    def enclosing(self, territory):
        """Larger rungs that hold the whole of a territory, the nearest first."""
        larger = Territory.RUNGS[Territory.RUNGS.index(territory.level) + 1 :]
        held = self.filter(pk__in=holders_of(territory), level__in=larger)
        return held.in_rung_order()

    def sharing_communes_with(self, territory):
        """Territories, of any level, with at least one commune in common with one."""
        return self.filter(pk__in=sharing_with(territory))

    def neighbours_of(self, territory, besides=()):
        """Territories of its level that share a border with one, by name.

        Those of the ids `besides` come with them; all are annotated `borders`.

        An island has none, nor has a commune whose outline is unknown. An EPT has the
        other EPT and the EPCI around it, never the métropole that holds it.
        """
        found = self.filter(pk__in=bordering(territory, besides))
        found = found.annotate(borders=Q(pk__in=bordering(territory)))
        return found.order_by("folded_name", "code")

    def in_rung_order(self):
        """From the smallest rung to the largest, then by name."""
        rungs = enumerate(Territory.RUNGS)
        ranks = [models.When(level=level, then=Value(rank)) for rank, level in rungs]
        return self.order_by(models.Case(*ranks), "folded_name", "code")

    def around_code(self, level, code):
        """At most three territories of a level before a code, and three after it."""
        same = self.of_level(level)
        before = same.filter(code__lt=code).order_by("-code")[:3]
        after = same.filter(code__gte=code).order_by("code")[:3]
        return [*reversed(before), *after]

    def search(self, text):
        """Territories that a text may name, best first, at most fifty; asks once now.

        By code, postal code or name, of today or of a former commune; spelling
        errors, word order and what the place lies in are understood. Exact codes come
        before exact names, then names that begin alike, then similar ones. Annotated
        `matched`, the name of the locality that led there or NULL, `exact`, `by_code`,
        `reason`, words on why it answers when it does not bear the name asked, and
        `departements`, those that an EPCI reaches, each or NULL.
        """
        return search(self, text)


def rung(verbose_name):
    """A territory that this one names as its own; NULL when there is none."""
    return models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=verbose_name,
        related_name="+",
        null=True,
        blank=True,
    )


class Territory(models.Model):
    """A commune, EPCI, département or région of the official vintage.

    EPCI straddle départements and régions: only a commune knows all its rungs, and
    none is derived from another. An overseas collectivity is a département without
    a région.
    """

    class Level(models.TextChoices):
        REGION = "region", "région"
        DEPARTEMENT = "departement", "département"
        EPCI = "epci", "intercommunalité"
        COMMUNE = "commune", "commune"

    RUNGS = (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT, Level.REGION)
    EPT = "EPT"
    # Fields of a commune that name what it is part of.
    PARENTS = ("epci", "ept", "departement", "region")

    class PositionBasis(models.TextChoices):
        TOWN_HALL = "mairie", "mairie"
        MENDED_TOWN_HALL = "mairie_corrigee", "mairie, coordonnées corrigées"
        OUTLINE = "contour", "point intérieur du contour"
        PARTS = "parties", "moyenne des anciennes communes"
        NEIGHBOURS = "voisines", "moyenne des communes de la même intercommunalité"

    level = models.CharField("échelon", max_length=11, choices=Level)
    code = models.CharField("code officiel", max_length=9)
    nature = models.CharField("nature", max_length=40)
    name = models.CharField("nom", max_length=150)
    folded_name = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(), db_persist=True
    )
    search_key = models.GeneratedField(
        expression=PlaceKey("name"), output_field=models.TextField(), db_persist=True
    )
    slug = models.SlugField("nom dans les adresses", max_length=150)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    position_basis = OptionalCharField(
        "origine de la position", max_length=15, choices=PositionBasis
    )
    postal_codes = ArrayField(
        models.CharField(max_length=5),
        verbose_name="codes postaux",
        default=list,
        blank=True,
    )
    departement = rung("département")
    region = rung("région")
    epci = rung("intercommunalité")
    ept = rung("établissement public territorial")
    vintage = models.PositiveSmallIntegerField("millésime")

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        ordering = ["folded_name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code"],
                name="territory_level_code_unique",
                violation_error_message="Ce code existe déjà à cet échelon.",
            ),
            models.CheckConstraint(
                condition=~Q(level="commune") | Q(departement__isnull=False),
                name="territory_commune_has_departement",
                violation_error_message="Une commune appartient à un département.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="territory_position_in_world",
                violation_error_message="La position n'est pas sur le globe.",
            ),
        ]
        indexes = [
            # search by postal code
            GinIndex(
                fields=["postal_codes"],
                name="territory_postal_codes",
                fastupdate=False,
            ),
            # search by name: beginnings and typing errors
            trigrams("folded_name", name="territory_name_trgm"),
            # search by the key of a name: whole and beginnings, typing errors
            models.Index(
                OpClass("search_key", name="text_pattern_ops"),
                name="territory_key_start",
            ),
            trigrams("search_key", name="territory_key_trgm"),
            trigrams(
                Substr("search_key", len(SAINT) + 1),
                condition=Q(search_key__startswith=SAINT),
                name="territory_saint_trgm",
            ),
            # search by code without the level
            models.Index(fields=["code"], name="territory_code"),
            # search under worse typing errors, among few
            models.Index(
                fields=["population"],
                condition=Q(population__gte=POPULOUS),
                name="territory_populous",
            ),
            # the nearest town halls of a position
            GistIndex(
                Earth("latitude", "longitude"),
                condition=Q(level="commune", latitude__isnull=False),
                name="territory_commune_earth",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:territory_index") + self.path

    @property
    def path(self):
        """Address below that of all, which a page of hundreds of links asks once."""
        return f"{self.level}/{self.code}/"

    @property
    def key(self):
        """Value of the query parameter `territoire`, such as 'commune:33063'."""
        return f"{self.level}:{self.code}"

    @property
    def commune_lookup(self):
        """Field of a commune that names this territory."""
        if self.level == self.Level.COMMUNE:
            return "pk"
        return "ept" if self.nature == self.EPT else self.level

    @property
    def own_region(self):
        """The région that it is, or names as its own; None of an EPCI and overseas."""
        return self if self.level == self.Level.REGION else self.region

    @property
    def rung_ids(self):
        """Ids of the territories that it names as its own, in no order."""
        rungs = (self.epci_id, self.ept_id, self.departement_id, self.region_id)
        return [rung for rung in rungs if rung is not None]

    @property
    def rungs_above(self):
        """Territories that a commune or département names as its own, largest first."""
        rungs = (self.region, self.departement, self.epci, self.ept)
        return [rung for rung in rungs if rung is not None]
