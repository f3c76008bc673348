"""Detection of file formats by content, and their readers."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from folium_polar.geometry.crs import file_in_crs
from geotrack.errors import UsageError
from geotrack.files import open_regular, read_regular
from geotrack.findings import shown
from geotrack.importing import format_packages
from geotrack.importing.encodings import check_encoding
from geotrack.importing.faults import OptionError, UnreadableError, refuse_file_in_crs
from geotrack.importing.formats.archives import spreadsheet_in, unpack, unpack_gzip
from geotrack.importing.formats.tables.csv_file import read_csv
from geotrack.importing.formats.tables.parquet import read_parquet
from geotrack.importing.formats.tables.workbook import read_workbook
from geotrack.importing.formats.vectors import flatgeobuf, geojson, geopackage, gpx, kml
from geotrack.importing.formats.vectors.gdal_file import read_layers
from geotrack.importing.formats.vectors.shapefile import read_shapefile
from geotrack.importing.formats.vectors.xml_text import root_name
from geotrack.importing.geometry.table_positions import without_columns
from geotrack.importing.limits import MOST_BYTES, MOST_IN_PARTS
from geotrack.importing.option_names import choose_with, option_name
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message

__all__ = ["FORMATS", "PACKED", "read_file"]

FORMATS = (
    "CSV, XLSX, ODS, GeoJSON, GPX, KML, KMZ, GeoPackage, Shapefile (zipped too), FlatGeobuf, "
    "GeoParquet, and gzips of these"
)
"""Formats that geotrack reads without other packages."""
# Bytes by which the format is known, and bytes that are read at once.
_HEAD, _BLOCK = 1 << 16, 1 << 22
# Formats that have sheets.
_WORKBOOKS = ("XLSX", "ODS")
# Required format by suffix; other suffixes do not matter.
_BY_SUFFIX = {
    ".gpkg": "GeoPackage", ".shp": "Shapefile", ".fgb": "FlatGeobuf", ".kml": "KML",
    ".gpx": "GPX", ".kmz": "ZIP", ".zip": "ZIP", ".xlsx": "XLSX",
    ".xlsm": "XLSX", ".ods": "ODS", ".parquet": "Parquet", ".geoparquet": "Parquet",
    ".csv": "CSV", ".tsv": "CSV",
    ".geojson": "GeoJSON", ".json": "GeoJSON", ".geojsonl": "GeoJSON", ".geojsons": "GeoJSON",
    ".geojsonseq": "GeoJSON", ".ndjson": "GeoJSON", ".jsonl": "GeoJSON",
}  # fmt: skip
PACKED = frozenset(_BY_SUFFIX) - {".zip", ".kmz"}
"""Suffixes of files that are read from an archive."""
# First bytes of an OLE2 compound file, such as XLS.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of files, with their format.
_MAGIC = (
    (b"SQLite format 3\0", "GeoPackage"),
    (b"\x00\x00\x27\x0a", "Shapefile"),
    (b"fgb", "FlatGeobuf"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (_COMPOUND, "XLS"),
    (b"PAR1", "Parquet"),
    (b"\x1f\x8b", "gzip"),
)
# First bytes of FlatGeobuf; the fourth is its major version.
_FLATGEOBUF = b"fgb\x03fgb"


def read_file(
    path: Path, options: ReadingOptions, progress: Callable[[int], object] = lambda _: None
) -> Table:
    """Read a file of another format.

    Parameters
    ----------
    path : pathlib.Path
        A local file.
    options : ReadingOptions
        Reading options.
    progress : callable
        Receives the number of further bytes that were read, of formats that are read in parts.

    Raises
    ------
    UnreadableError
        The file is not a valid file of a supported format.
    UsageError
        An option is missing or contradicts the file.
    OSError
        The file cannot be opened.
    """
    if path.is_dir():
        raise UnreadableError(path, "it is a folder", "name a file in it")
    size = path.stat().st_size
    if not path.is_file():
        raise UnreadableError(path, "it is no regular file", "save it as one first")
    head = _head(path)
    if not head.strip():
        raise UnreadableError(path, "the file is empty")
    if options.encoding:
        check_encoding(options.encoding)
    kind = _kind(path, head)
    most = MOST_IN_PARTS if kind in {*_IN_PARTS, "gzip"} else MOST_BYTES
    if size > most:
        raise UnreadableError(
            path,
            Message("{size:.0f} MB; at most {most:g} MB are read", size / 1e6, most / 1e6),
            "split it",
        )
    expected = _BY_SUFFIX.get(path.suffix.lower(), "")
    if kind == "ZIP":
        kind = spreadsheet_in(path) or (expected if expected in _WORKBOOKS else kind)
    elif kind in {"", "CSV"} and expected == "GeoJSON":
        kind = expected  # the parser says what is wrong
    if kind in {"XLS", "XLSB"}:
        raise _binary_workbook(path, kind)
    if kind not in _WORKBOOKS and (options.sheet or options.header_row):
        raise UsageError(Message("--sheet and --header-row are for workbooks; leave them out"))
    if expected and kind != expected:
        raise UnreadableError(
            path,
            Message(
                "named {suffix}, but it holds {what}",
                path.suffix,
                kind or Message("nothing that geotrack knows"),
            ),
            "name it by what it is, or save it again",
        )
    if not kind:
        installed = format_packages.import_formats().values()
        formats = "; ".join([FORMATS, *(each.TITLE for each in installed)])
        raise UnreadableError(
            path, "its format is not known", Message("geotrack reads {formats}", formats)
        )
    with tempfile.TemporaryDirectory(prefix="geotrack-") as folder:
        if kind in _IN_PARTS:
            return _IN_PARTS[kind](path, path, options, Path(folder), progress)
        return _reader(kind)(path, path, options, Path(folder))


def _kind(path: Path, head: bytes) -> str:
    """Return the format of a file by its first bytes; empty if it is unknown."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[", b"\x1e")):
        return "GeoJSON"
    if path.suffix.lower() in {".dbf", ".shx", ".prj", ".cpg"}:
        raise UsageError(Message("{file} is a part of a Shapefile; name its .shp", path.name))
    if text.startswith(b"<"):
        # The suffix decides if the root element is not in the first bytes; the reader checks it.
        name = root_name(text).lower() or path.suffix.lower().lstrip(".")
        own = {"kml": "KML", "gpx": "GPX"}.get(name, "")
        return own or format_packages.matching_format(path, head)
    # UTF-16 has zero bytes too; a suffix of a text format decides.
    text_by_name = _BY_SUFFIX.get(path.suffix.lower()) == "CSV"
    if not text_by_name and (name := format_packages.matching_format(path, head)):
        return name
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "CSV" if marked or text_by_name or b"\0" not in head else ""


