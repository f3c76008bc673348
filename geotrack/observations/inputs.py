"""What observations are read from: CSV, GeoJSON sequences and Parquet, a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import UsageError
from geotrack.observations.arrow import csv, pa, parquet
from geotrack.observations.points import from_wkb

__all__ = ["BATCH", "BLOCK", "Batch", "Naming", "batches", "kind_of"]

BATCH = 250_000
"""Rows that are held at once; a batch from a file has about so many or fewer."""

BLOCK = 16 << 20
"""Bytes of CSV that are parsed at once."""

_LON = ("lon", "longitude", "long", "lng", "x")
_LAT = ("lat", "latitude", "y")
_TIME = ("time", "timestamp", "datetime", "date_time", "basedatetime", "t")
_LON_LAT = {None, "OGC:CRS84", "EPSG:4326"}


@dataclass(frozen=True, slots=True)
class Naming:
    """Which columns of the inputs say where and when.

    Parameters
    ----------
    lon, lat, time : str, optional
        Their names; None looks for the usual ones, in any case.
    time_zone : str, optional
        The zone of times that state none, as an IANA name such as `UTC`.
    """

    lon: str | None = None
    lat: str | None = None
    time: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one input as they stand in it.

    Parameters
    ----------
    lines : numpy.ndarray of shape (n,)
        The line of each in a text, its row in a Parquet file; from 1.
    lon, lat : pyarrow.Array of length n
        As text or numbers.
    time : pyarrow.Array of length n, optional
        As text or timestamps; None where the input has no such column.
    others : dict of str to pyarrow.Array
        The other columns by name.
    refused : list of (line, reason)
        Rows that could not even be read.
    """

    lines: NDArray[np.int64]
    lon: Any
    lat: Any
    time: Any
    others: dict[str, Any]
    refused: list[tuple[int, str]] = field(default_factory=list)


def kind_of(path: Path) -> str:
    """Return how a file is read, by its ending.

    Raises
    ------
    UsageError
        Observations are not read from such a file.
    """
    kind = _ENDINGS.get(path.suffix.casefold())
    if kind is None:
        endings = ", ".join(_ENDINGS)
        message = f"{path}: observations are read from {endings}; this ends in {path.suffix!r}"
        raise UsageError(message)
    return kind


def batches(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read a file a batch at a time, always in the same batches.

    Raises
    ------
    UsageError
        It is no such file, has no column of longitudes or latitudes, or is in another CRS.
    """
    return _READERS[kind_of(path)](path, naming)


def _from_csv(path: Path, naming: Naming) -> Iterator[Batch]:
    names = _header(path)
    lon, lat, time = _places(names, naming, path)
    bad: list[tuple[int, str]] = []

    def unread(row: Any) -> str:
        bad.append((row.number, f"{row.actual_columns} cells where the head has {len(names)}"))
        return "skip"

    try:
        reader = csv.open_csv(
            path,
            csv.ReadOptions(use_threads=False, block_size=BLOCK),
            csv.ParseOptions(invalid_row_handler=unread, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        line, told = 1, 0
        for block in reader:
            lines, line = _counted(block.num_rows, line, {n for n, _ in bad})
            refused = [(n, reason) for n, reason in bad[told:] if n <= line]
            told += len(refused)
            table = pa.Table.from_batches([block])
            yield _batch(table, lines, (lon, lat, time), refused)
    except pa.ArrowInvalid as error:
        if "UTF8" in str(error):
            raise _not_utf8(path) from None
        message = f"{path}: {str(error).splitlines()[0]}"
        raise UsageError(message) from None
    if bad[told:]:
        empty = pa.Table.from_pydict({name: pa.array([], pa.string()) for name in names})
        yield _batch(empty, np.empty(0, np.int64), (lon, lat, time), bad[told:])


def _header(path: Path) -> list[str]:
    """Return the names of a CSV's columns."""
    import csv as text

    with path.open("rb") as file:
        first = file.readline()
    try:
        head = first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, error.start + 1) from None
    names = next(text.reader([head]), [])
    if not names:
        message = f"{path}: is empty; its first line must name the columns"
        raise UsageError(message)
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        message = f"{path}: line 1: two columns are called {twice!r}; each needs a name of its own"
        raise UsageError(message)
    return names


def _not_utf8(path: Path, byte: int | None = None) -> UsageError:
    where = "" if byte is None else f"byte {byte} is "
    return UsageError(f"{path}: {where}not UTF-8; save the file as UTF-8")


def _counted(rows: int, line: int, skipped: set[int]) -> tuple[NDArray[np.int64], int]:
    """Return the lines of the next rows, and the last line that was read."""
    if not skipped:
        return np.arange(line + 1, line + rows + 1), line + rows
    lines = np.empty(rows, np.int64)
    for i in range(rows):
        line += 1
        while line in skipped:
            line += 1
        lines[i] = line
    return lines, line


