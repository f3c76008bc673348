"""Reading of regular files within a size limit."""

from __future__ import annotations

import errno
import math
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geotrack.errors import GeotrackError
from geotrack.messages import Message

__all__ = [
    "AnyPath",
    "FileSizeError",
    "NotAFileError",
    "check_regular",
    "open_regular",
    "read_regular",
]

AnyPath = str | os.PathLike[str]
"""A path argument."""

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
        super().__init__(
            Message("{path} is {kind}, not a file; put the file itself there", path, Message(kind))
        )
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
        super().__init__(
            Message(
                "{path}: {size:.0f} MB is more than the limit of {most:g} MB; split it",
                path,
                size / 1e6,
                most_bytes / 1e6,
            )
        )
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
