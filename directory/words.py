"""A set of poles told in words, as a map would show it.

Poles and territories are read, never fetched: each pole comes with its `seat`, and the
seat with its `departement` and its `region`.
"""

from collections import Counter

from .geo import most_surrounded
from .prepositions import DEPARTEMENTS_IN, around, fully_located, located
from .text import fold

NEAR_KM = 30
FEWEST_AROUND = 3
MOST_NAMED = 3
MOST_MISSING = 3
VAGUE_LEVELS = {"departement": "département", "region": "région"}
OTHERS = {"departement": "autres départements", "region": "autres régions"}


def map_sentence(poles, place=None):
    """One to three French sentences on a set of poles, that act on a place if given.

    By seat, they tell: how many there are and in which régions, or départements of one
    région, the largest first, three by name and the rest as a number; the town with the
    most poles within 30 km, from three on; up to three départements of the région
    without any; then what has no point on a map, and why.
    """
    poles = list(poles)
    if not poles:
        what = f"connu n'agit {located(place)}" if place else "ne répond à la recherche"
        return f"Aucun pôle {what} : la carte est vide."
    away = [pole for pole in poles if place and not _sits_in(pole, place)]
    common = place or _common_place(poles)
    told = _spread(poles, place, away) if away else _together(poles, place, common)
    told += _missing(poles, common, asked=place is not None)
    return " ".join([f"{' ; '.join(told)}.", *_unplaced(poles)])


def count_poles(number):
    return f"{number} pôle{'s' * (number > 1)}"


def sit(number):
    return "siège" if number == 1 else "siègent"


def region_of(pole):
    """Région of the seat of a pole; None when the seat has none, or is unknown."""
    return _rung(pole, "region")


def _common_place(poles):
    """The smallest commune, département or région that holds all seats, or None."""
    for rung in ("commune", "departement", "region"):
        first = _rung(poles[0], rung)
        if first and all(_rung(pole, rung) == first for pole in poles):
            return first
    return None


def _together(poles, place, common):
    """Clauses on poles that all sit in the place, or on a search without a place."""
    head = count_poles(len(poles))
    if place:
        head += " agit" if len(poles) == 1 else " agissent"
        head += f" {located(place)} et y {sit(len(poles))}"
    elif common:
        head += f" {fully_located(common)}"
    town, size = _largest_group(poles)
    grouped = town is not None and (common is None or town.name != common.name)
    if grouped:
        head += ", tous" if size == len(poles) else f", dont {size}"
        head += f" {around(town)}"
    parts = _parts(poles) if common is None or common.level == "region" else []
    if len(parts) < 2:
        return [head]
    if grouped:
        return [head, _listed(parts, verb=True)]
    return [f"{head} : {_listed(parts)}"]


def _spread(poles, place, away):
    """Clauses on poles that act on a place and do not all sit in it."""
    head = f"{count_poles(len(poles))} {'agit' if len(poles) == 1 else 'agissent'}"
    head += f" {located(place)}"
    here, parts = len(poles) - len(away), _parts(away)
    if not here and len(parts) == 1:
        clauses = [f"{head} et {sit(len(poles))} {parts[0][1]}"]
    elif here:
        others = _listed(parts, verb=True, others=True)
        clauses = [f"{head} : {here} y {sit(here)}, {others}"]
    else:
        clauses = [f"{head} : {_listed(parts, verb=True)}"]
    town, size = _largest_group(poles)
    if town is not None and town.name != place.name:
        size = "tous" if size == len(poles) else size
        clauses.append(f"{size} siègent {around(town)}")
    return clauses


def _parts(poles):
    """[(number, 'en Occitanie'), …] by région, or by département in one région."""
    places = [_rung(pole, "region") or _rung(pole, "departement") for pole in poles]
    feminine = "e"
    if len(set(places)) == 1 and places[0] and places[0].level == "region":
        places = [_rung(pole, "departement") for pole in poles]
        feminine = ""
    counts = Counter(places)
    unknown = counts.pop(None, 0)
    order = sorted(counts, key=lambda t: (-counts[t], fold(t.name), t.code))
    # a lone rest is named, as short as "un autre"
    named = order if len(order) == MOST_NAMED + 1 else order[:MOST_NAMED]
    parts = [(counts[t], located(t)) for t in named]
    if rest := order[len(named) :]:
        levels = {t.level for t in rest}
        noun = OTHERS[levels.pop()] if len(levels) == 1 else "autres territoires"
        parts.append((sum(counts[t] for t in rest), f"dans {len(rest)} {noun}"))
    if unknown:
        noun = "région" if feminine else "département"
        parts.append((unknown, f"sans {noun} connu{feminine}"))
    return parts


def _missing(poles, region, *, asked):
    """A clause on the départements of a région where no pole sits, or none."""
    if region is None or region.level != "region":
        return []
    seats = {_rung(pole, "departement") for pole in poles}
    held = {seat.code for seat in seats - {None}}
    inside = DEPARTEMENTS_IN[region.code]
    missing = [words for code, words in inside.items() if code not in held]
    if not missing or len(missing) > MOST_MISSING or len(missing) == len(inside):
        return []
    # a pole known only to the région may sit there
    vague = any(pole.seat == region for pole in poles)
    noun = " siège connu" if vague else " siège" * asked
    return [f"aucun{noun} {_joined(missing, ' ni ')}"]


def _unplaced(poles):
    """Sentences on the poles that have no point."""
    unplaced = [pole for pole in poles if pole.latitude is None]
    levels = {pole.seat.level for pole in unplaced if pole.seat}
    vague = [p for p in unplaced if p.seat and p.seat.level in VAGUE_LEVELS]
    if len(vague) == 1:
        rung = {"departement": "son département", "region": "sa région"}
        told = f"n'est situé qu'à {rung[vague[0].seat.level]}"
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


def _largest_group(poles):
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


def _sits_in(pole, place):
    if pole.seat is None:
        return False
    holder = getattr(pole.seat, f"{place.commune_lookup}_id", None)
    return place.pk in (pole.seat.pk, holder)


def _listed(parts, *, verb=False, others=False):
    words = [f"{number} {where}" for number, where in parts]
    if verb:
        number, where = parts[0]
        other = ("autre " if number == 1 else "autres ") * others
        words[0] = f"{number} {other}{sit(number)} {where}"
    return _joined(words, " et ")


def _joined(words, last):
    return last.join(filter(None, [", ".join(words[:-1]), words[-1]]))
