"""A set of poles told in words, as a map would show it.

Poles and territories are read, never fetched: each pole comes with its `seat`, and the
seat with its `departement` and its `region`.
"""

from directory.prepositions import around, fully_located, located

from .seats import (
    act,
    common_place,
    count_poles,
    largest_group,
    listed,
    missing,
    parts_of,
    sit,
    unplaced,
)


def map_sentence(poles, place=None, answers=None, *, narrowed=False):
    """One to three French sentences on a set of poles, that answer a place if given.

    With a place, `answers` holds why each pole answers it, by id; see `Answer`.
    `narrowed` tells whether more than a place was asked.

    By seat, they tell: how many there are and in which régions, or départements of one
    région, the largest first, three by name and the rest as a number; the town with the
    most poles within 30 km, from three on; up to three départements of the région
    without any; then what has no point on a map, and why.
    """
    poles = list(poles)
    if not poles:
        return _none(place, narrowed)
    common = place or common_place(poles)
    told = _here(poles, place, answers) if place else _anywhere(poles, common)
    told += missing(poles, common, asked=place is not None)
    return " ".join([f"{' ; '.join(filter(None, told))}.", *unplaced(poles)])


def _none(place, narrowed):
    if place is None:
        return "Aucun pôle ne répond à la recherche : la carte est vide."
    if narrowed:
        return (
            f"Aucun pôle qui agit ou siège {located(place)} ne répond à la recherche."
        )
    return f"Aucun pôle connu n'agit ni ne siège {located(place)}."


def _anywhere(poles, common):
    """Clauses on a search without a place."""
    head = count_poles(len(poles))
    if common:
        head += f" {fully_located(common)}"
    return _with_parts(head, poles, common)


def _with_parts(head, poles, common):
    """A head, the town that gathers most of the poles, and their parts by seat."""
    town, size = largest_group(poles)
    grouped = town is not None and (common is None or town.name != common.name)
    if grouped:
        head += ", tous" if size == len(poles) else f", dont {size}"
        head += f" {around(town)}"
    parts = parts_of(poles) if common is None or common.level == "region" else []
    if len(parts) < 2:
        return [head]
    if grouped:
        return [head, listed(parts, verb=True)]
    return [f"{head} : {listed(parts)}"]


def _here(poles, place, answers):
    """Clauses on poles that act on a place, or only sit in it."""
    acting = [pole for pole in poles if answers[pole.pk].reached]
    away = [pole for pole in acting if not answers[pole.pk].seat_within]
    number, where = len(poles), located(place)
    if away and len(acting) == number:
        return _spread(poles, place, away)
    if not acting:
        return _with_parts(f"{count_poles(number)} {sit(number)} {where}", poles, place)
    if len(acting) == number:
        head = f"{count_poles(number)} {act(number)} {where} et y {sit(number)}"
        return _with_parts(head, poles, place)
    only = number - len(acting)
    head = (
        f"{count_poles(number)} : {len(acting)} {act(len(acting))} "
        f"{where}, {only} y {'a' if only == 1 else 'ont'} seulement "
        f"{'son' if only == 1 else 'leur'} siège"
    )
    return [head, _some_away(away, acting), _gathered(poles, place)]


def _some_away(away, acting):
    """A clause on where those sit that act on a place without sitting in it."""
    told = listed(parts_of(away), verb=True) if away else ""
    if not told:
        return ""
    if len(acting) == 1:
        return f"le premier {told.partition(' ')[2]}"
    return f"des {len(acting)} premiers, {told}"


def _spread(poles, place, away):
    """Clauses on poles that all act on a place and do not all sit in it."""
    head = f"{count_poles(len(poles))} {act(len(poles))} {located(place)}"
    here, parts = len(poles) - len(away), parts_of(away)
    others = listed(parts, verb=True, others=bool(here))
    if here:
        told = f"{here} y {sit(here)}"
        head += f" : {', '.join(filter(None, [told, others]))}"
    elif len(parts) == 1 and others:
        head += f" et {sit(len(poles))} {parts[0][1]}"
    elif others:
        head += f" : {others}"
    return [head, _gathered(poles, place)]


def _gathered(poles, place):
    """A clause on the town that gathers most of the poles that answer a place."""
    town, size = largest_group(poles)
    if town is None or town.name == place.name:
        return ""
    return f"{'tous' if size == len(poles) else size} siègent {around(town)}"
