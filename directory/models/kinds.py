from django.db import models

from .fields import OptionalCharField


class StructureKind(models.Model):
    """What a structure is, with the family that articles of law tell apart."""

    class Family(models.TextChoices):
        ESS = "ess", "économie sociale et solidaire"
        COMPANY = "entreprise", "entreprise hors ESS"
        PUBLIC = "public", "collectivité ou organisme public"
        RESEARCH = "recherche", "recherche"
        TRAINING = "formation", "formation"
        CITIZENS = "citoyens", "citoyens"
        OTHER = "autre", "autre, ou selon le statut"

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    expanded = OptionalCharField("sigle développé", max_length=200)
    family = models.CharField("famille", max_length=10, choices=Family)
    is_ess = models.BooleanField(
        "entreprise de l'ESS",
        null=True,
        blank=True,
        help_text="Inconnu quand cela dépend du statut de chaque structure.",
    )
    rank = models.PositiveSmallIntegerField("rang", default=100)

    class Meta:
        verbose_name = "type de structure"
        verbose_name_plural = "types de structure"
        ordering = ["rank", "name"]

    def __str__(self):
        return self.name
