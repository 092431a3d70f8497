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


def assessment_rows(assessment, before=None, origins=None):
    """A row for each point of the référentiel of an assessment, in its order.

    `before` is an earlier assessment of the same pole. A point is compared with the one
    of the same origin, as told by `CommitmentQuerySet.origins`, else with itself; one
    that was not there has nothing before. At most three queries, none when
    `version__commitments` and `answers` are prefetched.
    """
    origins = origins or {}
    now, then = _steps(assessment), _steps(before)
    then = {origins.get(pk, pk): step for pk, step in then.items()}
    points = assessment.version.commitments.all()
    rows = []
    for point in sorted(points, key=lambda point: (point.rank, point.pk)):
        earlier = then.get(origins.get(point.pk, point.pk))
        step, known = now.get(point.pk), before is not None
        change = _change(step, earlier) if known else None
        rows.append(_row(point, step, earlier, change))
    return rows


def drawn_by_charter(assessments, *, most):
    """{id of a charter: [(assessment, what draws it)]} of assessments of a pole.

    Given and told the newest first, at most `most` of each charter. Each is drawn
    beside the newest earlier one of its charter, of any version, that was asked a
    point of the same origin. One query when they come `with_answers`.
    """
    by_charter = {}
    for assessment in assessments:
        by_charter.setdefault(assessment.version.charter_id, []).append(assessment)
    origins = Commitment.objects.origins(*by_charter)
    return {
        charter: [
            (now, assessment_drawing(now, _before(now, told[rank:], origins), origins))
            for rank, now in enumerate(told[:most], start=1)
        ]
        for charter, told in by_charter.items()
    }


def assessment_drawing(assessment, before=None, origins=None):
    """What `charter/_assessment_bars.html` draws; see `assessment_rows`.

    `anchor` is an id that no other assessment has. `told` of `asked` points have an
    answer; `answered` and `since` tell the days of the two assessments, the latter None
    without an earlier one.
    """
    rows = assessment_rows(assessment, before, origins)
    return {
        "anchor": f"barres-{assessment.pk}",
        "title": str(assessment.version),
        "rows": rows,
        "told": sum(row.step is not None for row in rows),
        "asked": len(rows),
        "answered": _day(assessment),
        "since": before and _day(before),
    }


def _before(assessment, older, origins):
    """The first of older ones that was asked a point which it asks, or None."""
    asked = _asked(assessment, origins)
    return next((one for one in older if asked & _asked(one, origins)), None)


def _asked(assessment, origins):
    """Origins of the points of the référentiel of an assessment."""
    return {origins[point.pk] for point in assessment.version.commitments.all()}


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
