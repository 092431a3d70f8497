import gc
from argparse import ArgumentTypeError

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.test import override_settings

from ptce_site.bench.charter import charter_pages, fill_charter
from ptce_site.bench.databases import own_database
from ptce_site.bench.filling import fill
from ptce_site.bench.measures import YARDSTICK_MS, measure, visitor
from ptce_site.bench.pages import ADMIN, draw_addresses

SIZES = [(300, 6_000), (3_000, 200_000)]
HEAD = f"{'page':32}{'p50 ms':>9}{'p95 ms':>9}{'étalons':>9}{'requêtes':>10}"


def size(text):
    """(poles, structures) of '300:6000'."""
    poles, _, structures = text.partition(":")
    if not (poles.isdecimal() and structures.isdecimal() and int(poles)):
        raise ArgumentTypeError("une taille est PÔLES:STRUCTURES, comme 300:6000")
    return int(poles), int(structures)


def budget_of(poles):
    """Milliseconds of p95 that a public page may take, on an idle machine."""
    return 50 if poles <= 300 else 100


def bench_settings():
    """Those of production for `visitor`, without static files, which are not served."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return override_settings(
        DEBUG=False,
        ALLOWED_HOSTS=["localhost"],
        SECURE_SSL_REDIRECT=False,
        STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": plain}},
        MIDDLEWARE=[name for name in settings.MIDDLEWARE if "whitenoise" not in name],
    )


class Command(BaseCommand):
    help = (
        "Mesure le temps des pages sur des données inventées, dans une base à part, "
        "et échoue quand une page publique dépasse son budget."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--size", nargs="+", type=size, default=SIZES, metavar="PÔLES:STRUCTURES"
        )
        parser.add_argument("--requests", type=int, default=40, help="par page")
        parser.add_argument("--only", default="", help="les pages dont le nom contient")
        parser.add_argument(
            "--tolerance", type=int, default=20, help="dépassement admis, en pour cent"
        )
        parser.add_argument(
            "--template", help="base à copier, pour ne pas importer les territoires"
        )

    def handle(self, *, size, requests, only, tolerance, template, **options):
        over = []
        if requests < 2:
            raise CommandError("--requests : au moins 2, pour une dispersion.")
        with bench_settings(), own_database(template):
            user = get_user_model().objects.create_superuser("banc-d-essai")
            for poles, structures in sorted(size):
                fill(poles, structures)
                fill_charter()
                budget = budget_of(poles)
                self.stdout.write(
                    f"\n{poles} pôles, {structures} structures ; budget : {budget} ms, "
                    f"ou {budget / YARDSTICK_MS:.1f} étalons, à {tolerance} % près"
                )
                most = budget / YARDSTICK_MS * (1 + tolerance / 100)
                over += [
                    f"{measured.page} à {poles} pôles"
                    for measured in self.measure_all(requests, only, user)
                    if measured.yardsticks > most and ADMIN not in measured.page
                ]
        if over:
            raise CommandError(f"Au-delà du budget : {' ; '.join(over)}.")
        self.stdout.write(self.style.SUCCESS("✓ chaque page publique tient son budget"))

    def measure_all(self, requests, only, user):
        """Measures of each page, told as they come."""
        public, office = visitor(), visitor(user)
        # as the web process does: see wsgi.py
        gc.collect()
        gc.freeze()
        self.stdout.write(HEAD)
        pages = draw_addresses(requests)
        pages |= {name: requests * [path] for name, path in charter_pages().items()}
        for page, addresses in pages.items():
            if only in page:
                client = office if page.startswith(ADMIN) else public
                measured = measure(page, addresses, client)
                self.tell(measured)
                yield measured

    def tell(self, measured):
        self.stdout.write(
            f"{measured.page:32}{measured.p50:9.1f}{measured.p95:9.1f}"
            f"{measured.yardsticks:9.1f}{measured.queries:10}"
        )
        self.stdout.flush()
