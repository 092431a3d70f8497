"""Starting data of poles: created by import key, and never touched again.

A pole whose import key is known is left whole, children included, whatever a person
did of it; one that a person deleted does not come back.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from directory.models import DatePrecision, Pole, one_change

from . import pole_children
from .pole_children import ORIGIN
from .pole_rows import Known, member_keys, source_keys

AS_TOLD = (
    "slug",
    "name",
    "short_name",
    "description",
    "publication",
    "milieu",
    "website",
    "website_is_carriers",
)


@dataclass
class Report:
    """Import keys of the poles created, already there, or deleted by a person.

    `refused` holds pairs: the key, and the reason in French.
    """

    created: list = field(default_factory=list)
    already: list = field(default_factory=list)
    deleted: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def load_poles(data):
    """Create the poles that were never loaded; return a Report.

    Each pole is created with all its children, or refused whole.
    """
    report = Report()
    there = set(Pole.objects.values_list("import_key", flat=True))
    gone = set(Pole.history.values_list("import_key", flat=True)) - there
    new = []
    for row in data.poles:
        key = row["slug"]
        if key in there:
            report.already.append(key)
        elif key in gone:
            report.deleted.append(key)
        else:
            new.append(row)
    if new:
        _create_poles(new, Known(data, new), report)
    return report


def _create_poles(rows, known, report):
    for row in rows:
        reason = known.objection(row)
        if reason is None:
            try:
                with transaction.atomic(), one_change(ORIGIN):
                    _create_pole(row, known)
            except ValidationError as error:
                reason = " ".join(error.messages)
            except (DataError, IntegrityError) as error:
                reason = f"La base refuse la fiche : {str(error).splitlines()[0]}"
        if reason:
            report.refused.append((row["slug"], reason))
        else:
            report.created.append(row["slug"])


def _create_pole(row, known):
    sources = pole_children.find_or_create_sources(
        [known.sources[key] for key in source_keys(row)]
    )
    structures = pole_children.find_or_create_structures(
        [known.structures[key] for key in member_keys(row)], known.kinds
    )
    pole = Pole(
        import_key=row["slug"],
        **{name: row[name] for name in AS_TOLD},
        **_place(row, known),
        created_on=pole_children.first_of_january(row["created"]),
        created_precision=DatePrecision.YEAR,
        carrier=_carrier(row, structures),
        curation_note=_curation_note(row, known),
    )
    pole.clean_fields(exclude={"seat", "carrier"})
    _save_with_links(pole, row, known, sources.values())
    pole_children.add_members(pole, row["members"], structures)
    pole_children.add_perimeters(pole, row["perimeters"], known.territories, sources)
    pole_children.add_stage(pole, row["stage"], sources)
    pole_children.add_recognitions(pole, row["recognitions"], known.programmes, sources)
    pole_children.add_figures(pole, row["figures"], sources)


def _place(row, known):
    """Seat, and the point of a seat that is a commune: no other seat has one.

    A point given by the row is the town hall of an arrondissement.
    """
    seat = known.territories.get(row["seat"])
    if seat is None or seat.level != "commune":
        return {"seat": seat}
    point = row["point"] or {"latitude": seat.latitude, "longitude": seat.longitude}
    if point["latitude"] is None:
        return {"seat": seat}
    return {
        "seat": seat,
        "latitude": point["latitude"],
        "longitude": point["longitude"],
        "position_precision": Pole.PositionPrecision.COMMUNE,
    }


def _carrier(row, structures):
    """The structure that carries the pole, when the sources name exactly one."""
    carriers = [
        structures[member["structure"]]
        for member in row["members"]
        if member["role"] == "porteur"
    ]
    return carriers[0] if len(carriers) == 1 else None


def _curation_note(row, known):
    """Working notes, with the territories of action that are only supposed."""
    lines = list(row["curation_notes"])
    for item in row["supposed_perimeters"]:
        place = known.territories[item["territory"]]
        since = f", depuis {item['since']}" if item["since"] else ""
        line = f"Territoire d'action supposé : {place.name} ({place.key}){since}."
        if item["note"]:
            line += f" {item['note']}"
        if item["source"]:
            line += f" Source : {known.sources[item['source']]['title']}."
        lines.append(line)
    return "\n".join(lines)


def _save_with_links(pole, row, known, sources):
    """Save the pole and its links, as two entries of its history.

    The second entry, written with the last link, holds them all.
    """
    pole.skip_history_when_saving = True
    pole.save()
    del pole.skip_history_when_saving
    Pole.history.bulk_history_create([pole], default_change_reason=ORIGIN)
    pole._change_reason = ORIGIN
    sectors = [known.sectors[slug] for slug in row["sectors"]]
    for field_name, targets in (("sector", sectors), ("source", sources)):
        through = getattr(Pole, f"{field_name}s").through
        through.objects.bulk_create(
            through(pole=pole, **{field_name: target}) for target in targets
        )
    if steward := known.steward_of(pole.seat):
        pole.stewards.add(steward)
