import os

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.test import override_settings


class Command(BaseCommand):
    help = "Prépare la base, charge les données réelles et sert le site en local."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true")

    def handle(self, *, port, prepare_only, **options):
        if not settings.DEBUG or settings.DATABASE_URL:
            raise CommandError(
                "La démonstration crée des comptes au mot de passe public : elle ne se "
                "lance qu'avec DEBUG=1 et sans DATABASE_URL."
            )
        port_to_take = None if prepare_only else port
        try:
            call_command(
                "prepare", stdout=self.stdout, collect=False, port=port_to_take
            )
            call_command("create_demo_accounts", stdout=self.stdout)
        except KeyboardInterrupt as error:
            raise CommandError("Interrompu ; relancez pour finir.") from error
        if prepare_only:
            return
        self.stdout.write(
            f"\nLe site : http://127.0.0.1:{port}/"
            f"\nL'espace des réseaux : http://127.0.0.1:{port}/admin/"
            "\n  admin, curation-na, curation-occitanie ; mot de passe : demo"
            "\nCtrl-C pour arrêter.\n"
        )
        self.stdout.flush()
        origin = os.environ.get("SITE_ORIGIN") or f"http://127.0.0.1:{port}"
        with override_settings(SITE_ORIGIN=origin):
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)
