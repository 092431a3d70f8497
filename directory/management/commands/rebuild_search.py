from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Refait le document de recherche de tous les pôles."

    def handle(self, **options):
        with connection.cursor() as cursor:
            cursor.execute(
                # The trigger of the table makes it anew, whatever is sent.
                "UPDATE directory_pole SET search_document = NULL"
            )
            self.stdout.write(f"Documents de recherche refaits : {cursor.rowcount}.")
