"""Files packed with gzip."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import IO, Any

from geotrack.files import open_regular
from geotrack.importing.faults import UnreadableError
from geotrack.importing.limits import MOST_IN_PARTS
from geotrack.messages import Message

__all__ = ["Unpacked", "unpack_gzip"]

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
