"""Files of arrays that are wholly there or not at all.

A file is magic bytes, a checksum of all that follows, the length of a header, the header (JSON),
and the bytes of the arrays, each from a multiple of eight.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SUFFIX", "TEMPORARY", "Entry", "read_entry", "write_entry"]

SUFFIX = ".index"
"""Ending of the names of entries."""
TEMPORARY = ".new"
"""Ending of the name of an entry that is being written."""

_MAGIC = b"geotrack index 1\n\0\0\0\0\0\0\0"
_CHECK = 32
_LENGTH = 8
_ALIGN = 8
_START = len(_MAGIC) + _CHECK


class Entry(NamedTuple):
    """What a file holds.

    Parameters
    ----------
    about : dict
        JSON values.
    arrays : mapping of str to numpy.ndarray
        Arrays by name; read-only.
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
    return _MAGIC + blake2b(body, digest_size=_CHECK).digest() + body


def read_entry(path: Path) -> Entry | None:
    """Return what a file holds; None if it cannot be read, is another one's or does not check."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if not raw.startswith(_MAGIC) or not _is_ours(path):
        return None
    body = memoryview(raw)[_START:]
    if blake2b(body, digest_size=_CHECK).digest() != raw[len(_MAGIC) : _START]:
        return None
    start = _LENGTH + int.from_bytes(body[:_LENGTH], "little")
    header = json.loads(bytes(body[_LENGTH:start]))
    arrays = {
        name: _array(body, start + offset, dtype, shape)
        for name, (dtype, shape, offset) in header["arrays"].items()
    }
    return Entry(header["about"], arrays)


def _array(body: memoryview, offset: int, dtype: str, shape: list[int]) -> NDArray[Any]:
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(body, np.dtype(dtype), count, offset).reshape(shape)


def _is_ours(path: Path) -> bool:
    """Return whether nobody else can have written a file."""
    if os.name == "nt":  # its rights are those of the user's folder
        return True
    about = path.stat()
    return about.st_uid == os.getuid() and not about.st_mode & 0o022
