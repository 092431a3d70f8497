from collections import defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from directory.importers.structures import (
    LABELS,
    Level,
    StructureFile,
    UnusableFile,
    account_beside,
    import_structures,
    written_to,
)
from directory.models import Structure

# remarks of each level that the screen shows; the account holds them all
SHOWN = 10
LONGEST_ORIGIN = Structure._meta.get_field("origin").max_length
OUTCOMES = {
    "created": ("à créer", "créées"),
    "changed": ("à changer", "changées"),
    "unchanged": ("sans changement", "sans changement"),
    "left": ("laissées telles quelles", "laissées telles quelles"),
    "refused": ("refusées", "refusées"),
}
LEVELS = {
    Level.REFUSED: "Refus",
    Level.KEPT: "Laissé tel quel dans l'annuaire",
    Level.DOUBTFUL: "À vérifier",
    Level.MENDED: "Corrections faites à la lecture",
}


class Command(BaseCommand):
    help = (
        "Charge une liste de structures (CSV : voir docs/import-structures.md), par "
        "SIRET. Sans --write, dit ce qui serait fait et n'écrit rien."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, metavar="FICHIER", help="Liste en .csv ou .csv.gz."
        )
        parser.add_argument(
            "--origin",
            metavar="TEXTE",
            help="Origine des structures créées ; par défaut, le nom du fichier.",
        )
        parser.add_argument(
            "--write", action="store_true", help="Écrire, au lieu d'un simple essai."
        )
        parser.add_argument(
            "--account",
            type=Path,
            metavar="FICHIER",
            help="Compte rendu à écrire ; par défaut, à côté de la liste.",
        )

    def handle(self, *, file, origin, write, account, verbosity, **options):
        origin = origin or file.name[:LONGEST_ORIGIN]
        if len(origin) > LONGEST_ORIGIN:
            raise CommandError(f"Une origine a au plus {LONGEST_ORIGIN} signes.")
        account = account or account_beside(file)
        if account.resolve() == file.resolve():
            raise CommandError("Le compte rendu est la liste elle-même.")
        shown = defaultdict(list)
        try:
            rows = StructureFile(file)
            with written_to(account) as add:

                def tell(remark):
                    add(remark)
                    if len(shown[remark.level]) < SHOWN:
                        shown[remark.level].append(remark)

                report = import_structures(
                    tqdm(rows, desc="Structures", disable=None) if verbosity else rows,
                    file_name=file.name,
                    origin=origin,
                    write=write,
                    tell=tell,
                )
        except UnusableFile as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"Le compte rendu « {account} » ne peut pas être écrit : donnez-en un "
                "autre par --account."
            ) from error
        if verbosity:
            self.tell_columns(rows)
            self.tell_report(report, write)
            self.tell_remarks(report, shown, account)

    def tell_columns(self, rows):
        read = ", ".join(LABELS[column] for column in rows.columns if column)
        self.stdout.write(f"Colonnes lues : {read}.")
        if rows.ignored:
            self.stdout.write(f"Colonnes laissées de côté : {', '.join(rows.ignored)}.")

    def tell_report(self, report, write):
        if not write:
            self.stdout.write(
                self.style.WARNING(
                    "Essai : rien n'est écrit. Pour écrire, ajoutez --write."
                )
            )
        for outcome, (wanted, done) in OUTCOMES.items():
            if count := getattr(report, outcome):
                self.stdout.write(f"  {count} {done if write else wanted}")
        if not report.rows:
            self.stdout.write("  aucune ligne")

    def tell_remarks(self, report, shown, account):
        for level, title in LEVELS.items():
            if count := report.remarks[level]:
                self.stdout.write(f"{title} ({count}) :")
                for remark in shown[level]:
                    self.stdout.write(f"  {remark}")
                if count > len(shown[level]):
                    self.stdout.write("  …")
        if report.remarks:
            self.stdout.write(f"Compte rendu entier : {account}")
