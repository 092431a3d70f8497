"""Two rows that look alike, as a page shows them side by side."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format

from directory.models import AlikePair, Pole, Structure, acronyms
from directory.models.likeness import STRONG


@dataclass(frozen=True)
class Sides:
    """Two rows, the one to keep first: what a few lines say of each, (label, a, b).

    `likeness` and `reasons` are None for a pair that a person told apart.
    """

    kept: Pole | Structure
    absorbed: Pole | Structure
    lines: list
    likeness: str | None
    reasons: list | None

    @property
    def kept_url(self):
        return change_page(self.kept)

    @property
    def absorbed_url(self):
        return change_page(self.absorbed)


def sides_of(pairs, model):
    """Sides of some pairs of rows, in their order; three queries at most."""
    keys = [keys_of(pair) for pair in pairs]
    rows = for_display(model).in_bulk({key for pair in keys for key in pair})
    return [
        sides(pair, *(rows[key] for key in pair_keys))
        for pair, pair_keys in zip(pairs, keys, strict=True)
    ]


def keys_of(pair):
    if isinstance(pair, AlikePair):
        return pair.first.pk, pair.second.pk
    return pair.first, pair.second


def for_display(model):
    if model is Pole:
        poles = Pole.objects.select_related("seat", "carrier")
        return poles.annotate(members=Count("memberships")).prefetch_related("stewards")
    structures = Structure.objects.select_related("kind", "commune")
    return structures.with_pole_count()


def sides(pair, one, other):
    kept, absorbed = sorted([one, other], key=keeping_order)
    both = zip(facts(kept), facts(absorbed), strict=True)
    judged = isinstance(pair, AlikePair)
    return Sides(
        kept,
        absorbed,
        [
            (label, ours, theirs)
            for (label, ours), (_label, theirs) in both
            if (ours, theirs) != (None, None)
        ],
        words_of(pair.score) if judged else None,
        pair.reasons if judged else None,
    )


def keeping_order(row):
    """What the public sees comes first, then what more hangs on, then the elder."""
    if isinstance(row, Pole):
        return row.publication != Pole.Publication.PUBLISHED, -row.members, row.pk
    return row.archived, -row.pole_count, row.pk


def words_of(score):
    return (
        "très probable"
        if score >= 0.85
        else ("probable" if score >= STRONG else "possible")
    )


def facts(row):
    """(label, value) of what helps to decide; None is unknown."""
    if isinstance(row, Pole):
        return [
            ("nom court", row.short_name),
            ("état", row.get_publication_display()),
            ("siège", row.seat),
            ("structure porteuse", row.carrier),
            ("site internet", row.website),
            ("membres", row.members),
            ("tenue par", acronyms(row.stewards.all()) or None),
            ("modifiée le", date_format(row.updated_at, "j F Y")),
        ]
    return [
        ("type", row.kind),
        ("état", "archivée" if row.archived else None),
        ("SIREN", row.siren),
        ("SIRET", row.siret),
        ("commune", row.commune),
        ("adresse", row.address),
        ("site internet", row.website),
        ("pôles publiés", row.pole_count),
    ]


def change_page(row):
    return reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])
