"""Themes of the poles around a territory."""


def themes(known, gathering):
    """[(slug, name, number of poles)], in rank order; the last one tells of no theme.

    A pole counts in each of its themes, those of today: they have no date. Themes that
    no pole holds are left out; the last has None for slug and is there only when some
    pole has no theme.
    """
    acting = set(gathering.acting)
    holders = known.census.holders.get("thematique", {})
    told = [
        (slug, name, len(acting & holders.get(slug, set())))
        for slug, name in known.themes
    ]
    silent = len(acting.difference(*holders.values()))
    return [
        *(line for line in told if line[2]),
        *([(None, "non renseigné", silent)] if silent else []),
    ]
