from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Pole
from directory.models.changes import History
from directory.models.fields import OptionalTextField, OptionalURLField
from directory.models.scope import PoleChildQuerySet

from .commitments import Commitment
from .versions import CharterVersion


class PracticeQuerySet(PoleChildQuerySet):
    def proposed(self):
        """Practices that a curator has yet to read, the oldest first."""
        return self.filter(state=Practice.State.PROPOSED).order_by("sent_at", "pk")

    def current(self):
        """Those that the pole has not told anew since."""
        return self.exclude(state=Practice.State.REPLACED)

    def newest_first(self):
        """The last sent first."""
        return self.order_by("-sent_at", "-pk")

    def public(self):
        """Practices that a visitor may read: reviewed, of published poles and texts."""
        return self.filter(
            state=Practice.State.PUBLISHED,
            pole__publication=Pole.Publication.PUBLISHED,
            commitment__version__status=CharterVersion.Status.PUBLISHED,
        )

    def latest_first(self):
        """By year told, those without any last, then by the name of the pole."""
        year = F("year").desc(nulls_last=True)
        return self.order_by(year, "pole__folded_name", "pk")


class Practice(models.Model):
    """How a pole says that it lives a commitment; shown once a curator has read it."""

    class State(models.TextChoices):
        PROPOSED = "proposee", "à relire"
        PUBLISHED = "publiee", "publiée"
        REFUSED = "refusee", "refusée"
        REPLACED = "remplacee", "remplacée"

    pole = models.ForeignKey(
        Pole, models.CASCADE, verbose_name="pôle", related_name="practices"
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        verbose_name="engagement",
        related_name="practices",
    )
    text = models.TextField("comment le pôle le vit", max_length=1500)
    url = OptionalURLField("pour en savoir plus", max_length=500)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    state = models.CharField(
        "état", max_length=9, choices=State, default=State.PROPOSED, editable=False
    )
    sent_at = models.DateTimeField("reçue le", auto_now_add=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="relue par",
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    reviewed_at = models.DateTimeField(
        "relue le", null=True, blank=True, editable=False
    )
    refusal = OptionalTextField("raison du refus", max_length=1000)

    objects = PracticeQuerySet.as_manager()
    history = History(verbose_name="historique de la pratique")

    class Meta:
        verbose_name = "pratique"
        ordering = ["commitment", "pole", "-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pole", "commitment"],
                condition=Q(state="proposee"),
                name="practice_proposed_once",
                violation_error_message="Une pratique attend déjà d'être relue.",
            ),
            models.UniqueConstraint(
                fields=["pole", "commitment"],
                condition=Q(state="publiee"),
                name="practice_published_once",
                violation_error_message="Ce pôle a déjà une pratique publiée.",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1990, 2100)),
                name="practice_year_plausible",
                violation_error_message="L'année a quatre chiffres, depuis 1990.",
            ),
        ]

    def __str__(self):
        return f"{self.pole} – {self.commitment}"
