"""Put a row, its links and its children back as some snapshots tell, or refuse."""

from collections import Counter
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import (
    Membership,
    Perimeter,
    Pole,
    Recognition,
    StageRecord,
    Structure,
    YearlyFigures,
)
from directory.timeline import STANDING, Names, traits_of

from .refusals import Refused

# traits that name a structure
STRUCTURES = ("structure", "carrier")
# what no two children of a pole share, or not for the same period
PLACES = {
    Perimeter: ("territory",),
    Membership: ("structure", "role"),
    StageRecord: ("stage", "on"),
    Recognition: ("programme",),
    YearlyFigures: ("year",),
}


def aligned(now, wanted):
    """Snapshots to put back: those `wanted`, with what a revert leaves as it is `now`.

    A structure merged since into another gives way to that one. Raise Refused when a
    row that they point to no longer exists, or is archived.
    """
    merged = _merged({key for one in wanted.values() for key in _structures(one)})
    aims = {}
    for key, snapshot in wanted.items():
        held = dict(snapshot.values)
        for name in held.keys() & STRUCTURES:
            held[name] = tuple(merged.get(pk, pk) for pk in held[name])
        if key in now:
            held |= {name: now[key].values[name] for name in held.keys() & STANDING}
        aims[key] = replace(snapshot, values=held)
    news = [snapshot for key, snapshot in aims.items() if snapshot != now.get(key)]
    _refuse_what_is_gone(news)
    _refuse_what_is_archived(news)
    return aims


def refuse_out_of_reach(now, aims, by):
    """A revert gives nobody a structure that she does not reach: that widens a scope.

    One that the entry names today may stay; `by` None is a command.
    """
    held = {pk for one in now.values() for pk in _structures(one)}
    coming = {pk for one in aims.values() for pk in _structures(one)} - held
    if by is None or not coming:
        return
    reached = Structure.objects.for_curator(by).filter(pk__in=coming)
    if coming - set(reached.values_list("pk", flat=True)):
        raise Refused(
            "Cette structure n'est pas de vos territoires : demandez à l'édition "
            "nationale."
        )


def put_back(row, now, aims):
    """Bring a locked row from the snapshots of `now` to others, see `aligned`.

    Its children that are not in `aims` are deleted; those that left come back with
    what they held. Raise Refused, and leave a broken transaction to its caller.
    """
    own = (type(row), row.pk)
    changed = {key for key in aims if key in now and aims[key] != now[key]} - {own}
    away = _in_the_way(now, aims, changed)
    coming = [key for key in aims if key in away or key not in now]
    try:
        with transaction.atomic():
            for model, pk in [key for key in now if key not in aims or key in away]:
                model.objects.get(pk=pk).delete()
            _set_row(row, now[own], aims[own])
            for model, pk in changed - away:
                _save(model.objects.get(pk=pk), aims[model, pk])
            for model, pk in coming:
                taken = model.objects.filter(pk=pk).exists()
                child = model(pk=None if taken else pk, pole=row)
                _save(child, aims[model, pk], force_insert=True)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(
            "Une autre fiche tient aujourd'hui une de ces valeurs."
        ) from error


def _structures(snapshot):
    """Keys of the structures that a snapshot names."""
    return {pk for name in STRUCTURES for pk in snapshot.values.get(name, ()) if pk}


def _merged(pks):
    """{key of a merged structure: key of the one kept}, however many times over."""
    found = Structure.objects.filter(pk__in=pks, merged_into__isnull=False)
    merged = dict(found.values_list("pk", "merged_into"))
    further = _merged(set(merged.values())) if merged else {}
    return {pk: further.get(kept, kept) for pk, kept in merged.items()}


def _refuse_what_is_gone(snapshots):
    names = Names(pair for snapshot in snapshots for pair in snapshot.related())
    if names.gone:
        told = ", ".join(sorted(names[pair] for pair in names.gone))
        raise Refused(f"Cet état ne peut pas revenir : {told}.")


def _refuse_what_is_archived(snapshots):
    """An archived structure is no member of today and carries no pole of today."""
    today = timezone.localdate()
    used = set()
    for snapshot in snapshots:
        until, _precision = snapshot.values.get("until", (None, None))
        archived = snapshot.values.get("publication") == (Pole.Publication.ARCHIVED,)
        if not archived and (until is None or until > today):
            used |= _structures(snapshot)
    archived = Structure.objects.filter(pk__in=used, archived=True)
    if found := archived.first():
        raise Refused(
            f"Cet état ne peut pas revenir : la structure « {found} » est archivée."
        )


def _in_the_way(now, aims, changed):
    """Changed children that hold what another is to take: they leave before it comes.

    Two years of figures that are swapped, for example.
    """
    wanted = Counter(_place(aim) for aim in aims.values())
    return {
        key
        for key in changed
        if wanted[_place(now[key])] > (_place(now[key]) == _place(aims[key]))
    }


def _place(snapshot):
    names = PLACES.get(snapshot.model, ())
    return snapshot.model, *(snapshot.values[name][0] for name in names)


def _set_row(row, now, aim):
    """Give a row the values and links of a snapshot, and a redirection if it moves."""
    traits = traits_of(type(row)).items()
    changed = [trait for name, trait in traits if aim.values[name] != now.values[name]]
    columns = [trait for trait in changed if not trait.is_links]
    if columns:
        former = row.slug
        _save(row, aim, columns=columns)
        keep_address(row, former)
    for trait in changed:
        if trait.is_links:
            getattr(row, trait.name).set(aim.values[trait.name])


def keep_address(row, former):
    """Leave a redirection behind a row whose `slug` is no longer the former one."""
    if former == row.slug:
        return
    others = row.aliases.model.objects.filter(slug=row.slug)
    if others.exclude(**{row.aliases.field.name: row}).exists():
        raise Refused("L'adresse d'alors redirige aujourd'hui vers une autre fiche.")
    row.aliases.filter(slug=row.slug).delete()
    row.aliases.create(slug=former)


def _save(row, snapshot, *, columns=None, force_insert=False):
    """Write the columns of a snapshot on a row; the database has the last word.

    Forms may since have grown stricter: what was once kept may come back.
    """
    traits = traits_of(snapshot.model).values()
    for trait in traits if columns is None else columns:
        if trait.name != "pole" and not trait.is_links:
            for attname, value in zip(
                trait.attnames, snapshot.values[trait.name], strict=True
            ):
                setattr(row, attname, value)
    row.validate_unique()
    row.validate_constraints()
    row.save(force_insert=force_insert)
