"""Poles with far more to tell than any: what paper must hold all the same.

Their slugs, and those of their members, begin with « extreme ».
"""

from datetime import date

from directory.models import (
    CharterEdition,
    Membership,
    Network,
    Objective,
    Programme,
    Recognition,
    Sector,
    Source,
    StageRecord,
    StructureKind,
    YearlyFigures,
)
from tests.makers import make_edition, make_pledge, make_pole, make_structure

MEMBERS, SOURCES, POLES = 60, 30, 70
PLEDGED = (2014, 2021, 2024)
NAME = (
    "Groupement d'intérêt économique et de coopération territoriale des acteurs de la "
    "transition écologique et solidaire du Grand Pays de la Vallée"
)
SEAT = "commune:26281"
PERIMETER = [
    "departement:26",
    "region:84",
    *(f"departement:{code}" for code in ("971", "972", "973", "974", "976", "2A")),
    *(f"epci:{code}" for code in ("200040459", "243300316", "200054781", "244400404")),
]


def make_long_poles():
    """Make them all: two with long sheets, and enough for one département."""
    members, sources = _members(), _sources()
    for year in PLEDGED:
        make_edition(year, title=NAME)
    _make_long_pole("extreme-1", members, sources, years=17, recognitions=9)
    brief = {"description": "Coopération W " * 25, "years": 2, "recognitions": 2}
    _make_long_pole("extreme-bref", members[:6], sources, **brief)
    stages = ["emergence", "developpement", "consolidation", None]
    for rank in range(2, POLES + 1):
        make_pole(
            f"{rank} {NAME}",
            slug=f"extreme-{rank}",
            seat=SEAT,
            stage=stages[rank % 4],
            on="2015-01-01",
            sectors=[sector.slug for sector in Sector.objects.all()[rank % 9 :]],
            acts_on=PERIMETER[:3],
            members=members[rank % 20 :: 20],
        )


def _members():
    kinds = list(StructureKind.objects.all())
    return [
        make_structure(
            f"{NAME} {rank}",
            kind=kinds[rank % len(kinds)].slug,
            slug=f"extreme-{rank}",
            legal_form="société coopérative d'intérêt collectif à capital variable",
        )
        for rank in range(MEMBERS)
    ]


def _sources():
    return [
        Source.objects.create(
            title=f"{rank}. {NAME}, {NAME}",
            url=f"https://exemple.fr/{'chemin-tres-long/' * 20}{rank}",
            year=2000 + rank % 20,
        )
        for rank in range(SOURCES)
    ]


def _make_long_pole(slug, members, sources, *, years, recognitions, **fields):
    fields = {
        "name": f"{NAME}, et d'ailleurs encore, jusqu'à la mer et aux îles"[:200],
        "short_name": NAME[:100],
        "description": "coopération " * 3_000,
        "address": f"{NAME}, {NAME}"[:250],
        "milieu": "rural",
        "website": f"https://exemple.fr/{'adresse-sans-fin/' * 16}",
        "email": f"contact.{'tres-long.' * 10}@exemple.fr",
        "phone": "+33 4 75 00 00 00",
        "created_on": date(2007, 3, 4),
        "created_precision": "jour",
        "closed_on": date(2026, 1, 1),
        "closed_precision": "jour",
        "carrier": members[0],
        **fields,
    }
    pole = make_pole(slug=slug, seat=SEAT, acts_on=PERIMETER, **fields)
    pole.sources.set(sources)
    pole.sectors.set(Sector.objects.all())
    pole.objectives.set(Objective.objects.all())
    pole.networks.set(Network.objects.all())
    StageRecord.objects.create(
        pole=pole, stage="developpement", on=date(2020, 1, 1), note="projet"
    )
    for edition in CharterEdition.objects.all():
        make_pledge(pole, edition)
    role = "cofondatrice et animatrice du comité de pilotage du projet de territoire"
    for member in members:
        Membership.objects.create(pole=pole, structure=member, role_as_told=role)
    for year in range(2026 - years, 2026):
        YearlyFigures.objects.create(
            pole=pole, year=year, member_structures=123_456, turnover_eur=1_234_567_890
        )
    for programme in Programme.objects.all()[:recognitions]:
        Recognition.objects.create(
            pole=pole, programme=programme, text=f"{NAME}, {NAME}"[:300]
        )
