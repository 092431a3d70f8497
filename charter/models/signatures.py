from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from directory.models import Pole, Source, Structure
from directory.models.dates import describe_moment, precision_field
from directory.models.fields import (
    OptionalCharField,
    OptionalEmailField,
    OptionalTextField,
    OptionalURLField,
)
from directory.models.scope import stewarded_by, whole_scope

from .versions import CharterVersion


class SignatureQuerySet(models.QuerySet):
    def in_force(self):
        """Declared or verified, and not withdrawn."""
        return self.exclude(state=Signature.State.WITHDRAWN)

    def of_poles(self):
        return self.filter(pole__isnull=False)

    def public(self):
        """Signatures in force that a visitor may see: of published poles, of versions
        that are no drafts; of members, when the sheet of the charter's pole is public.
        """
        published = Pole.Publication.PUBLISHED
        return self.in_force().filter(
            Q(pole__publication=published)
            | Q(structure__isnull=False, version__charter__pole__publication=published),
            version__in=CharterVersion.objects.public(),
        )

    def by_signer(self):
        """With who signed, by name."""
        name = Coalesce("pole__folded_name", "structure__folded_name")
        return self.select_related("pole", "structure").order_by(name, "pk")

    def for_curator(self, user):
        """Signatures of the poles within a user's scope, or of their members."""
        of_members = Q(version__charter__pole__isnull=False)
        return self.filter(
            whole_scope(user)
            | Q(pole__isnull=False) & Q(stewarded_by(user, "pole"))
            | of_members & Q(stewarded_by(user, "version__charter__pole"))
        )


class Signature(models.Model):
    """What a pole, or a member of one, declared: that it signs this version.

    A declaration: neither a label nor a recognition. One in force for each version;
    signing again after a withdrawal is another row. Who signed is never shown, and
    forgotten at the withdrawal. The database keeps the directory's `Pledge` from it.
    """

    class State(models.TextChoices):
        DECLARED = "declaree", "déclarée"
        VERIFIED = "verifiee", "vérifiée"
        WITHDRAWN = "retiree", "retirée"

    version = models.ForeignKey(
        CharterVersion,
        models.PROTECT,
        verbose_name="version",
        related_name="signatures",
    )
    pole = models.ForeignKey(
        Pole,
        models.CASCADE,
        verbose_name="pôle",
        related_name="signatures",
        null=True,
        blank=True,
    )
    structure = models.ForeignKey(
        Structure,
        models.PROTECT,
        verbose_name="structure membre",
        related_name="signatures",
        null=True,
        blank=True,
    )
    signed_on = models.DateField("signée le")
    precision = precision_field("précision de la date")
    state = models.CharField(
        "état", max_length=8, choices=State, default=State.DECLARED, editable=False
    )
    signatory_name = OptionalCharField(
        "nom du signataire", max_length=150, help_text="Jamais publié."
    )
    signatory_role = OptionalCharField(
        "fonction du signataire", max_length=150, help_text="Jamais publiée."
    )
    signatory_email = OptionalEmailField(
        "courriel du signataire", help_text="Pour le reçu\u00a0; jamais publié."
    )
    evidence_url = OptionalURLField("adresse d'une preuve", max_length=500)
    evidence_note = OptionalTextField("preuve", max_length=1000)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="source",
        related_name="+",
        null=True,
        blank=True,
    )
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = "signature"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pole__isnull=False, structure__isnull=True)
                | Q(pole__isnull=True, structure__isnull=False),
                name="signature_of_pole_or_member",
                violation_error_message="Une signature est celle d'un pôle ou d'un "
                "membre, et d'un seul.",
            ),
            models.UniqueConstraint(
                fields=["version", "pole"],
                condition=~Q(state="retiree"),
                name="signature_of_pole_once",
                violation_error_message="Ce pôle a déjà signé cette version.",
            ),
            models.UniqueConstraint(
                fields=["version", "structure"],
                condition=~Q(state="retiree"),
                name="signature_of_member_once",
                violation_error_message="Cette structure a déjà signé cette version.",
            ),
            models.CheckConstraint(
                condition=Q(state="retiree", withdrawn_at__isnull=False)
                | ~Q(state="retiree") & Q(withdrawn_at__isnull=True),
                name="signature_withdrawn_when",
                violation_error_message="Un retrait a une date.",
            ),
            models.CheckConstraint(
                condition=~Q(state="retiree")
                | Q(
                    signatory_name__isnull=True,
                    signatory_role__isnull=True,
                    signatory_email__isnull=True,
                ),
                name="signature_withdrawn_is_nameless",
                violation_error_message="Le retrait efface qui a signé.",
            ),
        ]

    def __str__(self):
        return f"{self.signer} – {self.version}"

    @property
    def signer(self):
        """The pole, or the member of one."""
        return self.pole or self.structure

    @property
    def signed(self):
        """When, no finer than known: 'le 19 septembre 2014', 'en 2014'."""
        return describe_moment(self.signed_on, self.precision)

    @property
    def is_in_force(self):
        return self.state != self.State.WITHDRAWN

    @property
    def is_verified(self):
        return self.state == self.State.VERIFIED


class SignatureStep(models.Model):
    """A step of a signature, written once: signed, verified, withdrawn, moved."""

    class Through(models.TextChoices):
        LINK = "lien", "par un lien du pôle"
        CURATOR = "curation", "par un curateur"
        MERGER = "fusion", "par la fusion de deux fiches"

    signature = models.ForeignKey(
        Signature, models.CASCADE, verbose_name="signature", related_name="steps"
    )
    state = models.CharField("état", max_length=8, choices=Signature.State)
    through = models.CharField("comment", max_length=8, choices=Through)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("le", auto_now_add=True)
    reason = OptionalTextField("raison", max_length=1000)

    class Meta:
        verbose_name = "étape d'une signature"
        verbose_name_plural = "étapes des signatures"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_state_display()}, {self.get_through_display()}"
