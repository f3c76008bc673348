"""Files by their content: what a file is, and who reads it."""

from __future__ import annotations

import lzma
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from geotrack.drafting import gpx, kml
from geotrack.drafting.csv_file import read_csv
from geotrack.drafting.encodings import guessed, known_encoding
from geotrack.drafting.faults import UnreadableError
from geotrack.drafting.gdal_file import read_layers
from geotrack.drafting.geopackage import shape_notes
from geotrack.drafting.table import Options, Table
from geotrack.errors import UsageError

__all__ = ["FORMATS", "read_file"]

FORMATS = "CSV, GPX, KML, KMZ, GeoPackage, Shapefile (zipped too), FlatGeobuf"
_MOST_MB = 512
_MB = 1_000_000
_HEAD = 4096
# What a file of this suffix must hold; other suffixes say nothing.
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
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_LANGUAGE_BYTE, _ANSI = 29, 0x57
_ENCRYPTED = 0x1
# What zipfile raises on bytes that are no archive: a wrong offset is an OSError.
_BROKEN = (
    zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, lzma.LZMAError,
    ValueError, RuntimeError, OSError,
)  # fmt: skip


def read_file(path: Path, options: Options) -> Table:
    """Read a file of another format.

    Parameters
    ----------
    path : pathlib.Path
        A file on this machine.
    options : Options
        How it is to be read.

    Raises
    ------
    UnreadableError
        It is not a sound file of a format that can be read.
    UsageError
        An option is missing or contradicts the file.
    OSError
        The system does not hand it out.
    """
    if path.is_dir():
        raise UnreadableError(path, "it is a folder", "name a file in it")
    size = path.stat().st_size
    if not path.is_file():
        raise UnreadableError(path, "it is no regular file", "save it as one first")
    if size > _MOST_MB * _MB:
        message = f"{size / _MB:.0f} MB; at most {_MOST_MB} MB are read"
        raise UnreadableError(path, message, "split it")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise UnreadableError(path, "the file is empty")
    if options.encoding:
        known_encoding(options.encoding)
    kind = _kind(path, head)
    expected = _BY_SUFFIX.get(path.suffix.lower())
    if expected and kind != expected:
        message = f"named {path.suffix}, but it holds {kind or 'nothing that geotrack knows'}"
        raise UnreadableError(path, message, "name it by what it is, or save it again")
    if not kind:
        raise UnreadableError(path, "its format is not known", f"geotrack reads {FORMATS}")
    with tempfile.TemporaryDirectory(prefix="geotrack-") as folder:
        return _READERS[kind](path, path, options, Path(folder))


def _kind(path: Path, head: bytes) -> str:
    """Return the format of a file by its first bytes; empty where it has none that is known."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        message = f"{path.name} is JSON already; `geotrack check {path.name}` says whether it holds"
        raise UsageError(message)
    if path.suffix.lower() in {".dbf", ".shx", ".prj", ".cpg"}:
        message = f"{path.name} is a part of a Shapefile; name its .shp"
        raise UsageError(message)
    if text.startswith(b"<"):
        root = re.search(rb"<(?:\w+:)?(kml|gpx|html)[\s/>]", text, re.IGNORECASE)
        # Of a root that stands far down, the name has to tell.
        name = root[1].decode().lower() if root else path.suffix.lower().lstrip(".")
        return {"kml": "KML", "gpx": "GPX"}.get(name, "")
    # UTF-16 has zero bytes too; a name that says text is taken at its word.
    text_by_name = _BY_SUFFIX.get(path.suffix.lower()) == "CSV"
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "CSV" if marked or text_by_name or b"\0" not in head else ""


Reader = Callable[[Path, Path, Options, Path], Table]


def _csv(source: Path, path: Path, options: Options, _: Path) -> Table:
    if options.layers:
        message = "a CSV file has no layers; leave --layer out"
        raise UsageError(message)
    return read_csv(path, source.read_bytes(), options)


def _kml(source: Path, path: Path, options: Options, folder: Path) -> Table:
    text, notes = kml.prepared(path, source.read_bytes())
    staged = folder / "prepared.kml"
    staged.write_bytes(text)
    return read_layers(staged, path, "KML", _apart(options, "KML"), notes)


def _gpx(source: Path, path: Path, options: Options, folder: Path) -> Table:
    text, notes = gpx.prepared(source.read_bytes())
    staged = folder / "prepared.gpx"
    staged.write_bytes(text)
    return read_layers(staged, path, "GPX", _apart(options, "GPX"), notes)


def _flatgeobuf(source: Path, path: Path, options: Options, folder: Path) -> Table:
    with source.open("rb") as file:
        head = file.read(len(_FLATGEOBUF))
    if head[4:] == _FLATGEOBUF[4:] and head != _FLATGEOBUF:
        age = "older" if head < _FLATGEOBUF else "newer"
        message = f"it is FlatGeobuf of version {head[3]}, {age} than version 3, which is read"
        remedy = "save it again as FlatGeobuf or GeoPackage with what wrote it"
        raise UnreadableError(path, message, remedy)
    return read_layers(_staged(source, folder), path, "FlatGeobuf", _apart(options, "FlatGeobuf"))


def _geopackage(source: Path, path: Path, options: Options, folder: Path) -> Table:
    staged = _staged(source, folder)
    return read_layers(
        staged, path, "GeoPackage", _apart(options, "GeoPackage"), shape_notes(staged)
    )


def _apart(options: Options, kind: str) -> Options:
    """Refuse what only CSV files have."""
    if options.lon or options.lat or options.wkt:
        message = (
            "--lon, --lat and --wkt name columns of a CSV file; "
            f"{kind} has its geometry apart: leave them out"
        )
        raise UsageError(message)
    return options


def _staged(source: Path, folder: Path) -> Path:
    """Return a path that GDAL takes for a plain one, whatever is in the file's name."""
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
            message = f"the {part} that belongs to it is missing"
            raise UnreadableError(path, message, "copy all files of the Shapefile together")
    staged = folder / "shapefile"
    staged.mkdir()
    for part in _PARTS:
        if part in beside:
            (staged / f"{source.stem.replace('!', '_')}{part}").symlink_to(beside[part].resolve())
    shape = next(staged.glob("*.shp"))
    if options.encoding is None and ".cpg" not in beside and _unsaid(beside[".dbf"]):
        # Nothing says what its letters are: UTF-8 or a refusal, never a guess.
        options = Options(options.layers, crs=options.crs, encoding="UTF-8")
    try:
        return read_layers(shape, path, "Shapefile", options, _whole(source, path))
    except UnicodeDecodeError:
        # Past the header, which holds bytes that are no letters.
        data = beside[".dbf"].read_bytes()
        data = data[int.from_bytes(data[8:10], "little") :].replace(b"\0", b" ")
        message = f"its letters are not {options.encoding or 'what it says'}"
        remedy = f"perhaps --encoding {guessed(data)}"
        raise UnreadableError(path, message, remedy) from None


