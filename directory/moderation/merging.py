"""Two entries of one thing become one: nothing is lost, and addresses go on."""

from django.db import transaction

from directory import values
from directory.models import (
    Pole,
    PoleAlias,
    Structure,
    StructureAlias,
    SuggestionEvent,
    one_change,
)

from .comparing import ABSORBED, compare, fingerprint
from .handing_over import hand_over
from .moving import move_children
from .refusals import Refused


def merge_poles(kept, absorbed, *, by, choices=None, reason=None, seen=None):
    """Make one pole of two; return the one kept, whose key, id and address stay.

    It takes the values that `choices` says (see `compare`), and all that hangs on the
    other: members, territories, stages, recognitions, figures, sources, suggestions,
    former addresses, and the networks that keep it, by `hand_over`. The other stays,
    archived, with its own history; its addresses lead to the one kept.

    `seen` is the `fingerprint` of what was shown to `by`, who may be None for a
    command. Raise Refused when the state of a row or the scope of `by` forbids it, and
    the ValidationError of `values.write` when the values chosen do not go together.
    """
    return _merge(Pole, kept, absorbed, by, choices, reason, seen)


def merge_structures(kept, absorbed, *, by, choices=None, reason=None, seen=None):
    """Make one structure of two, as `merge_poles` does of poles.

    Its parts in poles and the poles it carries follow, those of others included.
    """
    return _merge(Structure, kept, absorbed, by, choices, reason, seen)


def refusal_to_merge(kept, absorbed):
    """Why the state of two rows forbids to merge them, in French; None if it does not.

    What the public sees never leads to what it does not.
    """
    if kept.pk == absorbed.pk:
        return "C'est la même fiche : il n'y a rien à fusionner."
    for row in (kept, absorbed):
        if row.merged_into_id:
            return f"« {row} » a déjà été fusionnée avec une autre fiche."
    if isinstance(kept, Structure):
        hidden = kept.archived and not absorbed.archived
        return "La fiche à garder est archivée : gardez l'autre." if hidden else None
    published = Pole.Publication.PUBLISHED
    if absorbed.publication == published and kept.publication != published:
        return (
            "L'autre fiche est publiée et celle à garder ne l'est pas : gardez "
            "l'autre, ou publiez d'abord celle-ci."
        )
    return None


@transaction.atomic
def _merge(model, kept, absorbed, by, choices, reason, seen):
    kept, absorbed = _locked(model, kept, absorbed, by)
    lines = compare(kept, absorbed, choices)
    if seen not in (None, fingerprint(lines)):
        raise Refused(
            "Une des deux fiches a changé depuis que vous les avez ouvertes : "
            "relisez-les, puis recommencez."
        )
    taken = {
        line.name: line.absorbed
        for line in lines
        if line.side == ABSORBED and line.differs
    }
    with one_change(reason or f"Fusion de « {absorbed} » dans « {kept} »"):
        _tell_suggestions(absorbed, kept, by)
        _free_address(kept)
        notes = move_children(kept, absorbed, by=by)
        _retire(absorbed, kept, taken)
        if model is Pole:
            _keep_notes(kept, absorbed, notes)
        values.write(kept, taken)
        if model is Pole:
            _share_keeping(kept, absorbed, by, reason)
    return kept


def _locked(model, kept, absorbed, by):
    """Both rows, locked until the end of the transaction, or Refused."""
    if not (isinstance(kept, model) and isinstance(absorbed, model)):
        raise Refused("Un pôle et une structure ne se fusionnent pas.")
    keys = [kept.pk, absorbed.pk]
    # always in one order, or two mergers of the same rows would wait for each other
    locked = model.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    rows = {row.pk: row for row in locked}
    if len(rows) < len(set(keys)):
        raise Refused("Une des deux fiches n'existe plus.")
    if by and model.objects.for_curator(by).filter(pk__in=keys).count() < len(rows):
        raise Refused("Une des deux fiches n'est pas dans votre périmètre.")
    kept, absorbed = rows[kept.pk], rows[absorbed.pk]
    if words := refusal_to_merge(kept, absorbed):
        raise Refused(words)
    for row in (kept, absorbed):
        row._history_user = by
    return kept, absorbed


def _tell_suggestions(absorbed, kept, by):
    for suggestion in absorbed.suggestions.open():
        SuggestionEvent.objects.create(
            suggestion=suggestion,
            by=by,
            kind="fusion",
            text=f"« {absorbed} » fusionnée dans « {kept} »"[:500],
        )


def _free_address(kept):
    """An address in use is nobody's former one."""
    aliases = PoleAlias if isinstance(kept, Pole) else StructureAlias
    aliases.objects.filter(slug=kept.slug).delete()


def _retire(absorbed, kept, taken):
    absorbed.merged_into = kept
    if isinstance(absorbed, Pole):
        absorbed.publication = Pole.Publication.ARCHIVED
    else:
        absorbed.archived = True
        if "siret" in taken:
            absorbed.siret = None  # one structure at a time bears it
    absorbed.save()


def _keep_notes(kept, absorbed, notes):
    if absorbed.curation_note:
        notes = [f"Note de « {absorbed} » : {absorbed.curation_note}", *notes]
    kept.curation_note = "\n".join(filter(None, [kept.curation_note, *notes])) or None


def _share_keeping(kept, absorbed, by, reason):
    """Networks that kept either entry keep the one that stays."""
    before, others = set(kept.stewards.all()), set(absorbed.stewards.all())
    if others - before:
        hand_over(kept, before | others, by=by, reason=reason)
