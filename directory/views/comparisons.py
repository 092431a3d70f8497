"""Territories put beside the one of a page: `?avec=epci:243300316`."""

from django.db.models import Q

from directory.models import Territory

MOST_COMPARED = 3
LONGEST_KEY = 80


def territories_compared(request, territory):
    """(territories, problems in words) that `avec` asks for, at most three.

    Each by its key, or by what its name begins with; of the level of `territory`.
    """
    asked = list(dict.fromkeys(filter(None, map(_plain, request.GET.getlist("avec")))))
    if not asked:
        return [], []
    if territory is None:
        return [], ["La France entière ne se compare à aucun territoire."]
    found, problems = [], []
    known = _by_key(asked)
    for text in asked[: MOST_COMPARED + 1]:
        place = known.get(text.lower()) or _named(text, territory.level)
        if problem := _refused(place, text, territory):
            problems.append(problem)
        elif place not in found:
            found.append(place)
    if len(asked) > MOST_COMPARED:
        problems.append(
            f"On compare {MOST_COMPARED} territoires au plus avec celui-ci."
        )
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
    """The first territory of a level that a text names; None for a key, or for none."""
    if ":" in text:
        return None
    places = Territory.objects.search(text)
    same = [place for place in places if place.level == level]
    return same[0] if same else None


def _refused(place, text, territory):
    """Why a territory is not compared with that of the page; None when it is."""
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
