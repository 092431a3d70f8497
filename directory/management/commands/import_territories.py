from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from directory.importers.territories import import_territories
from directory.importers.territory_reader import UnusableFiles

LABELS = {
    "region": "régions",
    "departement": "départements",
    "epci": "intercommunalités",
    "commune": "communes",
    "localites": "localités",
    "contours": "contours",
    "voisinages": "voisinages",
}
OUTCOMES = {
    "created": "en plus",
    "changed": "avec changement",
    "unchanged": "sans changement",
    "deleted": "en moins",
    "kept": "hors des fichiers mais encore en usage",
}


class Command(BaseCommand):
    help = "Charge les territoires français, ou les met à jour, depuis leurs fichiers."

    def add_arguments(self, parser):
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path(settings.BASE_DIR) / "fixtures" / "territories",
        )

    def handle(self, *, folder, verbosity, **options):
        try:
            report = import_territories(
                folder, progress=_bar if verbosity else lambda steps, label: steps
            )
        except UnusableFiles as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.tell(report)

    def tell(self, report):
        self.stdout.write(f"Territoires, millésime {report.vintage} :")
        for kind, tally in report.tallies.items():
            counts = (
                f"{getattr(tally, outcome)} {words}"
                for outcome, words in OUTCOMES.items()
                if getattr(tally, outcome)
            )
            told = ", ".join(counts) or "aucun"
            self.stdout.write(f"  {LABELS[kind]} : {told}")
        for territory in report.kept:
            self.stdout.write(
                f"Gardé, car encore en usage : {territory} "
                f"({territory.get_level_display()} {territory.code})"
            )


def _bar(steps, label):
    """A progress bar on stderr, silent when it is not a terminal."""
    return tqdm(steps, desc=label, disable=None)
