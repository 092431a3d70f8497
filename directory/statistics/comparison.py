"""Territories side by side, and which ones are worth putting there."""

from dataclasses import dataclass

from django.db.models import F, Func

from directory.models import Territory

FEWEST_INHABITANTS = 20_000
"""Under so many inhabitants, no rate is told: one more pole would change it a lot."""
FEWEST_POLES = 5
"""Under so many poles, no percentage of them is told."""
BAND = 1.5
"""Territories are alike when neither has so many times the population of the other."""


@dataclass(frozen=True)
class Line:
    """A figure of several territories; a value is None when unknown, or not told.

    `key` tells it from the others. `format`: 'number', 'percent', 'euros' or 'rate',
    per 100,000 inhabitants.
    `guarded`: whether it is not told under a number, see the two constants above.
    """

    key: str
    name: str
    format: str
    values: list[float | None]
    guarded: bool = False


def comparison(portraits):
    """Lines of the comparison of some portraits, one value for each of them."""
    return [
        Line(key, name, kind, [measure(portrait) for portrait in portraits], guarded)
        for key, name, kind, measure, guarded in MEASURES
    ]


def alike(territory, *, most=6):
    """Territories of the same level whose population is close, the closest first.

    Overseas collectivities, départements without a région, are alike among themselves.
    None for France, and for a territory of unknown population.
    """
    if territory is None or not territory.population:
        return Territory.objects.none()
    size, level = territory.population, Territory.objects.of_level(territory.level)
    if territory.level == Territory.Level.DEPARTEMENT:
        level = level.filter(region__isnull=territory.region_id is None)
    return (
        level.exclude(pk=territory.pk)
        .filter(population__range=(size / BAND, size * BAND))
        .select_related("departement")
        .order_by(Func(F("population") - size, function="abs"), "code")[:most]
    )


def _rate(portrait):
    people = portrait.population.total
    if not people or people < FEWEST_INHABITANTS:
        return None
    return len(portrait.poles.acting) * 100_000 / people


def _staged(portrait):
    poles = portrait.poles
    if len(poles.acting) < FEWEST_POLES:
        return None
    return 1 - poles.stages[None] / len(poles.acting)


def _declared(rank):
    return lambda portrait: portrait.declared[rank].total


MEASURES = [
    ("habitants", "Habitants", "number", lambda p: p.population.total, False),
    (
        "agissant",
        "Pôles qui y agissent",
        "number",
        lambda p: len(p.poles.acting),
        False,
    ),
    ("sieges", "dont siège sur place", "number", lambda p: len(p.poles.seated), False),
    ("taux", "Pôles pour 100\u00a0000 habitants", "rate", _rate, True),
    (
        "perimetres",
        "Pôles dont le territoire d'action est connu",
        "number",
        lambda p: len(p.poles.located),
        False,
    ),
    ("etapes", "Part des pôles dont une source dit l'étape", "percent", _staged, True),
    (
        "couverte",
        "Part de la population dans une commune où un pôle agit",
        "percent",
        lambda p: p.population.share,
        False,
    ),
    (
        "de_pres",
        "de même, sans les pôles de toute une région",
        "percent",
        lambda p: p.population.close_share,
        False,
    ),
    ("membres", "Structures membres connues", "number", lambda p: p.members, False),
    (
        "public",
        "dont collectivités et organismes publics",
        "number",
        lambda p: p.families.get("public", 0),
        False,
    ),
    ("jobs_fte", "Emplois déclarés (ETP)", "number", _declared(0), False),
    ("turnover_eur", "Chiffre d'affaires déclaré", "euros", _declared(1), False),
    ("volunteers", "Bénévoles déclarés", "number", _declared(2), False),
]
