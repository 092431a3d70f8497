from django.db import models

from directory.models import Source, describe_date
from directory.models.changes import History
from directory.models.dates import precision_field


class Milestone(models.Model):
    """A dated step of the history of the PTCE and of their charter, with its source."""

    key = models.SlugField("clé", max_length=80, unique=True)
    on = models.DateField("date")
    precision = precision_field()
    title = models.CharField("titre", max_length=200)
    text = models.TextField("en bref", max_length=2000)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", related_name="+"
    )

    history = History(verbose_name="historique du repère")

    class Meta:
        verbose_name = "repère historique"
        verbose_name_plural = "repères historiques"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.date_words}\u00a0: {self.title}"

    @property
    def date_words(self):
        """'19 septembre 2014', '2011'."""
        return describe_date(self.on, self.precision)
