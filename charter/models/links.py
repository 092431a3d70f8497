from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from directory.models import Pole
from directory.models.fields import OptionalEmailField
from directory.models.scope import PoleChildQuerySet

from .signatures import Signature
from .versions import CharterVersion

SALT = "charter.link"


class TeamLinkQuerySet(PoleChildQuerySet):
    def open(self):
        """Links that still serve."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def sent_since(self, moment):
        """Links sent to the address of a pole after a moment."""
        return self.filter(sent_to__isnull=False, created_at__gt=moment)

    def of_token(self, token):
        """The link that a token names, whatever has become of it.

        Raise BadSignature for an altered token, DoesNotExist when the link is gone.
        """
        pk = signing.loads(token, salt=SALT)
        return self.select_related(
            "pole__seat__region", "version__charter", "signature__version__charter"
        ).get(pk=pk)


class TeamLink(models.Model):
    """What lets a pole's team speak for it without an account, for a time.

    A link to sign or to withdraw serves once; that of the team's own pages (practices,
    self-assessment) until it expires. Whoever holds it speaks for the pole: so it is
    sent to the pole's address, or handed by a curator, and opening it changes nothing.
    """

    class Purpose(models.TextChoices):
        SIGN = "signer", "signer"
        WITHDRAW = "retirer", "retirer la signature"
        TEAM = "equipe", "raconter et s'évaluer"

    VALIDITY = {
        Purpose.SIGN: timedelta(days=14),
        Purpose.WITHDRAW: timedelta(days=365),
        Purpose.TEAM: timedelta(days=30),
    }

    pole = models.ForeignKey(
        Pole, models.CASCADE, verbose_name="pôle", related_name="team_links"
    )
    purpose = models.CharField("pour", max_length=7, choices=Purpose)
    version = models.ForeignKey(
        CharterVersion,
        models.CASCADE,
        verbose_name="version à signer",
        related_name="+",
        null=True,
        blank=True,
    )
    signature = models.ForeignKey(
        Signature,
        models.CASCADE,
        verbose_name="signature à retirer",
        related_name="links",
        null=True,
        blank=True,
    )
    sent_to = OptionalEmailField("envoyé à")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="créé par",
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    expires_at = models.DateTimeField("expire le")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)
    revoked_at = models.DateTimeField("annulé le", null=True, blank=True)

    objects = TeamLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d'un pôle"
        verbose_name_plural = "liens des pôles"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    purpose="signer", version__isnull=False, signature__isnull=True
                )
                | Q(purpose="retirer", version__isnull=True, signature__isnull=False)
                | Q(purpose="equipe", version__isnull=True, signature__isnull=True),
                name="team_link_knows_its_object",
                violation_error_message="Un lien dit ce qu'il permet.",
            ),
        ]

    def __str__(self):
        return f"{self.pole} – {self.get_purpose_display()}"

    def get_absolute_url(self):
        return reverse("charter:link", args=[self.token])

    @property
    def token(self):
        """What the address holds: signed, and without the name of the pole."""
        return signing.dumps(self.pk, salt=SALT)

    @property
    def is_open(self):
        closed = self.used_at or self.revoked_at
        return not closed and self.expires_at > timezone.now()
