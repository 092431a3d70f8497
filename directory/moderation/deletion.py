"""Take an entry away: archived, it comes back; deleted, only its history stays."""

from collections import Counter

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from directory.models import Pole, Structure, one_change

from .locking import locked
from .refusals import Refused

# names told in a sentence
SHOWN = 5


def archive(row, *, by, reason=None, version=None):
    """Take a pole or a structure out of the public pages; `restore` brings it back.

    Raise Refused as `check_archive` does.
    """
    with transaction.atomic(), one_change(reason, by=by):
        row = locked(row, version, by=by)
        check_archive(row, by=by)
        if isinstance(row, Pole):
            row.publication = Pole.Publication.ARCHIVED
        else:
            row.archived = True
        row.save()
    return row


def check_archive(row, *, by):
    """Raise Refused for a structure that is member or carrier of a living pole."""
    if is_archived(row):
        raise Refused("Cette fiche est déjà archivée.")
    if isinstance(row, Structure):
        _refuse_where_it_is_used(row, by)


def archive_all(rows, *, by, reason=None):
    """Archive rows, all of them or none; the refusal tells which one forbids it."""
    with transaction.atomic(), one_change(reason, by=by):
        for row in rows:
            try:
                archive(row, by=by)
            except Refused as refusal:
                raise Refused(f"« {row} » : {refusal}") from refusal


def restore(row, *, by, reason=None, version=None):
    """Bring back an archived row; a pole, to the publication that it had before.

    To a draft when that is unknown, or when nothing says what the pole does. Raise
    Refused as `check_restore` does.
    """
    with transaction.atomic(), one_change(reason, by=by):
        row = locked(row, version, by=by)
        check_restore(row)
        if isinstance(row, Pole):
            row.publication = _former_publication(row)
        else:
            row.archived = False
        row.save()
    return row


def check_restore(row):
    """Raise Refused for a merged row, or a pole whose member or carrier is archived."""
    if not is_archived(row):
        raise Refused("Cette fiche n'est pas archivée.")
    if row.merged_into_id:
        raise Refused(f"Cette fiche a été fusionnée dans « {row.merged_into} ».")
    if isinstance(row, Pole):
        _refuse_archived_parts(row)


def delete_for_good(row, *, by, reason, version=None):
    """Delete an entry and its children; their history stays, with the reason.

    For superusers and commands only. Raise Refused when something points to it.
    """
    if by is not None and not by.is_superuser:
        raise Refused("Seule l'administration technique supprime une fiche.")
    if not (reason or "").strip():
        raise Refused("Dites pourquoi la fiche est supprimée.")
    with transaction.atomic(), one_change(reason, by=by):
        row = locked(row, version)
        what_goes_with(row)
        row.delete()


def is_archived(row):
    if isinstance(row, Pole):
        return row.publication == Pole.Publication.ARCHIVED
    return row.archived


def what_goes_with(row):
    """How many rows of each sort `delete_for_good` takes along: [(words, number)].

    Raise Refused when it may not: another entry, or an open suggestion, points to it.
    """
    collector = Collector(DEFAULT_DB_ALIAS, origin=row)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        pointing = getattr(error, "protected_objects", None) or error.restricted_objects
        told = " ; ".join(sorted(_pointing(one) for one in pointing)[:SHOWN])
        raise Refused(f"D'autres fiches y renvoient : {told}.") from error
    if row.suggestions.open().exists():
        raise Refused("Des suggestions attendent sur cette fiche : réglez-les d'abord.")
    taken = Counter({model: len(rows) for model, rows in collector.data.items()})
    for rows in collector.fast_deletes:
        taken[rows.model] += len(rows)
    del taken[type(row)]
    return sorted(
        (str(model._meta.verbose_name_plural), number)
        for model, number in taken.items()
        if number and not model._meta.auto_created
    )


def _pointing(row):
    pole = getattr(row, "pole", None)
    of = f"de « {pole} »" if pole else f"« {row} »"
    return f"{row._meta.verbose_name} {of}"


def _refuse_where_it_is_used(structure, by):
    """Refuse to archive a member or the carrier of a pole that is not archived.

    Only poles within the reach of `by`, or public, are named.
    """
    living = Pole.objects.exclude(publication=Pole.Publication.ARCHIVED)
    memberships = structure.memberships.at()
    used = living.filter(pk__in=memberships.values("pole")) | living.filter(
        carrier=structure
    )
    if not (number := used.count()):
        return
    named = used if by is None else used.filter(pk__in=_known_to(by))
    names = [f"« {pole} »" for pole in named.in_name_order()[:SHOWN]]
    if number > len(names):
        others = number - len(names)
        names.append(f"{others} autre{'s' if others > 1 else ''}")
    raise Refused(
        f"Cette structure est membre ou porteuse d'un pôle : {', '.join(names)}. "
        "Retirez-la d'abord, ou dites jusqu'à quand elle le fut."
    )


def _known_to(user):
    seen = (
        Pole.objects.for_curator(user)
        .values("pk")
        .union(Pole.objects.published().values("pk"))
    )
    return list(seen.values_list("pk", flat=True))


def _refuse_archived_parts(pole):
    members = pole.memberships.at().values("structure")
    parts = Structure.objects.filter(archived=True)
    found = parts.filter(pk__in=members) | parts.filter(pk=pole.carrier_id)
    if names := ", ".join(f"« {one} »" for one in found.in_name_order()[:SHOWN]):
        raise Refused(f"Rétablissez d'abord les structures archivées : {names}.")


def _former_publication(pole):
    """What it was before it was archived, from its history."""
    living = pole.history.exclude(publication=Pole.Publication.ARCHIVED)
    former = living.order_by("-history_id").values_list("publication", flat=True)
    if pole.description is None:
        return Pole.Publication.DRAFT
    return former.first() or Pole.Publication.DRAFT
