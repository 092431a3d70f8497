from django.contrib.postgres.fields import ArrayField
from django.db import models

from .territories import Territory


class Outline(models.Model):
    """Simplified outline of a territory.

    A table of its own: an outline weighs up to 100 kB and only maps need it, so no
    list of territories should carry it.
    """

    territory = models.OneToOneField(
        Territory,
        models.CASCADE,
        verbose_name="territoire",
        related_name="outline",
        primary_key=True,
    )
    geometry = models.JSONField("géométrie GeoJSON (longitude, latitude)")

    class Meta:
        verbose_name = "contour"

    def __str__(self):
        return f"contour de {self.territory}"


class DrawnTerritory(models.Model):
    """A territory and its intercommunalities, drawn ahead: see `draw_territories`.

    Drawing the largest régions takes half a second, too much for a visitor.
    """

    territory = models.OneToOneField(
        Territory,
        models.CASCADE,
        verbose_name="territoire",
        related_name="drawn",
        primary_key=True,
    )
    parts = ArrayField(models.BigIntegerField(), verbose_name="parties")
    drawing = models.JSONField("tracés")

    class Meta:
        verbose_name = "territoire dessiné"
        verbose_name_plural = "territoires dessinés"

    def __str__(self):
        return f"dessin de {self.territory}"
