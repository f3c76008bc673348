"""Mappings saved as TOML: how they are written, read and found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, Strict

from geotrack.importing.faults import UnreadableError
from geotrack.importing.table import ReadingOptions
from geotrack.importing.targets.properties import EXTRA
from geotrack.model.base import Listed, Model, Text

if TYPE_CHECKING:
    from geotrack.importing.mapping.plan import Plan

__all__ = ["SavedMapping", "find_mapping", "mapping_text", "read_mapping"]

READING = ("lon", "lat", "wkt", "latlon", "lonlat", "crs", "encoding", "sheet", "header_row")
"""Keys of reading options that have one value."""
_POSITIONS = READING[:5]
# Bytes of a mapping, and files of a folder that are looked at.
_MOST_BYTES, _MOST_FILES = 100_000, 100


class SavedMapping(Model):
    """A mapping as saved in a TOML file: reading options and the columns' properties."""

    layer: Listed[Text] = ()
    lon: Text | None = None
    lat: Text | None = None
    wkt: Text | None = None
    latlon: Text | None = None
    lonlat: Text | None = None
    crs: Text | None = None
    encoding: Text | None = None
    sheet: Text | None = None
    header_row: Annotated[int, Strict(), Field(gt=0)] | None = None
    dates: Listed[Text] = ()
    columns: dict[str, Text] = Field(default_factory=dict)
    set: dict[str, Text | int | float] = Field(default_factory=dict)
    values: dict[str, Text] = Field(default_factory=dict)


def read_mapping(path: Path) -> SavedMapping:
    """Read a saved mapping.

    Raises
    ------
    UnreadableError
        It is not TOML, or has unknown keys.
    """
    from geotrack.reading import read_table

    table = read_table(path, path.name, SavedMapping)
    if table.findings or table.record is None:
        first = table.findings[0]
        pointer = first.pointer.lstrip("/").replace("/", ".")
        message = f"{pointer}: {first.message}" if pointer else first.message
        raise UnreadableError(path, message, first.remedy, line=first.line)
    return table.record


def mapping_text(column_plan: Plan, options: ReadingOptions) -> str:
    """Return a mapping as TOML text, including columns mapped by their names."""
    import tomlkit

    document = tomlkit.document()
    if options.layers:
        document["layer"] = list(options.layers)
    for key in READING:
        if getattr(options, key):
            document[key] = getattr(options, key)
    if column_plan.dates:
        document["dates"] = list(column_plan.dates)
    columns = {name: target.path for name, target in column_plan.columns.items()}
    renamed = {n: f"{EXTRA}{stored}" for n, stored in column_plan.extras.items() if n != stored}
    document["columns"] = {**columns, **renamed}
    if column_plan.constants:
        document["set"] = dict(column_plan.constants)
    if column_plan.values:
        document["values"] = dict(column_plan.values)
    return tomlkit.dumps(document)


def find_mapping(columns: Iterable[str], folders: Iterable[Path]) -> Path | None:
    """Return the saved mapping whose columns are all in a file, None if there is none.

    Parameters
    ----------
    columns : iterable of str
        The file's columns, with those of its positions.
    folders : iterable of pathlib.Path
        Folders to search for `*.toml`. Of several mappings, the one that names most columns is
        returned, and of these the newest.
    """
    file_columns = set(columns)
    matches = []
    for path in _files(folders):
        try:
            saved = read_mapping(path)
        except (UnreadableError, OSError):
            continue
        mapped = {*saved.columns, *filter(None, (getattr(saved, key) for key in _POSITIONS))}
        if saved.columns and mapped <= file_columns:
            matches.append((len(mapped), path.stat().st_mtime, path))
    return max(matches)[2] if matches else None


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    visited = set()
    for folder in folders:
        try:
            paths = sorted(folder.glob("*.toml"))[:_MOST_FILES]
        except OSError:
            continue
        for path in paths:
            place = path.resolve()
            if place not in visited and path.is_file() and path.stat().st_size <= _MOST_BYTES:
                visited.add(place)
                yield path
