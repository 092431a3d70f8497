"""Where poles sit, in words: parts of a set, what is missing, what has no point."""

from collections import Counter

from directory.geo import most_surrounded
from directory.prepositions import DEPARTEMENTS_IN, located
from directory.text import fold

NEAR_KM = 30
FEWEST_AROUND = 3
MOST_NAMED = 3
MOST_MISSING = 3
VAGUE_LEVELS = {
    "epci": "intercommunalité",
    "departement": "département",
    "region": "région",
}
OTHERS = {"departement": "autres départements", "region": "autres régions"}
NO_SEAT = "sans siège connu"


def count_poles(number):
    return f"{number} pôle{'s' * (number > 1)}"


def sit(number):
    return "siège" if number == 1 else "siègent"


def act(number):
    return "agit" if number == 1 else "agissent"


def region_of(pole):
    """Région of the seat of a pole; None when the seat has none, or is unknown."""
    return _rung(pole, "region")


def common_place(poles):
    """The smallest commune, département or région that holds all seats, or None."""
    for rung in ("commune", "departement", "region"):
        first = _rung(poles[0], rung)
        if first and all(_rung(pole, rung) == first for pole in poles):
            return first
    return None


def parts_of(poles):
    """[(number, 'en Occitanie'), …] by région, or by département in one région.

    An EPCI may straddle both: it stands for itself.
    """
    places = [
        _rung(pole, "region") or _rung(pole, "departement") or pole.seat
        for pole in poles
    ]
    unknown = NO_SEAT
    if len(set(places)) == 1 and places[0] and places[0].level == "region":
        places = [_rung(pole, "departement") for pole in poles]
        unknown = "sans département connu"
    counts = Counter(places)
    lost = counts.pop(None, 0)
    order = sorted(counts, key=lambda t: (-counts[t], fold(t.name), t.code))
    # a lone rest is named, as short as "un autre"
    named = order if len(order) == MOST_NAMED + 1 else order[:MOST_NAMED]
    parts = [(counts[t], located(t)) for t in named]
    if rest := order[len(named) :]:
        levels = {t.level for t in rest}
        noun = OTHERS.get(levels.pop()) if len(levels) == 1 else None
        noun = noun or "autres territoires"
        parts.append((sum(counts[t] for t in rest), f"dans {len(rest)} {noun}"))
    if lost:
        parts.append((lost, unknown))
    return parts


def missing(poles, region, *, asked):
    """A clause on the départements of a région where no pole sits, or none."""
    if region is None or region.level != "region":
        return []
    seats = {_rung(pole, "departement") for pole in poles}
    held = {seat.code for seat in seats - {None}}
    inside = DEPARTEMENTS_IN[region.code]
    missing = [words for code, words in inside.items() if code not in held]
    if not missing or len(missing) > MOST_MISSING or len(missing) == len(inside):
        return []
    # a pole known only to the région, or to an EPCI of it, may sit there
    vague = any(pole.seat and pole.seat.level in ("epci", "region") for pole in poles)
    noun = " siège connu" if vague else " siège" * asked
    return [f"aucun{noun} {_joined(missing, ' ni ')}"]


def unplaced(poles):
    """Sentences on the poles that have no point."""
    unplaced = [pole for pole in poles if pole.latitude is None]
    levels = {pole.seat.level for pole in unplaced if pole.seat}
    vague = [p for p in unplaced if p.seat and p.seat.level in VAGUE_LEVELS]
    if len(vague) == 1:
        level = vague[0].seat.level
        owner = "sa" if level == "region" else "son"
        told = f"n'est situé qu'à {owner} {VAGUE_LEVELS[level]}"
        yield f"{_subject(vague, poles)} {told} : la carte le compte sans le placer."
    elif vague:
        rungs = [
            f"leur {noun}" for level, noun in VAGUE_LEVELS.items() if level in levels
        ]
        told = f"ne sont situés qu'à {' ou à '.join(rungs)}"
        yield f"{_subject(vague, poles)} {told} : la carte les compte sans les placer."
    lost = [p for p in unplaced if not p.seat or p.seat.level not in VAGUE_LEVELS]
    if lost:
        told = "n'a" if len(lost) == 1 else "n'ont"
        yield f"{_subject(lost, poles)} {told} pas de position connue."


def _subject(some, poles):
    """The subject of a sentence on some of the poles, or on all of them."""
    if len(some) < len(poles):
        return str(len(some))
    return "Il" if len(some) == 1 else "Ils"


def largest_group(poles):
    """(commune, number of poles within 30 km): the seat with the most; or (None, 0).

    Between equals, the more populated commune.
    """
    placed = [pole for pole in poles if pole.latitude is not None]
    points = Counter((pole.latitude, pole.longitude) for pole in placed)
    seats = {pole.seat_id: pole for pole in placed}
    seats = [pole.seat for pole in seats.values() if pole.seat]
    towns = [s for s in seats if s.level == "commune" and s.latitude is not None]
    centres = [(t.latitude, t.longitude, (t.population or 0, t.code)) for t in towns]
    group = most_surrounded(centres, points, NEAR_KM, FEWEST_AROUND)
    if group is None:
        return None, 0
    number, (_population, code) = group
    return next(town for town in towns if town.code == code), number


def _rung(pole, rung):
    """The seat of a pole if it is of that level, or its territory of that level."""
    seat = pole.seat
    if seat is None or seat.level == rung:
        return seat
    return getattr(seat, rung, None)


def listed(parts, *, verb=False, others=False):
    """'2 en Bretagne et 1 en Corse'; with a verb, less those whose seat is unknown."""
    if verb:
        parts = [part for part in parts if part[1] != NO_SEAT]
    words = [f"{number} {where}" for number, where in parts]
    if verb and parts:
        number, where = parts[0]
        other = ("autre " if number == 1 else "autres ") * others
        words[0] = f"{number} {other}{sit(number)} {where}"
    return _joined(words, " et ") if words else ""


def _joined(words, last):
    return last.join(filter(None, [", ".join(words[:-1]), words[-1]]))
