from django.db import models

from .fields import OptionalCharField, OptionalTextField, OptionalURLField


class Source(models.Model):
    """Where a fact was read: a page, a document or a declaration."""

    title = models.CharField("titre", max_length=300)
    url = OptionalURLField("adresse", max_length=500)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)
    licence = OptionalCharField("licence", max_length=100)
    read_on = models.DateField("lue le", null=True, blank=True)
    note = OptionalTextField("note")

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
