"""What someone, a spreadsheet or a robot proposes to change: reviewed, never applied
by itself.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import OptionalCharField, OptionalEmailField, OptionalTextField
from .networks import Network
from .poles import Pole
from .scope import whole_scope
from .structures import Structure


class SuggestionQuerySet(models.QuerySet):
    def open(self):
        """Suggestions that wait for a decision."""
        return self.filter(status=Suggestion.Status.OPEN)

    def for_curator(self, user):
        """Suggestions sent to one of the user's networks, on what she may edit."""
        mine = Network.objects.curated_by(user)
        poles = Pole.objects.for_curator(user).values("pk")
        structures = Structure.objects.for_curator(user).values("pk")
        routed = self.model.networks.through.objects.filter(network__in=mine)
        return self.filter(
            whole_scope(user)
            | Q(pk__in=routed.values("suggestion"))
            & (Q(pole__isnull=True) | Q(pole__in=poles))
            & (Q(structure__isnull=True) | Q(structure__in=structures))
        )

    def oldest_first(self):
        return self.order_by("created_at", "pk")

    def in_full(self):
        """With all that tells them: the target, the changes, who is to decide."""
        return (
            self.select_related(
                "pole__seat", "pole__carrier", "structure__kind", "structure__commune"
            )
            .defer("pole__search_document")
            .prefetch_related("changes__decided_by", "networks")
        )


class Suggestion(models.Model):
    """Changes proposed to a pole or a structure, or a new pole when it has no target.

    Its fields are `ProposedChange` rows; its story, `SuggestionEvent` rows.
    """

    class Origin(models.TextChoices):
        PUBLIC = "public", "public"
        IMPORT = "import", "import de tableur"
        ROBOT = "robot", "contrôle automatique"

    class Status(models.TextChoices):
        OPEN = "ouverte", "à examiner"
        ACCEPTED = "acceptee", "acceptée"
        PARTLY = "partielle", "acceptée en partie"
        REFUSED = "refusee", "refusée"
        WITHDRAWN = "retiree", "retirée"

    public_id = models.UUIDField(
        "identifiant public", default=uuid.uuid4, editable=False, unique=True
    )
    origin = models.CharField("origine", max_length=6, choices=Origin)
    status = models.CharField("état", max_length=9, choices=Status, default=Status.OPEN)
    pole = models.ForeignKey(
        Pole,
        models.CASCADE,
        verbose_name="pôle",
        related_name="suggestions",
        null=True,
        blank=True,
    )
    structure = models.ForeignKey(
        Structure,
        models.CASCADE,
        verbose_name="structure",
        related_name="suggestions",
        null=True,
        blank=True,
    )
    networks = models.ManyToManyField(
        Network, verbose_name="adressée à", related_name="suggestions", blank=True
    )
    batch = models.ForeignKey(
        "directory.ImportBatch",
        models.CASCADE,
        verbose_name="import",
        related_name="suggestions",
        null=True,
        blank=True,
    )
    message = OptionalTextField("message", max_length=2000)
    sender_email = OptionalEmailField(
        "courriel de l'expéditeur", help_text="Jamais publié."
    )
    created_at = models.DateTimeField("reçue le", auto_now_add=True)
    settled_at = models.DateTimeField("réglée le", null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = "suggestion"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pole__isnull=True) | Q(structure__isnull=True),
                name="suggestion_one_target",
                violation_error_message="Une suggestion porte sur une seule fiche.",
            ),
            models.CheckConstraint(
                condition=Q(status="ouverte", settled_at__isnull=True)
                | ~Q(status="ouverte") & Q(settled_at__isnull=False),
                name="suggestion_settled_at_a_time",
                violation_error_message="Une suggestion réglée l'est à une date.",
            ),
        ]
        indexes = [
            # what waits for a network
            models.Index(fields=["status", "created_at"], name="suggestion_open"),
        ]

    def __str__(self):
        return f"Suggestion sur {self.target or 'un nouveau pôle'}"

    @property
    def target(self):
        """The pole or the structure to change; None for a new pole."""
        return self.pole or self.structure

    @property
    def model(self):
        """The model whose fields are proposed."""
        return Structure if self.structure_id else Pole

    @property
    def subject(self):
        """What it is about, in words: a sheet, or the name of a pole to come."""
        if self.target:
            return f"« {self.target} »"
        names = [one.proposed for one in self.changes.all() if one.field == "name"]
        return " ".join(["nouveau pôle", *(f"« {name} »" for name in names)])


class ProposedChange(models.Model):
    """A new value for one field of the target of a suggestion.

    Values are those of `directory.values`: plain JSON, NULL for unknown. `before` is
    what the author of the suggestion saw, `settled` what was written in the end.
    """

    class Decision(models.TextChoices):
        PENDING = "attente", "à décider"
        ACCEPTED = "acceptee", "acceptée"
        EDITED = "modifiee", "acceptée et modifiée"
        REFUSED = "refusee", "refusée"

    suggestion = models.ForeignKey(
        Suggestion,
        models.CASCADE,
        verbose_name="suggestion",
        related_name="changes",
    )
    field = models.CharField("champ", max_length=40)
    before = models.JSONField("valeur d'alors", null=True, blank=True)
    proposed = models.JSONField("valeur proposée", null=True, blank=True)
    settled = models.JSONField("valeur retenue", null=True, blank=True)
    decision = models.CharField(
        "décision", max_length=8, choices=Decision, default=Decision.PENDING
    )
    reason = OptionalTextField("motif", max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="décidée par",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)

    class Meta:
        verbose_name = "changement proposé"
        verbose_name_plural = "changements proposés"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "field"],
                name="proposed_change_once_a_field",
                violation_error_message="Ce champ est déjà dans la suggestion.",
            ),
        ]

    def __str__(self):
        return self.field


class SuggestionEvent(models.Model):
    """A step in the story of a suggestion: received, decided, handed over, settled."""

    suggestion = models.ForeignKey(
        Suggestion,
        models.CASCADE,
        verbose_name="suggestion",
        related_name="events",
    )
    at = models.DateTimeField("le", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        related_name="+",
        null=True,
        blank=True,
    )
    kind = models.CharField("étape", max_length=40)
    text = OptionalCharField("détail", max_length=500)

    class Meta:
        verbose_name = "étape d'une suggestion"
        verbose_name_plural = "étapes d'une suggestion"
        ordering = ["at", "pk"]

    def __str__(self):
        return self.kind
