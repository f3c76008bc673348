"""Parts of an unchanged file, read from the disk when they are used."""

from __future__ import annotations

import os
from contextvars import ContextVar
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from geotrack.errors import FileChangedError
from geotrack.index.file_states import FileState, most_open, state_of
from geotrack.messages import Message

__all__ = [
    "CHANGED",
    "DIGEST",
    "IN_PARTS",
    "MOST_KEPT",
    "Content",
    "FileParts",
    "content_digest",
    "file_parts",
]

IN_PARTS: ContextVar[bool] = ContextVar("in_parts", default=False)
"""Whether a command ends soon, so that it may read files in parts while others may write to them.

Otherwise files are read whole, so that their records stay those of one moment.
"""
MOST_KEPT: ContextVar[int] = ContextVar("most_kept", default=160_000_000)
"""Of how many bytes of files that are read whole the records stay in memory, where they take about
twelve times as much. Others are built again when they are used."""

DIGEST = 32
"""Bytes of the digest of a content."""
CHANGED = "{file} has changed while it was read; run this again"
"""Message of a file that somebody has written to."""


def content_digest(raw: bytes) -> str:
    """Return the digest of a file's content."""
    return blake2b(raw, digest_size=DIGEST).hexdigest()


class FileParts:
    """An open file, sliced like its bytes; it stays the same file if another takes its name.

    Parameters
    ----------
    number : int
        Its descriptor, closed with this object.
    file : str
        Its name in messages.
    size : int
        Its bytes without a byte order mark.
    digest : str
        Of its content.
    """

    _open = 0

    def __init__(self, number: int, file: str, size: int, digest: str) -> None:
        self._number, self._file, self._digest = number, file, digest
        self._start = os.fstat(number).st_size - size
        FileParts._open += 1

    @classmethod
    def count(cls) -> int:
        """Return how many files are open."""
        return cls._open

    def __getitem__(self, part: slice) -> bytes:
        return self._read(self._start + part.start, part.stop - part.start)

    def decode(self) -> str:
        """Return the text of the whole file.

        Raises
        ------
        FileChangedError
            The file has changed.
        """
        raw = self._read(0, os.fstat(self._number).st_size)
        if content_digest(raw) != self._digest:
            raise FileChangedError(Message(CHANGED, self._file))
        return raw[self._start :].decode()

    def _read(self, start: int, size: int) -> bytes:
        """Return some bytes, fewer if the file has become shorter."""
        parts = []
        while size > 0 and (part := os.pread(self._number, size, start)):
            parts.append(part)
            start, size = start + len(part), size - len(part)
        return b"".join(parts)

    def __del__(self) -> None:
        FileParts._open -= 1
        os.close(self._number)


Content: TypeAlias = bytes | FileParts


def file_parts(path: Path, file: str, state: FileState, size: int, digest: str) -> FileParts | None:
    """Open a file to read parts of it.

    Parameters
    ----------
    path : Path
        A file.
    file : str
        Its name in messages.
    state : FileState
        The state in which its content had the size without a byte order mark, and the digest.
    size, digest
        As of `FileParts`.

    Returns
    -------
    FileParts or None
        None if it has to be read whole.
    """
    if not IN_PARTS.get() or not hasattr(os, "pread") or FileParts.count() >= most_open():
        return None
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    if state_of(number) == state:
        return FileParts(number, file, size, digest)
    os.close(number)
    return None
