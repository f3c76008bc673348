"""Files of this machine: read within a limit, and written whole or not at all."""

from __future__ import annotations

import errno
import math
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geotrack.errors import GeotrackError, UsageError

__all__ = [
    "AnyPath",
    "FileSizeError",
    "NotAFileError",
    "atomic_path",
    "check_inside",
    "check_regular",
    "read_regular",
]

AnyPath = str | os.PathLike[str]
"""A path as callers may name it."""

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
        What is there, with its article.
    """

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(f"{path} is {kind}, not a file; put the file itself there")
        self.kind = kind


class FileSizeError(GeotrackError):
    """A file is larger than what is read of it.

    Parameters
    ----------
    path : Path
        The file.
    size, most_bytes : int
        Bytes that it holds, as far as they were read, and the limit.
    """

    def __init__(self, path: Path, size: int, most_bytes: int) -> None:
        limit = f"the limit of {most_bytes / 1e6:g} MB"
        super().__init__(f"{path}: {size / 1e6:.0f} MB is more than {limit}; split it")
        self.size = size


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Read a regular file whole, and never wait for what is none.

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
        It holds more bytes, whatever the file system says of its size.
    OSError
        It is a folder, or the system does not hand it out.
    """
    _check(path, path.stat(), most_bytes)
    # Between the two looks a pipe may have come in its place: to open it must not wait.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(number, "rb") as stream:  # noqa: PTH123 (there is no path to a number)
        _check(path, os.fstat(number), most_bytes)
        raw = stream.read(most_bytes + 1)
    if len(raw) > most_bytes:
        raise FileSizeError(path, len(raw), most_bytes)
    return raw


def check_regular(path: Path) -> None:
    """Refuse what is no regular file.

    Raises
    ------
    NotAFileError
        It is a pipe, a socket or a device.
    OSError
        It is a folder, or there is nothing.
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


def check_inside(path: Path, root: Path) -> None:
    """Refuse to write where a link leads out of a folder that may have come from elsewhere.

    Raises
    ------
    UsageError
        The path, with its links followed, lies outside of the folder.
    """
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(root)):
        raise UsageError(
            f"cannot write {path}: a link leads out of {root} to {real}; remove the link"
        )


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Yield a path to write to; when the block ends, that file takes the place of `path`.

    Readers see the old file or the whole new one. The new one is made in a folder that did not
    exist before and is the user's alone, beside `path`: nothing that somebody laid there earlier is
    written through. A link at `path` is replaced, and what it leads to stays as it is.

    Parameters
    ----------
    path : Path
        The file to write, in a folder that exists.

    Raises
    ------
    OSError
        It cannot be written, told of `path`; an exception in the block leaves the old file.
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
