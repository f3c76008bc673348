"""Shapefiles: the parts that belong together, their encoding, and what breaks GDAL's reader."""

from __future__ import annotations

from pathlib import Path

from folium_polar.geometry.crs import file_in_crs
from geotrack.files import check_regular, leads_out, read_regular
from geotrack.importing.encodings import guess_encoding
from geotrack.importing.faults import UnreadableError, refuse_file_in_crs
from geotrack.importing.formats.vectors.gdal_file import read_layers
from geotrack.importing.geometry.table_positions import without_columns
from geotrack.importing.limits import MOST_BYTES
from geotrack.importing.option_names import option_name, option_remedy
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message

__all__ = ["read_shapefile"]

# Bytes of the head of .shp and .shx.
_SHP_HEAD = 100
# Endings of the files of a shapefile that are read.
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# Place of the language driver in .dbf, and its value for the encoding of the system.
_LANGUAGE_BYTE, _ANSI = 29, 0x57


def read_shapefile(source: Path, path: Path, options: ReadingOptions, folder: Path) -> Table:
    """Read a Shapefile with the files that belong to it.

    Parameters
    ----------
    source : Path
        The .shp file.
    path : Path
        The file that the user named, for messages.
    options : ReadingOptions
        Reading options.
    folder : Path
        A temporary folder.

    Raises
    ------
    UnreadableError
        A part is missing, broken or a link, its letters have another encoding, or its coordinate
        system names a file.
    """
    without_columns(options, "a Shapefile")
    beside = {p.suffix.lower(): p for p in source.parent.iterdir() if p.stem == source.stem}
    for part in (".shx", ".dbf"):
        if part not in beside:
            raise UnreadableError(
                path,
                Message("the {part} that belongs to it is missing", part),
                "copy all files of the Shapefile together",
            )
    staged = folder / "shapefile"
    staged.mkdir()
    for part in _PARTS:
        if part in beside:
            check_regular(beside[part])
            if leads_out(beside[part], source.parent):
                message = Message(
                    "{name}, which belongs to it, is a link to another folder", beside[part].name
                )
                raise UnreadableError(path, message, "copy the file itself there")
            (staged / f"{source.stem.replace('!', '_')}{part}").symlink_to(beside[part].resolve())
    if ".prj" in beside:
        text = read_regular(beside[".prj"], MOST_BYTES).decode("latin-1")
        refuse_file_in_crs(path, file_in_crs(text))
    shape = next(staged.glob("*.shp"))
    if options.encoding is None and ".cpg" not in beside and _unsaid(beside[".dbf"]):
        # The encoding is not stated: read as UTF-8 or refuse, never guess.
        options = ReadingOptions(options.layers, crs=options.crs, encoding="UTF-8")
    try:
        _check_index(beside[".shx"], source, path)
        return read_layers(shape, path, "Shapefile", options, _whole(source, path))
    except UnicodeDecodeError:
        # Skip the header, which is binary.
        data = beside[".dbf"].read_bytes()
        data = data[int.from_bytes(data[8:10], "little") :].replace(b"\0", b" ")
        message = Message(
            "its letters are not {encoding}", options.encoding or Message("what it says")
        )
        remedy = option_remedy(
            "perhaps {option}", option_name("encoding", guess_encoding(data)), option="encoding"
        )
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
