"""A team looks at its own pole: its answers are its own, until it shows them."""

from django.db import transaction
from django.utils import timezone

from charter.models import Answer, Assessment, CharterVersion

from .links import use_for_team
from .refusals import Refused


@transaction.atomic
def assess(link, version, steps):
    """The assessment of today, made or made again, from {commitment: step}.

    A commitment without a step, None, is left unanswered. What is made again shows no
    longer, until the team chooses so. Raise Refused when the link serves no more,
    nothing is answered, or the version is not one to answer.
    """
    _, pole = use_for_team(link)
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
    _, pole = use_for_team(link)
    mine = Assessment.objects.select_for_update().filter(pole=pole)
    found = mine.filter(pk=assessment.pk)
    if not (assessment := found.first()):
        raise Refused("Cette auto-évaluation n'est pas celle du pôle de ce lien.")
    assessment.is_public = is_public
    assessment.save()
