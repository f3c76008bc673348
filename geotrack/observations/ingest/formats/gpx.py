"""Observations from GPX: a row for each point of a track or route, and for each waypoint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from geotrack.errors import UsageError
from geotrack.observations.ingest.batches import Batch, Row
from geotrack.observations.ingest.column_roles import Naming
from geotrack.observations.ingest.formats.geojson import AT, in_rows
from geotrack.observations.ingest.rejections import Reason

__all__ = ["from_gpx"]

_PIECE = 1 << 20
_POINTS = {"wpt": "waypoint", "rtept": "route", "trkpt": "track"}
_LINES = ("trk", "rte")
_MOST_DEPTH = 100
_LONGEST = 1_000_000
"""Characters of one text."""
_LONGEST_TAG = 8_000_000


def from_gpx(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read the points of a GPX file a piece at a time; what counts is the number of the point.

    The columns are `track_id` (the name of its track or route, or its number), `kind`, `time`, and
    those of the elements of a point: `ele`, `name`, `sym`, `speed`, ….

    Raises
    ------
    UsageError
        It is not GPX.
    """
    return in_rows(enumerate(_points(path), start=1), naming, path)


def _points(path: Path) -> Iterator[Row | Reason]:
    reader = _Reader(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.refuse_entity
    read = 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            try:
                parser.Parse(piece, not piece)
            except expat.ExpatError as error:
                reason = str(error).partition(":")[0]
                message = f"{path}: line {error.lineno}: not GPX: {reason}"
                raise UsageError(message) from None
            except (LookupError, ValueError) as error:  # of an encoding that expat does not have
                message = f"{path}: not GPX: {error}; save it as UTF-8"
                raise UsageError(message) from None
            read += len(piece)
            if read - parser.CurrentByteIndex > _LONGEST_TAG:
                raise UsageError(f"{path}: not GPX: a tag of more than {_LONGEST_TAG:,} bytes")
            yield from reader.found
            reader.found.clear()
            if not piece:
                return


class _Reader:
    """Rows of the points that were read so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.found: list[Row | Reason] = []
        self._open: list[str] = []
        self._point: Row | None = None
        self._at = 0  # depth of the point
        self._line: dict[str, str | None] = {}
        self._lines = 0
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if not self._open and name != "gpx":
            raise UsageError(f"{self._path}: not GPX: its root element is {name!r}")
        self._open.append(name)
        if len(self._open) > _MOST_DEPTH:
            raise UsageError(f"{self._path}: not GPX: nested more than {_MOST_DEPTH} deep")
        self._text, self._length = [], 0
        if name in _LINES:
            self._lines += 1
            self._line = {"track_id": str(self._lines)}
        elif name in _POINTS and self._point is None:
            of_line = self._line if name != "wpt" else {"track_id": None}
            self._point = {
                **of_line, "kind": _POINTS[name], "time": None,
                AT[0]: attributes.get("lon"), AT[1]: attributes.get("lat"),
            }  # fmt: skip
            self._at = len(self._open)

    def text(self, text: str) -> None:
        self._length += len(text)
        if self._length > _LONGEST:
            raise UsageError(f"{self._path}: a text of more than {_LONGEST:,} characters")
        self._text.append(text)

    def end(self, _: str) -> None:
        name = self._open.pop()
        text = "".join(self._text).strip()
        self._text, self._length = [], 0
        if self._point is None:
            if name in _LINES:
                self._line = {}
            elif name == "name" and self._open and self._open[-1] in _LINES and text:
                self._line["track_id"] = text
        elif len(self._open) < self._at:
            self.found.append(self._point)
            self._point = None
        elif text and name not in {"track_id", "kind"}:
            self._point.setdefault(name, text)
            if name == "time":
                self._point["time"] = text

    def refuse_entity(self, *_: object) -> None:
        raise UsageError(
            f"{self._path}: it defines entities, from which texts grow; save it again without"
        )
