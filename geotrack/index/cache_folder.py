"""Where the index lies: in the user's cache folder, in another one, or nowhere."""

from __future__ import annotations

import os
from contextvars import ContextVar
from pathlib import Path

from geotrack.index.entry_file import SUFFIX, TEMPORARY

__all__ = ["IS_OFF", "VARIABLE", "is_off", "own_folder", "remove_entries", "user_folder"]

VARIABLE = "GEOTRACK_CACHE"
"""The environment variable that names a folder, or is `off`."""

IS_OFF: ContextVar[bool] = ContextVar("is_off", default=False)
"""Whether a command leaves the index out."""

_OFF = "off"
_NAME = "geotrack-records"


def is_off() -> bool:
    """Return whether there is no index, by an option of a command or by the environment."""
    return IS_OFF.get() or os.environ.get(VARIABLE, "").strip().lower() == _OFF


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
    entries = list(folder.glob(f"*{SUFFIX}"))
    # A killed writer leaves a temporary file.
    for path in (*entries, *folder.glob(f"*{TEMPORARY}")):
        path.unlink(missing_ok=True)
    return len(entries)
