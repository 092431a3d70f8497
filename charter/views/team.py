"""The private pages of a pole's team: its practices, its self-assessments."""

from django.forms import model_to_dict
from django.shortcuts import redirect, render

from charter import verbs
from charter.figures import drawn_by_charter
from charter.forms import AssessmentForm, PracticeForm
from charter.models import CharterVersion, Commitment, Practice
from charter.verbs import Refused

from .doors import Purpose, follow, private, refuse, why_closed

State = Practice.State
DRAWN = 5
SAID = {
    "pratique": "Votre pratique est enregistrée. Un curateur la lira avant qu'elle ne "
    "se montre.",
    "evaluation": "Vos réponses sont enregistrées. Vous seuls les voyez, tant que vous "
    "ne les montrez pas.",
    "montree": "Cette auto-évaluation se montre maintenant au public.",
    "cachee": "Cette auto-évaluation ne se montre plus\u00a0: vous seuls la voyez.",
}


def show_team(request, link):
    """The team's page; a POST shows an assessment to the public, or no longer."""
    if request.method == "POST":
        return _show_or_hide(request, link)
    signatures = link.pole.signatures.in_force().select_related("version__charter")
    context = {
        "link": link,
        "pole": link.pole,
        "said": SAID.get(request.GET.get("fait")),
        "signatures": signatures,
        "texts": _texts(link.pole),
        "references": _references(link.pole),
    }
    return render(request, "charter/team.html", context)


@private
def tell_practice(request, token, pk):
    """How the pole lives a commitment; what it told before is there to go on from."""
    link, refusal = _enter(request, token)
    if refusal:
        return refusal
    told = Commitment.objects.tellable_by(link.pole).select_related("version__charter")
    commitment = told.filter(pk=pk).first()
    if commitment is None:
        return refuse(request, None)
    before = _last_told(link.pole, commitment)
    data = request.POST if request.method == "POST" else None
    form = PracticeForm(data, initial=before and model_to_dict(before))
    if form.is_valid():
        try:
            verbs.tell_practice(link.pole, commitment, link=link, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(link, "pratique", f"engagement-{pk}")
    context = {"link": link, "pole": link.pole, "commitment": commitment}
    context |= {"form": form, "before": before}
    return render(request, "charter/tell_practice.html", context)


@private
def assess(request, token, charter):
    """The newest version of a référentiel, to answer; only today's answers are kept."""
    link, refusal = _enter(request, token)
    if refusal:
        return refusal
    versions = CharterVersion.objects.to_assess().select_related("charter")
    version = versions.filter(charter__slug=charter).first()
    if version is None:
        return refuse(request, None)
    data = request.POST if request.method == "POST" else None
    last = link.pole.assessments.filter(version=version).newest_first().first()
    form = AssessmentForm(version.commitments.in_order(), data, last=last)
    if form.is_valid():
        try:
            verbs.assess(link, version, form.steps)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _back(link, "evaluation", f"evaluation-{version.pk}")
    context = {"link": link, "pole": link.pole, "version": version, "form": form}
    return render(request, "charter/assess.html", context)


def _enter(request, token):
    """(link, None) for the team of a pole, (None, page) for whoever may not enter."""
    link = follow(token, Purpose.TEAM)
    if link is None or why_closed(link):
        return None, refuse(request, link)
    return link, None


def _back(link, what, anchor):
    """To the team's page, which says what was done."""
    return redirect(f"{link.get_absolute_url()}?fait={what}#{anchor}")


def _show_or_hide(request, link):
    is_public = "montrer" in request.POST
    pk = request.POST.get("montrer" if is_public else "cacher", "")
    mine = link.pole.assessments
    found = mine.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if found is None:
        return redirect(link)
    try:
        verbs.show_assessment(link, found, is_public=is_public)
    except Refused:
        # the link ended meanwhile: its page says so
        return redirect(link)
    what = "montree" if is_public else "cachee"
    return _back(link, what, f"evaluation-{found.version_id}")


def _last_told(pole, commitment):
    """The practice to go on from: to read, else shown, else refused; None if none."""
    told = pole.practices.current().filter(commitment=commitment)
    ranks = [State.PROPOSED, State.PUBLISHED, State.REFUSED]
    return min(
        told.newest_first(),
        key=lambda practice: ranks.index(practice.state),
        default=None,
    )


def _texts(pole):
    """[(version, rows, told)] of the texts that a pole may tell.

    Rows are [(commitment, its practices, newest first)]; `told` of them have some.
    """
    practices = {}
    for practice in pole.practices.current().newest_first():
        practices.setdefault(practice.commitment_id, []).append(practice)
    texts = {}
    tellable = Commitment.objects.tellable_by(pole)
    for commitment in tellable.select_related("version__charter"):
        version, rows = texts.setdefault(
            commitment.version_id, (commitment.version, [])
        )
        rows.append((commitment, _still_told(practices.get(commitment.pk, []))))
    return [
        (version, rows, sum(bool(told) for _, told in rows))
        for version, rows in texts.values()
    ]


def _still_told(practices):
    """Practices of a commitment, newest first, without refusals already answered."""
    newest = practices[:1]
    return newest + [one for one in practices[1:] if one.state != State.REFUSED]


def _references(pole):
    """Référentiels to answer, each with the pole's assessments, newest first.

    [(version, [(assessment, what draws it)])]; an assessment of an older version stays
    with its référentiel.
    """
    drawn = drawn_by_charter(pole.assessments.newest_first().with_answers(), most=DRAWN)
    versions = CharterVersion.objects.to_assess().select_related("charter")
    return [(version, drawn.get(version.charter_id, [])) for version in versions]
