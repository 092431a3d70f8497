"""What is read of the charter: what it is, its history, its words, its référentiels."""

from django.shortcuts import render
from django.utils import timezone

from charter.content import letters as letters_told
from charter.models import CharterVersion, Milestone

from .chronology import chronology
from .shelves import (
    KINDS,
    Kind,
    by_kind,
    commitments_of,
    newest_published,
    of_kind,
    public_charters,
)


def home(request):
    """What the charter is, its current text, the figures, and the ways on."""
    charters = public_charters()
    national = of_kind(charters, Kind.NATIONAL)
    shown = filter(None, map(newest_published, national))
    context = {
        "texts": [(version, commitments_of(version)) for version in shown],
        "national": national,
        "versions": [version for charter in national for version in charter.shown],
        "shelves": by_kind([c for c in charters if c.kind != Kind.NATIONAL]),
        "today": timezone.localdate(),
    }
    return render(request, "charter/home.html", context)


def history(request):
    """The milestones and the versions, from the first idea to today."""
    versions = CharterVersion.objects.public().of_the_movement()
    milestones = Milestone.objects.select_related("source")
    context = {
        "entries": chronology(milestones, versions),
        "undated": [version for version in versions if version.issued_on is None],
    }
    return render(request, "charter/history.html", context)


def letters(request):
    """The words behind P, T, C and E, and readings that take one of each."""
    told = letters_told()
    readings = list(zip(*(letter["words"] for letter in told), strict=False))
    context = {"letters": told, "readings": readings}
    return render(request, "charter/letters.html", context)


def reference(request):
    """The référentiels, each in its newest version."""
    charters = of_kind(public_charters(), Kind.REFERENCE)
    shown = filter(None, map(newest_published, charters))
    context = {
        "texts": [(version, commitments_of(version)) for version in shown],
        "explanation": KINDS[Kind.REFERENCE][1],
    }
    return render(request, "charter/reference.html", context)
