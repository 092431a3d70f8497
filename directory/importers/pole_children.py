"""What hangs from a pole of the starting data: sources, members, dated facts."""

from datetime import date

from directory.models import (
    DatePrecision,
    Membership,
    Perimeter,
    Recognition,
    Source,
    StageRecord,
    Structure,
    YearlyFigures,
)

ORIGIN = "données de départ"


def first_of_january(year):
    """Date of what is known to the year: a question within it finds the fact.

    None when the year is unknown.
    """
    return year and date(year, 1, 1)


def find_or_create_sources(rows):
    """Sources by the key of their row; one with the same title and address is kept."""
    titles = [row["title"] for row in rows]
    found = {
        (source.title, source.url): source
        for source in Source.objects.filter(title__in=titles)
    }
    missing = [
        Source(**{name: row[name] for name in ("title", "url", "year", "note")})
        for row in rows
        if (row["title"], row["url"]) not in found
    ]
    for source in Source.objects.bulk_create(missing):
        found[source.title, source.url] = source
    return {row["key"]: found[row["title"], row["url"]] for row in rows}


def find_or_create_structures(rows, kinds):
    """Structures by import key, those there as they are now.

    Raises ValidationError on a row that makes no valid structure.
    """
    keys = [row["key"] for row in rows]
    found = {
        structure.import_key: structure
        for structure in Structure.objects.filter(import_key__in=keys)
    }
    missing = [
        Structure(
            import_key=row["key"],
            slug=row["key"],
            name=row["name"],
            kind=kinds[row["kind"]],
            legal_form=row["legal_form"],
            origin=ORIGIN,
        )
        for row in rows
        if row["key"] not in found
    ]
    for structure in missing:
        structure.clean_fields(exclude={"kind"})
    return found | {
        structure.import_key: structure for structure in _create_all(missing)
    }


def _create_all(rows):
    """Create rows of one model, each with its first entry of history."""
    if not rows:
        return []
    model = type(rows[0])
    created = model.objects.bulk_create(rows)
    model.history.bulk_history_create(created, default_change_reason=ORIGIN)
    return created


def add_members(pole, rows, structures):
    _create_all(
        [
            Membership(
                pole=pole,
                structure=structures[row["structure"]],
                role=row["role"],
                role_as_told=row["role_as_told"],
                note=row["note"],
            )
            for row in rows
        ]
    )


def add_perimeters(pole, rows, territories, sources):
    _create_all(
        [
            Perimeter(
                pole=pole,
                territory=territories[row["territory"]],
                since=first_of_january(row["since"]),
                since_precision=DatePrecision.YEAR,
                source=sources.get(row["source"]),
                note=row["note"],
            )
            for row in rows
        ]
    )


def add_stage(pole, row, sources):
    """What a source said of a year; nothing is stretched to today."""
    if row:
        record = StageRecord(
            pole=pole,
            stage=row["stage"],
            on=first_of_january(row["year"]),
            precision=DatePrecision.YEAR,
            source=sources.get(row["source"]),
            note=row["note"],
        )
        _create_all([record])


def add_recognitions(pole, rows, programmes, sources):
    _create_all(
        [
            Recognition(
                pole=pole,
                programme=programmes.get(row["programme"]),
                text=row["text"],
                on=row["on"] and date.fromisoformat(row["on"]),
                precision=row["precision"],
                source=sources.get(row["source"]),
            )
            for row in rows
        ]
    )


def add_figures(pole, rows, sources):
    _create_all(
        [
            YearlyFigures(
                pole=pole,
                year=row["year"],
                member_structures=row["member_structures"],
                source=sources.get(row["source"]),
            )
            for row in rows
        ]
    )
