"""What poles chose to show of how they see themselves."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from charter.figures import drawn_by_charter
from charter.models import Assessment
from directory.models import Pole


def assessment(request, slug):
    """How a pole sees itself, as far as it chose to show it; 404 when it did not."""
    pole = get_object_or_404(Pole.objects.published().select_related("seat"), slug=slug)
    shown = Assessment.objects.public().filter(pole=pole).by_reference()
    drawn = drawn_by_charter(shown.with_answers(), most=1).values()
    drawings = [
        {**drawing, "anchor": f"auto-evaluation-{rank}"}
        for rank, [(_, drawing)] in enumerate(drawn, start=1)
    ]
    if not drawings:
        raise Http404
    context = {"pole": pole, "drawings": drawings}
    return render(request, "charter/assessment.html", context)
