"""Where poles and structures are: positions told by an address."""

from django.core.exceptions import ValidationError
from django.db import transaction

from directory import values
from directory.models import Pole, one_change

from .refusals import Refused

REASON = "situé à partir de l'adresse"
MOVED = (
    "La position ou l'adresse a changé depuis que vous avez ouvert cette page : "
    "regardez-la avant de la remplacer."
)


def point_of_seat(seat):
    """Position of a pole known by its seat alone: the town hall of a commune.

    Values by field of a pole; empty when the seat is no commune, or has no position.
    """
    if seat is None or seat.level != "commune" or seat.latitude is None:
        return {}
    return {
        "latitude": seat.latitude,
        "longitude": seat.longitude,
        "position_precision": Pole.PositionPrecision.COMMUNE,
    }


def position_seen(row):
    """The position and the address of a row, as one text to compare with later."""
    position = values.read(row, "position") or {}
    return " ; ".join(map(str, (*position.values(), row.address or "")))


@transaction.atomic
def place(row, position, *, by, seen, address=None):
    """Set the position of a pole or a structure, and its address unless None.

    `position` holds `latitude`, `longitude` and, for a pole, `precision`. `seen` is
    what `position_seen` told the person who decides. Other fields keep what the
    database holds. Raises Refused when it has changed since, or is not valid.
    """
    held = type(row).objects.select_for_update().get(pk=row.pk)
    if position_seen(held) != seen:
        raise Refused(MOVED)
    wanted = {"position": position}
    if address is not None:
        wanted["address"] = address
    try:
        changed = {
            name: value
            for name, value in wanted.items()
            if values.clean(type(row), name, value) != values.read(held, name)
        }
        if changed:
            held._history_user = by
            with one_change(REASON):
                values.write(held, changed)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
