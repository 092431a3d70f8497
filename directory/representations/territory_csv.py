"""What a territory page shows, as one CSV table of figures."""

import csv
import io

from directory.models import INACTIVE_STAGES, Territory, stage_name
from directory.text import neutralised
from directory.words import count_poles

COLUMNS = (
    *("date", "echelon", "code", "territoire"),
    *("rubrique", "cle", "libelle", "valeur", "sur", "precision"),
)
BYTE_ORDER_MARK = "\ufeff"


def territory_csv(page):
    """Bytes of the table, for French spreadsheets: UTF-8 with its mark, semicolons.

    `page` is the context of a territory page. One line for each figure; `sur` is what
    it is out of, an empty value is unknown. The same facts give the same bytes.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for place, lines in _blocks(page):
        head = [page["moment"].on.isoformat(), *_identity(place)]
        for line in lines:
            writer.writerow([*head, *map(_cell, line)])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _blocks(page):
    """(territory, its lines): those of the page, then the comparison of each."""
    yield page["territory"], _lines(page)
    if page["compared"]:
        for rank, place in enumerate([page["territory"], *page["compared"]]):
            yield place, _compared(page["comparison"], rank)


def _identity(place):
    if place is None:
        return "pays", "FR", "France"
    return place.level, place.code, neutralised(place.name)


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return neutralised(value) if isinstance(value, str) else value


def _lines(page):
    """(rubrique, cle, libelle, valeur, sur, precision) of each figure."""
    portrait, poles = page["portrait"], page["portrait"].poles
    acting = len(poles.acting)
    yield "poles", "agissant", "Pôles en activité qui agissent", acting, None, None
    for key, words, some in (
        ("sieges", "dont siège", poles.seated),
        *_by_region(page["territory"], poles),
        ("perimetres", "dont territoire d'action connu", poles.located),
        ("etape_ancienne", "dont étape non dite depuis cinq ans", poles.stale),
    ):
        yield "poles", key, words, len(some), acting, None
    for key, words, some in (
        ("finis", "En sommeil ou clos, hors compte", poles.over),
        ("sans_date", "Début non daté, hors compte dans le passé", poles.undated),
    ):
        yield "poles", key, words, len(some), None, None
    for stage, number in page["stages"]:
        if stage not in INACTIVE_STAGES:
            yield "etapes", stage or "inconnue", stage_name(stage), number, acting, None
    for slug, name, number in page["themes"]:
        yield "thematiques", slug or "inconnue", name, number, acting, None
    for slug, name, number in page["recognitions"]:
        yield "reconnaissances", slug, name, number, acting, None
    for family, number in portrait.families.items():
        yield "membres", family.value, family.label, number, portrait.members, None
    for figure in portrait.declared:
        words = f"{figure.label} ({figure.unit})"
        answered = _answered(figure)
        yield "declare", figure.name, words, figure.total, None, answered
    yield from _people(portrait.population)
    for on, number in poles.years:
        yield "annees", on.isoformat(), "Pôles en activité", number, None, None
    yield from _zones(page)
    for pole in page["acting"]:
        yield "liste", pole.slug, pole.name, None, None, _seat(pole)


def _by_region(territory, poles):
    """Poles that only a whole région leads there; no line where that says nothing."""
    if territory is None or territory.level == Territory.Level.REGION:
        return []
    words = "dont présents par le seul périmètre de toute une région"
    return [("regionaux", words, poles.regional)]


def _answered(figure):
    told, verb = count_poles(figure.answered), "ont" if figure.answered > 1 else "a"
    return f"{told} sur {figure.asked} {verb} répondu"


def _seat(pole):
    return pole.seat.name if pole.seat else None


def _people(people):
    yield "population", "totale", "Habitants", people.total, None, None
    for key, words, some in (
        ("couverte", "dans une commune où un pôle connu agit", people.covered),
        ("de_pres", "de même, sans les pôles de toute une région", people.closely),
        ("perimetre", "de même, par le territoire d'action", people.reached),
    ):
        yield "population", key, words, some, people.total, None


def _zones(page):
    for rubric, zones in (
        ("zones_blanches", page.get("white", [])),
        ("zones_regionales", page.get("regional_only", [])),
    ):
        for zone in zones:
            place = zone.territory
            people = f"{place.name} (habitants)"
            near = zone.nearest and _nearest(zone)
            yield rubric, place.key, people, place.population, None, near
    for region, epcis, white, regional in page.get("regional", []):
        name = f"{region.name} (intercommunalités)"
        yield "zones_blanches", region.key, name, white, epcis, None
        yield "zones_regionales", region.key, name, regional, epcis, None


def _nearest(zone):
    return f"siège le plus proche\u00a0: {zone.nearest.name}, à {round(zone.km)} km"


def _compared(comparison, rank):
    for line in comparison:
        told = "trop peu" if line.guarded and line.values[rank] is None else None
        yield "comparaison", line.key, line.name, line.values[rank], None, told
