"""Names of files that every system accepts, paths inside a folder, locks, and atomic writing."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.errors import UsageError
from geotrack.messages import Message

__all__ = ["atomic_path", "check_inside", "is_portable_name", "leads_out", "private_lock"]

if TYPE_CHECKING:
    from filelock import FileLock

_PRIVATE = 0o600

# Device names of Windows, also before an ending, and characters and ends that it refuses.
_UNPORTABLE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?"
    r"|.*[\x00-\x1f<>:\"/\\|?*].*|.*[. ]|",
    re.IGNORECASE | re.DOTALL,
)


def is_portable_name(name: str) -> bool:
    """Return whether Linux, macOS and Windows can all have a file of a name.

    Windows refuses the names of devices and some characters (Microsoft, *Naming Files, Paths, and
    Namespaces*).

    Examples
    --------
    >>> is_portable_name("patrols.geojson"), is_portable_name("aux.geojson")
    (True, False)
    >>> is_portable_name("a:b.geojson"), is_portable_name("a. ")
    (False, False)
    """
    return not _UNPORTABLE.fullmatch(name)


def leads_out(path: Path, root: Path) -> bool:
    """Return whether a path leads out of a folder, by `..` or through a link.

    Parameters
    ----------
    path : Path
        The path; what it leads to need not exist.
    root : Path
        The folder, which may be a link itself.
    """
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def check_inside(path: Path, root: Path) -> None:
    """Refuse to write through a link that leads out of a folder.

    Raises
    ------
    UsageError
        The real path lies outside the folder.
    """
    if leads_out(path, root):
        real = os.path.realpath(path)
        raise UsageError(
            Message(
                "cannot write {path}: a link leads out of {root} to {real}; remove the link",
                path,
                root,
                real,
            )
        )


def private_lock(path: Path, root: Path) -> FileLock:
    """Return a lock whose file only its user can open: whoever can open it can hold it.

    Parameters
    ----------
    path : Path
        The file.
    root : Path
        The folder in which it has to lie.

    Raises
    ------
    UsageError
        As `check_inside`.
    """
    from filelock import FileLock

    check_inside(path, root)
    if not path.is_symlink():
        with suppress(OSError):  # it is not there yet, or it is another user's
            path.chmod(_PRIVATE)
    return FileLock(path, mode=_PRIVATE)


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Yield a temporary path; when the block ends, the file there replaces `path`.

    Readers see the old file or the whole new one. The temporary file is in a new private folder
    beside `path`, so that no link of others is followed. A link at `path` is replaced, its target
    stays.

    Parameters
    ----------
    path : Path
        The file to write, in a folder that exists.

    Raises
    ------
    OSError
        The file cannot be written; an exception in the block leaves the old file.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=".geotrack-", dir=path.parent))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        new = folder / path.name
        yield new
        if path.is_file() and not path.is_symlink():
            shutil.copymode(path, new)
        new.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
