"""A page where one decides by a button, giving a reason where there must be one."""

from dataclasses import dataclass

from django.db import transaction

from charter.verbs import Refused

from .asking import ReasonForm

CONFLICT, UNFIT = 409, 422
OVERTAKEN = "Entre-temps, l'état a changé\u00a0: cette décision ne se prend plus."
CHANGED = "Ce texte a changé depuis que cette page l'a montré\u00a0: relisez-le."
UNKNOWN = "La page envoyée était incomplète\u00a0: relisez, puis choisissez un bouton."


@dataclass(frozen=True)
class Decision:
    """A button: what it says, what it does of (row, by, reason), and what is said then.

    `grave`: what it ends does not come back by the next button.
    """

    words: str
    act: object
    done: str
    asks_why: bool = False
    grave: bool = False


@transaction.atomic
def decide(request, row, decisions, *, opened=None):
    """(form, words of a refusal, decision done), one of the last two at most.

    `decisions`, by the value of their buttons, are those that the state of the row
    allows; the verb decides again, and what it refuses is told. `opened` tells what
    there is to read of a row, when its page must have shown it as it is now.
    """
    if request.method != "POST":
        return ReasonForm(), None, None
    asked = request.POST.get("decision")
    decision = decisions.get(asked)
    if decision is None:
        return ReasonForm(request.POST), OVERTAKEN if asked else UNKNOWN, None
    if opened and opened(_kept(row)) != request.POST.get("opened"):
        return ReasonForm(request.POST), CHANGED, None
    form = ReasonForm(request.POST, asked=decision.asks_why)
    if not form.is_valid():
        return form, None, None
    try:
        decision.act(row, by=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        return form, str(refusal), None
    return form, None, decision


def _kept(row):
    """The row, locked until its decision is taken."""
    return type(row).objects.select_for_update(of=["self"]).get(pk=row.pk)


def status_of(form, refused):
    """Of a page that is shown again, or for the first time."""
    return CONFLICT if refused else UNFIT if form.errors else 200