def _binary_workbook(path: Path, kind: str) -> UnreadableError:
    """Return the error for a workbook in a binary form, or one with a password."""
    locked = "EncryptedPackage".encode("utf-16-le")
    if kind == "XLS" and locked in read_regular(path, MOST_BYTES):
        return UnreadableError(path, "it is locked with a password", "save it without one")
    problem = Message("it is an Excel workbook of a binary form (.{kind})", kind.lower())
    return UnreadableError(path, problem, "save it as .xlsx")


Progress = Callable[[int], object]
Reader = Callable[[Path, Path, ReadingOptions, Path], Table]


def _ignore(_: int) -> None:
    """Show no progress."""


@contextmanager
def _blocks(source: Path, progress: Progress) -> Iterator[Iterator[bytes]]:
    """Open a file; yield its content in parts."""

    def parts(file: BinaryIO) -> Iterator[bytes]:
        while block := file.read(_BLOCK):
            yield block
            progress(len(block))

    with open_regular(source, MOST_IN_PARTS) as file:
        yield parts(file)


def _no_layers(problem: str) -> OptionError:
    remedy = Message("leave {option} out", option_name("layer"))
    return OptionError("layer", Message(problem), remedy)


def _csv(
    source: Path, path: Path, options: ReadingOptions, _: Path, progress: Progress = _ignore
) -> Table:
    if options.layers:
        raise _no_layers("a CSV file has no layers")
    with _blocks(source, progress) as blocks:
        return read_csv(path, blocks, options)


def _reader(kind: str) -> Reader:
    """Return the reader of a format of geotrack, else of one of another package."""
    if kind in _READERS:
        return _READERS[kind]

    def read(source: Path, path: Path, options: ReadingOptions, _: Path) -> Table:
        without_columns(options, f"a file of {kind}")
        data = read_regular(source, MOST_BYTES)
        return format_packages.import_formats()[kind].read(path, data, options)

    return read


def _xml(kind: str, prepare: Callable[[Path, bytes], tuple[bytes, list[str]]]) -> Reader:
    """Return the reader of a format of XML, of which GDAL reads a prepared copy."""

    def read(source: Path, path: Path, options: ReadingOptions, folder: Path) -> Table:
        text, notes = prepare(path, read_regular(source, MOST_BYTES))
        if (root := root_name(text)).lower() != kind.lower():
            raise UnreadableError(
                path, Message("not {kind}: its root element is {root}", kind, shown(root))
            )
        staged = folder / f"prepared.{kind.lower()}"
        staged.write_bytes(text)
        return read_layers(staged, path, kind, without_columns(options, kind), notes)

    return read


