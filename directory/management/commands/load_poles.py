from django.core.management.base import BaseCommand

from directory.importers.pole_rows import read_starting_data
from directory.importers.poles import load_poles


class Command(BaseCommand):
    help = "Crée les pôles de départ qui manquent, sans toucher à ceux qui existent."

    def handle(self, **options):
        report = load_poles(read_starting_data())
        self.stdout.write(
            f"Pôles créés : {len(report.created)}, "
            f"déjà là : {len(report.already)}, "
            f"supprimés et laissés de côté : {len(report.deleted)}, "
            f"refusés : {len(report.refused)}."
        )
        for key, reason in report.refused:
            self.stderr.write(f"{key} : {reason}")
