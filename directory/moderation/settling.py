"""Decisions on what was proposed: accept, edit or refuse, field by field."""

import hashlib
import json

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from directory import emails, values
from directory.models import (
    Pole,
    ProposedChange,
    Structure,
    Suggestion,
    free_slug,
    one_change,
)

from .refusals import Refused
from .suggestions import close, lock, log

Decision = ProposedChange.Decision
ANSWERS = frozenset({Decision.ACCEPTED, Decision.EDITED, Decision.REFUSED})


def fingerprint(value):
    """Short text that tells a value of `directory.values` from any other."""
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def settle_field(change, decision, *, by, value=None, reason=None):
    """Decide on one proposed change; see `settle`."""
    told = {change.field: (decision, value, reason)}
    return settle(change.suggestion, told, by=by)


@transaction.atomic
def settle(suggestion, decisions, *, by, seen=None):
    """Decide on fields of an open suggestion, all of them or none; return it.

    `decisions` maps a field to (decision, value, reason): the value is what an edit
    writes, the reason why a refusal is one. `seen` maps fields to the `fingerprint` of
    the value that `by` had before her: where today's is another, nothing is decided.
    A suggestion of a new pole makes a draft, which its networks steward. Once no field
    is pending the suggestion is closed, and its sender answered.

    Raise `Refused` when the suggestion or a field is decided already, or out of reach;
    ValidationError, keyed by field, when a value cannot be written.
    """
    suggestion = lock(suggestion, by=by)
    changes = {change.field: change for change in suggestion.changes.all()}
    for field, (decision, _, reason) in decisions.items():
        _check(changes[field], decision, reason)
    kept = {
        field: changes[field].proposed if decision == Decision.ACCEPTED else value
        for field, (decision, value, _) in decisions.items()
        if decision != Decision.REFUSED
    }
    written = _write(suggestion, kept, by=by, seen=seen or {}) if kept else {}
    for field, (decision, _, reason) in decisions.items():
        _record(changes[field], decision, written.get(field), reason, by=by)
    _close_when_decided(suggestion, list(changes.values()), by=by)
    return suggestion


def _check(change, decision, reason):
    """Raise unless the change is pending and the decision is one."""
    name = values.label(change.suggestion.model, change.field)
    if change.decision != Decision.PENDING:
        at = date_format(timezone.localtime(change.decided_at), "j F Y à H:i")
        by = f" par {change.decided_by}" if change.decided_by else ""
        raise Refused(
            f"« {name} » est déjà décidé{by}, le {at} : relisez la suggestion."
        )
    if decision not in ANSWERS:
        raise ValueError(f"{decision!r} is not a decision")
    limit = ProposedChange._meta.get_field("reason").max_length
    if reason and len(reason) > limit:
        raise ValidationError(
            {change.field: f"Un motif a au plus {limit} caractères."}, code="max_length"
        )


def _write(suggestion, kept, *, by, seen):
    """Write values on the target, or on the draft they make; return them cleaned."""
    received = date_format(timezone.localtime(suggestion.created_at), "j F Y")
    reason = (
        f"suggestion n° {suggestion.pk} ({suggestion.get_origin_display()}), "
        f"reçue le {received}"
    )
    with one_change(reason):
        target = suggestion.target
        if target is None:
            target = _draft(suggestion, kept, by=by)
        elif target.merged_into_id:
            raise Refused(
                f"Cette fiche a été fusionnée dans « {target.merged_into} » : corrigez "
                "celle-ci, et refusez la suggestion."
            )
        else:
            _refuse_unseen(target, kept, seen)
        _refuse_foreign_carrier(kept, by)
        target._history_user = by
        values.write(target, kept)
    return {field: values.read(target, field) for field in kept}


def _refuse_unseen(target, kept, seen):
    """Raise ValidationError for fields whose value of today is not the one seen."""
    changed = [
        field
        for field in kept
        if field in seen and fingerprint(values.read(target, field)) != seen[field]
    ]
    if changed:
        message = (
            "La fiche a changé depuis que cette page est ouverte : relisez la valeur "
            "actuelle, puis décidez."
        )
        raise ValidationError(
            {field: ValidationError(message, code="stale") for field in changed}
        )


def _refuse_foreign_carrier(kept, by):
    """A structure that carries her pole enters a curator's scope: not by this door."""
    carrier = kept.get("carrier")
    if carrier and by is not None:
        within = Structure.objects.for_curator(by)
        try:
            found = within.filter(public_id=carrier).exists()
        except ValidationError:
            return  # not a key at all, which `values.write` says better
        if not found:
            raise ValidationError(
                {
                    "carrier": "Cette structure n'est pas de vos territoires : confiez "
                    "la suggestion à l'édition nationale."
                },
                code="out_of_scope",
            )


def _draft(suggestion, kept, *, by):
    """A draft of the name accepted, stewarded by the networks that decide."""
    if not kept.get("name"):
        raise ValidationError(
            {NON_FIELD_ERRORS: "Un nouveau pôle a d'abord un nom : acceptez-le."},
            code="no_name",
        )
    try:
        name = values.clean(Pole, "name", kept["name"])
    except ValidationError as error:
        raise ValidationError({"name": error}) from error
    pole = Pole(name=name, slug=free_slug(Pole, name))
    pole._history_user = by
    pole.save()
    pole.stewards.set(suggestion.networks.all())
    suggestion.pole = pole
    suggestion.save(update_fields=["pole"])
    return pole


def _record(change, decision, value, reason, *, by):
    """Keep a decision; an edit that writes what was proposed is an acceptance."""
    if decision == Decision.EDITED and value == change.proposed:
        decision = Decision.ACCEPTED
    change.decision = decision
    change.settled = value
    change.reason = reason or None
    change.decided_by = by
    change.decided_at = timezone.now()
    change.save()
    name = values.label(change.suggestion.model, change.field)
    text = f"{name} : {reason}" if reason else name
    log(change.suggestion, change.get_decision_display(), by=by, text=text)


def _close_when_decided(suggestion, changes, *, by):
    """Give its final status to a suggestion without any pending field."""
    decided = {change.decision for change in changes}
    if Decision.PENDING in decided:
        return
    status = {
        decided <= {Decision.ACCEPTED, Decision.EDITED}: Suggestion.Status.ACCEPTED,
        decided == {Decision.REFUSED}: Suggestion.Status.REFUSED,
    }.get(True, Suggestion.Status.PARTLY)
    close(suggestion, status, by=by)
    if suggestion.sender_email:
        emails.on_commit(emails.suggestion_settled, suggestion)
