"""Rows that match a query: as an iterator, a table, or a GeoParquet file."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.files import AnyPath, atomic_path
from geotrack.queries.resolve import Reference
from geotrack_observations.arrow import pa, parquet, pc
from geotrack_observations.queries.distances import apart_km
from geotrack_observations.queries.gis_files import GIS_ENDINGS, write_gis
from geotrack_observations.queries.plan import MATCH
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.queries.unknown_columns import remedy
from geotrack_observations.storage.layout import DAY_END, GROUP, PLANE, RADIUS, geo_metadata
from geotrack_observations.storage.points import from_wkb

__all__ = ["iter_rows", "load_rows", "own_columns", "store"]

# The covering is only for readers of files.
_OF_FILES = "bbox"


def store(
    found: DatasetQuery,
    path: AnyPath,
    about: dict[str, Any] | None = None,
    *,
    only: str | None = None,
    limit: int | None = None,
) -> dict[str, int]:
    """Write matching rows as GeoParquet, atomically.

    The file is GeoParquet 1.1 in the order of the dataset; some row groups are in memory at once.
    Without matches it has columns and no rows.

    Parameters
    ----------
    found : DatasetQuery
        The query.
    path : path
        The file.
    about : dict, optional
        Metadata, stored under `geotrack`.
    only : {"certain", "possible"}, optional
        Write only these.
    limit : int, optional
        Maximum number of rows.

    Returns
    -------
    dict of str to int
        Numbers of `certain` and `possible` rows, written or not.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    schema = _schema(found)
    many = {"certain": 0, "possible": 0}
    if Path(path).suffix.casefold() in GIS_ENDINGS:
        rows = _groups(_selected_rows(found, schema, many, only, limit))
        write_gis(rows, schema, path, about or {}, "Point")
        return many
    told = {
        "geo": json.dumps(geo_metadata()),
        "geotrack": json.dumps(about or {}, ensure_ascii=False),
    }
    schema = schema.with_metadata(told)
    with (
        atomic_path(Path(path)) as new,
        new.open("wb") as out,
        parquet.ParquetWriter(out, schema, compression="zstd", write_page_checksum=True) as writer,
    ):
        for group in _groups(_selected_rows(found, schema, many, only, limit)):
            writer.write_table(group.cast(schema), row_group_size=GROUP)
    return many


def load_rows(
    found: DatasetQuery,
    columns: Sequence[str] | None = None,
    *,
    only: str | None = None,
    limit: int | None = None,
) -> Any:
    """Return all matching rows, in the order of the dataset.

    Parameters
    ----------
    found : DatasetQuery
        The query.
    columns : sequence of str, optional
        Columns to return; default those that `store` writes, except `bbox`.
    only, limit
        As for `store`.

    Returns
    -------
    pyarrow.Table
        Rows with a column `match`; an empty answer has the same columns.

    Raises
    ------
    UsageError
        An unknown column.
    """
    schema = _schema(found, columns)
    if columns is None:
        schema = schema.remove(schema.get_field_index(_OF_FILES))
    rows = _selected_rows(found, schema, {"certain": 0, "possible": 0}, only, limit)
    return pa.concat_tables([schema.empty_table(), *(table.cast(schema) for table in rows)])


def iter_rows(
    found: DatasetQuery,
    reference: Reference | None = None,
    *,
    only: str | None = None,
    limit: int | None = None,
    counts: dict[str, int] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield matching rows as plain values, with one row group in memory at a time.

    Parameters
    ----------
    found : DatasetQuery
        The query.
    reference : Reference, optional
        Reference of distances.
    only, limit
        As for `store`.
    counts : dict of str to int, optional
        Receives the numbers of `certain` and `possible` rows, also of those not yielded.

    Yields
    ------
    dict
        `time` (datetime, UTC, or None), `lon` and `lat` in degrees, `day_end` (datetime, UTC, or
        None) and `radius_m` where the dataset has them, its own columns, `distance_km` with a
        reference, and `match`.
    """
    names = ["time", *own_columns(found), "geometry"]
    counts = {} if counts is None else counts
    left = sys.maxsize if limit is None else limit
    for table in found.answers(names):
        matches = table[MATCH].to_pylist()
        for match in counts:
            counts[match] += matches.count(match)
        kept = [i for i, match in enumerate(matches) if only in {None, match}][:left]
        if not kept:
            continue
        left -= len(kept)
        # Rows after the last requested one are not converted.
        made = table.slice(0, kept[-1] + 1)
        places = from_wkb(made["geometry"].combine_chunks())
        lon, lat = (axis.tolist() for axis in places[:2])
        values = {name: made[name].to_pylist() for name in names if name != "geometry"}
        apart: list[Any] = []
        if reference is not None:
            apart = apart_km(reference, [lon[i] for i in kept], [lat[i] for i in kept])
        for n, i in enumerate(kept):
            row = {name: _finite(column[i]) for name, column in values.items()}
            time = row.pop("time")
            row |= {"distance_km": apart[n]} if reference is not None else {}
            yield {"time": time, "lon": lon[i], "lat": lat[i], **row, MATCH: matches[i]}


def _finite(value: Any) -> Any:
    """Return a value; None for NaN."""
    return None if isinstance(value, float) and math.isnan(value) else value


def own_columns(found: DatasetQuery) -> list[str]:
    """Return the columns of an answer other than time and position."""
    days = [DAY_END] if found.dataset.has_days else []
    radius = [RADIUS] if found.dataset.has_radius else []
    return [*days, *radius, *found.dataset.columns]


def _schema(found: DatasetQuery, columns: Sequence[str] | None = None) -> Any:
    shape = parquet.read_schema(found.dataset.path)
    known = [name for name in shape.names if columns is not None or name not in PLANE]
    for name in columns or ():
        if name not in {*known, MATCH}:
            message = f"no column of the dataset is called {name!r}; {remedy(name, known)}"
            raise UsageError(message)
    fields = [shape.field(name) for name in known if columns is None or name in columns]
    return pa.schema([*fields, pa.field(MATCH, pa.string())])


def _selected_rows(
    found: DatasetQuery, schema: Any, many: dict[str, int], only: str | None, limit: int | None
) -> Iterator[Any]:
    """Yield the rows to write, and count all by match."""
    left = limit
    for table in found.answers(schema.names):
        for match in ("certain", "possible"):
            many[match] += pc.sum(pc.equal(table[MATCH], match)).as_py()
        kept = table if only is None else table.filter(pc.equal(table[MATCH], only))
        if left is not None:
            kept = kept.slice(0, left)
            left -= kept.num_rows
        if kept.num_rows:
            yield kept


def _groups(tables: Iterator[Any]) -> Iterator[Any]:
    """Yield rows regrouped to the size of a row group, since a small area gives few at a time."""
    waiting: list[Any] = []
    for table in tables:
        waiting.append(table)
        if sum(one.num_rows for one in waiting) >= GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
