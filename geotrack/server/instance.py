"""The desk that runs in a workspace: its lock, and the file from which links are made.

Only its user can read the file. It has the key that signs one-time links, so that `geotrack serve
--link` makes one without a request to the desk.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geotrack.errors import GeotrackError, UsageError
from geotrack.files import private_lock, read_regular
from geotrack.messages import Message
from geotrack.server.access import Access

__all__ = ["InstanceError", "desk_instance", "link_of"]

_LOCK, _STATE = ".geotrack-desk.lock", ".geotrack-desk.json"
# Maximum size of the file with the state of a desk, bytes.
_MOST_BYTES = 4096


class InstanceError(GeotrackError):
    """A desk of the workspace runs already."""


@contextmanager
def desk_instance(root: Path, access: Access) -> Iterator[bool]:
    """Register a desk in its workspace while it runs; yield whether the folder can be written.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    access : Access
        The secrets of the desk.

    Raises
    ------
    InstanceError
        Another desk of the workspace runs.
    """
    from filelock import Timeout

    lock, state = private_lock(root / _LOCK, root), root / _STATE
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InstanceError(Message("a desk of {root} runs already", root)) from None
    except OSError:
        yield False
        return
    try:
        yield _write_private(state, json.dumps({"port": access.port, "key": access.key}))
    finally:
        with suppress(OSError):
            state.unlink(missing_ok=True)
        lock.release()


def link_of(root: Path) -> str:
    """Return the address of a new one-time link to the running desk of a workspace.

    Raises
    ------
    UsageError
        No desk of it runs, or it is another user's.
    """
    state = root / _STATE
    try:
        access = _access_of(state)
    except (OSError, GeotrackError, ValueError, TypeError, KeyError):
        access = None
    if access is None or not _is_held(root):
        raise UsageError(
            Message(
                "no desk of {root} runs that --link could open; start it with `geotrack "
                "serve`. A desk with --read-only, or of a folder that cannot be written, "
                "has only the link that it prints",
                root,
            )
        )
    return access.new_address()


def _access_of(state: Path) -> Access | None:
    """Read the file with the state of a desk; None if it is another user's."""
    if hasattr(os, "getuid") and state.lstat().st_uid != os.getuid():
        return None
    values = json.loads(read_regular(state, _MOST_BYTES))
    return Access(int(values["port"]), key=str(values["key"]))


def _is_held(root: Path) -> bool:
    """Return whether a process holds the lock: the files alone may be those of a killed desk."""
    from filelock import Timeout

    if not (root / _LOCK).exists():
        return False
    lock = private_lock(root / _LOCK, root)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def _write_private(path: Path, text: str) -> bool:
    """Write a file that only its user can read; return whether it could be written."""

    def private(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    try:
        path.unlink(missing_ok=True)  # of a killed desk; never written through a link
        with open(path, "x", encoding="ascii", opener=private) as file:
            file.write(text)
    except OSError:
        return False
    return True
