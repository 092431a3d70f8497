from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import OptionalTextField
from .networks import Network
from .poles import Pole
from .scope import whole_scope


class HandOverQuerySet(models.QuerySet):
    def for_curator(self, user):
        """Hand-overs in which one of the user's networks gave or received."""
        mine = Network.objects.curated_by(user)
        gave = HandOver.givers.through.objects.filter(network__in=mine)
        received = HandOver.receivers.through.objects.filter(network__in=mine)
        return self.filter(
            whole_scope(user)
            | Q(pk__in=gave.values("handover"))
            | Q(pk__in=received.values("handover"))
        )


class HandOver(models.Model):
    """The entry of a pole given by some networks to others, for both to see."""

    pole = models.ForeignKey(
        Pole, models.CASCADE, verbose_name="pôle", related_name="hand_overs"
    )
    givers = models.ManyToManyField(
        Network, verbose_name="tenu jusque-là par", related_name="given"
    )
    receivers = models.ManyToManyField(
        Network, verbose_name="confié à", related_name="received"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("le", auto_now_add=True)
    reason = OptionalTextField("motif", max_length=500)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = "passage de main"
        verbose_name_plural = "passages de main"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return str(self.pole)
