"""Input files of observations: CSV, GeoJSON, Parquet, GPX, GIS files, workbooks and NMEA 0183."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.observations.ingest.batches import Batch
from geotrack.observations.ingest.column_roles import Naming
from geotrack.observations.ingest.derived_columns import without_derived
from geotrack.observations.ingest.formats.geojson import from_collection, from_sequence
from geotrack.observations.ingest.formats.gpx import from_gpx
from geotrack.observations.ingest.formats.imported import from_imported
from geotrack.observations.ingest.formats.nmea import from_nmea, has_sentences
from geotrack.observations.ingest.formats.tables import from_csv, from_parquet
from geotrack.observations.ingest.positions import degrees_reader
from geotrack.observations.ingest.times.day_order import with_day_order

__all__ = ["batches", "counted_in", "kind_of"]


def kind_of(path: Path) -> str:
    """Return the format of a file by its suffix.

    Raises
    ------
    UsageError
        The format is not supported.
    """
    kind = _ENDINGS.get(path.suffix.casefold())
    if kind is None:
        endings = ", ".join(_ENDINGS)
        message = f"{path}: observations are read from {endings}; this ends in {path.suffix!r}"
        raise UsageError(message)
    return kind


def counted_in(path: Path) -> str:
    """Return what the row numbers of a file count, such as lines."""
    return _COUNTED.get(kind_of(path), "line")


def batches(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read a file in batches, the same ones each time.

    Derived columns that geotrack wrote to a file before are left out.

    Raises
    ------
    UsageError
        The file is invalid, has no columns of longitudes and latitudes, or has another CRS.
    """
    reader = _reader(path, naming)
    is_imported = kind_of(path) in {"workbook", "gis"}
    read = degrees_reader(naming.without_places() if is_imported else naming)
    for batch in with_day_order(lambda: reader(path, naming), path):
        yield without_derived(read(batch))


def _reader(path: Path, naming: Naming) -> Callable[[Path, Naming], Iterator[Batch]]:
    kind = kind_of(path)
    if kind in {"csv", "text"} and (naming.preset == "nmea" or has_sentences(path)):
        return from_nmea
    return _READERS[kind]


_READERS: dict[str, Callable[[Path, Naming], Iterator[Batch]]] = {
    "csv": from_csv,
    "collection": from_collection,
    "sequence": from_sequence,
    "parquet": from_parquet,
    "text": from_csv,
    "nmea": from_nmea,
    "gpx": from_gpx,
    "workbook": from_imported,
    "gis": from_imported,
}
_COUNTED = {
    "collection": "feature",
    "parquet": "row",
    "workbook": "row",
    "gis": "feature",
}
_ENDINGS = {
    ".csv": "csv",
    ".geojson": "collection",
    ".json": "collection",
    ".geojsonl": "sequence",
    ".geojsons": "sequence",
    ".ndjson": "sequence",
    ".parquet": "parquet",
    ".gpx": "gpx",
    **dict.fromkeys((".tsv", ".txt", ".log"), "text"),
    **dict.fromkeys((".nmea", ".nm4", ".ais"), "nmea"),
    **dict.fromkeys((".xlsx", ".xlsm", ".ods"), "workbook"),
    **dict.fromkeys((".gpkg", ".shp", ".fgb"), "gis"),
}
