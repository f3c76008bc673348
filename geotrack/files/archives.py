"""Reading of untrusted ZIP archives within limits."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geotrack.errors import GeotrackError
from geotrack.files import check_regular
from geotrack.messages import Message, sentence

__all__ = ["ArchiveError", "open_archive", "part_name", "read_members"]

_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# The end record of an archive: its signature, its length without a comment, and the offset of the
# directory size. A comment has at most 64 kB.
_END, _END_BYTES, _DIRECTORY_AT = b"PK\x05\x06", 22, 12
_LONGEST_COMMENT = 1 << 16
_MOST_DIRECTORY = 4_000_000
# Errors of zipfile for invalid archives: a wrong offset raises OSError or ValueError.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError,
    OverflowError,
)  # fmt: skip


class ArchiveError(GeotrackError):
    """An archive is broken, encrypted, compressed by an unsupported method, or too large.

    Parameters
    ----------
    problem : str
        What is wrong, one line of plain text.
    remedy : str
        What to do about it.
    is_locked : bool
        Whether it needs a password.
    """

    def __init__(self, problem: str, remedy: str = "", *, is_locked: bool = False) -> None:
        super().__init__(sentence(problem, remedy))
        self.problem = problem
        self.is_locked = is_locked
        self.remedy = remedy


@contextmanager
def open_archive(source: Path | BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP archive; errors of a broken archive in the block become `ArchiveError`.

    Parameters
    ----------
    source : Path or binary file
        The archive.

    Raises
    ------
    ArchiveError
        It is not an archive, is truncated or broken, or lists too many files.
    NotAFileError, OSError
        The file cannot be read.
    """
    if isinstance(source, Path):
        check_regular(source)
        with source.open("rb") as stream, open_archive(stream) as archive:
            yield archive
        return
    try:
        _check_directory(source)
        with zipfile.ZipFile(source) as archive:
            yield archive
    except _BROKEN as error:
        reason = " ".join(str(error).split()).rstrip(".").lower()[:80]
        raise ArchiveError(Message("the archive is cut off or broken ({reason})", reason)) from None
    except OSError as error:
        if error.errno is not None and error.filename is not None:
            raise
        raise ArchiveError("the archive is cut off or broken") from None


def read_members(
    archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo], most_bytes: int
) -> dict[str, bytes]:
    """Unpack files of an archive in memory.

    Parameters
    ----------
    archive : ZipFile
        From `open_archive`.
    members : iterable of ZipInfo
        The files.
    most_bytes : int
        Maximum total size, counted while unpacking.

    Returns
    -------
    dict of str to bytes
        Contents by the names in the archive.

    Raises
    ------
    ArchiveError
        A file is encrypted or compressed by an unsupported method, or they are too large.
    """
    contents, left = {}, most_bytes
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise ArchiveError(
                Message("{filename} in it is locked with a password", member.filename),
                "unpack it first",
                is_locked=True,
            )
        if member.compress_type not in _METHODS:
            raise ArchiveError(
                Message("{filename} in it is not packed by deflate", member.filename),
                "pack it again as a plain ZIP",
            )
        chunks = []
        with archive.open(member) as packed:
            while chunk := packed.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise ArchiveError(
                        Message("it holds more than {most:g} MB unpacked", most_bytes / 1e6),
                        "split it",
                    )
                chunks.append(chunk)
        contents[member.filename] = b"".join(chunks)
    return contents


def part_name(name: str) -> str:
    r"""Return the name of a part of an Office file in lower case; some programs write backslashes.

    Examples
    --------
    >>> part_name("xl\\Workbook.xml"), part_name("/xl/workbook.xml")
    ('xl/workbook.xml', 'xl/workbook.xml')
    """
    return name.lower().replace("\\", "/").removeprefix("/")


def _check_directory(stream: BinaryIO) -> None:
    """Refuse an archive with too large a directory before it is read."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _LONGEST_COMMENT - _END_BYTES))
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(_END)
    directory = int.from_bytes(tail[end + _DIRECTORY_AT : end + _DIRECTORY_AT + 4], "little")
    if end >= 0 and directory > _MOST_DIRECTORY:
        raise ArchiveError("its list of files is longer than any that geotrack reads")
