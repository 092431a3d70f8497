from django.db import models
from django.db.models import Q
from django.urls import reverse

from .changes import History
from .dates import describe_moment, precision_field
from .fields import OptionalCharField, OptionalTextField, OptionalURLField
from .publication import Publication
from .scope import PoleChildQuerySet
from .sources import Source


class ProgrammeQuerySet(models.QuerySet):
    def with_pole_count(self):
        """Annotate `pole_count`: published poles that the programme recognised."""
        published = Q(recognitions__pole__publication=Publication.PUBLISHED)
        count = models.Count("recognitions", filter=published)
        return self.annotate(pole_count=count).order_by("year", "slug")


class Programme(models.Model):
    """A call or a list by which poles were recognised."""

    class Kind(models.TextChoices):
        WITNESS = "temoin", "pôles témoins"
        CALL = "appel", "appel à projets"
        AMI = "ami", "appel à manifestation d'intérêt"
        OTHER = "autre", "autre"

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    phase = models.PositiveSmallIntegerField("phase", null=True, blank=True)
    kind = models.CharField("nature", max_length=6, choices=Kind)
    organiser = OptionalCharField("organisateur", max_length=200)
    summary = OptionalTextField("en bref")
    url = OptionalURLField("adresse", max_length=500)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "programme de reconnaissance"
        verbose_name_plural = "programmes de reconnaissance"
        ordering = ["year", "slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:programme_detail", args=[self.slug])


class Recognition(models.Model):
    """What a source says a pole was chosen for; never a label of today."""

    pole = models.ForeignKey(
        "directory.Pole",
        models.CASCADE,
        verbose_name="pôle",
        related_name="recognitions",
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        verbose_name="programme",
        related_name="recognitions",
        null=True,
        blank=True,
    )
    text = OptionalCharField("selon la source", max_length=300)
    on = models.DateField("date", null=True, blank=True)
    precision = precision_field()
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True
    )

    objects = PoleChildQuerySet.as_manager()
    history = History(verbose_name="historique de la reconnaissance")

    class Meta:
        verbose_name = "reconnaissance"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(text__isnull=False),
                name="recognition_says_what",
                violation_error_message="Indiquez un programme ou un texte.",
            ),
            models.UniqueConstraint(
                fields=["pole", "programme"],
                name="recognition_programme_once",
                violation_error_message="Cette reconnaissance est déjà indiquée.",
            ),
        ]

    def __str__(self):
        return self.text or str(self.programme)

    @property
    def known_at(self):
        """When, as in « en 2015 », no finer than known; None when unknown."""
        return describe_moment(self.on, self.precision)
