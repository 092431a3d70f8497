import socket

from django.apps import apps
from django.core.management import BaseCommand, CommandError, call_command

STEPS = [
    ("migrate", "la base est à jour", {"verbosity": 0}),
    ("import_territories", "les territoires sont là", {}),
    ("load_reference", "les thématiques, types et réseaux sont là", {}),
    ("load_poles", "les pôles sont là", {}),
]
if apps.is_installed("charter"):
    STEPS.append(("load_charter", "les textes de la charte sont là", {}))


class Command(BaseCommand):
    help = "Met à jour la base, les données de départ et les fichiers statiques."

    def add_arguments(self, parser):
        parser.add_argument("--no-collect", dest="collect", action="store_false")
        parser.add_argument("--port", type=int, help="Refuser un port déjà pris.")

    def handle(self, *, collect=True, port=None, **options):
        if port is not None:
            refuse_taken_port(port)
        for command, said, arguments in STEPS:
            call_command(command, stdout=self.stdout, **arguments)
            self.stdout.write(self.style.SUCCESS(f"✓ {said}"))
        if collect:
            call_command("collectstatic", interactive=False, verbosity=0)


def refuse_taken_port(port):
    """Raise CommandError when nobody can listen on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Le port {port} est pris ou interdit : donnez-en un autre, "
                "par exemple PORT=8042."
            ) from error
