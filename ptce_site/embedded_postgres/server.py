"""Start and stop the server: the work of the keeper."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from ptce_site.embedded_postgres.account import server_account
from ptce_site.embedded_postgres.data_folder import ENVIRONMENT, initialise
from ptce_site.embedded_postgres.errors import EmbeddedPostgresError
from ptce_site.embedded_postgres.files import Files

PORT = 5432  # only a part of the socket's name
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 103  # bytes: 107 on Linux, 103 on macOS
START_PATIENCE = 120  # seconds, crash recovery included
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": 100,
    "shared_buffers": "128MB",
    "jit": "off",
    "log_checkpoints": "off",
}


class Server:
    def __init__(self, files: Files, bindir: Path):
        self.files = files
        self.bindir = bindir
        self.account = server_account(files.data_dir)

    def start(self) -> psutil.Process:
        """Return the server's process, ready to answer.

        A server that runs already is taken over: its keeper was killed.
        """
        process = self._take_over()
        if process is None:
            self.account.check_reach(self.files.data_dir.parent, self.bindir)
            initialise(self.files.data_dir, self.bindir, self.account)
            process = self._launch()
        self._wait_until_ready(process)
        return process

    def stop(self, process: psutil.Process) -> None:
        """Stop at once but cleanly; less so when that takes too long.

        It may: PostgreSQL 18 hangs when asked in the middle of a crash recovery. The
        next start recovers what a hard stop left undone.
        """
        steps = [(signal.SIGINT, 10), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)]
        if not self.files.pid_file.exists():
            del steps[0]  # the data folder was removed: nothing left to write
        for number, patience in steps:
            try:
                process.send_signal(number)
                process.wait(timeout=patience)
            except psutil.TimeoutExpired:
                continue
            except psutil.NoSuchProcess:
                pass
            break
        if (folder := self._socket_dir()) != self.files.data_dir and folder.exists():
            shutil.rmtree(folder, ignore_errors=True)

    def _take_over(self) -> psutil.Process | None:
        """Return the postmaster if it lives; clear away what a dead one left."""
        postmaster = self.files.postmaster()
        for process in self._processes() if postmaster else ():
            if process.pid == postmaster.pid:
                if self._is_ours(process):
                    return process
                raise EmbeddedPostgresError(
                    f"Un autre serveur PostgreSQL (processus {process.pid}) utilise"
                    f" « {self.files.data_dir} » : arrêtez-le d'abord."
                )
        # Connections that have not noticed yet that their postmaster is dead.
        while ours := [p for p in self._processes() if self._is_ours(p)]:
            for process in ours:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            time.sleep(0.05)
        # Its number may belong to another process by now, or to a zombie: either
        # would make PostgreSQL believe that this server still runs.
        self.files.pid_file.unlink(missing_ok=True)
        return None

    def _processes(self) -> list[psutil.Process]:
        """Return the living processes called postgres of the server's account."""
        wanted = ["name", "uids", "status"]
        return [
            process
            for process in psutil.process_iter(wanted)
            if (process.info["name"] or "").startswith("postgres")
            and process.info["uids"] is not None
            and process.info["uids"].effective == self.account.uid
            and process.info["status"] != psutil.STATUS_ZOMBIE
        ]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return self.files.cluster_name in " ".join(process.cmdline())
        except psutil.Error:
            return False

    def _launch(self) -> psutil.Process:
        """Start the server, as a child so that its death is noticed at once."""
        data_dir = self.files.data_dir
        if os.geteuid() == 0 and data_dir.stat().st_uid == 0:  # copied by root
            for path in (data_dir, *data_dir.rglob("*")):
                self.account.own(path)
        data_dir.chmod(0o700)
        socket_dir = self._make_socket_dir()
        for name in (SOCKET, f"{SOCKET}.lock"):  # a dead server's, like its number
            (socket_dir / name).unlink(missing_ok=True)
        settings = {
            **SETTINGS,
            "cluster_name": self.files.cluster_name,
            "unix_socket_directories": socket_dir,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        return psutil.Popen(
            [self.bindir / "postgres", "-D", data_dir, *options],
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            **self.account.process_options(),
        )

    def _wait_until_ready(self, process: psutil.Process) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while True:
            state = self.files.postmaster()
            if state and state.ready and state.pid == process.pid:
                return
            try:
                code = process.wait(timeout=0.05)
                if code is None or code < 0:  # taken over, or killed by a signal
                    sys.exit()  # without an answer: who waits for one asks again
            except psutil.TimeoutExpired:
                if time.monotonic() < deadline:
                    continue
                self.stop(process)
            last = self.files.log.read_text("utf-8", "replace").splitlines()[-5:]
            raise EmbeddedPostgresError(
                "\n".join([f"PostgreSQL n'a pas démarré : « {self.files.log} »", *last])
            )

    def _socket_dir(self) -> Path:
        """Return the data folder, or a short one when its path does not fit.

        The limit is the system's; commas and quotes are those of PostgreSQL, which
        takes both ends of the address for lists.
        """
        data_dir = self.files.data_dir
        fits = len(os.fsencode(data_dir / SOCKET)) <= LONGEST_SOCKET
        if fits and not set(str(data_dir)) & set(",\"'\\"):
            return data_dir
        for parent in (tempfile.gettempdir(), "/tmp"):
            folder = Path(parent) / self.files.cluster_name
            if len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET:
                break
        return folder

    def _make_socket_dir(self) -> Path:
        folder = self._socket_dir()
        if folder == self.files.data_dir:
            return folder
        folder.mkdir(mode=0o700, exist_ok=True)
        # Anybody may write in the temporary folder: trust only what is really ours.
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (
            os.geteuid(),
            self.account.uid,
        ):
            raise EmbeddedPostgresError(
                f"« {folder} » appartient à un autre compte : supprimez-le."
            )
        self.account.own(folder)
        folder.chmod(0o700)
        self.account.check_reach(folder)
        return folder
