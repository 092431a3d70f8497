from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from directory.models.changes import History
from directory.models.fields import OptionalCharField, OptionalTextField

from .charters import Charter
from .versions import CharterVersion


class CommitmentQuerySet(models.QuerySet):
    def in_order(self):
        """As the text gives them."""
        return self.order_by("rank", "pk")

    def published(self):
        """Of versions whose text may be read."""
        return self.filter(version__status=CharterVersion.Status.PUBLISHED)

    def origins(self, *charters):
        """{id: id of the first that it comes from} of charters, drafts too; one query.

        Copies are followed through versions between; one copied from none is its own.
        """
        mine = self.filter(version__charter__in=charters)
        continues = dict(mine.values_list("pk", "continues"))
        return {pk: _origin(pk, continues) for pk in continues}

    def with_practice_count(self):
        """Annotate `told`: how many practices a visitor may read of it."""
        practices = Commitment._meta.get_field("practices").related_model
        public = practices.objects.public().filter(commitment=OuterRef("pk"))
        counted = public.order_by().values("commitment").annotate(number=Count("pk"))
        return self.annotate(told=Coalesce(Subquery(counted.values("number")), 0))

    def tellable_by(self, pole):
        """Those of which a pole may tell how it lives them, in reading order.

        Of published texts: those meant for every pole, the manifesto of the région of
        its seat, and its own local charter.
        """
        region = pole.seat and pole.seat.own_region
        charters = Charter.objects.filter(
            Q(kind__in=[Charter.Kind.NATIONAL, Charter.Kind.REFERENCE])
            | Q(kind=Charter.Kind.REGIONAL, region__in=[region] if region else [])
            | Q(kind=Charter.Kind.LOCAL, pole=pole)
        )
        found = self.published().filter(version__charter__in=charters)
        return found.order_by("version__charter__rank", "version", "rank", "pk")

    def for_curator(self, user):
        """Commitments of the charters that a user keeps."""
        return self.filter(version__in=CharterVersion.objects.for_curator(user))


def _origin(pk, continues):
    """The id of the first commitment of a chain."""
    seen = set()
    while continues.get(pk) and pk not in seen:
        seen.add(pk)
        pk = continues[pk]
    return pk


class Commitment(models.Model):
    """A sentence of a version that commits; in a référentiel, what a pole is held to.

    `rank` counts from 1 in a published version, and is then its number in addresses.
    `continues` is the one of an older version that it was copied from.
    """

    version = models.ForeignKey(
        CharterVersion,
        models.CASCADE,
        verbose_name="version",
        related_name="commitments",
    )
    rank = models.PositiveSmallIntegerField("ordre", default=100)
    part = OptionalCharField("partie", max_length=100)
    title = models.CharField("engagement", max_length=300)
    text = OptionalTextField("ce que cela veut dire", max_length=3000)
    continues = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name="reprend",
        related_name="continued_by",
        null=True,
        blank=True,
        editable=False,
    )

    objects = CommitmentQuerySet.as_manager()
    history = History(verbose_name="historique de l'engagement")

    class Meta:
        verbose_name = "engagement"
        ordering = ["version", "rank", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        version = self.version
        names = [version.charter.slug, version.slug, self.rank]
        return reverse("charter:commitment", args=names)
