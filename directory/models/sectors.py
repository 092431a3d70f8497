import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.text import fold

from .fields import OptionalCharField, OptionalTextField
from .publication import Publication


class SectorQuerySet(models.QuerySet):
    def current(self):
        """Themes still offered; a retired one keeps its page and its poles."""
        return self.filter(retired=False)

    def offered(self, besides=()):
        """Current themes, retired ones that a published pole holds, others by slug."""
        held = self.filter(poles__publication=Publication.PUBLISHED).values("pk")
        return self.filter(Q(retired=False) | Q(pk__in=held) | Q(slug__in=besides))

    def with_pole_count(self):
        """Annotate `pole_count`, published poles of the theme; in rank order."""
        is_published = Q(poles__publication=Publication.PUBLISHED)
        published = models.Count("poles", filter=is_published)
        return self.annotate(pole_count=published).order_by("rank", "name")


class Sector(models.Model):
    """A theme of activity, on two levels at most."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    detail = OptionalTextField("précisions")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="thématique parente",
        related_name="children",
        limit_choices_to={"parent": None},
        null=True,
        blank=True,
    )
    usual = models.BooleanField(
        "dans la liste usuelle des PTCE",
        default=False,
        help_text="Liste reprise par plusieurs réseaux depuis 2013.",
    )
    retired = models.BooleanField("retirée", default=False)
    rank = models.PositiveSmallIntegerField("rang", default=100)
    source = OptionalCharField("source", max_length=300)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = "thématique"
        ordering = ["rank", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="sector_not_its_own_parent",
                violation_error_message=(
                    "Une thématique ne peut pas être sa propre parente."
                ),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:sector_detail", args=[self.slug])

    def clean(self):
        has_children = self.pk is not None and self.children.exists()
        if self.parent and (self.parent.parent_id or has_children):
            raise ValidationError(
                {"parent": "Les thématiques n'ont que deux niveaux."},
                code="third_level",
            )


class Objective(models.Model):
    """One of the eight objectives a pole may pursue (call of 2011)."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom", max_length=200)
    rank = models.PositiveSmallIntegerField("rang", default=100)

    class Meta:
        verbose_name = "objectif"
        ordering = ["rank"]

    def __str__(self):
        return self.name


class SynonymQuerySet(models.QuerySet):
    def wordings(self, text):
        """The text as a search may read it, then its `rewordings`; one query."""
        # A bare dash is a negation to PostgreSQL, and a few dozen of them an error.
        text = re.sub(r"(?<!\w)-+(?!\w)|--+", " ", text)
        return [text, *self.rewordings(text)]

    def rewordings(self, text):
        """The text said otherwise, once for each synonym it holds, either way round.

        Both sides are compared folded, as whole words.
        """
        text = f" {fold(text)} "
        found = []
        for pair in self.values_list("words", "same_as"):
            one, other = map(fold, pair)
            for here, there in ((one, other), (other, one)):
                if here and f" {here} " in text:
                    found.append(text.replace(f" {here} ", f" {there} ").strip())
        return found


class Synonym(models.Model):
    """Words that a search treats as one; kept by the staff."""

    words = models.CharField("mots", max_length=200, unique=True)
    same_as = models.CharField("équivaut à", max_length=200)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = "synonyme"
        ordering = ["words"]

    def __str__(self):
        return f"{self.words} = {self.same_as}"
