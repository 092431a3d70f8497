from django.db import models
from django.db.models import Q

from directory.models import Pole
from directory.models.scope import PoleChildQuerySet

from .commitments import Commitment
from .versions import CharterVersion

STEPS = {
    0: "pas encore",
    1: "nous commençons",
    2: "c'est en place",
    3: "c'est au cœur du pôle",
}


class AssessmentQuerySet(PoleChildQuerySet):
    def newest_first(self):
        return self.order_by("-answered_on", "-pk")

    def by_reference(self):
        """By référentiel in reading order, the newest of each first."""
        of_charter = (f"version__charter__{name}" for name in ("rank", "title", "pk"))
        return self.order_by(*of_charter, "-answered_on", "-pk")

    def with_answers(self):
        """With all that tells them: the version, its commitments, the answers."""
        told = ("version__commitments", "answers")
        return self.select_related("version__charter").prefetch_related(*told)

    def public(self):
        """Those that a pole chose to show, of published poles."""
        return self.filter(is_public=True, pole__publication=Pole.Publication.PUBLISHED)


class Assessment(models.Model):
    """What a pole's team answered to a référentiel, on a day.

    Private: only the holders of a link of the team see it, until the pole chooses to
    show it. Neither a mark nor a verdict; a question left open is no answer, never 0.
    """

    pole = models.ForeignKey(
        Pole, models.CASCADE, verbose_name="pôle", related_name="assessments"
    )
    version = models.ForeignKey(
        CharterVersion,
        models.PROTECT,
        verbose_name="référentiel",
        related_name="assessments",
    )
    answered_on = models.DateField("rempli le")
    is_public = models.BooleanField("montré au public", default=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "auto-évaluation"
        verbose_name_plural = "auto-évaluations"
        ordering = ["-answered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pole", "version", "answered_on"],
                name="assessment_once_a_day",
                violation_error_message="Une seule auto-évaluation par jour.",
            )
        ]

    def __str__(self):
        return f"{self.pole} – {self.answered_on}"


class Answer(models.Model):
    """The step at which a team sees its pole; what has no answer has no row."""

    assessment = models.ForeignKey(
        Assessment,
        models.CASCADE,
        verbose_name="auto-évaluation",
        related_name="answers",
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, verbose_name="point", related_name="+"
    )
    step = models.PositiveSmallIntegerField("étape", choices=list(STEPS.items()))

    class Meta:
        verbose_name = "réponse"
        ordering = ["assessment", "commitment__rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "commitment"],
                name="answer_once",
                violation_error_message="Une seule réponse par point.",
            ),
            models.CheckConstraint(
                condition=Q(step__in=list(STEPS)),
                name="answer_of_four_steps",
                violation_error_message="Cette réponse n'est pas proposée.",
            ),
        ]

    def __str__(self):
        return f"{self.commitment}\u00a0: {self.get_step_display()}"
