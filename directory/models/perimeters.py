from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from .changes import History
from .dates import in_force, precision_field
from .fields import OptionalTextField
from .scope import PoleChildQuerySet
from .sources import Source
from .territories import Territory


class DateRange(Func):
    """Half-open range of dates; a NULL bound is open."""

    function = "daterange"
    output_field = DateRangeField()


class PerimeterQuerySet(PoleChildQuerySet):
    def at(self, on=None):
        return self.filter(in_force(on))

    def meeting(self, territory):
        """Perimeters that share at least one commune with a territory."""
        return self.filter(
            territory__in=Territory.objects.sharing_communes_with(territory)
        )


class Perimeter(models.Model):
    """A territory that a pole acts on, for a time."""

    pole = models.ForeignKey(
        "directory.Pole",
        models.CASCADE,
        verbose_name="pôle",
        related_name="perimeters",
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, verbose_name="territoire", related_name="perimeters"
    )
    since = models.DateField("depuis", null=True, blank=True)
    since_precision = precision_field("précision du début")
    until = models.DateField("jusqu'à", null=True, blank=True)
    until_precision = precision_field("précision de la fin")
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True
    )
    note = OptionalTextField("note")

    objects = PerimeterQuerySet.as_manager()
    history = History(verbose_name="historique du périmètre")

    class Meta:
        verbose_name = "territoire d'action"
        verbose_name_plural = "territoires d'action"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(since__lt=F("until")),
                name="perimeter_since_before_until",
                violation_error_message="La fin suit le début.",
            ),
            ExclusionConstraint(
                name="perimeter_once_at_a_time",
                expressions=[
                    ("pole", RangeOperators.EQUAL),
                    ("territory", RangeOperators.EQUAL),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=(
                    "Ce territoire est déjà indiqué pour la même période."
                ),
            ),
        ]

    def __str__(self):
        return str(self.territory)
