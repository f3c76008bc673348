"""Detection of file formats by content, and their readers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.files import check_regular, read_regular
from geotrack.findings import shown
from geotrack.importing.encodings import check_encoding, guess_encoding
from geotrack.importing.faults import UnreadableError
from geotrack.importing.formats import flatgeobuf, geopackage, gpx, kml
from geotrack.importing.formats.csv_file import read_csv
from geotrack.importing.formats.gdal_file import read_layers
from geotrack.importing.formats.xml_text import root_name
from geotrack.importing.formats.zip_archive import unpack
from geotrack.importing.limits import MOST_BYTES
from geotrack.importing.table import Options, Table

__all__ = ["FORMATS", "read_file"]

FORMATS = "CSV, GPX, KML, KMZ, GeoPackage, Shapefile (zipped too), FlatGeobuf"
_HEAD = 1 << 16
# Required format by suffix; other suffixes do not matter.
_BY_SUFFIX = {
    ".gpkg": "GeoPackage", ".shp": "Shapefile", ".fgb": "FlatGeobuf", ".kml": "KML",
    ".gpx": "GPX", ".kmz": "ZIP", ".zip": "ZIP", ".csv": "CSV", ".tsv": "CSV",
}  # fmt: skip
_MAGIC = (
    (b"SQLite format 3\0", "GeoPackage"),
    (b"\x00\x00\x27\x0a", "Shapefile"),
    (b"fgb", "FlatGeobuf"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
)
_FLATGEOBUF = b"fgb\x03fgb"
_SHP_HEAD = 100
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_LANGUAGE_BYTE, _ANSI = 29, 0x57


def read_file(path: Path, options: Options) -> Table:
    """Read a file of another format.

    Parameters
    ----------
    path : pathlib.Path
        A local file.
    options : Options
        Reading options.

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
    if size > MOST_BYTES:
        raise UnreadableError(
            path, f"{size / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:g} MB are read", "split it"
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise UnreadableError(path, "the file is empty")
    if options.encoding:
        check_encoding(options.encoding)
    kind = _kind(path, head)
    expected = _BY_SUFFIX.get(path.suffix.lower())
    if expected and kind != expected:
        raise UnreadableError(
            path,
            f"named {path.suffix}, but it holds {kind or 'nothing that geotrack knows'}",
            "name it by what it is, or save it again",
        )
    if not kind:
        raise UnreadableError(path, "its format is not known", f"geotrack reads {FORMATS}")
    with tempfile.TemporaryDirectory(prefix="geotrack-") as folder:
        return _READERS[kind](path, path, options, Path(folder))


def _kind(path: Path, head: bytes) -> str:
    """Return the format of a file by its first bytes; empty if it is unknown."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        raise UsageError(
            f"{path.name} is JSON already; `geotrack check {path.name}` says whether it holds"
        )
    if path.suffix.lower() in {".dbf", ".shx", ".prj", ".cpg"}:
        raise UsageError(f"{path.name} is a part of a Shapefile; name its .shp")
    if text.startswith(b"<"):
        # The suffix decides if the root element is not in the first bytes; the reader checks it.
        name = root_name(text).lower() or path.suffix.lower().lstrip(".")
        return {"kml": "KML", "gpx": "GPX"}.get(name, "")
    # UTF-16 has zero bytes too; a suffix of a text format decides.
    text_by_name = _BY_SUFFIX.get(path.suffix.lower()) == "CSV"
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "CSV" if marked or text_by_name or b"\0" not in head else ""


Reader = Callable[[Path, Path, Options, Path], Table]


def _csv(source: Path, path: Path, options: Options, _: Path) -> Table:
    if options.layers:
        raise UsageError("a CSV file has no layers; leave --layer out")
    return read_csv(path, read_regular(source, MOST_BYTES), options)


def _kml(source: Path, path: Path, options: Options, folder: Path) -> Table:
    text, notes = kml.prepare(path, read_regular(source, MOST_BYTES))
    _check_root(path, text, "KML")
    staged = folder / "prepared.kml"
    staged.write_bytes(text)
    return read_layers(staged, path, "KML", _apart(options, "KML"), notes)


def _check_root(path: Path, text: bytes, kind: str) -> None:
    if (root := root_name(text)).lower() != kind.lower():
        raise UnreadableError(path, f"not {kind}: its root element is {shown(root)}")


def _gpx(source: Path, path: Path, options: Options, folder: Path) -> Table:
    text, notes = gpx.prepare(path, read_regular(source, MOST_BYTES))
    _check_root(path, text, "GPX")
    staged = folder / "prepared.gpx"
    staged.write_bytes(text)
    return read_layers(staged, path, "GPX", _apart(options, "GPX"), notes)


def _flatgeobuf(source: Path, path: Path, options: Options, folder: Path) -> Table:
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
        message = f"it is FlatGeobuf of version {head[3]}, {age} than version 3, which is read"
        remedy = "save it again as FlatGeobuf or GeoPackage with what wrote it"
        raise UnreadableError(path, message, remedy)
    flatgeobuf.check_geometries(path, data)
    del data
    return read_layers(_staged(source, folder), path, "FlatGeobuf", _apart(options, "FlatGeobuf"))


def _geopackage(source: Path, path: Path, options: Options, folder: Path) -> Table:
    _apart(options, "GeoPackage")
    made = geopackage.prepare(source, path, folder)
    return read_layers(made.path, path, "GeoPackage", options, made.notes, tables=made.tables)


def _apart(options: Options, kind: str) -> Options:
    """Refuse options that only apply to CSV files."""
    if any((options.lon, options.lat, options.wkt, options.latlon, options.lonlat)):
        raise UsageError(
            "--lon, --lat and --wkt name columns of a CSV file; "
            f"{kind} has its geometry apart: leave them out"
        )
    return options


def _staged(source: Path, folder: Path) -> Path:
    """Return a path without characters that have a meaning for GDAL."""
    plain = source.resolve()
    if re.search(r"[!*?:|]", str(plain)) is None:
        return plain
    link = folder / f"linked{source.suffix.lower()}"
    link.symlink_to(plain)
    return link


def _shapefile(source: Path, path: Path, options: Options, folder: Path) -> Table:
    _apart(options, "a Shapefile")
    beside = {p.suffix.lower(): p for p in source.parent.iterdir() if p.stem == source.stem}
    for part in (".shx", ".dbf"):
        if part not in beside:
            raise UnreadableError(
                path,
                f"the {part} that belongs to it is missing",
                "copy all files of the Shapefile together",
            )
    staged = folder / "shapefile"
    staged.mkdir()
    for part in _PARTS:
        if part in beside:
            check_regular(beside[part])
            (staged / f"{source.stem.replace('!', '_')}{part}").symlink_to(beside[part].resolve())
    shape = next(staged.glob("*.shp"))
    if options.encoding is None and ".cpg" not in beside and _unsaid(beside[".dbf"]):
        # The encoding is not stated: read as UTF-8 or refuse, never guess.
        options = Options(options.layers, crs=options.crs, encoding="UTF-8")
    try:
        _check_index(beside[".shx"], source, path)
        return read_layers(shape, path, "Shapefile", options, _whole(source, path))
    except UnicodeDecodeError:
        # Skip the header, which is binary.
        data = beside[".dbf"].read_bytes()
        data = data[int.from_bytes(data[8:10], "little") :].replace(b"\0", b" ")
        message = f"its letters are not {options.encoding or 'what it says'}"
        remedy = f"perhaps --encoding {guess_encoding(data)}"
        raise UnreadableError(path, message, remedy) from None


def _unsaid(dbf: Path) -> bool:
    with dbf.open("rb") as file:
        head = file.read(32)
    return len(head) > _LANGUAGE_BYTE and head[_LANGUAGE_BYTE] in {0, _ANSI}


def _check_index(index: Path, source: Path, path: Path) -> None:
    """Refuse an index that reads the same shape many times."""
    import numpy as np

    data = read_regular(index, MOST_BYTES)[_SHP_HEAD:]
    lengths = np.frombuffer(data[: len(data) // 8 * 8], ">i4").reshape(-1, 2)[:, 1]
    # Lengths are in words of two bytes, without record headers of eight bytes.
    if 2 * lengths.clip(min=0).sum(dtype=np.int64) > source.stat().st_size:
        raise UnreadableError(
            path,
            "its .shx says that it holds more than its .shp does",
            "it may be broken; fetch it again",
        )


def _whole(source: Path, path: Path) -> list[str]:
    """Refuse a truncated Shapefile, which GDAL reads as empty; return notes."""
    with source.open("rb") as file:
        head = file.read(36)
    if 2 * int.from_bytes(head[24:28], "big") > source.stat().st_size:
        raise UnreadableError(path, "it is cut off: shorter than it says", "fetch it again")
    kind = int.from_bytes(head[32:36], "little")
    return ["measures (M) are left out"] if kind in {21, 23, 25, 28} else []


def _zip(source: Path, path: Path, options: Options, folder: Path) -> Table:
    """Read the file in an archive, unpacked to a temporary folder."""
    inside = folder / "inside"
    inside.mkdir()
    known = frozenset(_BY_SUFFIX) - {".zip", ".kmz"}
    found, name, data = unpack(source, path, inside, known)
    kind = _kind(path, data[:_HEAD])
    if kind in {"", "ZIP"} or _BY_SUFFIX[found.suffix] != kind:
        raise UnreadableError(path, f"{name} in it is not what its name says")
    del data
    return _READERS[kind](found, path, options, folder)


_READERS: dict[str, Reader] = {
    "CSV": _csv,
    "KML": _kml,
    "GPX": _gpx,
    "FlatGeobuf": _flatgeobuf,
    "GeoPackage": _geopackage,
    "Shapefile": _shapefile,
    "ZIP": _zip,
}
