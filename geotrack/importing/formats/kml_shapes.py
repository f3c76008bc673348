"""Preparation of KML geometries for GDAL, which reads invalid positions as 0, 0.

A geometry without coordinates is removed from its placemark, and one with invalid coordinates is
kept as text. GDAL reads tracks only with the prefix `gx:`, and writes a ring outside a polygon as
invalid WKB.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from geotrack.findings import shown
from geotrack.notation import number_of

__all__ = ["COORDINATES", "GX", "Shapes", "local_name", "take_out"]

GX = "http://www.google.com/kml/ext/2.2"
"""The namespace of tracks; KML 2.3 has them in its own."""
COORDINATES = "kml_coordinates"
"""Column of invalid coordinates, as text."""

_SIMPLE = ("Point", "LineString", "LinearRing", "Polygon", "Model")
_SHAPES = (*_SIMPLE, "MultiGeometry", "Track", "MultiTrack")
_BOUNDARIES = ("outerBoundaryIs", "innerBoundaryIs")
_COORD = f"{{{GX}}}coord"
_COMMA = re.compile(r"(?<!\s)\s*+,\s*")
# Bounded digits, so that numbers are finite.
_NUMBER = r"[+-]?+(?:\d{1,99}+(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?+\d{1,2}+)?+"
_SOUND = re.compile(rf"\s*+(?:{_NUMBER},{_NUMBER}(?:,{_NUMBER})?+(?:\s++|$))*+", re.ASCII)
_LONLAT, _WITH_HEIGHT = 2, 3
_LINE = 2


def local_name(element: ET.Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def take_out(
    parent: ET.Element, is_one: Callable[[ET.Element], bool], *, but: int = 0
) -> list[ET.Element]:
    """Remove children of an element in one pass.

    Parameters
    ----------
    parent : xml.etree.ElementTree.Element
        The element.
    is_one : callable
        Selects the children.
    but : int
        Number of selected children to keep, from the first.

    Returns
    -------
    list of xml.etree.ElementTree.Element
        The removed children.
    """
    removed = [child for child in parent if is_one(child)][but:]
    if removed:
        gone = set(removed)
        parent[:] = [child for child in parent if child not in gone]
    return removed


@dataclass
class Shapes:
    """The geometries of one placemark.

    Parameters
    ----------
    placemark : xml.etree.ElementTree.Element
        The placemark; `repair` changes its geometries.
    space : str
        Namespace of the file, in braces; empty if it has none.

    Attributes
    ----------
    times : list of str
        Times of a track's positions, in order.
    unread : list of str
        Invalid coordinates.
    faults : list of str
        What was wrong.
    left : list of str
        Data of single positions that is left out.
    timed : bool
        Whether positions of a track have times.
    """

    placemark: ET.Element
    space: str
    times: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    timed: bool = False

    def name(self, number: int) -> str:
        """Return the name of the placemark for messages, with its number from 1."""
        title = _text_of(self.placemark, "name")
        return f"placemark {number}" + (f" ({shown(title)})" if title else "")

    def repair(self) -> None:
        """Change the geometries so that GDAL reads them correctly."""
        below = [(element, parent) for parent in self.placemark.iter() for element in parent]
        unsound: dict[ET.Element, set[ET.Element]] = {}
        for shape, parent in below:
            kind = local_name(shape)
            if kind not in _SHAPES:
                continue
            if kind in {"Track", "MultiTrack"}:
                self._track(shape, kind)
            elif kind == "LinearRing" and local_name(parent) in _BOUNDARIES:
                continue
            elif not (self._model(shape) if kind == "Model" else self._simple(shape, kind)):
                unsound.setdefault(parent, set()).add(shape)
        for parent, shapes in unsound.items():
            take_out(parent, shapes.__contains__)
        self._camera()
        if sum(local_name(child) in _SHAPES for child in self.placemark) > 1:
            # GDAL reads only the last.
            several = take_out(self.placemark, lambda child: local_name(child) in _SHAPES)
            ET.SubElement(self.placemark, f"{self.space}MultiGeometry").extend(several)

    def _simple(self, shape: ET.Element, kind: str) -> bool:
        """Repair a point, line or area; return whether it has a position."""
        if kind == "MultiGeometry":
            return True
        texts = list(_named(shape, "coordinates"))
        outer = _named(shape, "outerBoundaryIs") if kind == "Polygon" else [shape]
        parsed = {text: _positions("".join(text.itertext())) for text in texts}
        first = next((parsed[text] or [] for o in outer for text in _named(o, "coordinates")), [])
        if fault := _fault(kind, first, sound=None not in parsed.values()):
            self.faults.append(fault)
            self.unread += [t for text in texts if (t := "".join(text.itertext()).strip())]
            return False
        for text, positions in parsed.items():
            del text[:]
            text.text = " ".join(positions or ())
        if kind == "LinearRing":
            self.faults.append("a LinearRing outside of a Polygon became a line")
            shape.tag = f"{self.space}LineString"
            if first[0] != first[-1] and len(first) > _LINE:
                texts[0].text = " ".join([*first, first[0]])
        if kind == "Polygon":
            self._part_holes(shape)
        return True

    def _part_holes(self, polygon: ET.Element) -> None:
        """Give each hole its own boundary: GDAL reads only the last of several in one."""
        for boundary in list(_named(polygon, "innerBoundaryIs")):
            for ring in take_out(boundary, lambda e: local_name(e) == "LinearRing", but=1):
                ET.SubElement(polygon, f"{self.space}innerBoundaryIs").append(ring)

    def _model(self, model: ET.Element) -> bool:
        """Replace a model by the point where it stands."""
        parts = [_text_of(model, name) for name in ("longitude", "latitude", "altitude")]
        model.clear()
        model.tag = f"{self.space}Point"
        if any(parts):
            text = ET.SubElement(model, f"{self.space}coordinates")
            text.text = ",".join(parts)
        return self._simple(model, "Model")

    def _track(self, track: ET.Element, kind: str) -> None:
        track.tag = f"{{{GX}}}{kind}"
        if kind == "MultiTrack":
            return
        times = [child for child in track if local_name(child) == "when"]
        places = [child for child in track if local_name(child) == "coord"]
        texts = [(time.text or "").strip() for time in times]
        sound = [_position((place.text or "").split()) for place in places]
        for place, position in zip(places, sound, strict=True):
            place.tag, place.text = _COORD, (position or "").replace(",", " ")
        if None in sound:
            count = sound.count(None)
            self.faults += ["a position of a track that is none is left out"] * count
        if len(texts) == len(sound):
            texts = [t for t, position in zip(texts, sound, strict=True) if position]
        self.times += [text for text in texts if text]
        self.timed |= bool(times)
        # GDAL would make dates of times.
        take_out(track, lambda e: local_name(e) == "when" or (e.tag == _COORD and not e.text))
        self.left += [e.get("name", "") for e in _named(track, "SimpleArrayData")]
        if any(local_name(child) == "angles" for child in track):
            self.left.append("angles")

    def _camera(self) -> None:
        """Remove cameras, which GDAL reads as points."""
        cameras = take_out(self.placemark, lambda e: local_name(e) == "Camera")
        if cameras and not any(local_name(e) in _SHAPES for e in self.placemark):
            self.faults += ["a Camera, from which one looks, is no position"] * len(cameras)


def _fault(kind: str, first: list[str], *, sound: bool) -> str:
    """Return why a geometry is invalid; empty if it is valid."""
    if not sound:
        return f"a {kind} has coordinates that are no positions, and is left out"
    if not first:
        return f"a {kind} without coordinates has no position"
    if kind == "Point" and len(first) > 1:
        return "a Point has several positions, and is left out"
    return ""


def _named(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    return (e for e in element.iter() if local_name(e) in names)


def _text_of(element: ET.Element, name: str) -> str:
    child = next(_named(element, name), None)
    return "" if child is None else (child.text or "").strip()


def _positions(text: str) -> list[str] | None:
    """Return positions as `lon,lat` or `lon,lat,height`; None if one is invalid."""
    if _SOUND.fullmatch(text):
        return text.split()
    positions = [_position(word.split(",")) for word in _COMMA.sub(",", text).split()]
    return None if None in positions else [p for p in positions if p is not None]


def _position(parts: list[str]) -> str | None:
    """Return a position as KML writes it; None unless it is two or three numbers."""
    values = parts[:-1] if len(parts) > _LONLAT and not parts[-1] else parts
    numbers = [number for part in values if (number := number_of(part)) is not None]
    if len(numbers) != len(values) or len(numbers) not in {_LONLAT, _WITH_HEIGHT}:
        return None
    return ",".join(map(repr, numbers))
