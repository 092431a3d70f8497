"""Poles and structures drawn by chance, and plainly said to be tests.

Territories, themes, kinds of structure, networks and programmes are the real ones.
"""

import uuid
from collections import namedtuple
from datetime import date
from itertools import accumulate

from directory.models import (
    Network,
    Objective,
    Perimeter,
    Pole,
    Programme,
    Recognition,
    Sector,
    Source,
    Stage,
    StageRecord,
    StructureKind,
    Territory,
    YearlyFigures,
)

Commune = namedtuple(
    "Commune", "pk latitude longitude population epci departement region"
)
ACTIVITIES = (
    "réemploi des matériaux",
    "alimentation locale",
    "mobilité partagée",
    "habitat participatif",
    "culture et patrimoine",
    "insertion par l'activité",
    "énergie citoyenne",
    "numérique libre",
    "santé de proximité",
    "formation des jeunes",
)
SENTENCES = (
    "Rassemble des associations, des coopératives et des communes autour d'un projet.",
    "Mutualise des locaux, des achats et des emplois entre ses membres.",
    "Accompagne la création d'activités utiles au territoire.",
    "Anime un atelier ouvert aux habitants, et une plateforme de réemploi.",
    "Conduit des recherches avec une université voisine.",
    "Forme des jeunes aux métiers de la transition.",
)
COLUMNS = {
    StageRecord: ("pole_id", "stage", "on", "precision", "source_id"),
    Perimeter: (
        *("pole_id", "territory_id", "since"),
        *("since_precision", "until_precision"),
    ),
    Recognition: ("pole_id", "programme_id", "on", "precision"),
    YearlyFigures: ("pole_id", "year", "member_structures", "jobs_fte"),
}


class Invention:
    """Draws rows by a `random.Random`; reads what is real once, when made."""

    def __init__(self, random):
        self.random = random
        communes = Territory.objects.of_level(Territory.Level.COMMUNE)
        self.communes = [
            Commune(*row)
            for row in communes.filter(latitude__isnull=False)
            .order_by("pk")
            .values_list(*Commune._fields)
        ]
        inhabitants = (commune.population or 0 for commune in self.communes)
        self.inhabitants = list(accumulate(inhabitants))
        models = (Sector, Objective, Network, Programme, Source, StructureKind)
        self.pks = {
            model: list(model.objects.order_by("pk").values_list("pk", flat=True))
            for model in models
        }

    def commune(self):
        """One in two where people live, one in two anywhere."""
        weights = self.random.choice([self.inhabitants, None])
        return self.random.choices(self.communes, cum_weights=weights)[0]

    def structure(self, number):
        """Public id, slug, name, kind and commune of a structure, not archived."""
        return (
            uuid.UUID(int=self.random.getrandbits(128), version=4),
            f"structure-d-essai-{number}",
            f"Structure d'essai {number}, {self.random.choice(ACTIVITIES)}",
            self.random.choice(self.pks[StructureKind]),
            self.commune().pk,
            False,
        )

    def pole(self, number, publication):
        """An unsaved pole; one in ten has no point, known to its département only."""
        random, commune = self.random, self.commune()
        activity = random.choice(ACTIVITIES)
        pole = Pole(
            slug=f"pole-d-essai-{number}",
            name=f"Pôle d'essai {number}, {activity}",
            description=f"Fiche d'essai. {' '.join(random.choices(SENTENCES, k=5))}",
            seat_id=commune.pk,
            milieu=random.choice([None, *Pole.Milieu.values]),
            publication=publication,
        )
        pole.drawn = commune
        if random.random() < 0.1:
            pole.seat_id = commune.departement
        else:
            pole.latitude = commune.latitude + random.uniform(-0.01, 0.01)
            pole.longitude = commune.longitude + random.uniform(-0.01, 0.01)
            pole.position_precision = Pole.PositionPrecision.ADDRESS
        return pole

    def children(self, pole):
        """(model, row) of what hangs on a pole, in the order of `COLUMNS`."""
        random, year = self.random, "annee"
        for on in sorted(random.sample(range(2013, 2026), random.choice([0, 1, 1, 2]))):
            stage = random.choice(Stage.values)
            source = random.choice(self.pks[Source])
            yield StageRecord, (pole.pk, stage, date(on, 1, 1), year, source)
        for territory in self._perimeter(pole.drawn):
            yield Perimeter, (pole.pk, territory, None, year, year)
        for programme in self._some(Programme, [0, 0, 1]):
            yield Recognition, (pole.pk, programme, date(2015, 1, 1), year)
        for told in random.sample(range(2018, 2026), random.choice([0, 1, 3])):
            count = random.randrange(5, 80)
            yield YearlyFigures, (pole.pk, told, count, count / 2)

    def links(self, pole):
        """(name of a many-to-many field, key of the other row) of a pole."""
        for name, model, numbers in (
            ("sectors", Sector, [1, 2, 3, 4]),
            ("objectives", Objective, [0, 2, 3]),
            ("networks", Network, [0, 1, 2]),
            ("stewards", Network, [1]),
            ("sources", Source, [1, 2, 3]),
        ):
            for pk in self._some(model, numbers):
                yield name, pk

    def _some(self, model, numbers):
        return self.random.sample(self.pks[model], self.random.choice(numbers))

    def _perimeter(self, commune):
        """Seven poles in ten tell it: their EPCI mostly, a département, a région."""
        rung = self.random.choice(
            [None, None, None, "epci", "epci", "epci", "pk", "both"]
            + ["departement", "region"]
        )
        rungs = ["epci", "departement"] if rung == "both" else [rung] if rung else []
        return {getattr(commune, rung) for rung in rungs} - {None}
