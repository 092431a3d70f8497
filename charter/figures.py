"""What a pole's team answered about itself, as rows of bars told in words."""

from typing import NamedTuple

from charter.models import STEPS, Commitment
from directory.models import DatePrecision, describe_date

UNANSWERED = "sans réponse"
PACES = {1: "un pas", 2: "deux pas", 3: "trois pas"}


class AssessmentRow(NamedTuple):
    """A point of a référentiel and what was answered to it.

    `step` and `before` are keys of STEPS, None without an answer; `words` tells `step`,
    `before_words` tells `before`. `change` is None when nothing was asked before, or
    nothing answered either time.
    """

    commitment: Commitment
    step: int | None
    words: str
    before: int | None
    before_words: str | None
    change: str | None


def assessment_rows(assessment, before=None):
    """A row for each point of the référentiel of an assessment, in its order.

    `before` is an earlier assessment of the same pole, of that version or of the one
    it was copied from; a point that is in neither has nothing before. At most three
    queries, none when `version__commitments` and `answers` are prefetched.
    """
    now, then = _steps(assessment), _steps(before)
    points = assessment.version.commitments.all()
    rows = []
    for point in sorted(points, key=lambda point: (point.rank, point.pk)):
        earlier = then.get(point.pk, then.get(point.continues_id))
        step, known = now.get(point.pk), before is not None
        change = _change(step, earlier) if known else None
        rows.append(_row(point, step, earlier, change))
    return rows


def assessment_drawing(assessment, before=None, *, anchor="auto-evaluation"):
    """What `charter/_assessment_bars.html` draws; see `assessment_rows`.

    `told` of `asked` points have an answer; `answered` and `since` tell the days of the
    two assessments, the latter None without an earlier one.
    """
    rows = assessment_rows(assessment, before)
    return {
        "anchor": anchor,
        "title": str(assessment.version),
        "rows": rows,
        "told": sum(row.step is not None for row in rows),
        "asked": len(rows),
        "answered": _day(assessment),
        "since": before and _day(before),
    }


def _steps(assessment):
    """{id of a commitment: step} of an assessment; none without one."""
    if assessment is None:
        return {}
    return {answer.commitment_id: answer.step for answer in assessment.answers.all()}


def _row(point, step, before, change):
    return AssessmentRow(
        commitment=point,
        step=step,
        words=STEPS.get(step, UNANSWERED),
        before=before,
        before_words=STEPS.get(before),
        change=change,
    )


def _change(step, before):
    if before is None:
        return None if step is None else "nouvelle réponse"
    if step is None:
        return "laissé sans réponse"
    if step == before:
        return "inchangé"
    return f"{PACES[abs(step - before)]} {'de plus' if step > before else 'en arrière'}"


def _day(assessment):
    """'1er mars 2024'."""
    return describe_date(assessment.answered_on, DatePrecision.DAY)
