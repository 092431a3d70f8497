import socket

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

STEPS = [
    ("migrate", "la base est à jour", {"verbosity": 0}),
    ("import_territories", "les territoires sont là", {}),
    ("load_reference", "les thématiques, types et réseaux sont là", {}),
    ("load_poles", "les pôles sont là", {}),
    ("create_demo_accounts", "les comptes de démonstration sont là", {}),
]


class Command(BaseCommand):
    help = "Prépare la base, charge les données réelles et sert le site en local."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true")

    def handle(self, *, port, prepare_only, **options):
        if not settings.DEBUG:
            raise CommandError("La démonstration ne se lance qu'avec DEBUG=1.")
        if not prepare_only:
            refuse_taken_port(port)
        for command, said, arguments in STEPS:
            call_command(command, stdout=self.stdout, **arguments)
            self.stdout.write(self.style.SUCCESS(f"✓ {said}"))
        if prepare_only:
            return
        self.stdout.write(
            f"\nLe site : http://127.0.0.1:{port}/"
            f"\nL'espace des réseaux : http://127.0.0.1:{port}/admin/"
            "\n  admin, curation-na, curation-occitanie ; mot de passe : demo"
            "\nCtrl-C pour arrêter.\n"
        )
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


def refuse_taken_port(port):
    """Raise CommandError when nobody can listen on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Le port {port} est pris ou interdit : choisissez-en un autre, "
                f"par exemple « make demo PORT={port + 1} »."
            ) from error
