"""The index of the event files of a workspace."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from geotrack.files import leads_out
from geotrack.findings import Finding
from geotrack.index.cache_folder import remove_unused
from geotrack.index.changed_files import read_change, whole_file
from geotrack.index.entry_file import SUFFIX, Entry, read_entry, write_entry
from geotrack.index.file_parts import MOST_KEPT, Content, FileParts, content_digest, file_parts
from geotrack.index.file_states import FileState, state_of
from geotrack.index.sequence_blocks import entry_by_blocks
from geotrack.index.stored_reads import StoredRead, StoredRecords
from geotrack.model import Event
from geotrack.model.limits import Limits
from geotrack.reading import Located, Read, events_in, parse_json
from geotrack.reading.files import read_file
from geotrack.reading.text.json_text import Json
from geotrack.taxonomy import Taxonomy

__all__ = ["RecordIndex", "index_key", "store"]

_BOM = b"\xef\xbb\xbf"
_DIGEST = 32
_OF_PAGES = ("__pycache__", "static")


def index_key(paths: Iterable[Path]) -> bytes:
    """Return a digest of what the records of event files depend on beside their content.

    Parameters
    ----------
    paths : iterable of Path
        The settings, the taxonomy and the reports of a workspace; a file that is not there counts
        too.
    """
    digest = blake2b(_program(), digest_size=_DIGEST)
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        digest.update(f"\0{path.name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.digest()


@cache
def _program() -> bytes:
    """Return a digest of the versions of geotrack and of what it reads records with.

    Not only of their numbers: in a checkout the code changes from one command to the next.
    """
    import pydantic
    import shapely

    import folium_polar.geometry
    from geotrack._version import __version__

    versions = (
        __version__,
        sys.version,
        np.__version__,
        pydantic.VERSION,
        shapely.__version__,
        shapely.geos_version_string,
    )
    files = [
        (path.name, about.st_size, about.st_mtime_ns)
        for package in (Path(__file__).parents[1], Path(folium_polar.geometry.__file__).parent)
        for path, about in _code(package)
    ]
    return blake2b(repr((versions, sorted(files))).encode(), digest_size=_DIGEST).digest()


def _code(folder: Path) -> Iterable[tuple[Any, os.stat_result]]:
    """Yield the modules and data files below a folder, without what only pages hold."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in _OF_PAGES:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _code(Path(entry.path))
            else:
                yield entry, entry.stat()


@dataclass(frozen=True)
class RecordIndex:
    """Reads event files, unchanged ones by what is stored of them.

    Parameters
    ----------
    folder : Path
        Where entries lie.
    key : bytes
        Of `index_key`.
    is_storable : callable
        Returns whether the content of a file may be stored.
    """

    folder: Path
    key: bytes
    is_storable: Callable[[Json, Read[Event]], bool]
    _sizes: list[int] = field(default_factory=list, repr=False)

    def read(
        self,
        path: Path,
        file: str,
        limits: Limits,
        taxonomy: Taxonomy,
        root: Path,
        *,
        known: Read[Event] | None = None,
    ) -> Read[Event]:
        """Read an event file; parameters as of `geotrack.reading.read_events`."""
        read = self._read(path, file, limits, taxonomy, root)
        before = known.records if isinstance(known, StoredRead) else None
        if known is None or not (
            isinstance(read, StoredRead) and isinstance(before, StoredRecords)
        ):
            return read
        if read.records.entry.about == before.entry.about:
            return known
        read.records.take_built(before)
        return read

    def _read(
        self, path: Path, file: str, limits: Limits, taxonomy: Taxonomy, root: Path
    ) -> Read[Event]:
        before = state_of(path)
        place = self.folder / self._name(path)
        entry = read_entry(place)
        if entry is not None and entry.about["key"] != self.key.hex():
            entry = None
        if entry is None and before is not None and not MOST_KEPT.get():
            entry = self._entry_by_blocks(path, file, limits, taxonomy, root)
        parts = _parts(path, file, before, entry) if not leads_out(path, root) else None
        if entry is not None and parts is not None:
            return StoredRead(StoredRecords(parts, entry, file, taxonomy, place=place))
        raw = read_file(path, file, limits, root)
        if isinstance(raw, Finding):
            return Read((), (raw,))
        state = before if before == state_of(path) and before else None
        content = raw.removeprefix(_BOM)
        if entry is not None and _is_unchanged(entry, state, raw):
            if state is not None and not entry.about["settled"] and state.is_settled:
                store(place, Entry({**entry.about, **_about(state)}, entry.arrays))
            return StoredRead(StoredRecords(content, entry, file, taxonomy, place=place))
        change = read_change(content, entry, file, limits, taxonomy) if entry else None
        if change is None or state is None or not self.is_storable(change.json, change.read):
            json = parse_json(raw, file, limits, with_spans=True)
            if isinstance(json, Finding):
                return Read((), (json,))
            read = events_in(json, taxonomy)
            change = whole_file(content, json, read) if self._can_be_stored(json, read) else None
            if change is None or state is None:
                return read
        about = {"key": self.key.hex(), "digest": content_digest(raw), **_about(state)}
        entry = Entry({**about, **change.entry.about}, change.entry.arrays)
        store(place, entry)
        self._sizes.append(len(content))
        kept: Content = content
        records: Sequence[Located[Event] | None] | None = change.records
        if sum(self._sizes) > MOST_KEPT.get():
            records, kept = None, _parts(path, file, before, entry) or content
        stored = StoredRecords(kept, entry, file, taxonomy, place=place, records=records)
        return StoredRead(stored)

    def _entry_by_blocks(
        self, path: Path, file: str, limits: Limits, taxonomy: Taxonomy, root: Path
    ) -> Entry | None:
        """Return the entry of a large sequence without a finding, which is stored."""
        state = state_of(path)
        if state is None or leads_out(path, root):
            return None
        found = entry_by_blocks(path, file, limits, taxonomy, self.is_storable)
        if found is None or state_of(path) != state:
            return None
        entry = Entry({"key": self.key.hex(), **found.about, **_about(state)}, found.arrays)
        store(self.folder / self._name(path), entry)
        return entry

    def _name(self, path: Path) -> str:
        real = os.fsencode(os.path.realpath(path))
        return blake2b(self.key + real, digest_size=_DIGEST).hexdigest() + SUFFIX

    def _can_be_stored(self, json: Json, read: Read[Event]) -> bool:
        """Return whether the records stand in the file as Features of a collection or sequence."""
        is_collection = bool(read.records) and bool(read.records[0].pointer)
        return is_collection and not json.slips and self.is_storable(json, read)


def store(place: Path, entry: Entry) -> None:
    """Write an entry if it can be written.

    A disk that is full or read-only makes the next command slower, and nothing else.
    """
    with suppress(OSError):
        write_entry(place, entry)
        remove_unused(place.parent)


def _about(state: FileState) -> dict[str, Any]:
    return {"state": list(state), "settled": state.is_settled}


def _is_unchanged(entry: Entry, state: FileState | None, raw: bytes) -> bool:
    """Return whether a file has the content of an entry."""
    about = entry.about
    if about["settled"] and state is not None and about["state"] == list(state):
        return True
    return bool(about["digest"] == content_digest(raw))


def _parts(path: Path, file: str, state: FileState | None, entry: Entry | None) -> FileParts | None:
    """Return an open file whose state says that it is the one of an entry."""
    if entry is None or state is None or not entry.about["settled"]:
        return None
    if entry.about["state"] != list(state):
        return None
    return file_parts(path, file, state, entry.about["size"], entry.about["digest"])
