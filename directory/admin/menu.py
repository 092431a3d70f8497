"""The menu of the admin: its pages in the order in which curators need them."""

from django.contrib.auth.models import Group, User
from django.urls import reverse

from directory.models import (
    Curator,
    HandOver,
    ImportBatch,
    Invitation,
    Locality,
    Membership,
    Network,
    Objective,
    Outline,
    Perimeter,
    Pole,
    Programme,
    Recognition,
    Sector,
    Source,
    StageRecord,
    Structure,
    StructureKind,
    Suggestion,
    Synonym,
    Territory,
    YearlyFigures,
)

MINE, ACCESS = "Mes fiches", "Accès"
# the pages that no group names come last, by name
MENU = {
    MINE: [Pole, Structure, Suggestion, ImportBatch, HandOver],
    "Détail des pôles": [
        Membership,
        Perimeter,
        StageRecord,
        Recognition,
        YearlyFigures,
    ],
    "Référentiels": [
        Territory,
        Sector,
        Objective,
        StructureKind,
        Network,
        Source,
        Programme,
        Locality,
        Synonym,
        Outline,
    ],
    ACCESS: [Curator, Invitation, User, Group],
}
# pages of our own, after the lists of their group: words, name of the page, query
OTHERS = {
    MINE: [
        ("Doublons de pôles", "curation:duplicates", "?noun=pole"),
        ("Doublons de structures", "curation:duplicates", "?noun=structure"),
    ],
    ACCESS: [
        ("Qui a accès", "curation:access", ""),
        ("Qui peut faire quoi", "curation:rights", ""),
        ("Sécurité de mon compte", "curation:security", ""),
    ],
}


def add_group(name, models, pages=()):
    """Add the group of another application, before that of the accounts.

    `pages`: those of its own, as in `OTHERS`.
    """
    accounts = MENU.pop(ACCESS)
    MENU.update({name: list(models), ACCESS: accounts})
    OTHERS[name] = list(pages)


def menu_of(app_list):
    """Groups of the whole menu: (name, [(words, address, where to add one or None)]).

    `app_list` is that of the admin site: what the reader may open.
    """
    listed = {
        app["name"]: [
            (entry["name"], entry["admin_url"], entry["add_url"])
            for entry in app["models"]
        ]
        for app in app_list
    }
    names = [*MENU, *(name for name in listed if name not in MENU)]
    groups = []
    for name in names:
        others = [
            (words, reverse(page) + query, None)
            for words, page, query in OTHERS.get(name, [])
        ]
        if lines := listed.get(name, []) + others:
            groups.append((name, lines))
    return groups
