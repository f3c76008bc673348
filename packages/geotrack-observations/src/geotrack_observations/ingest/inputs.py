"""Input files of observations: CSV, JSON, Parquet, GPX, KML, GIS files, workbooks, NMEA 0183."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.importing.faults import UnreadableError
from geotrack.importing.formats.archives import Unpacked, main_file
from geotrack_observations.ingest.batches import Batch
from geotrack_observations.ingest.column_roles import Naming
from geotrack_observations.ingest.date_column import date_column
from geotrack_observations.ingest.day_order import with_day_order
from geotrack_observations.ingest.drop_derived_columns import without_derived
from geotrack_observations.ingest.formats.geojson import from_collection, from_sequence
from geotrack_observations.ingest.formats.imported import from_imported
from geotrack_observations.ingest.formats.nmea import from_nmea, has_sentences
from geotrack_observations.ingest.formats.tables import from_csv, from_parquet
from geotrack_observations.ingest.formats.xml_tracks import from_gpx, from_kml
from geotrack_observations.ingest.positions import degrees_reader

__all__ = ["batches", "kind_of", "row_unit"]

Reader = Callable[[Path, Naming], Iterator[Batch]]


def kind_of(path: Path) -> str:
    """Return the format of a file by its suffix, of a gzip by that before `.gz`.

    Raises
    ------
    UsageError
        The format is not supported.
    """
    ending = path.suffix.casefold()
    if ending == _GZIP:
        kind = _ENDINGS.get(Path(path.stem).suffix.casefold())
        if kind is not None:
            return kind if kind in _STREAMS else "gis"
    kind = _ENDINGS.get(ending)
    if kind is None:
        endings = ", ".join(_ENDINGS)
        message = f"{path}: observations are read from {endings}; this ends in {path.suffix!r}"
        raise UsageError(message)
    return kind


def row_unit(path: Path) -> str:
    """Return what the row numbers of a file count, such as lines."""
    return _ROW_UNITS.get(kind_of(path), "line")


def batches(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read a file in batches, the same ones each time.

    Derived columns that geotrack wrote to a file before are left out.

    Raises
    ------
    UsageError
        The file is invalid, has no columns of longitudes and latitudes, or has another CRS.
    """
    try:
        source, reader = _unpacked_file_and_reader(path, naming)
        # `from_imported` has converted positions to degrees itself.
        to_degrees = degrees_reader(naming.without_places() if reader is from_imported else naming)
        for batch in _batches_with_times(source, reader, naming):
            yield without_derived(to_degrees(batch))
    except UnreadableError as error:
        raise UsageError(str(error)) from None


def _batches_with_times(source: Path, reader: Reader, naming: Naming) -> Iterator[Batch]:
    """Yield the batches of a file, read with its column of times.

    If no column is named like one of times, it is the only column whose cells are dates.
    """

    def read(naming: Naming) -> Iterator[Batch]:
        return with_day_order(lambda: reader(source, naming), source)

    timed_batches = read(replace(naming, needs_time=False))
    first = next(timed_batches, None)
    if first is None:
        return
    if first.time is None and naming.time is None:
        column = date_column(first)
        if column is not None:
            for batch in read(replace(naming, time=column)):
                yield replace(batch, roles=replace(batch.roles, is_guess=True))
            return
        if naming.needs_time:
            yield from read(naming)  # raises an error that says why there are no times
    yield first
    yield from timed_batches


def _unpacked_file_and_reader(path: Path, naming: Naming) -> tuple[Path, Reader]:
    """Return the unpacked file of an input, and the reader for its format."""
    if path.suffix.casefold() in _ARCHIVES:
        from geotrack.importing.detect import PACKED

        member, suffix = main_file(path, PACKED)
        return member, _READERS[_ENDINGS[suffix]] if suffix in _TRACK_ENDINGS else from_imported
    is_packed = path.suffix.casefold() == _GZIP and kind_of(path) in _STREAMS
    source = Unpacked(path) if is_packed else path
    return source, _reader(source, naming)


def _is_collection(path: Path) -> bool:
    """Return whether a JSON may be a FeatureCollection, by its first characters."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return True  # an empty file, whose reader names the fault
    is_whole = len(head) < _HEAD_BYTES
    return text.startswith(b"{") and (b'"features"' in head or not is_whole)


def _reader(path: Path, naming: Naming) -> Reader:
    """Return the reader of a file that is not an archive."""
    kind = kind_of(path)
    if kind == "collection" and not _is_collection(path):
        return from_imported
    if kind in {"csv", "text"} and (naming.preset == "nmea" or has_sentences(path)):
        return from_nmea
    return _READERS[kind]


_READERS: dict[str, Reader] = {
    "csv": from_csv,
    "collection": from_collection,
    "sequence": from_sequence,
    "parquet": from_parquet,
    "text": from_csv,
    "nmea": from_nmea,
    "gpx": from_gpx,
    "workbook": from_imported,
    "gis": from_imported,
    "kml": from_kml,
}
# Formats whose reader takes a file in a gzip; `from_imported` reads a gzip of another format.
_STREAMS = {"csv", "text", "collection", "sequence", "nmea", "kml", "gpx"}
_GZIP = ".gz"
# Bytes at the start of a file by which its format is recognised.
_HEAD_BYTES = 1 << 16
# Endings of archives, and of the files of tracks that may be in them.
_ARCHIVES = {".kmz", ".zip"}
_TRACK_ENDINGS = {".kml", ".gpx"}
# What the row numbers in messages count, by format; lines in the other formats.
_ROW_UNITS = {
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
    ".geojsonseq": "sequence",
    ".ndjson": "sequence",
    ".jsonl": "sequence",
    ".parquet": "parquet",
    ".geoparquet": "parquet",
    ".gpx": "gpx",
    **dict.fromkeys((".tsv", ".txt", ".log"), "text"),
    **dict.fromkeys((".nmea", ".nm4", ".ais"), "nmea"),
    **dict.fromkeys((".xlsx", ".xlsm", ".ods"), "workbook"),
    ".kml": "kml",
    **dict.fromkeys((".gpkg", ".shp", ".fgb", ".kmz", ".zip"), "gis"),
}
