"""Go back: one field, one child, or a pole or a structure as it stood.

Publication, stewards and merges are left as they are: other verbs change them. A revert
is a change like any other, that can be reverted too.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from directory import values
from directory.models import Pole, one_change
from directory.timeline import (
    children_of,
    compared,
    held_at,
    held_now,
    snapshots_of,
    traits_of,
)

from .locking import locked
from .putting_back import aligned, put_back, refuse_out_of_reach
from .refusals import Refused


def revert_to(row, change, *, by, reason=None, version=None):
    """Put a pole or a structure, its links and children, as right after a change.

    `change` is one of its `Timeline`; `version`, what `version_of` told when the page
    was shown. Raise Refused when something cannot come back: nothing is written.
    """
    told = _told("Retour à la version du", change.when, reason)
    with transaction.atomic(), one_change(told, by=by):
        row = locked(row, version, by=by)
        now, aims = _state_to_reach(row, change, by)
        put_back(row, now, aims)
    return row


def preview_of_revert_to(row, change, *, by):
    """Entries of what `revert_to` would change today; raise Refused as it would."""
    return compared(*_state_to_reach(row, change, by), owner=(type(row), row.pk))


def revert_field(record, field=None, *, by, reason=None, version=None):
    """Put back what a row held in one field before the change that a record is of.

    The record is of a pole, of a structure or of a child of a pole; `field` names a
    trait of it. Without field, a child is put back whole: it leaves if that change
    added it. Raise Refused when that cannot be: nothing is written.
    """
    told = _told("Retour à la valeur d'avant le", record.history_date, reason)
    with transaction.atomic(), one_change(told, by=by):
        row = locked(owner_of(record), version, by=by)
        now, aims = _field_to_reach(record, field, row, by)
        own = (type(row), row.pk)
        if field in values.fields_of(type(row)) and record.instance_type is type(row):
            _write(row, traits_of(type(row))[field], aims[own].values[field])
        else:
            put_back(row, now, aims)
    return row


def preview_of_revert_field(record, field=None, *, by):
    """Entries of what `revert_field` would change today; raise Refused as it would."""
    row = owner_of(record)
    states = _field_to_reach(record, field, row, by)
    return compared(*states, owner=(type(row), row.pk))


def _told(words, when, reason):
    moment = date_format(timezone.localtime(when), "j F Y à H:i")
    return f"{words} {moment}" + (f" : {reason}" if reason else "")


def _state_to_reach(row, change, by):
    """Snapshots of today, and those to reach so as to be as right after a change."""
    _refuse_merged(row)
    now, then = held_now(row), held_at(row, change.when)
    if (type(row), row.pk) not in then:
        raise Refused("Cette fiche n'existait pas encore.")
    _refuse_later_merges(row, change.when)
    return _allowed(now, aligned(now, then), by)


def _allowed(now, aims, by):
    if now == aims:
        raise Refused("La fiche est déjà dans cet état.")
    refuse_out_of_reach(now, aims, by)
    return now, aims


def _refuse_merged(row):
    if row.merged_into_id:
        raise Refused(f"Cette fiche a été fusionnée dans « {row.merged_into} ».")


def _refuse_later_merges(row, moment):
    """What a merge brought here belonged to another pole at an earlier moment."""
    for other in row.absorbed.all() if isinstance(row, Pole) else ():
        past = other.history.filter(history_date__lte=moment).first()
        if past is None or past.merged_into_id != row.pk:
            raise Refused(
                f"La fiche « {other} » a depuis été fusionnée dans celle-ci : un état "
                "d'avant la fusion se rétablit champ par champ."
            )


def _around(record):
    """Last record of the row before the change that a record is of, and last in it."""
    history = record.instance_type.history.filter(id=record.id)
    same = history.filter(history_id=record.history_id)
    if record.change:
        same = history.filter(change=record.change)
    ids = same.order_by("history_id").values_list("history_id", flat=True)
    before = history.filter(history_id__lt=ids.first()).order_by("history_id").last()
    gone = before is None or before.history_type == "-"
    return None if gone else before, history.get(history_id=ids.last())


def owner_of(record):
    """The pole or the structure that `revert_field` would change; or raise Refused."""
    if record.instance_type not in children_of(Pole):
        owner, pks = record.instance_type, {record.id}
    else:
        owner, pks = Pole, {one.pole_id for one in filter(None, _around(record))}
    found = owner.objects.filter(pk__in=pks)
    if len(found) != len(pks):
        raise Refused("Cette fiche n'existe plus.")
    if len(pks) > 1:
        raise Refused("Cette ligne est passée d'une fiche à une autre.")
    return found[0]


def _field_to_reach(record, field, row, by):
    """Snapshots of today, and those where one field, or one child, is back."""
    _refuse_merged(row)
    model, now, aims = record.instance_type, held_now(row), held_now(row)
    trait, key = traits_of(model).get(field), (model, record.id)
    past = _before(record)
    if field is None and model in children_of(Pole):
        aims.pop(key, None)
        aims |= {key: past} if past else {}
    elif trait is None or trait.standing or past is None:
        raise Refused("Ce changement ne se rétablit pas depuis l'historique.")
    elif key not in now:
        raise Refused("Cette ligne n'est plus dans la fiche : rétablissez-la d'abord.")
    else:
        held = now[key].values | {field: past.values[field]}
        aims[key] = replace(now[key], values=held)
    return _allowed(now, aligned(now, aims), by)


def _before(record):
    """What the row held before the change of a record; None if it was not there."""
    before, _last = _around(record)
    if before is None:
        return None
    return snapshots_of(record.instance_type, [before])[before.history_id]


def _write(row, trait, value):
    """Write one value as `directory.values` does, with its checks."""
    if trait.is_links:
        rows = trait.field.related_model.objects.filter(pk__in=value)
        plain = list(rows.values_list("slug", flat=True))
    else:
        past = type(row)(**dict(zip(trait.attnames, value, strict=True)))
        plain = values.read(past, trait.name)
    try:
        values.write(row, {trait.name: plain})
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
