"""A team looks at its own pole: its answers are its own, until it shows them."""

from django.db import transaction
from django.utils import timezone

from charter.models import Answer, Assessment, CharterVersion, TeamLink

from .links import use
from .locking import locked
from .refusals import Refused


@transaction.atomic
def assess(link, version, steps):
    """The assessment of today, made or made again, from {commitment: step}.

    A commitment without a step, None, is left unanswered. Answers made again show to
    the public no more: these are not the ones that the team chose to show. Raise
    Refused when the link serves no more, nothing is answered, or the version is not one
    to answer.
    """
    pole = locked(link.pole)
    link = use(link, TeamLink.Purpose.TEAM)
    if not CharterVersion.objects.to_assess().filter(pk=version.pk).exists():
        raise Refused("Ce référentiel ne se remplit pas, ou plus.")
    told = {point: step for point, step in steps.items() if step is not None}
    if not told:
        raise Refused("Répondez à un point au moins.")
    if any(point.version_id != version.pk for point in told):
        raise Refused("Une réponse ne porte pas sur ce référentiel.")
    assessment, _ = Assessment.objects.update_or_create(
        pole=pole,
        version=version,
        answered_on=timezone.localdate(),
        defaults={"is_public": False},
    )
    assessment.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(assessment=assessment, commitment=point, step=step)
        for point, step in told.items()
    )
    return assessment


@transaction.atomic
def show_assessment(link, assessment, *, is_public):
    """Show the answers of a pole to the public, or no longer; at once.

    Raise Refused when the link serves no more, or is another pole's.
    """
    pole = locked(link.pole)
    use(link, TeamLink.Purpose.TEAM)
    assessment = locked(assessment)
    if assessment.pole_id != pole.pk:
        raise Refused("Cette auto-évaluation n'est pas celle du pôle de ce lien.")
    assessment.is_public = is_public
    assessment.save()
