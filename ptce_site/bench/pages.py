"""The addresses that the bench asks, drawn by chance, the same at each run."""

from random import Random
from urllib.parse import urlencode

from directory.models import (
    Network,
    Pole,
    Programme,
    Sector,
    Stage,
    Structure,
    StructureKind,
    Territory,
)

WORDS = ("réemploi", "alimentation", "mobilité partagée", "atelier jeunes", "essai")
TYPED = ("bord", "saint-et", "33000", "Rennes", "la roche", "toulose", "cc du val")
ADMIN = "/admin/"
LEVELS = Territory.Level.values
SEED = 2014
SAMPLE = 500


def draw_addresses(number):
    """{name of a page: so many addresses of it}, among what the database holds."""
    random = Random(SEED)
    known = {
        model: list(rows.order_by("pk").values_list("slug", flat=True)[:SAMPLE])
        for model, rows in (
            (Pole, Pole.objects.published()),
            (Structure, Structure.objects.in_published_poles()),
            *((m, m.objects) for m in (Sector, Network, Programme, StructureKind)),
        )
    }
    codes = {
        level: list(
            Territory.objects.of_level(level)
            .order_by("code")
            .values_list("code", flat=True)
        )
        for level in LEVELS
    }
    return {
        name: [
            f"{path}?{urlencode(query, doseq=True)}" if query else path
            for path, query in (
                page(random.choice, known, codes) for _ in range(number)
            )
        ]
        for name, page in PAGES.items()
    }


def fixed(path, **query):
    return lambda one, known, codes: (path, query)


def sheet(path, model):
    return lambda one, known, codes: (f"{path}{one(known[model])}/", {})


def territory(level):
    return lambda one, known, codes: (f"/territoires/{level}/{one(codes[level])}/", {})


def somewhere(path):
    def draw(one, known, codes):
        level = one(["commune", "commune", "epci", "departement", "region"])
        where = {"territoire": f"{level}:{one(codes[level])}"}
        return path, one([where, where, {"ou": one(TYPED)}])

    return draw


def refined(one, known, codes):
    return "/poles/", {
        "thematique": [one(known[Sector]), one(known[Sector])],
        "etape": [one(Stage.values), "inconnu"],
        "membre": one(known[StructureKind]),
        "niveau": "epci",
    }


def any_page(one, known, codes):
    """The first page of the structures half of the time, else one of all of them."""
    last = max(1, Structure.objects.in_published_poles().count() // 40)
    return "/structures/", one([{}, {"page": one(range(1, last + 1))}])


def of_words(path, name, words):
    return lambda one, known, codes: (path, {name: one(words)})


# What a page draws by `one`, among the slugs `known` by model and the `codes` by level.
PAGES = {
    "/": fixed("/"),
    "/poles/": fixed("/poles/"),
    "/poles/ page 2": fixed("/poles/", page=2),
    "/poles/ un lieu": somewhere("/poles/"),
    "/poles/ des mots": of_words("/poles/", "quoi", WORDS),
    "/poles/ des facettes": refined,
    "/poles/carte.svg": fixed("/poles/carte.svg"),
    "/poles/carte.svg un lieu": somewhere("/poles/carte.svg"),
    "/poles/…/": sheet("/poles/", Pole),
    "/territoires/": fixed("/territoires/"),
    **{
        f"/territoires/{level}/…/": territory(level) for level in Territory.Level.values
    },
    "/territoires/suggestions/": of_words("/territoires/suggestions/", "q", TYPED),
    "/structures/": any_page,
    "/structures/ un nom": of_words("/structures/", "quoi", WORDS),
    "/structures/…/": sheet("/structures/", Structure),
    "/thematiques/": fixed("/thematiques/"),
    "/thematiques/…/": sheet("/thematiques/", Sector),
    "/reseaux/…/": sheet("/reseaux/", Network),
    "/reconnaissances/…/": sheet("/reconnaissances/", Programme),
    ADMIN + "directory/pole/": fixed(ADMIN + "directory/pole/"),
    ADMIN + "directory/pole/ des mots": of_words(
        ADMIN + "directory/pole/", "q", ("essai", "lyon", "réemploi")
    ),
    ADMIN + "directory/structure/": fixed(ADMIN + "directory/structure/"),
}
