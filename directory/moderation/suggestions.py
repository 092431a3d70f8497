"""What is proposed from outside: received, sent to who may decide, withdrawn."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from directory import values
from directory.models import Network, Pole, Structure, Suggestion

from .refusals import Refused
from .routing import networks_for, networks_told, tell_curators

# longest detail of a step in the story of a suggestion
LONGEST_DETAIL = 500


@transaction.atomic
def suggest(
    target,
    proposed,
    *,
    origin,
    by=None,
    before=None,
    message=None,
    sender_email=None,
    batch=None,
):
    """Keep proposed values for review by the networks of a pole or of a structure.

    `target` is None for a new pole; `proposed` and `before`, what the author saw
    (today's values by default), are dicts of `directory.values`. Fields whose value
    is today's are left out; None is returned when none remains. Raise ValidationError
    keyed by field, or by 'message' and 'sender_email'.
    """
    model = type(target) if target else Pole
    sender = _cleaned(message=message, sender_email=sender_email)
    today, wanted = _differing(model, target, proposed)
    if not wanted:
        return None
    suggestion = Suggestion.objects.create(
        origin=origin,
        pole=target if model is Pole else None,
        structure=target if model is Structure else None,
        batch=batch,
        **sender,
    )
    for field, value in wanted.items():
        seen = (before or {}).get(field, today[field])
        suggestion.changes.create(field=field, before=seen, proposed=value)
    networks = networks_for(target, wanted)
    suggestion.networks.set(networks)
    log(suggestion, "reçue", by=by, text=_names(networks))
    told = networks_told(suggestion)
    tell_curators(suggestion, networks, except_those_of=told)
    return suggestion


def _cleaned(**sender):
    """What the sender tells of herself, checked as a form would."""
    cleaned, errors = {}, {}
    for name, value in sender.items():
        try:
            cleaned[name] = Suggestion._meta.get_field(name).formfield().clean(value)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return cleaned


def _differing(model, target, proposed):
    """Today's values and the cleaned ones that differ, by field, in page order."""
    today, wanted, errors = {}, {}, {}
    for field, value in proposed.items():
        if field not in values.fields_of(model):
            errors[field] = ValidationError("Ce champ ne se propose pas.", code="field")
            continue
        try:
            value = values.clean(model, field, value)
        except ValidationError as error:
            errors[field] = error
            continue
        today[field] = values.read(target, field) if target else None
        # a pole to come has nothing yet, and an unknown value proposes nothing
        if value != today[field] and (target or value):
            wanted[field] = value
    if errors:
        raise ValidationError(errors)
    return today, {
        name: wanted[name] for name in values.fields_of(model) if name in wanted
    }


@transaction.atomic
def withdraw(suggestion, *, by=None, reason=None):
    """Close an open suggestion that has no object any more; return it.

    What was accepted in it stays; its author is not written to.
    """
    suggestion = lock(suggestion, by=by)
    close(suggestion, Suggestion.Status.WITHDRAWN, by=by, text=reason)
    return suggestion


@transaction.atomic
def reroute(suggestion, networks, *, by):
    """Send an open suggestion to other networks, and tell their curators; return it.

    Whether `by` may is for the caller to check: the verb that hands a sheet over has
    just taken it out of her reach.
    """
    suggestion = lock(suggestion, by=None)
    before = list(suggestion.networks.all())
    if set(before) != set(networks):
        suggestion.networks.set(networks)
        log(suggestion, "transmise", by=by, text=_names(networks))
        new = [network for network in networks if network not in before]
        tell_curators(suggestion, new, except_those_of=before)
    return suggestion


@transaction.atomic
def hand_to_editors(suggestion, *, by):
    """Send an open suggestion to the national editors; return it."""
    suggestion = lock(suggestion, by=by)
    editors = list(Network.objects.editing_all())
    if not editors:
        raise Refused("Aucun réseau ne tient encore l'édition nationale.")
    if set(editors) == set(suggestion.networks.all()):
        raise Refused("Cette suggestion est déjà confiée à l'édition nationale.")
    return reroute(suggestion, editors, by=by)


def lock(suggestion, *, by):
    """Lock the target of an open suggestion, then the suggestion; return it anew.

    In this order, which is that of the verbs that act on a sheet. Raise `Refused` when
    it is settled, changed meanwhile, or out of the reach of `by` (None reaches all).
    """
    sheet = suggestion.pole_id or suggestion.structure_id
    suggestion.model.objects.select_for_update().filter(pk=sheet).first()
    rows = Suggestion.objects.select_for_update().filter(pk=suggestion.pk)
    found = (rows if by is None else rows.for_curator(by)).first()
    if found is None:
        raise Refused("Cette suggestion n'est plus adressée à vos réseaux.")
    if found.status != Suggestion.Status.OPEN:
        raise Refused(f"Cette suggestion est déjà {found.get_status_display()}.")
    if (found.pole_id or found.structure_id) != sheet:
        raise Refused("Cette suggestion vient de changer : relisez-la.")
    return found


def close(suggestion, status, *, by, text=None):
    """Give a locked suggestion its final status."""
    suggestion.status = status
    suggestion.settled_at = timezone.now()
    suggestion.save(update_fields=["status", "settled_at"])
    log(suggestion, f"suggestion {suggestion.get_status_display()}", by=by, text=text)


def log(suggestion, kind, *, by, text=None):
    """Add a step to the story of a suggestion; a long detail is cut."""
    if text and len(text) > LONGEST_DETAIL:
        text = f"{text[: LONGEST_DETAIL - 1]}…"
    suggestion.events.create(kind=kind, by=by, text=text)


def _names(networks):
    return ", ".join(map(str, networks)) or None
