"""Entries of sequences that are read a block at a time: the records of one block are in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from geotrack.errors import GeotrackError
from geotrack.files.reading import open_regular
from geotrack.findings import Finding
from geotrack.index.changed_files import whole_file
from geotrack.index.entry_file import Entry
from geotrack.index.file_parts import DIGEST
from geotrack.index.record_table import RecordTable, StoredColumns, columns_to_store
from geotrack.model import Event
from geotrack.model.limits import Limits
from geotrack.reading import Read, events_in, parse_json
from geotrack.reading.files import size_of
from geotrack.reading.text.json_text import SEPARATOR, Json
from geotrack.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["entry_by_blocks"]

_BLOCK = 4_000_000
_BOM = b"\xef\xbb\xbf"
# Bytes, and values, that a sequence has more as a FeatureCollection, besides its commas.
_AROUND = 100
_PLACES = ("starts", "ends", "numbers", "digests", "vertices")


class _UnfitError(Exception):
    """The file has to be read whole: it is no sequence, has a finding, or is over a limit."""


def entry_by_blocks(
    path: Path,
    file: str,
    limits: Limits,
    taxonomy: Taxonomy,
    is_storable: Callable[[Json, Read[Event]], bool],
) -> Entry | None:
    """Return what is to be stored of a sequence in which all Features are sound records.

    Parameters
    ----------
    path : Path
        An event file.
    file, limits, taxonomy
        As of `geotrack.reading.read_events`.
    is_storable : callable
        Returns whether what was read may be stored.

    Returns
    -------
    Entry or None
        With the digest of the content, without the key and the state of the file; None if it has
        to be read whole, as a small file has.
    """
    digest = blake2b(digest_size=DIGEST)
    entries, offset, number = list[Entry](), 0, 0
    places: dict[str, list[NDArray[Any]]] = {name: [] for name in _PLACES}
    counts = np.zeros(3, dtype=np.int64)
    most = limits.values, limits.file_vertices, limits.file_mb * 1e6
    try:
        with open_regular(path, int(limits.file_mb * 1e6)) as stream:
            for raw in _blocks(stream):
                digest.update(raw)
                content = raw.removeprefix(_BOM) if not entries else raw
                entry, vertices = _entry(content, file, limits, taxonomy, is_storable)
                moved = {"starts": offset, "ends": offset, "numbers": number}
                for name, arrays in places.items():
                    arrays.append(entry.arrays[name] + moved.get(name, np.uint8(0)))
                entries.append(entry)
                offset, number = offset + len(content), number + len(places["numbers"][-1])
                marks = sum(map(content.count, (b",", b"[", b"{", b"\n")))
                counts += marks + len(places["numbers"][-1]), vertices, len(content)
                if number > limits.features or (counts + _AROUND + number > most).any():
                    return None
    except (_UnfitError, OSError, GeotrackError):
        return None
    columns = columns_to_store(RecordTable([StoredColumns(entry.arrays) for entry in entries]))
    joined = {name: np.concatenate(arrays) for name, arrays in places.items()}
    about = {**entries[0].about, "size": offset, "digest": digest.hexdigest()}
    return Entry(about, {**joined, **columns})


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield blocks that end with a text of the sequence, each as large as half of one or more."""
    left = stream.read(_BLOCK)
    if len(left) < _BLOCK:
        raise _UnfitError
    is_separated = left.removeprefix(_BOM).lstrip().startswith(SEPARATOR.encode())
    while more := stream.read(_BLOCK):
        cut = left.rfind(b"\x1e" if is_separated else b"\n", 1, len(left) - _BLOCK // 2)
        if cut <= 0:
            raise _UnfitError
        cut += not is_separated
        yield left[:cut]
        left = left[cut:] + more
    yield left


def _entry(
    content: bytes,
    file: str,
    limits: Limits,
    taxonomy: Taxonomy,
    is_storable: Callable[[Json, Read[Event]], bool],
) -> tuple[Entry, int]:
    """Return what is to be stored of a block, and its number of positions."""
    json = parse_json(content, file, limits)
    if isinstance(json, Finding) or json.slips or not json.is_sequence:
        raise _UnfitError
    read = events_in(json, taxonomy)
    change = (
        None if read.findings or not is_storable(json, read) else whole_file(content, json, read)
    )
    if change is None:
        raise _UnfitError
    return change.entry, size_of(json.value).vertices
