"""Reading of regular files within a limit, and atomic writing."""

from __future__ import annotations

import errno
import math
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geotrack.errors import GeotrackError, UsageError

__all__ = [
    "AnyPath",
    "FileSizeError",
    "NotAFileError",
    "atomic_path",
    "check_inside",
    "check_regular",
    "is_portable_name",
    "leads_out",
    "open_regular",
    "private_lock",
    "read_regular",
]

if TYPE_CHECKING:
    from filelock import FileLock

_PRIVATE = 0o600

AnyPath = str | os.PathLike[str]
"""A path argument."""

# Device names of Windows, also before an ending, and characters and ends that it refuses.
_UNPORTABLE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?"
    r"|.*[\x00-\x1f<>:\"/\\|?*].*|.*[. ]|",
    re.IGNORECASE | re.DOTALL,
)

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NotAFileError(GeotrackError):
    """A path leads to a pipe, a socket or a device.

    Parameters
    ----------
    path : Path
        The path.
    kind : str
        Its kind, with an article: `a pipe`.
    """

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(f"{path} is {kind}, not a file; put the file itself there")
        self.kind = kind


class FileSizeError(GeotrackError):
    """A file exceeds the size limit.

    Parameters
    ----------
    path : Path
        The file.
    size, most_bytes : int
        Its size in bytes, as far as it was read, and the limit.
    """

    def __init__(self, path: Path, size: int, most_bytes: int) -> None:
        limit = f"the limit of {most_bytes / 1e6:g} MB"
        super().__init__(f"{path}: {size / 1e6:.0f} MB is more than {limit}; split it")
        self.size = size


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Read a regular file; never block on pipes or devices.

    Parameters
    ----------
    path : Path
        The file, or a link to it.
    most_bytes : int
        The limit.

    Raises
    ------
    NotAFileError
        It is a pipe, a socket or a device.
    FileSizeError
        It is larger, whatever size the file system reports.
    OSError
        It is a folder, or cannot be read.
    """
    with open_regular(path, most_bytes) as stream:
        raw = stream.read(most_bytes + 1)
    if len(raw) > most_bytes:
        raise FileSizeError(path, len(raw), most_bytes)
    return raw


@contextmanager
def open_regular(path: Path, most_bytes: int) -> Iterator[BinaryIO]:
    """Open a regular file to read it in parts; parameters and errors as of `read_regular`."""
    _check(path, path.stat(), most_bytes)
    # The file may have been replaced by a pipe since: opening must not block.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(number, "rb") as stream:  # noqa: PTH123 (there is no path to a number)
        _check(path, os.fstat(number), most_bytes)
        yield stream


def check_regular(path: Path) -> None:
    """Refuse paths that are not regular files.

    Raises
    ------
    NotAFileError
        It is a pipe, a socket or a device.
    OSError
        It is a folder, or does not exist.
    """
    _check(path, path.stat())


def _check(path: Path, status: os.stat_result, most_bytes: float = math.inf) -> None:
    kind = stat.S_IFMT(status.st_mode)
    if kind == stat.S_IFDIR:
        barred = not os.access(path, os.R_OK | os.X_OK)
        number = errno.EACCES if barred else errno.EISDIR
        raise OSError(number, os.strerror(number), str(path))
    if kind in _KINDS:
        raise NotAFileError(path, _KINDS[kind])
    if status.st_size > most_bytes:
        raise FileSizeError(path, status.st_size, int(most_bytes))


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
            f"cannot write {path}: a link leads out of {root} to {real}; remove the link"
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
