"""Observations from KML: the points of its tracks (`gx:Track`), or its placemarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from geotrack.observations.ingest.batches import Batch, Row
from geotrack.observations.ingest.column_roles import Naming
from geotrack.observations.ingest.formats.geojson import AT, batches_of_points
from geotrack.observations.ingest.formats.imported import from_imported
from geotrack.observations.ingest.formats.xml_elements import Elements, parse_xml
from geotrack.observations.ingest.rejections import Reason

__all__ = ["from_kml"]

_TRACK, _PLACEMARK = "Track", "Placemark"
_PLANE = 2


def from_kml(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read the points of tracks, each with the number and name of its track.

    A KML without tracks is read as `geotrack import` reads it.

    Raises
    ------
    UsageError
        It is no KML, or has no position.
    """
    reader = _Reader()
    parse_xml(path, reader, "KML")
    if not reader.rows:
        yield from from_imported(path, naming)
        return
    yield from batches_of_points(reader.rows, naming, path)


@dataclass
class _Reader(Elements):
    """Collects the points of tracks with their lines."""

    rows: list[tuple[int, Row | Reason]] = field(default_factory=list)
    track: int = 0
    name: str = ""
    times: list[str] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == _PLACEMARK:
            self.name = ""
        elif name == _TRACK:
            self.track += 1
            self.times, self.places = [], []

    def end(self, name: str, parent: str, text: str, line: int) -> None:
        if name == "name" and parent == _PLACEMARK:
            self.name = text
        elif name == "when" and parent == _TRACK:
            self.times.append(text)
        elif name == "coord" and parent == _TRACK:
            self.places.append((line, text))
        elif name == _TRACK:
            pairs = zip_longest(self.times, self.places)
            self.rows += [(place[0] if place else line, self._row(t, place)) for t, place in pairs]

    def _row(self, time: str | None, place: tuple[int, str] | None) -> Row | Reason:
        numbers = place[1].split() if place else []
        if len(numbers) < _PLANE:
            return Reason.plain("a point of a track without coordinates")
        return {
            "track": self.track, "name": self.name or None, "time": time,
            "ele": numbers[_PLANE] if len(numbers) > _PLANE else None,
            AT[0]: numbers[0], AT[1]: numbers[1],
        }  # fmt: skip
