from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from directory.models import Curator, Network

ADMIN = "admin"
# for each curator, her network and the name that she signs by: a role, nobody's name
CURATORS = {
    "curation-na": ("cress-nouvelle-aquitaine", "La curation Nouvelle-Aquitaine"),
    "curation-occitanie": ("cress-occitanie", "La curation Occitanie"),
}
PASSWORD = "demo"


class Command(BaseCommand):
    help = "Crée les comptes de démonstration qui manquent (DEBUG seulement)."

    @transaction.atomic
    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError(
                "Les comptes de démonstration ne se créent qu'avec DEBUG=1 : "
                "leur mot de passe est public."
            )
        if not self.known(ADMIN):
            get_user_model().objects.create_superuser(
                ADMIN, password=PASSWORD, last_name="L'administration technique"
            )
            self.stdout.write(f"{ADMIN} : créé")
        for username, (network, name) in CURATORS.items():
            if not self.known(username):
                self.create_curator(username, network, name)

    def known(self, username):
        known = get_user_model().objects.filter(username=username).exists()
        if known:
            self.stdout.write(f"{username} : existe déjà, laissé tel quel")
        return known

    def create_curator(self, username, slug, name):
        network = Network.objects.filter(slug=slug).first()
        if network is None:
            raise CommandError(
                f"Le réseau « {slug} » manque. "
                "Lancez d'abord « manage.py load_reference »."
            )
        user = get_user_model().objects.create_user(
            username, password=PASSWORD, is_staff=True, last_name=name
        )
        Curator.objects.create(user=user, network=network, role=Curator.Role.MANAGER)
        self.stdout.write(f"{username} : créé, {network}")
