"""Two versions of a charter side by side: `?de=2014&a=2021`."""

from dataclasses import dataclass, field

from charter.differences import compare, paired
from charter.models import Commitment

NOTHING_YET = (
    "Il faut deux textes publiés pour comparer, et cette charte n'en a pas encore "
    "deux ici."
)


@dataclass(frozen=True)
class Row:
    """A commitment of two versions, either of which may lack it."""

    old: Commitment | None
    new: Commitment | None

    @property
    def title(self):
        return compare(self.old and self.old.title, self.new and self.new.title)

    @property
    def text(self):
        return compare(self.old and self.old.text, self.new and self.new.text)

    @property
    def part(self):
        return compare(self.old and self.old.part, self.new and self.new.part)

    @property
    def state(self):
        """'ajouté', 'retiré', 'modifié' or 'inchangé'."""
        if self.old is None:
            return "ajouté"
        if self.new is None:
            return "retiré"
        parts = (self.part, self.title, self.text)
        return "modifié" if any(part.changed for part in parts) else "inchangé"


@dataclass(frozen=True)
class Comparison:
    """The versions asked for; `problem`: why they are not compared, in words."""

    choices: list
    old: object = None
    new: object = None
    problem: str | None = None
    rows: list = field(default_factory=list)

    @property
    def introduction(self):
        return compare(self.old.introduction, self.new.introduction)

    @property
    def counts(self):
        """[(state, how many commitments)] of the states that some have."""
        states = [row.state for row in self.rows]
        kinds = ("modifié", "ajouté", "retiré", "inchangé")
        return [(kind, states.count(kind)) for kind in kinds if kind in states]


def comparison_asked(request, charter):
    """The comparison of a request; by default, that of the last two published texts."""
    versions = {version.slug: version for version in charter.shown}
    choices = [version for version in charter.shown if version.is_published]
    if len(choices) < 2:
        return Comparison(choices, problem=NOTHING_YET)
    slugs = [
        request.GET.get(name, "").strip() or choice.slug
        for name, choice in (("de", choices[1]), ("a", choices[0]))
    ]
    old, new = map(versions.get, slugs)
    if problem := _problem(slugs, old, new):
        # the form then offers the last two, in place of what cannot be compared
        old, new = (
            one if one in choices else other
            for one, other in ((old, choices[1]), (new, choices[0]))
        )
        return Comparison(choices, old, new, problem)
    commitments = _by_version([old, new])
    origins = Commitment.objects.origins(charter)
    pairs = paired(commitments[old.pk], commitments[new.pk], origins)
    rows = [Row(pair.old, pair.new) for pair in pairs]
    return Comparison(choices, old, new, rows=rows)


def _problem(slugs, old, new):
    """Why two versions are not compared, in words; None when they are."""
    for slug, version in zip(slugs, (old, new), strict=True):
        if version is None:
            shown = slug[:40].replace("\0", "")
            return f"Cette charte n'a pas de version «\u00a0{shown}\u00a0»."
    for version in (old, new):
        if version.is_awaited:
            return (
                f"Le texte de «\u00a0{version}\u00a0» est attendu\u00a0: il ne se "
                "compare pas encore."
            )
    if old == new:
        return "C'est deux fois la même version."
    return None


def counterparts(commitment):
    """The same commitment in the other published versions, the newest first."""
    charter = commitment.version.charter
    others = [v for v in charter.shown if v.is_published and v != commitment.version]
    if not others:
        return []
    commitments = _by_version([commitment.version, *others])
    origins = Commitment.objects.origins(charter)
    mine = commitments[commitment.version.pk]
    pairs = [pair for v in others for pair in paired(commitments[v.pk], mine, origins)]
    return [pair.old for pair in pairs if pair.old and pair.new == commitment]


def _by_version(versions):
    """{id of a version: its commitments in order}, asked for once."""
    found = {version.pk: [] for version in versions}
    named = {version.pk: version for version in versions}
    for one in Commitment.objects.filter(version__in=named).in_order():
        one.version = named[one.version_id]
        found[one.version_id].append(one)
    return found
