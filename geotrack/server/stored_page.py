"""The last page of all records in the user's cache: a desk opens with it if nothing has changed.

A first page takes most of a minute with ten thousand records. It is stored where the index is, by
the same rules, and only if all records are in the index: none is marked above the lowest level.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geotrack.files.resources import PACKAGE
from geotrack.index.entry_file import SUFFIX, Entry, read_entry, write_entry
from geotrack.index.store import index_key
from geotrack.index.stored_reads import StoredRead
from geotrack.workspace import Workspace
from geotrack.workspace.layers_and_maps import LayersAndMaps
from geotrack.workspace.record_index import index_tables

if TYPE_CHECKING:
    from geotrack.mapview.map_of_many import RecordValues

__all__ = ["layers_key", "page_key", "read_page", "read_values", "store_page", "store_values"]

_DIGEST = 32
_VALUES = "values of records"


def read_page(workspace: Workspace, language: str) -> tuple[bytes, dict[str, int]] | None:
    """Return the stored page of all records in a language, and the numbers that it issued.

    None if there is none of this state.
    """
    place, key = _place(workspace, language), page_key(workspace)
    entry = read_entry(place) if place is not None and key is not None else None
    if entry is None or entry.about["key"] != key:
        return None
    return entry.arrays["page"].tobytes(), entry.about["numbers"]


def store_page(
    workspace: Workspace, language: str, page: bytes, numbers: Mapping[str, int]
) -> None:
    """Store the page of all records and its numbers in place of an earlier one, if that is allowed.

    It is not if a record, or a report that one cites, is marked above the lowest level.
    """
    place, key = _place(workspace, language), page_key(workspace)
    if place is not None and key is not None:
        with suppress(OSError):  # a full or read-only disk: the next start takes longer
            about = {"key": key, "numbers": dict(numbers)}
            write_entry(place, Entry(about, {"page": np.frombuffer(page, np.uint8)}))


def read_values(workspace: Workspace) -> RecordValues | None:
    """Return the stored values of records that a page of many had computed; None without any.

    They are of the same layers, of whatever records there were.
    """
    place = _place(workspace, _VALUES)
    entry = read_entry(place) if place is not None else None
    if entry is None or entry.about["key"] != layers_key(workspace).hexdigest():
        return None
    from geotrack.mapview.map_of_many import RecordValues

    arrays = dict(entry.arrays)
    return RecordValues(arrays.pop("digests"), arrays)


def store_values(workspace: Workspace, values: RecordValues) -> None:
    """Store values of all records, if that is allowed; see `store_page`."""
    place = _place(workspace, _VALUES)
    if place is not None and page_key(workspace) is not None:
        with suppress(OSError):
            about = {"key": layers_key(workspace).hexdigest()}
            write_entry(place, Entry(about, {"digests": values.digests, **values.arrays}))


def _place(workspace: Workspace, what: str) -> Path | None:
    folder = workspace.layers_and_maps.cache
    real = os.fsencode(os.path.realpath(workspace.root))
    name = blake2b(what.encode() + b"\0" + real, digest_size=_DIGEST).hexdigest()
    return None if folder is None else folder / f"page-{name}{SUFFIX}"


def page_key(workspace: Workspace) -> str | None:
    """Return a digest of all that the page depends on; None if it must not be stored."""
    reads, shared = workspace.event_reads, workspace.layers_and_maps
    stored = [read for read in reads if isinstance(read, StoredRead)]
    now = LayersAndMaps(shared.root, shared.layer_folder).file_states
    if not stored or len(stored) < len(reads) or now != shared.file_states:
        return None
    digest = layers_key(workspace)
    digest.update(_scripts())
    digest.update(repr([read.digest for read in stored]).encode())
    return digest.hexdigest()


def layers_key(workspace: Workspace) -> blake2b:
    """Return a digest of what values of records depend on beside their Features."""
    layers = sorted(workspace.layer_folder.glob("*.geojson"))
    tables = index_tables(workspace.layers_and_maps)
    return blake2b(index_key([*tables, *layers]), digest_size=_DIGEST)


@cache
def _scripts() -> bytes:
    """Return a digest of what makes a page of records: scripts, styles and the map's package."""
    states = [version("folium"), version("branca"), version("jinja2"), *_states()]
    return blake2b(repr(states).encode(), digest_size=_DIGEST).digest()


def _states() -> Iterator[tuple[str, int, int]]:
    spec = find_spec("folium_polar")  # which takes a second to import
    folders = spec.submodule_search_locations if spec else None
    packages = [Path(folder) for folder in folders or ()]
    for path in sorted(p for folder in (PACKAGE / "static", *packages) for p in folder.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            about = path.stat()
            yield path.name, about.st_size, about.st_mtime_ns
