"""Make the data folder with initdb, or check the one there is."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ptce_site.embedded_postgres.account import Account
from ptce_site.embedded_postgres.binaries import major_version
from ptce_site.embedded_postgres.errors import EmbeddedPostgresError
from ptce_site.embedded_postgres.files import SUPERUSER

# Nothing else is inherited: no PG* variable, no locale, no secret of the project.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def initialise(data_dir: Path, bindir: Path, account: Account) -> None:
    """Make the data folder if there is none.

    It is made under another name, so that an interrupted attempt leaves none.
    """
    version = major_version(bindir)
    attempt = f"{data_dir.name}.init-"
    for path in data_dir.parent.iterdir():
        if path.name.startswith(attempt):
            shutil.rmtree(path, ignore_errors=True)
    if (data_dir / "PG_VERSION").exists():
        _check_version(data_dir, bindir, version)
        return
    if data_dir.exists() and any(data_dir.iterdir()):
        raise EmbeddedPostgresError(
            f"« {data_dir} » n'est ni vide ni une base PostgreSQL : déplacez-le."
        )
    made = Path(tempfile.mkdtemp(prefix=attempt, dir=data_dir.parent))
    account.own(made)
    options = ["--auth=trust", f"--username={SUPERUSER}", "--no-sync"]
    result = subprocess.run(
        [bindir / "initdb", "-D", made, *options, *_locale_options(version)],
        cwd="/",
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        **account.process_options(),
    )
    if result.returncode:
        raise EmbeddedPostgresError(f"initdb a échoué : {result.stderr.strip()}")
    made.rename(data_dir)


def _check_version(data_dir: Path, bindir: Path, version: int) -> None:
    found = (data_dir / "PG_VERSION").read_text().strip()
    if found != str(version):
        raise EmbeddedPostgresError(
            f"« {data_dir} » a été créé par PostgreSQL {found}, et « {bindir} » est en"
            f" version {version} : donnez par PG_BINDIR les programmes de la version"
            f" {found}, ou déplacez ce dossier pour repartir d'une base neuve."
        )


def _locale_options(version: int) -> list[str]:
    """Return options that sort and fold alike on every machine, from version 17."""
    system = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = ["--encoding=UTF8", f"--locale={system}"]
    if version >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options
