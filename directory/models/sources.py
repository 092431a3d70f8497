from django.contrib.admin.models import ADDITION, LogEntry
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast

from .fields import OptionalCharField, OptionalTextField, OptionalURLField
from .publication import Publication
from .scope import stewarded_by

# From a source to the poles that cite it, themselves or through a fact.
CITING_POLES = (
    "poles",
    "perimeter__pole",
    "membership__pole",
    "stagerecord__pole",
    "recognition__pole",
    "yearlyfigures__pole",
)


def citations():
    """Managers of the rows that join a source, at `source`, to a pole, at `pole`."""
    for path in CITING_POLES:
        relation = Source._meta.get_field(path.partition("__")[0])
        fact = relation.related_model
        if relation.many_to_many:
            fact = relation.field.remote_field.through
        yield fact._default_manager


class SourceQuerySet(models.QuerySet):
    def for_curator(self, user):
        """Sources that a user may see: cited by a published pole, by one within her
        scope, or by none. One that only others' drafts cite would tell of them.
        """
        seen, cited = Q(), Q()
        for path in CITING_POLES:
            shown = Q(**{f"{path}__publication": Publication.PUBLISHED})
            shown |= stewarded_by(user, path)
            seen |= Q(pk__in=Source.objects.filter(shown).values("pk"))
            known = Source.objects.filter(**{f"{path}__isnull": False})
            cited |= Q(pk__in=known.values("pk"))
        return self.filter(seen | ~cited)

    def correctable_by(self, user):
        """Sources that a user may correct: those that only poles within her scope cite,
        and those that none cites which she added in the admin.
        """
        cited, elsewhere = Q(), Q()
        for facts in citations():
            here = facts.filter(source=OuterRef("pk"))
            cited |= Q(Exists(here))
            elsewhere |= Q(Exists(here.filter(~Q(stewarded_by(user, "pole")))))
        added = LogEntry.objects.filter(
            user=user.pk,
            action_flag=ADDITION,
            content_type__app_label=Source._meta.app_label,
            content_type__model=Source._meta.model_name,
            object_id=Cast(OuterRef("pk"), models.TextField()),
        )
        return self.filter(cited & ~elsewhere | ~cited & Q(Exists(added)))


class Source(models.Model):
    """Where a fact was read: a page, a document or a declaration."""

    title = models.CharField("titre", max_length=300)
    url = OptionalURLField("adresse", max_length=500)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    licence = OptionalCharField("licence", max_length=100)
    read_on = models.DateField("lue le", null=True, blank=True)
    note = OptionalTextField("note")

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "source"
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "url"],
                name="source_title_url_unique",
                nulls_distinct=False,
                violation_error_message="Cette source existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True)
                | models.Q(year__gte=1900, year__lte=2100),
                name="source_year_plausible",
                violation_error_message="L'année d'une source a quatre chiffres.",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.year})" if self.year else self.title

    def keys_of_poles(self):
        """Keys of the poles that cite it, themselves or through a fact."""
        return {
            pole
            for facts in citations()
            for pole in facts.filter(source=self).values_list("pole", flat=True)
        }
