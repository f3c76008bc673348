"""Files of arrays that are wholly there or not at all.

A file is magic bytes, a checksum of all that follows, the length of a header, the header (JSON),
and the bytes of the arrays, each from a multiple of eight.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import numpy as np

from geotrack.index.file_states import most_open

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SUFFIX", "TEMPORARY", "Entry", "read_entry", "write_entry"]

SUFFIX = ".index"
"""Ending of the names of entries."""
TEMPORARY = ".new"
"""Ending of the name of an entry that is being written."""

_MAGIC = b"geotrack index 2\n\0\0\0\0\0\0\0"
_CHECK = 8
_LENGTH = 8
_ALIGN = 8
_START = len(_MAGIC) + _CHECK
# Of a larger file the arrays are read when they are used, each time anew, unless many are open.
_LARGE = 1_000_000
_PART = 1 << 18


class Entry(NamedTuple):
    """What a file holds.

    Parameters
    ----------
    about : dict
        JSON values.
    arrays : mapping of str to numpy.ndarray
        Arrays by name; read-only. They may be read each time that they are used.
    """

    about: dict[str, Any]
    arrays: Mapping[str, NDArray[Any]]


def write_entry(path: Path, entry: Entry) -> None:
    """Write a file that only its user can read; one that is there is replaced at once.

    Parameters
    ----------
    path : Path
        The file; folders that are not there are created for its user alone.
    entry : Entry
        What to write.

    Raises
    ------
    OSError
        It cannot be written; what was there stays.
    """
    import tempfile

    raw = _packed(entry)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(suffix=TEMPORARY, dir=path.parent)  # rights 0600
    try:
        with open(number, "wb") as file:  # noqa: PTH123 (there is no path to a number)
            file.write(raw)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _packed(entry: Entry) -> bytes:
    places: dict[str, list[Any]] = {}
    chunks: list[bytes] = []
    size = 0
    for name, array in entry.arrays.items():
        chunk = np.ascontiguousarray(array).tobytes()
        places[name] = [array.dtype.str, list(array.shape), size]
        chunks.append(chunk.ljust(-(-len(chunk) // _ALIGN) * _ALIGN, b"\0"))
        size += len(chunks[-1])
    header = json.dumps({"about": entry.about, "arrays": places}).encode()
    header = header.ljust(-(-len(header) // _ALIGN) * _ALIGN)
    body = b"".join([len(header).to_bytes(_LENGTH, "little"), header, *chunks])
    return _MAGIC + _check(body) + body


def _check(body: bytes | memoryview) -> bytes:
    """Return a checksum against accidents: five times as quick as a digest, of what is large."""
    return crc32(body).to_bytes(_CHECK, "little")


class _FileArrays(Mapping[str, "NDArray[Any]"]):
    """The arrays of an open file, which stays the same one if another takes its name."""

    count = 0

    def __init__(self, number: int, start: int, places: dict[str, list[Any]]) -> None:
        self._number, self._start, self._places = number, start, places
        _FileArrays.count += 1

    def __getitem__(self, name: str) -> NDArray[Any]:
        dtype, shape, offset = self._places[name]
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
        raw = os.pread(self._number, size, self._start + offset)
        return _array(memoryview(raw), 0, dtype, shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __del__(self) -> None:
        _FileArrays.count -= 1
        os.close(self._number)


def read_entry(path: Path) -> Entry | None:
    """Return what a file holds; None if it cannot be read, is another one's or does not check."""
    try:
        with path.open("rb", buffering=0) as file:
            about = os.fstat(file.fileno())
            if file.read(len(_MAGIC)) != _MAGIC or not _is_ours(about):
                return None
            is_large = about.st_size > _LARGE and hasattr(os, "pread")
            if is_large and _FileArrays.count < most_open():
                return _opened(file)
            check, body = file.read(_CHECK), memoryview(file.readall())
    except OSError:
        return None
    if _check(body) != check:
        return None
    start = _LENGTH + int.from_bytes(body[:_LENGTH], "little")
    header = json.loads(bytes(body[_LENGTH:start]))
    arrays = {
        name: _array(body, start + offset, dtype, shape)
        for name, (dtype, shape, offset) in header["arrays"].items()
    }
    return Entry(header["about"], arrays)


def _opened(file: FileIO) -> Entry | None:
    """Return what an open file holds, with arrays that are read from it; None if not checked."""
    check, total = file.read(_CHECK), 0
    part = bytearray(_PART)
    while size := file.readinto(part):
        total = crc32(memoryview(part)[:size], total)
    if check != total.to_bytes(_CHECK, "little"):
        return None
    number = file.fileno()
    start = _START + _LENGTH
    length = int.from_bytes(os.pread(number, _LENGTH, _START), "little")
    header = json.loads(os.pread(number, length, start))
    return Entry(header["about"], _FileArrays(os.dup(number), start + length, header["arrays"]))


def _array(body: memoryview, offset: int, dtype: str, shape: list[int]) -> NDArray[Any]:
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(body, np.dtype(dtype), count, offset).reshape(shape)


def _is_ours(about: os.stat_result) -> bool:
    """Return whether nobody else can have written a file."""
    if os.name == "nt":  # its rights are those of the user's folder
        return True
    return about.st_uid == os.getuid() and not about.st_mode & 0o022
