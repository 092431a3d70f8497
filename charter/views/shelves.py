"""Texts as visitors find them: by kind, by charter, by version."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from charter.models import Charter

Kind = Charter.Kind
# what each kind is, in the order of the pages
KINDS = {
    Kind.NATIONAL: (
        "La charte nationale",
        "Le texte commun à tous les pôles. Ce sont eux qui le signent, version par "
        "version.",
    ),
    Kind.REGIONAL: (
        "Les manifestes régionaux",
        "Ce que défend le mouvement d'une région. Un manifeste invite à agir\u00a0; "
        "aucun pôle ne le signe.",
    ),
    Kind.LOCAL: (
        "Les chartes locales",
        "Ce qu'un pôle s'est donné pour règle. Ce sont ses membres qui la signent.",
    ),
    Kind.REFERENCE: (
        "Les référentiels",
        "À quoi se reconnaît un pôle et ce qu'il peut chercher. Personne ne les "
        "signe\u00a0: une équipe s'en sert pour se situer.",
    ),
}


def public_charters():
    return Charter.objects.public().with_versions()


def by_kind(charters):
    """[(heading, explanation, charters)] of the kinds that have any."""
    shelves = [(KINDS[kind], of_kind(charters, kind)) for kind in KINDS]
    return [(*words, found) for words, found in shelves if found]


def of_kind(charters, kind):
    return [charter for charter in charters if charter.kind == kind]


def newest_published(charter):
    """The newest version whose text may be read; None when all are awaited."""
    return next((v for v in charter.shown if v.is_published), None)


def get_charter(slug):
    """A public charter with its versions, or 404."""
    return get_object_or_404(public_charters(), slug=slug)


def get_version(charter, slug):
    """A public version of a charter, or 404: a draft is nobody's business."""
    for version in charter.shown:
        if version.slug == slug:
            return version
    raise Http404


def commitments_of(version):
    """The commitments of a version in order, each with its number of practices.

    None of an awaited version, whose text may be under way.
    """
    return version.commitments.published().in_order().with_practice_count()


def get_commitment(version, rank):
    """(the one before, the commitment, the one after) in a published text, or 404."""
    commitments = [None, *commitments_of(version), None]
    for before, commitment, after in zip(
        commitments, commitments[1:], commitments[2:], strict=False
    ):
        if commitment and commitment.rank == rank:
            return before, commitment, after
    raise Http404
