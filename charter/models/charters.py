from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from directory.models import Network, Pole, Territory
from directory.models.changes import History
from directory.models.fields import OptionalTextField
from directory.models.scope import stewarded_by, whole_scope


class CharterQuerySet(models.QuerySet):
    def public(self):
        """Charters that a visitor may read: a version of theirs is not a draft.

        A local one only while the sheet of its pole is public.
        """
        shown = Q(pole__isnull=True) | Q(pole__publication=Pole.Publication.PUBLISHED)
        return self.filter(shown, Exists(_public_versions())).in_reading_order()

    def in_reading_order(self):
        return self.order_by("rank", "title", "pk")

    def with_versions(self):
        """With whom each belongs to, and its public versions at `shown`.

        The newest first, each with its source and its `signatories`.
        """
        versions = Charter._meta.get_field("versions").related_model.objects
        shown = versions.public().newest_first().with_signatories()
        return self.select_related("network", "region", "pole").prefetch_related(
            Prefetch("versions", shown.select_related("source"), to_attr="shown")
        )

    def for_curator(self, user):
        """Charters that a user keeps: all of them for the national editors, else those
        that her networks publish and those of the poles within her scope.
        """
        mine = Network.objects.curated_by(user).filter(pk=OuterRef("network"))
        of_poles = Q(pole__isnull=False) & Q(stewarded_by(user, "pole"))
        return self.filter(whole_scope(user) | Exists(mine) | of_poles)


class Charter(models.Model):
    """A text that commits: one of the kinds that the pages keep apart.

    A national charter is signed by poles, a local one by the members of its pole. A
    regional manifesto, published by a network, and a référentiel, which describes what
    a pole is, are signed by nobody.
    """

    class Kind(models.TextChoices):
        NATIONAL = "nationale", "charte nationale, signée par les pôles"
        REGIONAL = "regionale", "manifeste régional, publié par un réseau"
        LOCAL = "locale", "charte locale, signée par les membres d'un pôle"
        REFERENCE = "referentiel", "référentiel"

    slug = models.SlugField("nom dans les adresses", max_length=60, unique=True)
    kind = models.CharField("nature", max_length=11, choices=Kind)
    title = models.CharField("titre", max_length=200)
    purpose = OptionalTextField("ce qu'elle est, qui la signe", max_length=2000)
    network = models.ForeignKey(
        Network,
        models.PROTECT,
        verbose_name="réseau qui la publie",
        related_name="+",
        null=True,
        blank=True,
    )
    region = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="région",
        related_name="+",
        limit_choices_to={"level": Territory.Level.REGION},
        null=True,
        blank=True,
    )
    pole = models.ForeignKey(
        Pole,
        models.PROTECT,
        verbose_name="pôle",
        related_name="local_charters",
        null=True,
        blank=True,
    )
    assessed = models.BooleanField(
        "les pôles s'y évaluent eux-mêmes",
        default=False,
        help_text="Pour un référentiel seulement.",
    )
    rank = models.PositiveSmallIntegerField("rang", default=100)

    objects = CharterQuerySet.as_manager()
    history = History(verbose_name="historique de la charte")

    class Meta:
        verbose_name = "charte"
        ordering = ["rank", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="locale", pole__isnull=False)
                | ~Q(kind="locale") & Q(pole__isnull=True),
                name="charter_local_has_pole",
                violation_error_message=(
                    "Une charte locale est celle d'un pôle, et elle seule."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="regionale")
                | Q(network__isnull=True, region__isnull=True),
                name="charter_network_is_regional",
                violation_error_message=(
                    "Seul un manifeste régional a un réseau ou une région."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="referentiel") | Q(assessed=False),
                name="charter_assessed_is_reference",
                violation_error_message="On ne s'évalue que sur un référentiel.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("charter:charter", args=[self.slug])

    @property
    def is_signed_by_poles(self):
        return self.kind == self.Kind.NATIONAL

    @property
    def is_signed_by_members(self):
        return self.kind == self.Kind.LOCAL


def _public_versions():
    """Versions of a charter that are not drafts, for an `Exists`."""
    versions = Charter._meta.get_field("versions").related_model
    return versions.objects.public().filter(charter=OuterRef("pk"))
