"""Where poles act, and where none is known to: areas toned by number of poles.

A number is that of the distinct poles that act on a territory: those of the parts do
not add up to that of the whole. `counts` gives them by key of territory, such as
'departement:33'; a missing one is 0. Links end with `query`, such as '?au=2016-01-01'.
Drawings are for the template `directory/_choropleth.html`; anchors tell those of one
page apart. No query, save the outlines of intercommunalities the first time.
"""

from typing import NamedTuple

from directory.base_drawing import HEIGHT, WIDTH
from directory.models import Territory
from directory.prepositions import located
from directory.words import act, count_poles

from . import sheets
from .france import region_link
from .rows import rows_of
from .shapes import joined, link, toned
from .sheets import kept_sheet
from .tones import legend

MOST_NAMED = 2


class Noun(NamedTuple):
    """How a kind of territories is told: its plural, ending, and pronoun."""

    plural: str
    e: str
    them: str


DEPARTEMENTS = Noun("départements", "", "eux")
INTERCOMMUNALITIES = Noun("intercommunalités", "e", "elles")
LIMITS = {
    Territory.Level.REGION: "limite de la région",
    Territory.Level.DEPARTEMENT: "limite du département",
}


def france_drawing(tree, overseas, counts, *, title, anchor="departements", query=""):
    """All départements, and a link for each région.

    `tree` is [(région, its départements)]; `overseas` lists the collectivities, that
    have no outline: they are told beside. All come in the order of tree and list. None
    without any région.
    """
    if not tree:
        return None
    regions = rows_of([region for region, _ in tree], counts, query)
    parts = [rows_of(inside, counts, query) for _, inside in tree]
    departements = [row for rows in parts for row in rows]
    groups = [
        {"head": region, "rows": rows}
        for region, rows in zip(regions, parts, strict=True)
    ]
    beside = rows_of(overseas, counts, query)
    if beside:
        groups.append({"title": "Collectivités d'outre-mer", "rows": beside})
    places = [place for _, inside in tree for place in inside]
    return {
        "title": title,
        "anchor": anchor,
        "words": _words(places, departements, DEPARTEMENTS),
        "legend": legend(anchor),
        "width": WIDTH,
        "height": HEIGHT,
        "shapes": joined(
            region_link(region, rows, anchor)
            for region, rows in zip(regions, parts, strict=True)
        ),
        "kind": "of-regions",
        "beside": beside,
        "heading": "Département",
        "groups": groups,
    }


def intercommunalities_drawing(
    territory, places, counts, *, title, anchor="intercommunalites", query="", note=""
):
    """Intercommunalities of a région or a département, a link for each.

    `places` are all those that share communes with it, in the order of the links; they
    are drawn whole, under the outline of the territory. `note` ends the words. None
    when no outline is known.
    """
    above = [place.pk for place in places if place.nature == Territory.EPT]
    parts = (place.pk for place in places)
    sheet = kept_sheet(territory.pk, parts, above, territory.vintage)
    if sheet is None or not sheet.shapes:
        return None
    rows = rows_of(places, counts, query)
    # what covers another comes after it
    drawn = sorted(
        ((row, sheet.shapes[row.pk]) for row in rows if row.pk in sheet.shapes),
        key=lambda pair: pair[0].pk in above,
    )
    return {
        "title": title,
        "anchor": anchor,
        "words": f"{_words(places, rows, INTERCOMMUNALITIES)} {note}".rstrip(),
        "legend": legend(anchor),
        "width": sheets.WIDTH,
        "height": sheet.height,
        "shapes": joined(link(row, toned(each, row, anchor)) for row, each in drawn),
        "kind": "of-links",
        "outline": sheet.outer,
        "limit": LIMITS[territory.level],
        "heading": "Intercommunalité",
        "groups": [{"rows": rows}],
    }


def _words(places, rows, noun):
    """A sentence: in how many of the places poles act, and where most do."""
    most, total = max(row.number for row in rows), len(rows)
    reached = sum(bool(row.number) for row in rows)
    first = [
        located(place)
        for place, row in zip(places, rows, strict=True)
        if row.number == most
    ]
    everywhere, told = reached == total, f"{count_poles(most)} {act(most)}"
    if not reached:
        where = first[0] if total == 1 else f"dans ces {total} {noun.plural}"
        return f"Aucun pôle connu n'agit {where}."
    if total == 1:
        return f"{told} {first[0]}."
    if reached == 1:
        return (
            f"{told} dans un{noun.e} seul{noun.e} des {total} {noun.plural}"
            f"\u00a0: {first[0]}."
        )
    if most == 1 and everywhere:
        return f"Chacun{noun.e} des {total} {noun.plural} a un pôle qui y agit."
    if most == 1:
        return (
            f"{reached} des {total} {noun.plural} ont un pôle qui y agit\u00a0; "
            f"aucun{noun.e} n'en a plus d'un."
        )
    if len(first) > MOST_NAMED:
        first = [f"dans {len(first)} d'entre {noun.them}"]
    return (
        f"Au moins un pôle agit dans {'les' if everywhere else f'{reached} des'} "
        f"{total} {noun.plural}\u00a0; le plus grand nombre, {most}, "
        f"{' et '.join(first)}."
    )
