"""The life of a version: copied, announced, published; then it stays as it is."""

from django.db import transaction
from django.utils import timezone

from charter.models import CharterVersion, Commitment
from directory.models import one_change

from .locking import locked
from .refusals import Refused

Status = CharterVersion.Status


@transaction.atomic
def copy_version(version, *, slug, by):
    """A draft with the text of a version, each commitment telling which it continues.

    Raise Refused when the charter already has a version of that name.
    """
    version = locked(version, by=by)
    charter = locked(version.charter)
    if charter.versions.filter(slug=slug).exists():
        raise Refused(f"Cette charte a déjà une version «\u00a0{slug}\u00a0».")
    with one_change("copie d'une version", by=by):
        copy = CharterVersion.objects.create(
            charter=charter,
            slug=slug,
            introduction=version.introduction,
            copied_from=version,
        )
        for commitment in version.commitments.in_order():
            Commitment.objects.create(
                version=copy,
                rank=commitment.rank,
                part=commitment.part,
                title=commitment.title,
                text=commitment.text,
                continues=commitment,
            )
    return copy


@transaction.atomic
def announce_version(version, *, by=None):
    """Show a draft at its date, its text still awaited.

    Raise Refused when it is no draft, or has no date to stand at.
    """
    version = locked(version, by=by)
    if version.status != Status.DRAFT:
        raise Refused("Cette version est déjà annoncée ou publiée.")
    if version.issued_on is None:
        raise Refused("Une version s'annonce à sa date\u00a0: indiquez-la d'abord.")
    version.status = Status.AWAITED
    _save(version, by=by, reason="version annoncée")


@transaction.atomic
def publish_version(version, *, by=None):
    """Show the text of a version, which never changes after; number its commitments.

    The instance given is left as it was. Raise Refused when it is published, or lacks
    its text, its source, or the date by which signatures are told apart, or when that
    is a day to come.
    """
    version = locked(version, by=by)
    if version.is_published:
        raise Refused("Cette version est déjà publiée.")
    if version.issued_on and version.issued_on > timezone.localdate():
        raise Refused("Une version ne se publie pas avant sa date.")
    if missing := _missing(version):
        raise Refused(f"Pour publier, il manque\u00a0: {', '.join(missing)}.")
    with one_change("version publiée", by=by):
        for rank, commitment in enumerate(version.commitments.in_order(), start=1):
            if commitment.rank != rank:
                commitment.rank = rank
                commitment.save()
        version.status, version.published_at = Status.PUBLISHED, timezone.now()
        version.save()


def _missing(version):
    charter = version.charter
    is_signed = charter.is_signed_by_poles or charter.is_signed_by_members
    needs = {
        "l'introduction": bool(version.introduction),
        "la source": version.source_id is not None,
        "la date": version.issued_on is not None or not is_signed,
    }
    return [name for name, told in needs.items() if not told]


def _save(version, *, by, reason):
    with one_change(reason, by=by):
        version.save()
