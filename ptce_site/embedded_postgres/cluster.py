"""One server and its data folder, as the processes that use it see it.

Needs no Django settings.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from ptce_site.embedded_postgres import locks
from ptce_site.embedded_postgres.binaries import find_bindir
from ptce_site.embedded_postgres.errors import EmbeddedPostgresError
from ptce_site.embedded_postgres.files import SUPERUSER, Files, Postmaster

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds
ATTEMPTS = 5
LARGEST_LOG = 5_000_000  # bytes

_mutex = threading.Lock()
# By users' lock, the descriptor by which this very process holds it.
_registrations: dict[Path, int] = {}


def _start_afresh() -> None:
    """Let a forked child register itself.

    The inherited descriptors stay open: until then they hold the server for it.
    """
    global _mutex
    _mutex = threading.Lock()  # another thread of the parent may have held it
    _registrations.clear()


os.register_at_fork(after_in_child=_start_afresh)


def private(path, flags) -> int:
    return os.open(path, flags, 0o600)


class Cluster:
    """The server of one data folder. Cheap to make; every method may be called from
    any thread and raises EmbeddedPostgresError when the server cannot run."""

    def __init__(self, data_dir, bindir=None):
        self.files = Files(data_dir)
        self.bindir = bindir

    def connection_parameters(self) -> dict:
        """Return host, port and user, for any database of the server.

        Registers this process as a user and starts the server if needed. It then runs
        until this process and all other users have ended.
        """
        try:
            with _mutex:
                self._register()
                found = self._kept_server() or self._launch_server()
        except PermissionError as error:
            raise EmbeddedPostgresError(
                f"« {error.filename} » n'est pas ouvert au compte courant : lancez le"
                " projet sous le compte à qui appartient le dossier"
                f" « {self.files.data_dir.parent} », ou changez son propriétaire et"
                " celui de son contenu."
            ) from error
        return {"host": found.socket_dir, "port": found.port, "user": SUPERUSER}

    def ensure_running(self) -> None:
        """Start the server unless it runs; return when it accepts connections.

        Notices a server killed a moment ago, and waits out its crash recovery.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            parameters = self.connection_parameters()
            address = make_conninfo(dbname="postgres", connect_timeout=5, **parameters)
            if pq.PGconn.ping(address.encode()) == pq.Ping.OK:
                return
            time.sleep(0.05)
        raise EmbeddedPostgresError(
            f"PostgreSQL ne répond pas : voir « {self.files.log} »."
        )

    def create_database(self, name: str) -> None:
        """Create the database unless it exists."""
        parameters = self.connection_parameters()
        with psycopg.connect(dbname="postgres", autocommit=True, **parameters) as link:
            # One process at a time, whichever the name.
            link.execute("SELECT pg_advisory_lock(hashtext('create_database'))")
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if link.execute(known, [name]).fetchone() is None:
                link.execute(
                    sql.SQL("CREATE DATABASE {} ENCODING 'UTF8'").format(
                        sql.Identifier(name)
                    )
                )

    def release(self) -> None:
        """Stop being a user before the end of the process; connections are cut."""
        with _mutex:
            descriptor = _registrations.pop(self.files.users_lock, None)
            if descriptor is not None:
                os.close(descriptor)

    def _register(self) -> None:
        path = self.files.users_lock
        held = _registrations.get(path)
        if held is None or not locks.is_open_on(held, path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _registrations[path] = locks.take_shared(path)

    def _kept_server(self) -> Postmaster | None:
        postmaster = self.files.postmaster()
        if postmaster and postmaster.ready and locks.is_held(self.files.keeper_lock):
            return postmaster
        return None

    def _launch_server(self) -> Postmaster:
        """Start a keeper; another one if it, or its server, was killed at birth."""
        for _ in range(ATTEMPTS):
            answer = self._launch_keeper()
            if answer not in ("", "ready"):
                raise EmbeddedPostgresError(answer)
            if found := self._kept_server():
                return found
        raise EmbeddedPostgresError(
            f"PostgreSQL s'arrête à peine démarré : voir « {self.files.log} »."
        )

    def _launch_keeper(self) -> str:
        """Start a keeper and return its answer, "" if it was killed.

        In a session of its own: Ctrl-C in the terminal must not reach the server.
        """
        log = self.files.log
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        module, bindir = f"{__package__}.keeper", find_bindir(self.bindir)
        with open(log, "ab", opener=private) as out:
            return subprocess.run(
                [sys.executable, "-m", module, self.files.data_dir, bindir],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=out,
                start_new_session=True,
                text=True,
            ).stdout
