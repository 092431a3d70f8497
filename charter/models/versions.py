from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from directory.models import Source, describe_date
from directory.models.changes import History
from directory.models.dates import describe_moment, describe_origin, precision_field
from directory.models.fields import OptionalCharField, OptionalTextField

from .charters import Charter


class CharterVersionQuerySet(models.QuerySet):
    def public(self):
        """Versions that a visitor may see, those whose text is awaited included."""
        return self.exclude(status=CharterVersion.Status.DRAFT)

    def published(self):
        """Versions whose text may be read."""
        return self.filter(status=CharterVersion.Status.PUBLISHED)

    def awaited(self):
        """Versions that stand at their date, their text still to come."""
        return self.filter(status=CharterVersion.Status.AWAITED)

    def of_kind(self, kind):
        return self.filter(charter__kind=kind)

    def of_the_movement(self):
        """Versions of the texts of all, by date; those of a single pole left out."""
        found = self.exclude(charter__kind=Charter.Kind.LOCAL)
        return found.select_related("charter").order_by("issued_on", "pk")

    def to_sign(self):
        """Versions that a pole may sign today: the newest published one of each
        national charter.
        """
        return self.of_kind(Charter.Kind.NATIONAL).newest_published()

    def to_assess(self):
        """Référentiels that poles answer today: the newest version of each."""
        return self.filter(charter__assessed=True).newest_published()

    def newest_published(self):
        """Of each charter the one that its page shows: see `newest_first`."""
        published = CharterVersion.objects.published().newest_first()
        newest = published.filter(charter=OuterRef("charter")).values("pk")[:1]
        return self.filter(pk=Subquery(newest))

    def newest_first(self):
        """By date, the last first; those whose date is unknown come last."""
        return self.order_by(F("issued_on").desc(nulls_last=True), "-pk")

    def in_reading_order(self):
        """By charter, the newest of each first."""
        of_charter = ("charter__rank", "charter__title", "charter__pk")
        return self.order_by(*of_charter, *self.newest_first().query.order_by)

    def for_curator(self, user):
        """Versions of the charters that a user keeps."""
        return self.filter(charter__in=Charter.objects.for_curator(user))

    def with_signed(self):
        """Annotate `signed`: whether it was ever signed, since withdrawn too."""
        signatures = CharterVersion._meta.get_field("signatures").related_model
        given = signatures.objects.filter(version=OuterRef("pk"))
        return self.annotate(signed=Exists(given))

    def with_signatories(self):
        """Annotate `signatories`: how many public signatures are known of it."""
        signatures = CharterVersion._meta.get_field("signatures").related_model
        known = signatures.objects.public().filter(version=OuterRef("pk"))
        counted = known.order_by().values("version").annotate(number=Count("pk"))
        return self.annotate(
            signatories=Coalesce(Subquery(counted.values("number")), 0)
        )


class CharterVersion(models.Model):
    """The text of a charter at a date.

    Once published it never changes: the database refuses it, whatever the door, and a
    correction is a new version. A version whose text is awaited stands at its date, may
    hold signatures that a source tells, and takes its text when it is published; once
    signed, only its text and its source may still come.
    """

    class Status(models.TextChoices):
        DRAFT = "brouillon", "brouillon"
        AWAITED = "attendue", "texte attendu"
        PUBLISHED = "publiee", "publiée"

    charter = models.ForeignKey(
        Charter, models.PROTECT, verbose_name="charte", related_name="versions"
    )
    slug = models.SlugField("nom dans les adresses", max_length=60)
    issued_on = models.DateField("date", null=True, blank=True)
    precision = precision_field()
    title = OptionalCharField("titre", max_length=200)
    introduction = OptionalTextField("introduction", max_length=10_000)
    status = models.CharField(
        "état", max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(
        "publiée le", null=True, blank=True, editable=False
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="source",
        related_name="+",
        null=True,
        blank=True,
    )
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name="copiée de",
        related_name="copies",
        null=True,
        blank=True,
        editable=False,
    )

    objects = CharterVersionQuerySet.as_manager()
    history = History(verbose_name="historique de la version")

    class Meta:
        verbose_name = "version d'une charte"
        verbose_name_plural = "versions des chartes"
        ordering = ["charter", "issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "slug"],
                name="charter_version_slug_once",
                violation_error_message="Cette charte a déjà une version de ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(status="publiee")
                | Q(introduction__isnull=False, published_at__isnull=False),
                name="charter_version_published_has_text",
                violation_error_message="Une version publiée a un texte.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("charter:version", args=[self.charter.slug, self.slug])

    @property
    def name(self):
        """Its own title, else that of its charter with its date."""
        of_date = describe_origin(self.issued_on, self.precision)
        return self.title or " ".join(filter(None, [self.charter.title, of_date]))

    @property
    def issued(self):
        """When, no finer than known: 'le 19 septembre 2014'; None when unknown."""
        return describe_moment(self.issued_on, self.precision)

    @property
    def date_words(self):
        """'juin 2021'; None when unknown."""
        return describe_date(self.issued_on, self.precision)

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def is_awaited(self):
        return self.status == self.Status.AWAITED
