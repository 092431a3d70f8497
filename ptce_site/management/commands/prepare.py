from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Met à jour la base, les données de référence et les fichiers statiques."

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("import_territories", stdout=self.stdout)
        call_command("load_reference", stdout=self.stdout)
        call_command("load_poles", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
