"""What poles chose to show of how they see themselves."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from charter.figures import assessment_drawing
from charter.models import Assessment
from directory.models import Pole


def assessment(request, slug):
    """How a pole sees itself, as far as it chose to show it; 404 when it did not."""
    pole = get_object_or_404(Pole.objects.published().select_related("seat"), slug=slug)
    drawings = [
        assessment_drawing(newest, before, anchor=f"auto-evaluation-{rank}")
        for rank, (newest, before) in enumerate(shown_by(pole), start=1)
    ]
    if not drawings:
        raise Http404
    context = {"pole": pole, "drawings": drawings}
    return render(request, "charter/assessment.html", context)


def shown_by(pole):
    """[(newest, the one before or None)] of the public assessments of a pole.

    A pair for each référentiel, in their order. The one before is on the same version,
    or on that which it was copied from. Three queries.
    """
    shown = Assessment.objects.public().filter(pole=pole).by_reference()
    by_charter = {}
    for assessment in shown.with_answers():
        by_charter.setdefault(assessment.version.charter_id, []).append(assessment)
    return [(newest, _before(newest, older)) for newest, *older in by_charter.values()]


def _before(newest, older):
    alike = (newest.version_id, newest.version.copied_from_id)
    return next((each for each in older if each.version_id in alike), None)
