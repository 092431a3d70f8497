"""Imports of spreadsheets, kept so that each can be told and undone as a whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import OptionalTextField
from .networks import Network
from .poles import Pole
from .scope import whole_scope
from .structures import Structure


class ImportBatchQuerySet(models.QuerySet):
    def for_curator(self, user):
        """Imports that the user prepared, or that someone of her networks applied."""
        mine = Network.objects.curated_by(user)
        return self.filter(
            whole_scope(user)
            | Q(by=user.pk)
            | Q(
                pk__in=self.model.networks.through.objects.filter(
                    network__in=mine
                ).values("importbatch")
            )
        )


class ImportBatch(models.Model):
    """A spreadsheet that was applied: by whom, when, on which rows."""

    class Noun(models.TextChoices):
        POLES = "poles", "pôles"
        STRUCTURES = "structures", "structures"

    noun = models.CharField("lignes", max_length=10, choices=Noun)
    file_name = models.CharField("fichier", max_length=200)
    reason = OptionalTextField("motif", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        related_name="+",
        null=True,
        blank=True,
    )
    networks = models.ManyToManyField(
        Network, verbose_name="réseaux", related_name="imports", blank=True
    )
    # lines of the sheet, until it is applied: [number, {header: text}]
    lines = models.JSONField("lignes à appliquer", null=True, blank=True)
    prepared_at = models.DateTimeField("envoyé le", auto_now_add=True)
    applied_at = models.DateTimeField("appliqué le", null=True, blank=True)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    counts = models.JSONField("bilan", default=dict, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-prepared_at", "-pk"]

    def __str__(self):
        return self.file_name

    @property
    def model(self):
        return {"poles": Pole, "structures": Structure}[self.noun]


class ImportedRow(models.Model):
    """What an import did to one row: `before` and `after`, by field, as plain JSON.

    `created` rows have no `before`. Values are those of `directory.values`.
    """

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, verbose_name="import", related_name="rows"
    )
    number = models.PositiveIntegerField("ligne du fichier")
    pole = models.ForeignKey(
        Pole,
        models.CASCADE,
        verbose_name="pôle",
        related_name="+",
        null=True,
        blank=True,
    )
    structure = models.ForeignKey(
        Structure,
        models.CASCADE,
        verbose_name="structure",
        related_name="+",
        null=True,
        blank=True,
    )
    created = models.BooleanField("créée", default=False)
    before = models.JSONField("avant", default=dict, blank=True)
    after = models.JSONField("après", default=dict, blank=True)

    class Meta:
        verbose_name = "ligne importée"
        verbose_name_plural = "lignes importées"
        ordering = ["batch", "number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pole__isnull=True) ^ Q(structure__isnull=True),
                name="imported_row_one_target",
                violation_error_message="Une ligne importée porte sur une seule fiche.",
            ),
        ]

    def __str__(self):
        return str(self.pole or self.structure)