def _geojson(
    source: Path, path: Path, options: ReadingOptions, folder: Path, progress: Progress = _ignore
) -> Table:
    """Read GeoJSON, whole or as a sequence, and JSON of NGA, Esri and TopoJSON."""
    if options.layers:
        raise _no_layers("GeoJSON has no layers")
    with _blocks(source, progress) as blocks:
        table = geojson.read_sequence(path, blocks, options)
    if table is not None:
        return table
    data = read_regular(source, MOST_BYTES)
    parsed = geojson.parse(path, data)
    kind = geojson.json_kind(parsed)
    if kind == "GeoJSON":
        table = format_packages.read_json(path, data[:_HEAD], parsed.value, options)
        return table or geojson.read_geojson(path, parsed, options)
    if kind == "TopoJSON":
        geojson.check_topology(path, parsed)
    crs_members = [v for k, v in parsed.value.items() if k.lower() in {"crs", "spatialreference"}]
    refuse_file_in_crs(path, file_in_crs(crs_members))
    # GDAL would fetch it.
    linked = re.search(r'"(?:href|url)": "[^"]{0,60}', json.dumps(crs_members), re.IGNORECASE)
    refuse_file_in_crs(path, linked[0] if linked else "")
    staged = folder / "prepared.json"
    staged.write_bytes(data)
    return read_layers(staged, path, kind, without_columns(options, kind))


def _workbook(kind: str) -> Reader:
    def read(source: Path, path: Path, options: ReadingOptions, _: Path) -> Table:
        if options.layers:
            problem = Message("{kind} has sheets", kind)
            raise OptionError("sheet", problem, choose_with("sheet"))
        return read_workbook(source, path, kind, options)

    return read


def _parquet(source: Path, path: Path, options: ReadingOptions, _: Path) -> Table:
    if options.layers:
        raise _no_layers("a Parquet file has no layers")
    return read_parquet(source, path, options)


def _flatgeobuf(source: Path, path: Path, options: ReadingOptions, folder: Path) -> Table:
    """Read FlatGeobuf of version 3; refuse other versions."""
    data = read_regular(source, MOST_BYTES)
    head = data[: len(_FLATGEOBUF)]
    if head[4:] != _FLATGEOBUF[4:]:
        raise UnreadableError(
            path,
            "cannot be read as FlatGeobuf: its first bytes are not those of one",
            "it may be cut off or broken",
        )
    if head != _FLATGEOBUF:
        age = "older" if head < _FLATGEOBUF else "newer"
        message = Message(
            "it is FlatGeobuf of version {version}, {age} than version 3, which is read",
            head[3],
            Message(age),
        )
        remedy = "save it again as FlatGeobuf or GeoPackage with what wrote it"
        raise UnreadableError(path, message, remedy)
    flatgeobuf.check_geometries(path, data)
    del data
    return read_layers(
        _staged(source, folder), path, "FlatGeobuf", without_columns(options, "FlatGeobuf")
    )


def _geopackage(source: Path, path: Path, options: ReadingOptions, folder: Path) -> Table:
    without_columns(options, "GeoPackage")
    prepared = geopackage.prepare(source, path, folder)
    return read_layers(
        prepared.path, path, "GeoPackage", options, prepared.notes, tables=prepared.tables
    )


def _staged(source: Path, folder: Path) -> Path:
    """Return a path without characters that have a meaning for GDAL."""
    plain = source.resolve()
    if re.search(r"[!*?:|]", str(plain)) is None:
        return plain
    link = folder / f"linked{source.suffix.lower()}"
    link.symlink_to(plain)
    return link


def _zip(source: Path, path: Path, options: ReadingOptions, folder: Path) -> Table:
    """Read the file in an archive, unpacked to a temporary folder."""
    inside = folder / "inside"
    inside.mkdir()
    member, name, data = unpack(source, path, inside, PACKED)
    kind = _kind(path, data[:_HEAD])
    if kind == "ZIP":
        kind = spreadsheet_in(member) or kind
    if kind in {"", "ZIP"} or _BY_SUFFIX[member.suffix] != kind:
        raise UnreadableError(path, Message("{name} in it is not what its name says", name))
    del data
    return _READERS[kind](member, path, options, folder)


def _gzip(source: Path, path: Path, options: ReadingOptions, folder: Path) -> Table:
    """Read the file in a gzip, unpacked to a temporary folder."""
    unpacked = unpack_gzip(source, path, folder)
    kind = _kind(unpacked, _head(unpacked))
    if kind in {"", "gzip", "ZIP", "Shapefile", "XLS"}:
        raise UnreadableError(path, "what is packed in it is no file that geotrack reads")
    if kind not in _IN_PARTS and unpacked.stat().st_size > MOST_BYTES:
        message = Message("more than {most:g} MB when unpacked", MOST_BYTES / 1e6)
        raise UnreadableError(path, message, "split it")
    return _reader(kind)(unpacked, path, options, folder)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


# Readers that read a file in parts, and so larger ones.
_IN_PARTS = {"CSV": _csv, "GeoJSON": _geojson}
# Readers by format.
_READERS: dict[str, Reader] = {
    **_IN_PARTS,
    **{kind: _workbook(kind) for kind in _WORKBOOKS},
    "Parquet": _parquet,
    "KML": _xml("KML", kml.prepare),
    "GPX": _xml("GPX", gpx.prepare),
    "FlatGeobuf": _flatgeobuf,
    "GeoPackage": _geopackage,
    "Shapefile": read_shapefile,
    "ZIP": _zip,
    "gzip": _gzip,
}
