"""The page where a practice is read, then published, refused or withdrawn."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from charter.models import Practice
from charter.verbs import hide_practice, publish_practice, refuse_practice

from .decisions import Decision, decide, status_of
from .opened import last_records
from .pages import desk_page
from .waiting import practices_to_read

State = Practice.State


def _publish(practice, *, by, reason):
    publish_practice(practice, by=by)


DECISIONS = {
    State.PROPOSED: {
        "publier": Decision("Publier", _publish, "La pratique est publiée."),
        "refuser": Decision(
            "Refuser", refuse_practice, "La pratique est refusée.", asks_why=True
        ),
    },
    State.PUBLISHED: {
        "retirer": Decision(
            "Retirer du public",
            hide_practice,
            "La pratique ne se lit plus.",
            asks_why=True,
            grave=True,
        ),
    },
}


def charter_practice(request, pk):
    practice = _practice(request, pk)
    decisions = DECISIONS.get(practice.state, {})
    form, refused, done = decide(request, practice, decisions, opened=last_records)
    if done:
        messages.success(request, done.done)
        return redirect("charter_desk:practice", pk)
    if refused:
        practice = _practice(request, pk)
    context = {
        "practice": practice,
        "shown": _shown_today(practice),
        "decisions": DECISIONS.get(practice.state, {}).items(),
        "opened": last_records(practice),
        "form": form,
        "refused": refused,
        "next": practices_to_read(request.user).exclude(pk=pk).first(),
    }
    return desk_page(
        request,
        "practice.html",
        context,
        title=f"Pratique de «\u00a0{practice.pole}\u00a0»",
        status=status_of(form, refused),
    )


def _practice(request, pk):
    mine = Practice.objects.for_curator(request.user)
    return get_object_or_404(
        mine.select_related("pole", "commitment__version__charter", "reviewed_by"),
        pk=pk,
    )


def _shown_today(practice):
    """The practice of the pole that the public reads, and this one would replace."""
    if practice.state != State.PROPOSED:
        return None
    return Practice.objects.filter(
        pole=practice.pole_id, commitment=practice.commitment_id, state=State.PUBLISHED
    ).first()
