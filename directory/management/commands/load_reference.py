from django.core.management.base import BaseCommand, CommandError

from directory.importers.reference import MissingRegions, load_reference


class Command(BaseCommand):
    help = "Crée les données de référence qui manquent, sans changer les autres."

    def handle(self, **options):
        try:
            created = load_reference()
        except MissingRegions as error:
            raise CommandError(str(error)) from error
        for model, number in created.items():
            self.stdout.write(f"{model._meta.verbose_name_plural} : {number} en plus")
