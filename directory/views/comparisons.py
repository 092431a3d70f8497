"""Territories put beside the one of a page: `?avec=epci:243300316`."""

from django.db.models import Q

from directory.models import Territory

MOST_COMPARED = 3
LONGEST_KEY = 80


def territories_compared(request, territory):
    """(territories, problems in words) that `avec` asks for, at most three.

    Each by its key, one of them by a name; of the level of `territory`.
    """
    asked = list(dict.fromkeys(filter(None, map(_plain, request.GET.getlist("avec")))))
    if not asked:
        return [], []
    if territory is None:
        return [], ["La France entière ne se compare à aucun territoire."]
    known, names = _by_key(asked), [text for text in asked if ":" not in text]
    found, problems = [], []
    for text in asked[: MOST_COMPARED + 1]:
        place = known.get(text.lower())
        if text in names[:1]:
            place = _named(text, territory.level)
        if problem := _refused(place, text, territory, text in names[1:]):
            problems.append(problem)
        elif place not in found:
            found.append(place)
    if len(asked) > MOST_COMPARED:
        words = f"On compare {MOST_COMPARED} territoires au plus avec celui-ci."
        problems.append(words)
    return found[:MOST_COMPARED], problems


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


def _named(text, level):
    """The first territory of a level that a text names, or None."""
    places = Territory.objects.search(text)
    same = [place for place in places if place.level == level]
    return same[0] if same else None


def _refused(place, text, territory, is_one_more):
    """Why a territory is not compared with that of the page; None when it is."""
    if is_one_more:
        return f"« {text} » : un seul nom à la fois, s'il vous plaît."
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
