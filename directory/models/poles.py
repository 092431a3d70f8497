import uuid

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .changes import History
from .dates import describe_moment, precision_field
from .expressions import Earth, Fold
from .fields import (
    OptionalCharField,
    OptionalEmailField,
    OptionalTextField,
    OptionalURLField,
)
from .networks import Network
from .plausible import refuse_implausible_pole
from .pole_queryset import PoleQuerySet
from .publication import Publication
from .sectors import Objective, Sector
from .structures import Structure
from .territories import Territory


class PoleManager(models.Manager.from_queryset(PoleQuerySet)):
    def get_queryset(self):
        """Leave the search document in the database: only queries read it."""
        return super().get_queryset().defer("search_document")


class Pole(models.Model):
    """A pôle territorial de coopération économique.

    `version` and `search_document` are kept by database triggers: every change of
    the pole or of its children adds one to the first and remakes the second.
    """

    Publication = Publication

    class Milieu(models.TextChoices):
        RURAL = "rural", "rural"
        URBAN = "urbain", "urbain"
        MIXED = "mixte", "mixte"

    class PositionPrecision(models.TextChoices):
        ADDRESS = "adresse", "à l'adresse"
        STREET = "rue", "à la rue"
        COMMUNE = "commune", "à la commune"

    class Role(models.TextChoices):
        POLE = "pole", "le pôle lui-même"
        NETWORK = "reseau", "son réseau"
        EDITOR = "edition", "l'équipe du site"

    public_id = models.UUIDField(
        "identifiant public", default=uuid.uuid4, editable=False, unique=True
    )
    slug = models.SlugField("nom dans les adresses", max_length=120, unique=True)
    name = models.CharField("nom", max_length=200, validators=[MinLengthValidator(3)])
    folded_name = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(), db_persist=True
    )
    short_name = OptionalCharField("nom court", max_length=100)
    description = OptionalTextField("ce que fait le pôle", max_length=2000)

    seat = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="siège",
        related_name="seated_poles",
        null=True,
        blank=True,
        help_text="La commune si elle est connue, sinon le département ou la région.",
    )
    address = OptionalCharField("adresse", max_length=250)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    position_precision = OptionalCharField(
        "précision de la position", max_length=7, choices=PositionPrecision
    )
    milieu = OptionalCharField("milieu", max_length=6, choices=Milieu)

    sectors = models.ManyToManyField(
        Sector, verbose_name="thématiques", related_name="poles", blank=True
    )
    objectives = models.ManyToManyField(
        Objective, verbose_name="objectifs", related_name="poles", blank=True
    )
    carrier = models.ForeignKey(
        Structure,
        models.PROTECT,
        verbose_name="structure porteuse",
        related_name="carried_poles",
        null=True,
        blank=True,
        help_text="Le pôle lui-même n'a pas toujours de statut juridique.",
    )
    website = OptionalURLField("site internet", max_length=300)
    website_is_carriers = models.BooleanField(
        "ce site est celui de la structure porteuse", default=False
    )
    email = OptionalEmailField("courriel générique")
    phone = OptionalCharField("téléphone", max_length=20)

    created_on = models.DateField("création", null=True, blank=True)
    created_precision = precision_field("précision de la création")
    closed_on = models.DateField("fin", null=True, blank=True)
    closed_precision = precision_field("précision de la fin")
    confirmed_on = models.DateField("confirmé le", null=True, blank=True)
    confirmed_by = OptionalCharField("confirmé par", max_length=7, choices=Role)

    publication = models.CharField(
        "publication",
        max_length=9,
        choices=Publication,
        default=Publication.DRAFT,
    )
    networks = models.ManyToManyField(
        Network,
        verbose_name="réseaux d'appartenance",
        related_name="poles",
        blank=True,
        help_text="Affichés au public ; ne donnent aucun droit.",
    )
    stewards = models.ManyToManyField(
        Network,
        verbose_name="réseaux qui tiennent la fiche",
        related_name="stewarded_poles",
        blank=True,
    )
    sources = models.ManyToManyField(
        "directory.Source", verbose_name="sources", related_name="poles", blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="fusionné dans",
        related_name="absorbed",
        null=True,
        blank=True,
        editable=False,
    )
    curation_note = OptionalTextField("note de travail", help_text="Jamais publiée.")
    import_key = OptionalCharField("clé d'import", max_length=120, unique=True)
    created_at = models.DateTimeField("fiche créée le", auto_now_add=True)
    updated_at = models.DateTimeField("fiche modifiée le", auto_now=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    search_document = SearchVectorField(null=True, editable=False)

    objects = PoleManager()
    history = History(
        excluded_fields=["search_document", "folded_name", "version"],
        m2m_fields=["sectors", "objectives", "networks", "stewards", "sources"],
        verbose_name="historique du pôle",
    )

    class Meta:
        verbose_name = "pôle"
        ordering = ["folded_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    latitude__isnull=True,
                    longitude__isnull=True,
                    position_precision__isnull=True,
                )
                | Q(
                    seat__isnull=False,
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    position_precision__isnull=False,
                ),
                name="pole_position_in_world",
                violation_error_message=(
                    "Une position a un siège, une latitude, une longitude et une "
                    "précision."
                ),
            ),
            models.CheckConstraint(
                condition=Q(created_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(created_on__lte=F("closed_on")),
                name="pole_created_before_closed",
                violation_error_message="La fin suit la création.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False),
                name="pole_confirmed_by_someone",
                violation_error_message="Une confirmation a une date et un auteur.",
            ),
            models.CheckConstraint(
                condition=~Q(publication=Publication.PUBLISHED)
                | Q(description__isnull=False),
                name="pole_published_is_described",
                violation_error_message="Un pôle publié dit ce qu'il fait.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | Q(publication=Publication.ARCHIVED),
                name="pole_merged_is_archived",
                violation_error_message="Un pôle fusionné dans un autre est archivé.",
            ),
        ]
        indexes = [
            # matching
            GinIndex(fields=["search_document"], name="pole_search_document"),
            # nearest
            GistIndex(
                Earth("latitude", "longitude"),
                condition=Q(latitude__isnull=False),
                name="pole_earth",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:pole_detail", args=[self.slug])

    def clean(self):
        refuse_implausible_pole(self)

    @property
    def created(self):
        """When it was created, no finer than known; None when unknown."""
        return describe_moment(self.created_on, self.created_precision)

    @property
    def closed(self):
        """When it ended, no finer than known; None when not known to be over."""
        return describe_moment(self.closed_on, self.closed_precision)

    def networks_to_call(self):
        """Networks to contact about the pole: its stewards, then those of its seat.

        Two queries; the first of the list answers when the pole has no contact.
        """
        stewards = list(self.stewards.order_by("-kind", "rank", "name"))
        if self.seat:
            others = Network.objects.to_call_for(self.seat)
        else:
            others = Network.objects.national()
        return stewards + [network for network in others if network not in stewards]
