"""Observations from GPX and KML: the points of their tracks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

from geotrack.errors import UsageError
from geotrack_observations.ingest.batches import Batch, Row
from geotrack_observations.ingest.column_roles import Naming
from geotrack_observations.ingest.formats.geojson import AT, batches_of_points
from geotrack_observations.ingest.formats.imported import from_imported
from geotrack_observations.ingest.formats.xml_elements import Elements, parse_xml
from geotrack_observations.rejections import Reason

__all__ = ["from_gpx", "from_kml"]

# Elements of GPX.
_POINT = "trkpt"
_TRACK = "trk"
_SEGMENT = "trkseg"
# Elements of a point of GPX that are read.
_POINT_COLUMNS = ("time", "ele")
# Elements of KML.
_KML_TRACK = "Track"
_PLACEMARK = "Placemark"
# Numbers of a position without its height.
_LON_LAT_COUNT = 2


def from_gpx(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read the points of tracks, each with the number and name of its track and its segment.

    Waypoints and routes are left out. Times without a zone are UTC, as the schema of GPX 1.1 says
    of its element `time`.

    Raises
    ------
    UsageError
        It is no GPX, or has no track.
    """
    reader = _Gpx()
    parse_xml(path, reader, "GPX")
    if not reader.rows:
        message = f"{path}: it has no track; `geotrack import` reads waypoints and routes"
        raise UsageError(message)
    naming = replace(naming, time_zone=naming.time_zone or "UTC")
    yield from batches_of_points(reader.rows, naming, path)


def from_kml(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read the points of tracks (`gx:Track`), each with the number and name of its track.

    A KML without tracks is read as `geotrack import` reads it.

    Raises
    ------
    UsageError
        It is no KML, or has no position.
    """
    reader = _Kml()
    parse_xml(path, reader, "KML")
    if not reader.rows:
        yield from from_imported(path, naming)
        return
    yield from batches_of_points(reader.rows, naming, path)


@dataclass
class _Tracks(Elements):
    """Collects the points of tracks with their lines, and the number and name of the last track."""

    rows: list[tuple[int, Row | Reason]] = field(default_factory=list)
    track: int = 0
    name: str = ""


@dataclass
class _Gpx(_Tracks):
    segment: int = 0
    row: Row | None = None

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == _TRACK:
            self.track, self.segment, self.name = self.track + 1, 0, ""
        elif name == _SEGMENT:
            self.segment += 1
        elif name == _POINT:
            self.row = {
                "track": self.track, "name": self.name or None, "segment": self.segment,
                AT[0]: attributes.get("lon", ""), AT[1]: attributes.get("lat", ""),
                **dict.fromkeys(_POINT_COLUMNS),
            }  # fmt: skip
            self.rows.append((line, self.row))

    def end(self, name: str, parent: str, text: str, line: int) -> None:
        if name == _POINT:
            self.row = None
        elif self.row is not None and parent == _POINT and name in _POINT_COLUMNS:
            self.row[name] = text or None
        elif name == "name" and parent == _TRACK:
            self.name = text


@dataclass
class _Kml(_Tracks):
    times: list[str] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == _PLACEMARK:
            self.name = ""
        elif name == _KML_TRACK:
            self.track += 1
            self.times, self.places = [], []

    def end(self, name: str, parent: str, text: str, line: int) -> None:
        if name == "name" and parent == _PLACEMARK:
            self.name = text
        elif name == "when" and parent == _KML_TRACK:
            self.times.append(text)
        elif name == "coord" and parent == _KML_TRACK:
            self.places.append((line, text))
        elif name == _KML_TRACK:
            # The nth time and the nth position of a track belong together.
            for time, place in zip_longest(self.times, self.places):
                row_line, coordinates = place or (line, "")
                self.rows.append((row_line, self._row(time, coordinates)))

    def _row(self, time: str | None, coordinates: str) -> Row | Reason:
        numbers = coordinates.split()
        if len(numbers) < _LON_LAT_COUNT:
            return Reason.plain("a point of a track without coordinates")
        return {
            "track": self.track, "name": self.name or None, "time": time,
            "ele": numbers[_LON_LAT_COUNT] if len(numbers) > _LON_LAT_COUNT else None,
            AT[0]: numbers[0], AT[1]: numbers[1],
        }  # fmt: skip
