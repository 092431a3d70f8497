"""Which versions of the national charter each pole has signed, as pages show it."""

from django.db import models
from django.db.models import CharField
from django.db.models.functions import Cast

from .dates import describe_moment, precision_field


class CharterEditionQuerySet(models.QuerySet):
    def with_year_told(self):
        """Annotate `year_told`, the year as text: what addresses tell editions by."""
        return self.annotate(year_told=Cast("year", CharField()))


class CharterEdition(models.Model):
    """An edition of the national charter, as the charter app tells it.

    `version` is the key of the version over there, `charter` and `slug` what its
    address is made of. Two editions may be of one year.
    """

    version = models.BigIntegerField("version", unique=True)
    charter = models.SlugField("charte", max_length=60, db_index=False)
    slug = models.SlugField("nom dans les adresses", max_length=60, db_index=False)
    year = models.PositiveSmallIntegerField("année")
    title = models.CharField("titre", max_length=200)

    objects = CharterEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "édition de la charte"
        verbose_name_plural = "éditions de la charte"
        ordering = ["year", "version"]

    def __str__(self):
        return self.title


class PledgeQuerySet(models.QuerySet):
    def newest_first(self):
        """With their editions, the newest of these first, whenever it was signed."""
        order = ("-edition__year", "-edition__version")
        return self.select_related("edition").order_by(*order)


class Pledge(models.Model):
    """A pole signed an edition of the charter: a cached fact, never edited here.

    Written by the charter app's triggers alone: one row for each signature in force,
    declared by the pole or verified; a withdrawn one has none.
    """

    pole = models.ForeignKey(
        "directory.Pole", models.CASCADE, verbose_name="pôle", related_name="pledges"
    )
    edition = models.ForeignKey(
        CharterEdition,
        models.CASCADE,
        verbose_name="édition",
        related_name="pledges",
    )
    signed_on = models.DateField("signée le")
    precision = precision_field()
    verified = models.BooleanField("vérifiée", default=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = "charte signée"
        verbose_name_plural = "chartes signées"
        constraints = [
            models.UniqueConstraint(
                fields=["pole", "edition"],
                name="pledge_once",
                violation_error_message="Ce pôle a déjà signé cette édition.",
            )
        ]

    def __str__(self):
        return str(self.edition)

    @property
    def signed(self):
        """When it was signed, no finer than known."""
        return describe_moment(self.signed_on, self.precision)
