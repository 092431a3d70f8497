from django.db import models

from .fields import OptionalCharField


class LinkCheckQuerySet(models.QuerySet):
    def dead(self):
        """Addresses that failed at two checks at least, in a row."""
        return self.filter(failures__gte=2)


class LinkCheck(models.Model):
    """What a web address answered when it was last tried."""

    url = models.CharField("adresse", max_length=500, unique=True)
    checked_at = models.DateTimeField("essayée le")
    status = models.PositiveSmallIntegerField("réponse", null=True, blank=True)
    error = OptionalCharField("erreur", max_length=200)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    failing_since = models.DateTimeField("en échec depuis", null=True, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "lien essayé"
        verbose_name_plural = "liens essayés"
        ordering = ["url"]

    def __str__(self):
        return self.url
