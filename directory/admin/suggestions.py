"""Pages where suggestions are compared with what they would change, and settled."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from directory.models import Suggestion
from directory.moderation import Refused, hand_to_editors, settle
from directory.permissions import EDITORS, get_curated_suggestion

from .doors import door, render_door
from .review import Review
from .rights import role

CONFLICT = 409


@door("examiner les suggestions adressées à ses réseaux")
def review_suggestion(request, public_id):
    """Compare field by field; decide on one, on several or on all of them."""
    suggestion = _suggestion(request, public_id)
    if request.method != "POST":
        return _page(request, suggestion, Review(suggestion))
    review = Review(suggestion, request.POST)
    if not review.is_valid():
        return _page(request, suggestion, review)
    decided = {"by": request.user, "seen": review.seen}
    try:
        settled = settle(suggestion, review.decisions, **decided)
    except ValidationError as error:
        review.add_errors(error)
        return _page(request, suggestion, review)
    except Refused as refusal:
        # what remains to decide, with what was typed there
        suggestion = _suggestion(request, public_id)
        review = Review(suggestion, request.POST)
        review.errors.append(str(refusal))
        return _page(request, suggestion, review, status=CONFLICT)
    messages.success(request, _said(settled, len(review.decisions)))
    return redirect("curation:review_suggestion", public_id)


@require_POST
@door("confier une suggestion à l'édition nationale")
def hand_suggestion_to_editors(request, public_id):
    suggestion = _suggestion(request, public_id)
    try:
        hand_to_editors(suggestion, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("curation:review_suggestion", public_id)
    messages.success(request, "La suggestion est confiée à l'édition nationale.")
    return redirect("admin:directory_suggestion_changelist")


def _suggestion(request, public_id):
    suggestions = Suggestion.objects.in_full()
    return get_curated_suggestion(request.user, public_id, queryset=suggestions)


def _page(request, suggestion, review, status=200):
    waiting = Suggestion.objects.for_curator(request.user).open().oldest_first()
    target = suggestion.target
    context = {
        "suggestion": suggestion,
        "review": review,
        "events": suggestion.events.select_related("by"),
        "next": waiting.exclude(pk=suggestion.pk).first(),
        "sheet": target and _admin_page(target),
        # editors decide on everything, and have nobody above them
        "may_hand_over": role(request) not in EDITORS,
        "opts": Suggestion._meta,
    }
    return render_door(
        request,
        "admin/curation/suggestion_review.html",
        context,
        title=f"Suggestion : {suggestion.subject}",
        status=status,
    )


def _admin_page(target):
    return reverse(
        f"admin:directory_{target._meta.model_name}_change", args=[target.pk]
    )


def _said(suggestion, count):
    """What a decision changed, in words."""
    decided = f"{count} décisions enregistrées" if count > 1 else "Décision enregistrée"
    if suggestion.status == Suggestion.Status.OPEN:
        return f"{decided} ; le reste de la suggestion attend."
    return f"{decided} : la suggestion est {suggestion.get_status_display()}."
