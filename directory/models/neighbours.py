from django.db import models
from django.db.models import F, Q

from .territories import Territory


class Neighbour(models.Model):
    """Two territories of one level that share a border, in the order of their ids.

    Made by the import of the territories from the borders of the communes, so a commune
    that changes its EPCI by hand shows there at the next import. The database deletes
    the row with either territory.
    """

    pk = models.CompositePrimaryKey("first_id", "second_id")
    first = models.ForeignKey(
        Territory,
        models.DO_NOTHING,
        verbose_name="un territoire",
        related_name="+",
        db_index=False,
    )
    second = models.ForeignKey(
        Territory,
        models.DO_NOTHING,
        verbose_name="son voisin",
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = "voisinage"
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="neighbour_in_order",
                violation_error_message="Deux voisins vont dans l'ordre, une fois.",
            )
        ]
        indexes = [
            # the neighbours of a territory that comes second
            models.Index(fields=["second"], name="neighbour_second")
        ]

    def __str__(self):
        return f"{self.first} et {self.second}"
