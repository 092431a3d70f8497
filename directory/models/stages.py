from django.db import models
from django.utils import timezone

from .changes import History
from .dates import describe_origin, precision_field
from .fields import OptionalTextField
from .scope import PoleChildQuerySet
from .sources import Source


class Stage(models.TextChoices):
    EMERGING = "emergence", "émergence"
    DEVELOPING = "developpement", "développement"
    CONSOLIDATED = "consolidation", "consolidation"
    ASLEEP = "en_sommeil", "en sommeil"
    CLOSED = "clos", "clos"


def stage_name(stage):
    """'émergence'; 'étape inconnue' for None."""
    return Stage(stage).label if stage else "étape inconnue"


INACTIVE_STAGES = (Stage.ASLEEP, Stage.CLOSED)


class StageRecordQuerySet(PoleChildQuerySet):
    def at(self, on=None):
        """Records known at a date (today if None), the last first."""
        return self.filter(on__lte=on or timezone.localdate()).order_by("-on", "-pk")


class StageRecord(models.Model):
    """What a source said of a pole's stage, at a date."""

    pole = models.ForeignKey(
        "directory.Pole",
        models.CASCADE,
        verbose_name="pôle",
        related_name="stage_records",
    )
    stage = models.CharField("étape", max_length=13, choices=Stage)
    on = models.DateField("date")
    precision = precision_field()
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True
    )
    note = OptionalTextField("note")

    objects = StageRecordQuerySet.as_manager()
    history = History(verbose_name="historique de l'étape")

    class Meta:
        verbose_name = "étape de vie"
        verbose_name_plural = "étapes de vie"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pole", "stage", "on"],
                name="stage_record_once_a_date",
                violation_error_message="Cette étape est déjà indiquée à cette date.",
            )
        ]
        indexes = [
            # the last record of a pole at a date
            models.Index(fields=["pole", "-on", "-id"], name="stage_record_last"),
        ]

    def __str__(self):
        return f"{self.get_stage_display()} ({self.known_at})"

    @property
    def known_at(self):
        """Date of the record, as in « une source de 2015 »."""
        return describe_origin(self.on, self.precision)
