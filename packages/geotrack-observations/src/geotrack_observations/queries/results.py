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
from geotrack_observations.queries.distances import distances_km
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
    dataset_query: DatasetQuery,
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
    dataset_query : DatasetQuery
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
    schema = _schema(dataset_query)
    counts = {"certain": 0, "possible": 0}
    if Path(path).suffix.casefold() in GIS_ENDINGS:
        rows = _groups(_selected_rows(dataset_query, schema, counts, only, limit))
        write_gis(rows, schema, path, about or {}, "Point")
        return counts
    metadata = {
        "geo": json.dumps(geo_metadata()),
        "geotrack": json.dumps(about or {}, ensure_ascii=False),
    }
    schema = schema.with_metadata(metadata)
    with (
        atomic_path(Path(path)) as new,
        new.open("wb") as file,
        parquet.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True) as writer,
    ):
        for group in _groups(_selected_rows(dataset_query, schema, counts, only, limit)):
            writer.write_table(group.cast(schema), row_group_size=GROUP)
    return counts


def load_rows(
    dataset_query: DatasetQuery,
    columns: Sequence[str] | None = None,
    *,
    only: str | None = None,
    limit: int | None = None,
) -> Any:
    """Return all matching rows, in the order of the dataset.

    Parameters
    ----------
    dataset_query : DatasetQuery
        The query.
    columns : sequence of str, optional
        Columns to return; default those that `store` writes, except `bbox`.
    only, limit
        As for `store`.

    Returns
    -------
    pyarrow.Table
        Rows with a column `match`; an empty result has the same columns.

    Raises
    ------
    UsageError
        An unknown column.
    """
    schema = _schema(dataset_query, columns)
    if columns is None:
        schema = schema.remove(schema.get_field_index(_OF_FILES))
    rows = _selected_rows(dataset_query, schema, {"certain": 0, "possible": 0}, only, limit)
    return pa.concat_tables([schema.empty_table(), *(table.cast(schema) for table in rows)])


def iter_rows(
    dataset_query: DatasetQuery,
    reference: Reference | None = None,
    *,
    only: str | None = None,
    limit: int | None = None,
    counts: dict[str, int] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield matching rows as plain values, with one row group in memory at a time.

    Parameters
    ----------
    dataset_query : DatasetQuery
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
    names = ["time", *own_columns(dataset_query), "geometry"]
    counts = {} if counts is None else counts
    left = sys.maxsize if limit is None else limit
    for table in dataset_query.matching_rows(names):
        matches = table[MATCH].to_pylist()
        for match in counts:
            counts[match] += matches.count(match)
        indices = [i for i, match in enumerate(matches) if only in {None, match}][:left]
        if not indices:
            continue
        left -= len(indices)
        # Rows after the last requested one are not converted.
        rows = table.slice(0, indices[-1] + 1)
        places = from_wkb(rows["geometry"].combine_chunks())
        lon, lat = (axis.tolist() for axis in places[:2])
        values = {name: rows[name].to_pylist() for name in names if name != "geometry"}
        distances: list[Any] = []
        if reference is not None:
            distances = distances_km(
                reference, [lon[i] for i in indices], [lat[i] for i in indices]
            )
        for n, i in enumerate(indices):
            row = {name: _finite(column[i]) for name, column in values.items()}
            time = row.pop("time")
            row |= {"distance_km": distances[n]} if reference is not None else {}
            yield {"time": time, "lon": lon[i], "lat": lat[i], **row, MATCH: matches[i]}


def _finite(value: Any) -> Any:
    """Return a value; None for NaN."""
    return None if isinstance(value, float) and math.isnan(value) else value


def own_columns(dataset_query: DatasetQuery) -> list[str]:
    """Return the columns of a result other than time and position."""
    days = [DAY_END] if dataset_query.dataset.has_days else []
    radius = [RADIUS] if dataset_query.dataset.has_radius else []
    return [*days, *radius, *dataset_query.dataset.columns]


def _schema(dataset_query: DatasetQuery, columns: Sequence[str] | None = None) -> Any:
    shape = parquet.read_schema(dataset_query.dataset.path)
    names = [name for name in shape.names if columns is not None or name not in PLANE]
    for name in columns or ():
        if name not in {*names, MATCH}:
            message = f"no column of the dataset is called {name!r}; {remedy(name, names)}"
            raise UsageError(message)
    fields = [shape.field(name) for name in names if columns is None or name in columns]
    return pa.schema([*fields, pa.field(MATCH, pa.string())])


def _selected_rows(
    dataset_query: DatasetQuery,
    schema: Any,
    counts: dict[str, int],
    only: str | None,
    limit: int | None,
) -> Iterator[Any]:
    """Yield the rows to write, and count all by match."""
    left = limit
    for table in dataset_query.matching_rows(schema.names):
        for match in ("certain", "possible"):
            counts[match] += pc.sum(pc.equal(table[MATCH], match)).as_py()
        rows = table if only is None else table.filter(pc.equal(table[MATCH], only))
        if left is not None:
            rows = rows.slice(0, left)
            left -= rows.num_rows
        if rows.num_rows:
            yield rows


def _groups(tables: Iterator[Any]) -> Iterator[Any]:
    """Yield rows regrouped to the size of a row group, since a small area gives few at a time."""
    waiting: list[Any] = []
    for table in tables:
        waiting.append(table)
        if sum(rows.num_rows for rows in waiting) >= GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
