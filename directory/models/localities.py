from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models

from .expressions import Fold, PlaceKey
from .fields import OptionalCharField
from .gazetteer import trigrams
from .territories import Territory


class Locality(models.Model):
    """A place that is no commune of today: arrondissement or former commune.

    `name` is NULL when only the old code is known.
    """

    class Kind(models.TextChoices):
        ARRONDISSEMENT = "arrondissement", "arrondissement municipal"
        DELEGUEE = "deleguee", "commune déléguée"
        ASSOCIEE = "associee", "commune associée"
        ANCIENNE = "ancienne", "ancienne commune"

    kind = models.CharField("nature", max_length=14, choices=Kind)
    code = models.CharField("code officiel", max_length=5)
    name = OptionalCharField("nom", max_length=150)
    folded_name = models.GeneratedField(
        expression=Fold("name"), output_field=models.TextField(), db_persist=True
    )
    search_key = models.GeneratedField(
        expression=PlaceKey("name"), output_field=models.TextField(), db_persist=True
    )
    commune = models.ForeignKey(
        Territory, models.CASCADE, verbose_name="commune", related_name="localities"
    )
    postal_codes = ArrayField(
        models.CharField(max_length=5),
        verbose_name="codes postaux",
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = "localité"
        ordering = ["folded_name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "commune"],
                name="locality_kind_code_commune_unique",
                violation_error_message="Cette localité existe déjà.",
            )
        ]
        indexes = [
            # search by old or arrondissement code
            models.Index(fields=["code"], name="locality_code"),
            # search by name: beginnings and typing errors
            trigrams("folded_name", name="locality_name_trgm"),
            models.Index(
                OpClass("search_key", name="text_pattern_ops"),
                name="locality_key_start",
            ),
            trigrams("search_key", name="locality_key_trgm"),
        ]

    def __str__(self):
        return self.name or self.code