def _from_sequence(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read Features, one a line."""
    if naming.lon or naming.lat:
        message = f"{path}: positions of a GeoJSON sequence are its geometry: no --lon, no --lat"
        raise UsageError(message)
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    refused: list[tuple[int, str]] = []
    with path.open("rb") as file:
        for line, text in enumerate(file, start=1):
            content = text.strip(b"\x1e \t\r\n")
            if not content:
                continue
            found = _feature(content)
            if isinstance(found, str):
                refused.append((line, found))
            else:
                rows.append(found)
                lines.append(line)
            if len(rows) + len(refused) >= BATCH:
                yield _of_rows(rows, lines, refused, naming, path)
                rows, lines, refused = [], [], []
    if rows or refused:
        yield _of_rows(rows, lines, refused, naming, path)


def _feature(content: bytes) -> dict[str, Any] | str:
    """Return the properties of a Feature with its position, or what is wrong with it."""
    try:
        feature = json.loads(content)
    except ValueError:
        return "no JSON"
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        return f"{kind or 'no'} geometry where a Point is wanted"
    position: Any = geometry.get("coordinates")
    try:
        lon, lat, *_ = position
    except (TypeError, ValueError):
        return "a Point without coordinates"
    return {**(feature.get("properties") or {}), _AT_LON: lon, _AT_LAT: lat}


# Names that no property has: they hold a line break.
_AT_LON, _AT_LAT = "lon\n", "lat\n"


def _of_rows(
    rows: list[dict[str, Any]],
    lines: list[int],
    refused: list[tuple[int, str]],
    naming: Naming,
    path: Path,
) -> Batch:
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: pa.array([_text(row.get(name)) for row in rows]) for name in names}
    none = pa.array([], pa.string())
    time = _named(names, naming.time, _TIME, "time", path) if rows else None
    table = pa.Table.from_pydict(columns or {_AT_LON: none, _AT_LAT: none})
    return _batch(table, np.array(lines, np.int64), (_AT_LON, _AT_LAT, time), refused)


def _text(value: Any) -> str | None:
    """Return a value as a CSV would have it: a list or an object as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _from_parquet(path: Path, naming: Naming) -> Iterator[Batch]:
    try:
        file = parquet.ParquetFile(path)
    except pa.ArrowInvalid as error:
        message = f"{path}: no Parquet file, or a torn one: {str(error).splitlines()[0]}"
        raise UsageError(message) from None
    geometry = _geometry_column(file, path)
    names = [name for name in file.schema_arrow.names if name not in {geometry, "bbox"}]
    if geometry:
        time = _named(names, naming.time, _TIME, "time", path)
        places = (_AT_LON, _AT_LAT, time)
    else:
        places = _places(names, naming, path)
    first = 1
    columns = [*names, geometry] if geometry else names
    for block in file.iter_batches(BATCH, columns=columns):
        table = pa.Table.from_batches([block])
        lines = np.arange(first, first + table.num_rows)
        first += table.num_rows
        refused: list[tuple[int, str]] = []
        if geometry:
            table, lines, refused = _with_points(table, geometry, lines)
        yield _batch(table, lines, places, refused)


def _geometry_column(file: Any, path: Path) -> str | None:
    """Return the column of a GeoParquet file that holds its points; None of a plain Parquet."""
    told = (file.schema_arrow.metadata or {}).get(b"geo")
    if told is None:
        return None
    known = json.loads(told)
    name: str = known["primary_column"]
    column = known["columns"][name]
    crs = column.get("crs", {"id": {"authority": "OGC", "code": "CRS84"}})
    authority = (crs or {}).get("id") or {}
    code = f"{authority.get('authority')}:{authority.get('code')}"
    if crs is not None and code not in _LON_LAT:
        message = (
            f"{path}: its CRS is {code}, and observations are in longitude and latitude "
            "(OGC:CRS84): reproject it first"
        )
        raise UsageError(message)
    if column.get("encoding") != "WKB":
        message = f"{path}: its geometry is encoded as {column.get('encoding')}, and WKB is read"
        raise UsageError(message)
    return name


def _with_points(
    table: Any, name: str, lines: NDArray[np.int64]
) -> tuple[Any, NDArray[np.int64], list[tuple[int, str]]]:
    """Return a table with the positions of its points in place of their geometry."""
    lon, lat, good = from_wkb(table[name].combine_chunks())
    refused = [(int(n), "no point of two numbers in little-endian WKB") for n in lines[~good]]
    table = table.drop_columns([name])
    for place, values in ((_AT_LON, lon), (_AT_LAT, lat)):
        table = table.append_column(place, pa.array(values))
    return table.filter(pa.array(good)), lines[good], refused


def _places(names: Sequence[str], naming: Naming, path: Path) -> tuple[str, str, str | None]:
    """Return the columns of longitude, latitude and time."""
    lon = _named(names, naming.lon, _LON, "lon", path)
    lat = _named(names, naming.lat, _LAT, "lat", path)
    if lon is None or lat is None:
        what, usual = ("longitude", _LON) if lon is None else ("latitude", _LAT)
        message = (
            f"{path}: no column is called {' or '.join(usual)}: say which holds the {what}, with "
            f"--{what[:3]} NAME; it has {', '.join(names)}"
        )
        raise UsageError(message)
    return lon, lat, _named(names, naming.time, _TIME, "time", path)


def _named(
    names: Sequence[str], asked: str | None, usual: Sequence[str], option: str, path: Path
) -> str | None:
    """Return the column that was asked for, or the first that is called as such one mostly is."""
    if asked is not None:
        if asked not in names:
            message = (
                f"{path}: no column is called {asked!r} (--{option}); it has {', '.join(names)}"
            )
            raise UsageError(message)
        return asked
    folded = {name.casefold(): name for name in reversed(names)}
    return next((folded[name] for name in usual if name in folded), None)


def _batch(
    table: Any,
    lines: NDArray[np.int64],
    places: tuple[str, str, str | None],
    refused: list[tuple[int, str]],
) -> Batch:
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    lon, lat = columns.pop(places[0]), columns.pop(places[1])
    time = columns.pop(places[2]) if places[2] else None
    return Batch(lines, lon, lat, time, columns, refused)


_READERS: dict[str, Callable[[Path, Naming], Iterator[Batch]]] = {
    "csv": _from_csv,
    "sequence": _from_sequence,
    "parquet": _from_parquet,
}
_ENDINGS = {
    ".csv": "csv",
    ".geojsonl": "sequence",
    ".geojsons": "sequence",
    ".ndjson": "sequence",
    ".parquet": "parquet",
}
