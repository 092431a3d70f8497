"""The files of one cluster: the data folder and what stands next to it."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

SUPERUSER = "ptce"


class Postmaster(NamedTuple):
    """What postmaster.pid tells of the server that wrote it, alive or not."""

    pid: int
    port: int
    socket_dir: str
    ready: bool


class Files:
    def __init__(self, data_dir):
        self.data_dir = Path(data_dir).resolve()
        self.pid_file = self.data_dir / "postmaster.pid"
        self.log = self._beside("log")
        self.users_lock = self._beside("users.lock")
        self.keeper_lock = self._beside("keeper.lock")
        # Appears in the command line of every process of the server, and is thus
        # the way to recognise them.
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()
        self.cluster_name = f"ptce-{digest[:12]}"

    def _beside(self, suffix: str) -> Path:
        return self.data_dir.with_name(f"{self.data_dir.name}.{suffix}")

    def postmaster(self) -> Postmaster | None:
        """Return None when there is no postmaster.pid, or one still being written."""
        try:
            lines = self.pid_file.read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if len(lines) < 5 or not (lines[0].isdigit() and lines[3].isdigit()):
            return None
        ready = len(lines) > 7 and lines[7].strip() == "ready"
        return Postmaster(int(lines[0]), int(lines[3]), lines[4], ready)
