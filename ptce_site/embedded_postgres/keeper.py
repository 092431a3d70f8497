"""The process that owns the server: python -m ptce_site.embedded_postgres.keeper

Arguments: the data folder, the folder of the programs. Prints "ready" or one error,
closes its output, and lives on in the background until nobody uses the server.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from ptce_site.embedded_postgres import locks
from ptce_site.embedded_postgres.errors import EmbeddedPostgresError
from ptce_site.embedded_postgres.files import Files
from ptce_site.embedded_postgres.server import Server

READY = "ready"
PAUSE = 0.25  # seconds between two looks at the users' lock


def keep(files: Files, bindir: Path) -> None:
    """Start the server, answer, and stop it after its last user.

    When another keeper is at work, only wait for its server.
    """
    keeper_lock = locks.open_lock(files.keeper_lock)
    while not locks.try_exclusive(keeper_lock):
        if (postmaster := files.postmaster()) and postmaster.ready:
            return answer(READY)
        time.sleep(0.05)
    users_lock = locks.open_lock(files.users_lock)
    server = Server(files, bindir)
    process = server.start()
    try:
        answer(READY)
        wait_until_unused(files, users_lock, process)
    finally:
        # Newcomers wait for the users' lock meanwhile, and then find no keeper.
        server.stop(process)


def wait_until_unused(files: Files, users_lock: int, process) -> None:
    """Return when nobody uses the server, when it died, or when its data are gone."""
    while files.pid_file.exists() and not locks.try_exclusive(users_lock):
        with suppress(psutil.TimeoutExpired):
            process.wait(timeout=PAUSE)
            return


def answer(text: str) -> None:
    with suppress(BrokenPipeError):  # who asked may have been killed
        os.write(sys.stdout.fileno(), text.encode())
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())


def main(data_dir: str, bindir: str) -> None:
    if os.fork():  # whoever asked must not be the parent, who would get a zombie
        os._exit(0)
    os.chdir("/")
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        keep(Files(data_dir), Path(bindir))
    except EmbeddedPostgresError as error:  # any other one goes to the log
        answer(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
