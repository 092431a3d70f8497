"""Locks between processes.

The kernel keeps such a lock as long as one process holds its descriptor, and drops
it when the last one ends. A forked child inherits the descriptor, hence the lock; a
program started by exec does not.
"""

import os
from pathlib import Path

from ptce_site.embedded_postgres.errors import EmbeddedPostgresError

try:
    import fcntl
except ImportError as error:
    raise EmbeddedPostgresError(
        "Le PostgreSQL embarqué ne fonctionne pas sous Windows : utilisez WSL, ou"
        " donnez DATABASE_URL."
    ) from error


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_exclusive(descriptor: int) -> bool:
    """Take the lock if nobody else holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def take_shared(path: Path) -> int:
    """Return a descriptor holding the lock, after waiting for it."""
    while True:
        descriptor = open_lock(path)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if is_open_on(descriptor, path):
            return descriptor
        os.close(descriptor)  # the file was replaced in the meantime


def is_open_on(descriptor: int, path: Path) -> bool:
    """Tell whether the descriptor is still open, and on the file now at this path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def is_held(path: Path) -> bool:
    """Tell whether a process holds the lock exclusively."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        # Not left to close(): a child forked just now would keep the lock.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
