from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from tqdm import tqdm

from directory.link_checks import (
    NothingAnswers,
    addresses_to_try,
    check_links,
    forget_others,
)
from directory.web import Visitor


class Command(BaseCommand):
    help = (
        "Essaie les adresses des pôles, de leurs membres et de leurs sources. Une "
        "adresse qui échoue deux fois de suite est morte."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=_natural, metavar="N", help="N adresses au plus."
        )
        parser.add_argument(
            "--older-than",
            type=_natural,
            default=1,
            metavar="JOURS",
            help=(
                "Seulement celles qui n'ont pas été essayées depuis tant de jours "
                "(1 par défaut, pour que deux échecs ne soient pas d'une même panne)."
            ),
        )
        parser.add_argument(
            "--allow-private",
            action="store_true",
            help="Pour les tests seuls : essayer aussi les adresses internes.",
        )

    def handle(self, *, limit, older_than, allow_private, verbosity, **options):
        addresses = addresses_to_try(days=older_than, limit=limit)
        quiet = None if verbosity else True

        def bar(answers):
            return tqdm(answers, desc="Liens", total=len(addresses), disable=quiet)

        visitor = Visitor(allow_private=allow_private)
        try:
            checks = check_links(addresses, visitor, progress=bar)
        except NothingAnswers as error:
            raise CommandError(
                "Aucune adresse ne répond : le réseau de cette machine est sans doute "
                "coupé. Rien n'est noté."
            ) from error
        forgotten = forget_others()
        if verbosity:
            self.tell(checks, forgotten)

    def tell(self, checks, forgotten):
        failing = sorted((c for c in checks if c.failures), key=lambda c: c.url)
        dead = [check for check in failing if check.failures >= 2]
        self.stdout.write(
            f"Adresses essayées : {len(checks)} ; en échec : {len(failing)}, dont "
            f"mortes : {len(dead)}."
        )
        for check in failing:
            since = date_format(check.failing_since, "j F Y")
            self.stdout.write(f"  {check.url} : {check.error} (depuis le {since})")
        if forgotten:
            self.stdout.write(
                f"Adresses oubliées, que plus rien ne cite : {forgotten}."
            )


def _natural(text):
    number = int(text)
    if number < 0:
        raise ValueError
    return number
