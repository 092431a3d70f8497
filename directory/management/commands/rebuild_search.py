from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Refait le document de recherche de tous les pôles."

    def handle(self, **options):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE directory_pole AS pole"
                " SET search_document = directory_pole_document(pole)"
            )
            self.stdout.write(f"Documents de recherche refaits : {cursor.rowcount}.")
