"""Themes of the poles around a territory."""

from collections import Counter


def themes(known, gathering):
    """[(slug, name, number of poles)], in rank order; the last one tells of no theme.

    A pole counts in each of its themes, those of today: they have no date. Themes that
    no pole holds are left out; the last has None for slug and is there only when some
    pole has no theme.
    """
    lives = [known.lives[pk] for pk in gathering.acting]
    counts = Counter(theme for life in lives for theme in life.themes)
    silent = sum(not life.themes for life in lives)
    in_order = sorted(counts.items())
    told = [(slug, name, number) for (_, name, slug), number in in_order]
    return [*told, (None, "non renseigné", silent)] if silent else told
