"""Streaming output of many features for GIS."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np
import shapely

from geotrack.files import AnyPath, atomic_path
from geotrack.files.strict_json import dump_json
from geotrack_observations.arrow import pa, parquet
from geotrack_observations.queries.gis_files import GIS_ENDINGS, write_gis
from geotrack_observations.times.parse import TIME

__all__ = ["ENDINGS", "Features", "Row", "load_features", "write_features"]

ENDINGS = (".geojson", ".parquet", *GIS_ENDINGS)

# Rows that are written at once.
_BATCH = 10_000
_KINDS = {str: pa.string(), int: pa.int64(), float: pa.float64(), datetime: TIME}

Row = dict[str, Any]
"""The values of a feature, with its GeoJSON geometry under `geometry`."""


@dataclass(frozen=True, slots=True)
class Features:
    """Features with the same columns.

    Parameters
    ----------
    rows : iterator of dict
        Each with all columns.
    kinds : mapping of str to type
        Type of each column, in order: str, int, float or datetime.
    geometry_types : sequence of str
        Possible geometry types, sorted.
    about : mapping
        Metadata: the member `geotrack` of a GeoJSON file, and in the metadata of a Parquet file.
    """

    rows: Iterator[Row]
    kinds: Mapping[str, type]
    geometry_types: Sequence[str]
    about: Mapping[str, Any]


def write_features(features: Features, path: AnyPath) -> None:
    """Write features in the format of a path's suffix, atomically.

    Parameters
    ----------
    features : Features
        Consumed while writing.
    path : path
        A file with a suffix of `ENDINGS`.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    path = Path(path)
    if path.suffix.casefold() in GIS_ENDINGS:
        schema = _schema(features)
        tables = (_table(batch, schema) for batch in _batches(features.rows))
        types = features.geometry_types
        geometry_type = types[0] if len(types) == 1 else "Unknown"
        write_gis(tables, schema, path, features.about, geometry_type)
        return
    write = {".geojson": _write_geojson, ".parquet": _write_parquet}[path.suffix.casefold()]
    with atomic_path(path) as new, new.open("wb") as file:
        write(features, file)


def load_features(features: Features) -> Any:
    """Return features as a pyarrow.Table, with the columns of their Parquet file."""
    return _table(list(features.rows), _schema(features))


def _write_geojson(features: Features, out: IO[bytes]) -> None:
    def write(text: str) -> None:
        out.write(text.encode())

    about = dump_json(features.about)
    write(f'{{"type": "FeatureCollection", "geotrack": {about}, "features": [')
    for n, row in enumerate(features.rows):
        geometry = row.pop("geometry")
        feature = {"type": "Feature", "geometry": geometry, "properties": row}
        write(f"{',' if n else ''}\n{dump_json(feature, default=_moment)}")
    write("\n]}\n")


def _moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _write_parquet(features: Features, out: IO[bytes]) -> None:
    geometry: dict[str, Any] = {"encoding": "WKB", "orientation": "counterclockwise"}
    geometry["geometry_types"] = list(features.geometry_types)
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    metadata = {"geo": json.dumps(geo), "geotrack": json.dumps(features.about, ensure_ascii=False)}
    schema = _schema(features).with_metadata(metadata)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(features.rows):
            writer.write_table(_table(batch, schema))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _schema(features: Features) -> Any:
    fields = [pa.field(name, _KINDS[kind]) for name, kind in features.kinds.items()]
    return pa.schema([*fields, pa.field("geometry", pa.binary())])


def _table(batch: list[Row], schema: Any) -> Any:
    geometries = _wkb([row["geometry"] for row in batch])
    names = [name for name in schema.names if name != "geometry"]
    columns = [pa.array([row[name] for row in batch], schema.field(name).type) for name in names]
    return pa.Table.from_arrays([*columns, geometries], schema=schema)


def _wkb(geometries: list[dict[str, Any]]) -> Any:
    """Return GeoJSON geometries as WKB; points are converted in bulk."""
    shapes = np.empty(len(geometries), object)
    points = [i for i, geometry in enumerate(geometries) if geometry["type"] == "Point"]
    if points:
        shapes[points] = shapely.points([geometries[i]["coordinates"] for i in points])
    for i, geometry in enumerate(geometries):
        if geometry["type"] != "Point":
            shapes[i] = shapely.geometry.shape(geometry)
    return pa.array(shapely.to_wkb(shapes), pa.binary())
