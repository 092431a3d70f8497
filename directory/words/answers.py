"""The answer to a search in one sentence: how many, where, and what was asked."""

from directory.prepositions import fully_located

from .seats import act, count_poles, sit


def answer_sentence(
    total,
    *,
    unplaced=0,
    place=None,
    narrowed=False,
    acting=0,
    asked="la recherche",
    others=0,
    of="",
):
    """(subject, rest) of a sentence that has no final point.

    `total` poles answer, of which `unplaced` have no point. With a `place`, `acting` is
    how many act on it or sit there whatever else is `asked`, and `others` how many
    answer the rest elsewhere: both are told when none answers all. `narrowed`: more
    than a place was asked. `of` tells what the poles are part of: ' de cet ensemble'.
    """
    if place is None:
        subject, rest = _anywhere(total, narrowed)
        return subject + of, rest + _without_point(unplaced, total)
    where = where_of(place)
    if total and narrowed:
        verbs = f"qui {act(total)} ou {sit(total)} {where} {answer(total)}"
        return count_poles(total) + of, f"{verbs} à la recherche"
    if total:
        return count_poles(total) + of, f"{act(total)} ou {sit(total)} {where}"
    if not acting:
        return f"Aucun pôle connu{of}", f"n'agit ni ne siège {where}"
    none = "aucun ne répond" if acting > 1 else "mais il ne répond pas"
    told = f"{act(acting)} ou {sit(acting)} {where}, {none} à {asked}"
    if others:
        told += f" ; {others} ailleurs en France"
    return count_poles(acting) + of, told


def _anywhere(total, narrowed):
    if narrowed:
        number = count_poles(total) if total else "Aucun pôle"
        return number, f"{answer(total) if total else 'ne répond'} à la recherche"
    if not total:
        return "Aucun pôle", "pour l'instant"
    return count_poles(total), f"publié{'s' * (total > 1)} dans l'annuaire"


def _without_point(unplaced, total):
    if not unplaced:
        return ""
    few = "" if unplaced == total else f"dont {unplaced} "
    return f", {few}sans point sur la carte"


def answer(number):
    return "répond" if number == 1 else "répondent"


def where_of(place):
    """'à Romans-sur-Isère (Drôme)', and how the place was found."""
    words = fully_located(place.territory)
    if place.matched:
        words += f", où se trouve {place.matched}"
    elif place.reason:
        words += f", {place.reason}"
    if place.is_position:
        known = "dont la mairie est la plus proche" if place.guessed else "où vous êtes"
        words += f", la commune {known}"
    return words
