from django.db import models
from django.db.models import Q

from .changes import History
from .scope import PoleChildQuerySet
from .sources import Source

DECLARED = ("jobs_fte", "turnover_eur", "volunteers")
"""Figures that may be summed over poles; members may be shared."""


class YearlyFigures(models.Model):
    """Figures that a pole declared for a year; NULL is unknown, 0 is none."""

    pole = models.ForeignKey(
        "directory.Pole", models.CASCADE, verbose_name="pôle", related_name="figures"
    )
    year = models.PositiveSmallIntegerField("année")
    member_structures = models.PositiveIntegerField(
        "structures membres", null=True, blank=True
    )
    jobs_fte = models.DecimalField(
        "emplois (ETP)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    turnover_eur = models.PositiveBigIntegerField(
        "chiffre d'affaires (euros)", null=True, blank=True
    )
    volunteers = models.PositiveIntegerField("bénévoles", null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True
    )

    objects = PoleChildQuerySet.as_manager()
    history = History(verbose_name="historique des chiffres")

    class Meta:
        verbose_name = "chiffres d'une année"
        verbose_name_plural = "chiffres par année"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["pole", "year"],
                name="figures_once_a_year",
                violation_error_message="Les chiffres de cette année existent déjà.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100),
                name="figures_year_plausible",
                violation_error_message="L'année va de 1990 à 2100.",
            ),
            models.CheckConstraint(
                condition=Q(jobs_fte__isnull=True) | Q(jobs_fte__gte=0),
                name="figures_jobs_positive",
                violation_error_message="Un nombre d'emplois n'est pas négatif.",
            ),
        ]

    def __str__(self):
        return str(self.year)