def _unsaid(dbf: Path) -> bool:
    with dbf.open("rb") as file:
        head = file.read(32)
    return len(head) > _LANGUAGE_BYTE and head[_LANGUAGE_BYTE] in {0, _ANSI}


def _whole(source: Path, path: Path) -> list[str]:
    """Refuse a Shapefile that is cut off, which GDAL reads as empty; tell of measures."""
    with source.open("rb") as file:
        head = file.read(36)
    if 2 * int.from_bytes(head[24:28], "big") > source.stat().st_size:
        raise UnreadableError(path, "it is cut off: shorter than it says", "fetch it again")
    kind = int.from_bytes(head[32:36], "little")
    return ["measures (M) are left out"] if kind in {21, 23, 25, 28} else []


def _zip(source: Path, path: Path, options: Options, folder: Path) -> Table:
    """Read the one file that an archive holds, out of a folder of its own."""
    inside = folder / "inside"
    inside.mkdir()
    main, parts = _unpacked(source, path)
    for name, data in parts.items():
        (inside / name).write_bytes(data)
    found = inside / main
    kind = _kind(path, parts[main][:_HEAD])
    if kind in {"", "ZIP"} or _BY_SUFFIX[found.suffix.lower()] != kind:
        raise UnreadableError(path, f"{main} in it is not what its name says")
    return _READERS[kind](found, path, options, folder)


def _unpacked(source: Path, path: Path) -> tuple[str, dict[str, bytes]]:
    """Return the name of the file to read in an archive, and the files that belong to it."""
    try:
        with zipfile.ZipFile(source) as archive:
            main = _main(path, archive.namelist())
            stem = str(Path(main).with_suffix(""))
            shape = main.lower().endswith(".shp")
            wanted = [
                info for info in archive.infolist()
                if info.filename == main
                or (shape and str(Path(info.filename).with_suffix("")) == stem)
            ]  # fmt: skip
            if any(info.flag_bits & _ENCRYPTED for info in wanted):
                raise UnreadableError(path, "it is locked with a password", "unpack it first")
            if sum(info.file_size for info in wanted) > _MOST_MB * _MB:
                message = f"more than {_MOST_MB} MB unpacked"
                raise UnreadableError(path, message, "split it")
            return Path(main).name, {Path(i.filename).name: archive.read(i) for i in wanted}
    except _BROKEN as error:
        reason = " ".join(str(error).split()).rstrip(".").lower()[:80]
        message = f"the archive is cut off or broken ({reason})"
        raise UnreadableError(path, message, "fetch or save it again") from None


def _main(path: Path, names: list[str]) -> str:
    """Return the name of the file in an archive that is to be read."""
    if any(n.startswith(("xl/", "word/")) or n == "content.xml" for n in names):
        raise UnreadableError(path, "it is a spreadsheet or document", "save the table as CSV")
    known = set(_BY_SUFFIX) - {".zip", ".kmz"}
    found = [
        n for n in names
        if Path(n).suffix.lower() in known and not n.startswith("__MACOSX/")
    ]  # fmt: skip
    if not found:
        raise UnreadableError(path, "the archive holds no file that geotrack reads", FORMATS)
    if path.suffix.lower() == ".kmz":
        # The first KML of an archive is its document; the others are linked from it.
        return next((n for n in found if n.lower().endswith(".kml")), found[0])
    if len(found) > 1:
        message = f"the archive holds {len(found)} files: {', '.join(sorted(found)[:5])}"
        raise UnreadableError(path, message, "unpack it and name one")
    return found[0]


_READERS: dict[str, Reader] = {
    "CSV": _csv,
    "KML": _kml,
    "GPX": _gpx,
    "FlatGeobuf": _flatgeobuf,
    "GeoPackage": _geopackage,
    "Shapefile": _shapefile,
    "ZIP": _zip,
}
