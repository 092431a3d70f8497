from django.conf import settings
from django.db import models
from django.db.models import F, Q


class DistinctPairQuerySet(models.QuerySet):
    def within(self, rows):
        """Pairs whose two rows are in a QuerySet of poles or structures, last first."""
        keys = rows.order_by().values("pk")
        noun = rows.model._meta.model_name
        pairs = self.filter(noun=noun, first__in=keys, second__in=keys)
        return pairs.order_by("-at", "-pk")

    def keys_apart_from(self, row):
        """Keys of the rows that a person told apart from a row; one query."""
        pairs = self.filter(Q(first=row.pk) | Q(second=row.pk))
        pairs = pairs.filter(noun=row._meta.model_name).values_list("first", "second")
        return {key for pair in pairs for key in pair} - {row.pk}


class DistinctPair(models.Model):
    """Two rows that look alike, and that a person said are two things."""

    class Noun(models.TextChoices):
        POLE = "pole", "pôles"
        STRUCTURE = "structure", "structures"

    noun = models.CharField("nature", max_length=9, choices=Noun)
    # keys of the two rows, the smaller first
    first = models.BigIntegerField("première fiche")
    second = models.BigIntegerField("seconde fiche")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("le", auto_now_add=True)

    objects = DistinctPairQuerySet.as_manager()

    class Meta:
        verbose_name = "paire distincte"
        verbose_name_plural = "paires distinctes"
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "first", "second"],
                name="distinct_pair_once",
                violation_error_message="Cette paire est déjà connue.",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="distinct_pair_in_order",
                violation_error_message="La plus petite clé vient la première.",
            ),
        ]

    def __str__(self):
        return f"{self.first} / {self.second}"
