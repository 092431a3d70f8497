"""Territories put beside the one of a page: `?avec=epci:243300316`."""

from typing import NamedTuple

from django.db.models import Q

from directory.models import Territory

MOST_COMPARED = 3
LONGEST_KEY = 80
MOST_CANDIDATES = 10


class Beside(NamedTuple):
    """The territories that `avec` asks for, and why others are not there, in words.

    `candidates`: those that a text may mean, best first, when it names no single one.
    """

    found: list[Territory]
    problems: list[str]
    candidates: list[Territory]


def territories_compared(request, territory):
    """What `avec` asks to put beside a territory: at most three, each once.

    Each by its key, one of them by a name or a code; of the level of `territory`.
    """
    asked = _asked(request)
    if not asked:
        return Beside([], [], [])
    if territory is None:
        return Beside([], ["La France entière ne se compare à aucun territoire."], [])
    return _beside(asked, territory)


def _beside(asked, territory):
    """The same of texts, of which there is one at least."""
    known, names = _by_key(asked), [text for text in asked if ":" not in text]
    found, problems, candidates = [], [], []
    for text in asked:
        place = known.get(text.lower())
        if text in names[:1]:
            place, candidates = _named(text, territory)
        if len(found) + len(problems) > MOST_COMPARED:
            break
        if problem := _refused(place, text, territory, text in names[1:], candidates):
            problems.append(problem)
        elif place not in found:
            found.append(place)
    if len(found) + len(problems) > MOST_COMPARED:
        words = f"On compare {MOST_COMPARED} territoires au plus avec celui-ci."
        problems.append(words)
    return Beside(found[:MOST_COMPARED], problems, candidates)


def _asked(request):
    """Texts of `avec`, each once whatever its letters, the first way it is written."""
    texts = filter(None, map(_plain, request.GET.getlist("avec")))
    asked = {}
    for text in texts:
        asked.setdefault(text.lower(), text)
    return list(asked.values())


def _plain(text):
    return " ".join(text.replace("\0", "").split())[:LONGEST_KEY]


def _by_key(texts):
    """Territories by their key in small letters; one query when any text is a key."""
    pairs = [text.partition(":")[::2] for text in texts if ":" in text]
    if not pairs:
        return {}
    keys = Q()
    for level, code in pairs:
        keys |= Q(level=level.lower(), code=code.upper())
    places = Territory.objects.select_related(*Territory.PARENTS).filter(keys)
    return {place.key.lower(): place for place in places}


def _named(text, territory):
    """(the only territory, like one, that a name or code tells, or None; candidates).

    Without any that is told whole, those that look alike are candidates.
    """
    alike = Territory.objects.of_level(territory.level)
    places = list(alike.search(text).select_related(*Territory.PARENTS))
    sure = [place for place in places if place.exact]
    others = [place for place in sure if place != territory]
    if len(others) == 1 or sure and not others:
        return (others or sure)[0], []
    candidates = [place for place in others or places if place != territory]
    return None, candidates[:MOST_CANDIDATES]


def _refused(place, text, territory, is_one_more, candidates):
    """Why a territory is not compared with that of the page; None when it is."""
    if is_one_more:
        return f"« {text} » : un seul nom à la fois, s'il vous plaît."
    if place is None and ":" not in text and candidates:
        return _unsure(text, candidates, Territory.Level(territory.level))
    if place is None:
        rung = territory.get_level_display()
        return (
            f"« {text} » : aucun territoire de l'échelon « {rung} » ne se nomme ainsi."
        )
    if place == territory:
        return f"{place.name} est le territoire de cette page : choisissez-en un autre."
    if place.level != territory.level:
        return (
            f"{place.name} est de l'échelon « {place.get_level_display()} » : il ne se "
            f"compare pas à un territoire de l'échelon "
            f"« {territory.get_level_display()} »."
        )
    return None


def _unsure(text, candidates, level):
    """Why a text that may mean some territories is not answered by one of them."""
    if candidates[0].exact and len(candidates) > 1:
        return f"« {text} » désigne plusieurs territoires. Lequel comparer ?"
    rung = level.label
    return (
        f"« {text} » : aucun territoire de l'échelon « {rung} » ne se nomme ainsi. "
        "Voici ceux dont le nom ressemble."
    )
