from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .networks import Curator, Network


class InvitationQuerySet(models.QuerySet):
    def pending(self):
        """Invitations that may still be accepted."""
        return self.filter(
            accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        )

    def managed_by(self, user):
        """Invitations to the networks whose people a user manages."""
        return self.filter(network__in=Network.objects.managed_by(user))


class Invitation(models.Model):
    """An e-mail that invites someone to curate the entries of a network."""

    network = models.ForeignKey(
        Network, models.CASCADE, verbose_name="réseau", related_name="invitations"
    )
    email = models.EmailField("courriel")
    role = models.CharField(
        "rôle", max_length=11, choices=Curator.Role, default=Curator.Role.CURATOR
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="invité par",
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("envoyée le", auto_now_add=True)
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="acceptée par",
        related_name="+",
        null=True,
        blank=True,
    )
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
                violation_error_message="Une invitation acceptée ne s'annule plus.",
            ),
        ]

    def __str__(self):
        return f"{self.email} – {self.network}"
