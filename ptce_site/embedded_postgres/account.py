"""The system account that runs the server: the current one, never root."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import NamedTuple

from ptce_site.embedded_postgres.errors import EmbeddedPostgresError

FALLBACKS = ("postgres", "nobody")
FIRST_CLOSED = 'for p; do [ -x "$p" ] || { printf %s "$p"; break; }; done'


class Account(NamedTuple):
    uid: int
    gid: int

    @property
    def name(self) -> str:
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)

    def process_options(self) -> dict:
        """Return what makes subprocess.Popen run a program under this account."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Make the account the owner of a file or a folder, links not followed."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def check_reach(self, *folders: Path) -> None:
        """Raise unless every folder, and all above it, can be traversed."""
        if os.geteuid() != 0:
            return
        chain = [step for folder in folders for step in (*folder.parents[::-1], folder)]
        closed = subprocess.run(
            ["/bin/sh", "-c", FIRST_CLOSED, "sh", *chain],
            cwd="/",
            capture_output=True,
            text=True,
            check=True,
            **self.process_options(),
        ).stdout
        if closed:
            raise EmbeddedPostgresError(
                f"PostgreSQL refuse de tourner sous root, et le compte « {self.name} »"
                f" qui le remplace ne peut pas traverser « {closed} » : lancez le"
                " projet sous un compte ordinaire, ou placez-le dans un dossier"
                " ouvert à tous, par exemple sous /srv."
            )


def server_account(data_dir: Path) -> Account:
    """Return the account that runs the server.

    PostgreSQL refuses root. For root it is the owner of the existing data, so that an
    ordinary user finds them again afterwards, or else an unprivileged account.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data_dir.exists() and (owner := data_dir.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in FALLBACKS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedPostgresError(
        "PostgreSQL refuse de tourner sous root, et il n'existe ni compte"
        " « postgres » ni compte « nobody » : lancez le projet sous un compte"
        " ordinaire."
    )
