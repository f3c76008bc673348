"""Where the index lies: in the user's cache folder, in another one, or nowhere."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from geotrack.index.entry_file import SUFFIX, TEMPORARY

__all__ = [
    "IS_OFF",
    "VARIABLE",
    "environment",
    "is_off",
    "own_folder",
    "remove_entries",
    "remove_unused",
    "user_folder",
]

VARIABLE = "GEOTRACK_CACHE"
"""The environment variable that names a folder, or is `off`."""

IS_OFF: ContextVar[bool] = ContextVar("is_off", default=False)
"""Whether a command leaves the index out."""

_OFF = "off"
_NAME = "geotrack-records"
_UNUSED_S = 60 * 86_400


def is_off() -> bool:
    """Return whether there is no index, by an option of a command or by the environment."""
    return IS_OFF.get() or os.environ.get(VARIABLE, "").strip().lower() == _OFF


def environment() -> dict[str, str]:
    """Return the environment of another process that leaves the index out where this one does."""
    return {**os.environ, **({VARIABLE: _OFF} if is_off() else {})}


def user_folder() -> Path:
    """Return the folder of the index in the one that the environment names, else the user's."""
    named = os.environ.get(VARIABLE, "").strip()
    if named and named.lower() != _OFF:
        return own_folder(Path(named).expanduser())
    from platformdirs import user_cache_path

    return own_folder(user_cache_path("geotrack", appauthor=False))


def own_folder(folder: Path) -> Path:
    """Return the folder of the index in another one."""
    return folder / _NAME


def remove_entries(folder: Path) -> int:
    """Remove all entries in a folder of the index, and return how many there were.

    Parameters
    ----------
    folder : Path
        Of `user_folder` or `own_folder`; it need not exist. Other files in it stay.
    """
    files = list(_files(folder))
    for path in files:
        path.unlink(missing_ok=True)
    return sum(path.suffix == SUFFIX for path in files)


def _files(folder: Path) -> Iterator[Path]:
    yield from folder.glob(f"*{SUFFIX}")
    # A killed writer leaves a temporary file.
    yield from folder.glob(f"*{TEMPORARY}")


@cache
def remove_unused(folder: Path) -> None:
    """Remove entries that nothing has read for two months; a process does it once.

    They are of workspaces, or versions of geotrack, that are gone. Where the times of reading are
    not kept, an entry that is used is removed, too, and made again.
    """
    before = time.time() - _UNUSED_S
    for path in _files(folder):
        with suppress(OSError):
            about = path.stat()
            if max(about.st_atime, about.st_mtime) < before:
                path.unlink()
