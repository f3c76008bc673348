"""Files in a gzip, a KMZ or a ZIP archive."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import IO, Any

from geotrack.files import open_regular
from geotrack.files.archives import ArchiveError, open_archive, part_name, read_members
from geotrack.importing.faults import UnreadableError
from geotrack.importing.limits import MOST_BYTES, MOST_IN_PARTS
from geotrack.messages import Message

__all__ = [
    "SPREADSHEET",
    "Unpacked",
    "main_file",
    "spreadsheet_in",
    "unpack",
    "unpack_gzip",
]

# Bytes that are unpacked at once.
_PART = 1 << 20


def unpack_gzip(source: Path, path: Path, folder: Path) -> Path:
    """Unpack a gzip to a folder; return the file.

    Parameters
    ----------
    source : pathlib.Path
        The gzip.
    path : pathlib.Path
        The same as the user named it, for messages: `a.csv.gz`.
    folder : pathlib.Path
        Where the content is written.

    Raises
    ------
    UnreadableError
        It is broken, or its content is too large.
    """
    target = folder / f"unpacked{Path(path.stem).suffix.lower()}"
    with open_regular(source, MOST_IN_PARTS) as packed, target.open("wb") as unpacked:
        content = _Content(path, packed)
        while part := content.read(_PART):
            unpacked.write(part)
            if unpacked.tell() > MOST_IN_PARTS:
                message = Message("more than {most:g} MB when unpacked", MOST_IN_PARTS / 1e6)
                raise UnreadableError(path, message, "split it")
    return target


class Unpacked(type(Path())):  # type: ignore[misc] # PosixPath or WindowsPath
    """The path of a gzip that opens as its content, for readers that open a file twice."""

    def open(self, *_: Any, **__: Any) -> IO[bytes]:
        """Open the content as bytes."""
        return io.BufferedReader(_Content(self, Path(self).open("rb")))


class _Content(gzip.GzipFile):
    """The content of a gzip, which raises an error of an import where it is broken."""

    def __init__(self, path: Path, packed: IO[bytes]) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self._path, self._packed = path, packed

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise UnreadableError(
                self._path, "its gzip is broken or cut off", "fetch it again"
            ) from None

    def close(self) -> None:
        super().close()
        self._packed.close()


SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
"""Media type of ODS."""
# Letters of the name of an unpacked file at most.
_LONGEST_NAME = 60
# Letters of a name in a message at most.
_LONGEST_SHOWN = 60
_AGAIN = "fetch or save it again"


def unpack(
    source: Path, path: Path, folder: Path, suffixes: frozenset[str]
) -> tuple[Path, str, bytes]:
    """Unpack the file to import from an archive, with the other parts of a Shapefile.

    Parameters
    ----------
    source : pathlib.Path
        The archive.
    path : pathlib.Path
        The archive as the user named it, for messages.
    folder : pathlib.Path
        Target folder; the files get portable names.
    suffixes : frozenset of str
        Suffixes of supported files.

    Returns
    -------
    pathlib.Path
        The unpacked file.
    str
        Its name in the archive, for messages.
    bytes
        Its content.

    Raises
    ------
    UnreadableError
        The archive is broken, encrypted or too large, or holds no such file or several.
    """
    try:
        with open_archive(source) as archive:
            main = _main(path, archive.namelist(), suffixes)
            stem = str(Path(main).with_suffix(""))
            shape = main.lower().endswith(".shp")
            members = [
                info for info in archive.infolist()
                if info.filename == main
                or (shape and str(Path(info.filename).with_suffix("")) == stem)
            ]  # fmt: skip
            parts = read_members(archive, members, MOST_BYTES)
    except ArchiveError as error:
        raise UnreadableError(path, error.problem, error.remedy or _AGAIN) from None
    plain = re.sub(r"[^\w ()-]", "_", Path(main).stem)[:_LONGEST_NAME] or "file"
    for name, data in parts.items():
        (folder / f"{plain}{Path(name).suffix.lower()}").write_bytes(data)
    return folder / f"{plain}{Path(main).suffix.lower()}", _short(main), parts[main]


class _Member(Unpacked):
    """The path of an archive that opens as the file in it."""

    data = b""

    def open(self, *_: Any, **__: Any) -> IO[bytes]:
        """Open the file in the archive."""
        return io.BytesIO(self.data)


def main_file(path: Path, suffixes: frozenset[str]) -> tuple[Unpacked, str]:
    """Return the path of an archive that opens as the file to import in it, and its suffix.

    Parameters and errors are as of `unpack`.
    """
    member = _Member(path)
    try:
        with open_archive(path) as archive:
            name = _main(path, archive.namelist(), suffixes)
            (member.data,) = read_members(archive, [archive.getinfo(name)], MOST_BYTES).values()
    except ArchiveError as error:
        raise UnreadableError(path, error.problem, error.remedy or _AGAIN) from None
    return member, Path(name).suffix.lower()


def spreadsheet_in(path: Path) -> str:
    """Return `XLSX`, `XLSB` or `ODS` for a workbook; empty for another or a broken archive."""
    try:
        with open_archive(path) as archive:
            names = {part_name(name) for name in archive.namelist()}
            if "xl/workbook.bin" in names:
                return "XLSB"
            if "xl/workbook.xml" in names:
                return "XLSX"
            if "content.xml" not in names or "mimetype" not in names:
                return ""
            (kind,) = read_members(archive, [archive.getinfo("mimetype")], 1_000).values()
            return "ODS" if kind.startswith(SPREADSHEET) else ""
    except (ArchiveError, OSError, KeyError):
        return ""


def _main(path: Path, names: list[str], suffixes: frozenset[str]) -> str:
    """Return the name of the file to import in an archive."""
    if any(n.startswith(("xl/", "word/")) or n == "content.xml" for n in names):
        raise UnreadableError(path, "it is a spreadsheet or document", "save the table as CSV")
    candidates = [
        n for n in names
        if Path(n).suffix.lower() in suffixes and not n.startswith("__MACOSX/")
    ]  # fmt: skip
    if not candidates:
        remedy = Message("it reads {suffixes}", ", ".join(sorted(suffixes)))
        raise UnreadableError(path, "the archive holds no file that geotrack reads", remedy)
    if path.suffix.lower() == ".kmz":
        # The first KML file of a KMZ is its main document.
        return next((n for n in candidates if n.lower().endswith(".kml")), candidates[0])
    if len(candidates) > 1:
        listed = ", ".join(_short(n) for n in sorted(candidates)[:5])
        raise UnreadableError(
            path,
            Message("the archive holds {found} files: {listed}", len(candidates), listed),
            "unpack it and name one",
        )
    return candidates[0]


def _short(name: str) -> str:
    name = Path(name).name if len(name) > _LONGEST_SHOWN else name
    return name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
