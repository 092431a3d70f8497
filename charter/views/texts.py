"""The texts: charters by kind, a version, a commitment, two versions side by side."""

from django.shortcuts import render

from .comparing import comparison_asked, counterparts
from .practices_asked import practices_asked
from .shelves import (
    by_kind,
    commitments_of,
    get_charter,
    get_commitment,
    get_version,
    newest_published,
    public_charters,
)


def charters(request):
    shelves = by_kind(public_charters())
    return render(request, "charter/charters.html", {"shelves": shelves})


def charter(request, charter):
    """A charter: its newest text, and all its versions."""
    charter = get_charter(charter)
    version = newest_published(charter)
    context = {
        "charter": charter,
        "version": version,
        "commitments": version and commitments_of(version),
        "published": [v for v in charter.shown if v.is_published],
    }
    return render(request, "charter/charter.html", context)


def version(request, charter, version):
    """A version on its own, with its signatories; on paper, the charter as signed."""
    version = get_version(get_charter(charter), version)
    charter = version.charter
    context = {
        "charter": charter,
        "version": version,
        "commitments": commitments_of(version),
        "signatures": version.signatures.public().by_signer(),
        "newest": newest_published(charter),
        "comparable": sum(one.is_published for one in charter.shown) > 1,
        "newer": charter.shown[: charter.shown.index(version)],
    }
    return render(request, "charter/version.html", context)


def commitment(request, charter, version, rank):
    """A commitment, as it stands in each version, and how poles say they live it."""
    version = get_version(get_charter(charter), version)
    previous, commitment, following = get_commitment(version, rank)
    asked = practices_asked(request.GET, commitment)
    context = {
        "charter": version.charter,
        "version": version,
        "commitment": commitment,
        "previous": previous,
        "following": following,
        "elsewhere": counterparts(commitment),
        "asked": asked,
        "query": asked.form.query(),
    }
    return render(request, "charter/commitment.html", context)


def differences(request, charter):
    """Two published versions of a charter, side by side."""
    charter = get_charter(charter)
    context = {"charter": charter, "asked": comparison_asked(request, charter)}
    return render(request, "charter/differences.html", context)
