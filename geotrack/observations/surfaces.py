"""A density surface as polygons in longitude and latitude, for GIS: GeoJSON or GeoParquet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
import shapely

from geotrack.observations.arrow import pa, parquet
from geotrack.observations.density import NO_MONTH, Level
from geotrack.polar.output import to_geojson

__all__ = ["ENDINGS", "month_text", "rows_of", "write_surface"]

ENDINGS = (".geojson", ".parquet")
_BATCH = 10_000
_PER_KM2 = 1_000

Row = dict[str, Any]


def month_text(month: int) -> str | None:
    """Return a month as text, None for that of positions without a time.

    Examples
    --------
    >>> month_text(654)
    '2024-07'
    """
    return None if month == NO_MONTH else str(np.datetime64(month, "M"))


def rows_of(level: Level, *, by_month: bool, both: bool) -> Iterator[Row]:
    """Yield what is told of each hexagon, with its outline as GeoJSON under `geometry`.

    Parameters
    ----------
    level : Level
        Counts.
    by_month : bool
        A row a hexagon and month, not one a hexagon.
    both : bool
        Tell how many are certain and how many possible, beside how many there are.
    """
    counts = level if by_month else level.whole()
    area = level.lattice.area_km2
    q, r, month, certain, possible = (
        getattr(counts, name).tolist() for name in ("q", "r", "month", "certain", "possible")
    )
    outlines = _outlines(counts)
    for n, first in enumerate(counts.first.tolist()):
        if first:
            outline = next(outlines)
        row: Row = {"hexagon": f"{q[n]},{r[n]}"}
        if by_month:
            row["month"] = month_text(month[n])
        many = certain[n] + possible[n]
        row["count"] = many
        if both:
            row |= {"certain": certain[n], "possible": possible[n]}
        yield row | {
            "area_km2": area, "per_1000_km2": round(many / area * _PER_KM2, 6), "geometry": outline,
        }  # fmt: skip


def _outlines(counts: Level) -> Iterator[dict[str, Any]]:
    """Yield the outline of each hexagon, in order."""
    first = np.flatnonzero(counts.first)
    for start in range(0, len(first), _BATCH):
        some = first[start : start + _BATCH]
        corners = counts.lattice.corners(counts.q[some], counts.r[some])
        for outline in np.asarray(shapely.polygons(corners)):
            yield to_geojson(outline)


def write_surface(rows: Iterator[Row], path: Path, about: dict[str, Any]) -> None:
    """Write rows as the ending of a path says, so that the old file or the whole new one is there.

    Parameters
    ----------
    rows : iterator of dict
        As `rows_of` yields them, one at least.
    path : path
        A file ending as one of `ENDINGS`.
    about : dict
        What holds of all; stands as the member `geotrack` of a GeoJSON file, and in the metadata
        of a Parquet file.

    Raises
    ------
    OSError
        It cannot be written.
    """
    write = {".geojson": _write_geojson, ".parquet": _write_parquet}[path.suffix.casefold()]
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            write(rows, out, about)
        beside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        beside.unlink(missing_ok=True)


def _write_geojson(rows: Iterator[Row], out: IO[bytes], about: dict[str, Any]) -> None:
    def put(text: str) -> None:
        out.write(text.encode())

    told = json.dumps(about, ensure_ascii=False)
    put(f'{{"type": "FeatureCollection", "geotrack": {told}, "features": [')
    for n, row in enumerate(rows):
        geometry = row.pop("geometry")
        feature = {"type": "Feature", "geometry": geometry, "properties": row}
        put(f"{',' if n else ''}\n{json.dumps(feature)}")
    put("\n]}\n")


def _write_parquet(rows: Iterator[Row], out: IO[bytes], about: dict[str, Any]) -> None:
    first = next(rows)
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), type(None): pa.string()}
    fields = [pa.field(k, kinds[type(v)]) for k, v in first.items() if k != "geometry"]
    geometry: dict[str, Any] = {"encoding": "WKB", "orientation": "counterclockwise"}
    geometry["geometry_types"] = ["MultiPolygon", "Polygon"]
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    told = {"geo": json.dumps(geo), "geotrack": json.dumps(about, ensure_ascii=False)}
    schema = pa.schema([*fields, pa.field("geometry", pa.binary())], metadata=told)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        batch = [first]
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                writer.write_table(_table(batch, schema))
                batch = []
        if batch:
            writer.write_table(_table(batch, schema))


def _table(batch: list[Row], schema: Any) -> Any:
    for row in batch:
        row["geometry"] = shapely.to_wkb(shapely.geometry.shape(row["geometry"]))
    return pa.Table.from_pylist(batch, schema=schema)
