from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .networks import Curator, Network

VALIDITY = timedelta(days=7)
SALT = "directory.invitation"


class InvitationQuerySet(models.QuerySet):
    def pending(self):
        """Invitations that may still be accepted."""
        return self.filter(
            accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        )

    def managed_by(self, user):
        """Invitations to the networks whose people a user manages."""
        return self.filter(network__in=Network.objects.managed_by(user))

    def sent_to(self, email):
        return self.filter(email__iexact=email)

    def of_link(self, token):
        """The invitation of a link, whatever has become of it.

        Raise SignatureExpired for a link that is too old, BadSignature for one that
        was altered, DoesNotExist when its invitation is gone.
        """
        pk = signing.loads(token, salt=SALT, max_age=VALIDITY)
        return self.select_related("network", "invited_by").get(pk=pk)


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

    @property
    def token(self):
        """What a link to it holds: signed and dated, without the address."""
        return signing.dumps(self.pk, salt=SALT)

    @property
    def is_pending(self):
        settled = self.accepted_at or self.revoked_at
        return not settled and self.expires_at > timezone.now()

    @property
    def sender_manages(self):
        """Whether who sent it still manages the network, as it is worth her right.

        True of one that a command sent.
        """
        by = self.invited_by
        if by is None:
            return True
        managed = Network.objects.managed_by(by)
        return by.is_active and managed.filter(pk=self.network_id).exists()
