from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, When

from directory.models import Pole, Territory
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

    def with_poles(self):
        """With their poles, the seats and the themes of these."""
        seats = (f"pole__seat__{rung}" for rung in Territory.PARENTS)
        return self.select_related(*seats).prefetch_related("pole__sectors")

    def on_sector(self, slug):
        """Practices of poles that work on a theme."""
        return self.filter(pole__in=Pole.objects.on_sectors([slug]))

    def with_region(self):
        """Annotate `region`, the id of that of the pole's seat; NULL when unknown."""
        is_region = When(pole__seat__level=Territory.Level.REGION, then="pole__seat")
        return self.annotate(region=Case(is_region, default="pole__seat__region"))

    def in_region(self, code):
        """Practices of poles whose seat is in a région."""
        region = Territory.objects.of_level(Territory.Level.REGION).filter(code=code)
        return self.with_region().filter(region__in=region.values("pk"))

    def by_sector(self):
        """[(slug, name, practices of poles on the theme)], in the order of themes."""
        sector = [f"pole__sectors__{name}" for name in ("slug", "name", "rank")]
        told = self.filter(pole__sectors__isnull=False).values_list(*sector[:2])
        return told.annotate(number=Count("pk")).order_by(sector[2], sector[1])

    def by_region(self):
        """[(id, practices of poles seated in the région)]; unknown seats left out."""
        told = self.with_region().filter(region__isnull=False).values_list("region")
        return told.annotate(number=Count("pk")).order_by("region")

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
