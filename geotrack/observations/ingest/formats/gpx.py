"""Observations from GPX: the points of its tracks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.observations.ingest.batches import Batch, Row
from geotrack.observations.ingest.column_roles import Naming
from geotrack.observations.ingest.formats.geojson import AT, batches_of_points
from geotrack.observations.ingest.formats.xml_elements import Elements, parse_xml
from geotrack.observations.ingest.rejections import Reason

__all__ = ["from_gpx"]

_POINT, _TRACK, _SEGMENT = "trkpt", "trk", "trkseg"
_OF_A_POINT = ("time", "ele")


def from_gpx(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read the points of tracks, each with the number and name of its track and its segment.

    Waypoints and routes are left out. Times without a zone are UTC, as the schema of GPX 1.1 says
    of its element `time`.

    Raises
    ------
    UsageError
        It is no GPX, or has no track.
    """
    reader = _Reader()
    parse_xml(path, reader, "GPX")
    if not reader.rows:
        message = f"{path}: it has no track; `geotrack import` reads waypoints and routes"
        raise UsageError(message)
    naming = replace(naming, time_zone=naming.time_zone or "UTC")
    yield from batches_of_points(reader.rows, naming, path)


@dataclass
class _Reader(Elements):
    """Collects the points of tracks with their lines."""

    rows: list[tuple[int, Row | Reason]] = field(default_factory=list)
    track: int = 0
    segment: int = 0
    name: str = ""
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
                **dict.fromkeys(_OF_A_POINT),
            }  # fmt: skip
            self.rows.append((line, self.row))

    def end(self, name: str, parent: str, text: str, line: int) -> None:
        if name == _POINT:
            self.row = None
        elif self.row is not None and parent == _POINT and name in _OF_A_POINT:
            self.row[name] = text or None
        elif name == "name" and parent == _TRACK:
            self.name = text
