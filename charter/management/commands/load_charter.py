from django.core.management.base import BaseCommand

from charter.importers.starting import load_charter


class Command(BaseCommand):
    help = "Crée les textes et l'histoire de la charte qui manquent, et rien d'autre."

    def handle(self, **options):
        for model, number in load_charter().items():
            names = model._meta.verbose_name_plural
            self.stdout.write(f"{names}\u00a0: {number} en plus")
