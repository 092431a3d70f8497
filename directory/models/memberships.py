from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .changes import History
from .dates import in_force, precision_field
from .fields import OptionalCharField, OptionalTextField
from .scope import PoleChildQuerySet
from .sources import Source
from .structures import Structure


class MembershipQuerySet(PoleChildQuerySet):
    def at(self, on=None):
        return self.filter(in_force(on))

    def over(self, on=None):
        """The last membership of a structure in a pole, where it has ended.

        At a date or before (today if None); those that ended last come first.
        """
        same = Membership.objects.filter(
            pole=models.OuterRef("pole"), structure=models.OuterRef("structure")
        )
        longer = Q(until__isnull=True) | Q(until__gt=models.OuterRef("until"))
        twin = Q(until=models.OuterRef("until"), pk__gt=models.OuterRef("pk"))
        ended = self.filter(until__lte=on or timezone.localdate())
        last = ended.filter(~models.Exists(same.filter(longer | twin)))
        return last.order_by("-until", "structure__folded_name", "pk")

    def in_role_order(self):
        """Carriers first, then founders, members, partners; by name within each."""
        rank = models.Case(
            *(
                models.When(role=role, then=models.Value(rank))
                for rank, role in enumerate(Membership.Role.values)
            )
        )
        return self.order_by(rank, "structure__folded_name", "pk")


class Membership(models.Model):
    """The part a structure takes in a pole, for a time."""

    class Role(models.TextChoices):
        CARRIER = "porteur", "porte le pôle"
        FOUNDER = "fondateur", "fondateur"
        MEMBER = "membre", "membre"
        PARTNER = "partenaire", "partenaire"

    pole = models.ForeignKey(
        "directory.Pole",
        models.CASCADE,
        verbose_name="pôle",
        related_name="memberships",
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, verbose_name="structure", related_name="memberships"
    )
    role = models.CharField("rôle", max_length=10, choices=Role, default=Role.MEMBER)
    role_as_told = OptionalCharField("rôle selon la source", max_length=150)
    since = models.DateField("depuis", null=True, blank=True)
    since_precision = precision_field("précision du début")
    until = models.DateField("jusqu'à", null=True, blank=True)
    until_precision = precision_field("précision de la fin")
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True
    )
    note = OptionalTextField("note")

    objects = MembershipQuerySet.as_manager()
    history = History(verbose_name="historique du membre")

    class Meta:
        verbose_name = "membre"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(since__lt=F("until")),
                name="membership_since_before_until",
                violation_error_message="La fin suit le début.",
            ),
            models.UniqueConstraint(
                fields=["pole", "structure", "role", "since"],
                name="membership_role_once",
                nulls_distinct=False,
                violation_error_message="Cette structure a déjà ce rôle dans le pôle.",
            ),
        ]

    def __str__(self):
        return f"{self.structure} ({self.get_role_display()})"

    def clean(self):
        """An archived structure is no member of today, but of an archived pole."""
        over = self.until and self.until <= timezone.localdate()
        if self.structure_id and self.structure.archived and not over:
            if self.pole_id and self.pole.publication == self.pole.Publication.ARCHIVED:
                return
            raise ValidationError(
                {
                    "structure": (
                        "Cette structure est archivée : rétablissez-la d'abord, ou "
                        "dites jusqu'à quand elle fut membre."
                    )
                },
                code="archived",
            )
