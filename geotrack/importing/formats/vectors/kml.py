"""Preparation of KML for GDAL: dates as text, sound geometries, and no references to a network.

GDAL reads a month as its first day and drops a year. So the texts of TimeSpan and TimeStamp are
moved to ExtendedData. HTML descriptions become plain text, and ground overlays, which GDAL reads as
areas, are left out.

GDAL reads invalid positions as 0, 0. So a geometry without coordinates is removed from its
placemark, and one with invalid coordinates is kept as text. GDAL reads tracks only with the prefix
`gx:`, and writes a ring outside a polygon as invalid WKB.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from geotrack.files.html_text import plain_text
from geotrack.findings import shown
from geotrack.importing.cells.dates import first_and_last
from geotrack.importing.faults import UnreadableError, summarise_faults
from geotrack.importing.formats.vectors.xml_text import (
    check_depth,
    check_markup,
    check_tags,
    parser_errors,
)
from geotrack.importing.limits import MOST_COLUMNS
from geotrack.messages import Message
from geotrack.notation import number_of

__all__ = ["ALIASES", "DATA", "ID", "UNSET", "prepare"]

_HTML = "kml_description"
"""Column of the original description, where HTML was removed."""
DATA = "kml_data_"
"""Prefix of data whose names GDAL uses for its own fields."""
# Columns that `prepare` adds: the times of a placemark and its id.
_START, _END, ID = "kml_start", "kml_end", "placemark_id"
ALIASES = {"Name": "title", "description": "summary", _START: "start", _END: "end"}
"""Properties by KML column."""
UNSET = {"tessellate": (-1, 0), "visibility": (-1, 1), "extrude": (-1, 0)}
"""Default values that GDAL fills in."""

# Names that GDAL gives to columns of its own.
_OF_GDAL = (
    "id", "begin", "end", "timestamp", "altitudemode", "tessellate", "extrude", "visibility",
    "draworder", "icon", "snippet",
)  # fmt: skip
# Elements with a place that are no records.
_LEFT_OUT = ("NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay")
# Styles are not imported.
_STYLES = ("Style", "StyleMap")
_FOLDERS = ("Folder", "Document")
# GDAL makes a layer of each folder, some kilobytes each.
_MOST_FOLDERS, _MOST_SPACES = 10_000, 100


def prepare(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """Return a KML text for GDAL, and notes about changes.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    data : bytes
        Its XML.

    Raises
    ------
    UnreadableError
        It is not well-formed XML, or too large or deep to read.
    """
    check_markup(path, data, "KML")
    with parser_errors(path, "KML"):
        root = ET.fromstring(data)  # noqa: S314 (check_markup refuses entities that grow)
    _check_tree(path, root)
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    ET.register_namespace("", space.strip("{}"))
    ET.register_namespace("gx", _GX)
    left = _leave_out(root)
    note = Message("left out: {what}: pictures, or links that are not followed", left)
    notes: list[str] = [note] if left else []
    placemarks = [e for e in root.iter() if _local_name(e) == "Placemark"]
    if left and not placemarks:
        raise UnreadableError(path, Message("it has no placemarks, only {left}", left))
    shapes = [_Shapes(placemark, space) for placemark in placemarks]
    for shape in shapes:
        shape.repair()
        _move_times(shape, space)
    changed = sum(_plain_description(placemark, space) for placemark in placemarks)
    if changed:
        counted = Message("1 description") if changed == 1 else Message("{n} descriptions", changed)
        template = "HTML of {descriptions} became plain text; {column!r} keeps all"
        notes.append(Message(template, counted, _HTML))
    notes += _shape_notes(shapes)
    _untype(root, space)
    _rename(root, space)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True), notes


def _check_tree(path: Path, root: ET.Element) -> None:
    """Refuse a tree that is too large for GDAL."""
    level, depth, count = [root], 1, 1
    tags = Counter([root.tag])
    while level := [child for element in level for child in element]:
        depth, count = depth + 1, count + len(level)
        check_depth(path, depth)
        check_tags(path, count)
        tags.update([element.tag for element in level])
    names = Counter[str]()
    for tag, of_tag in tags.items():
        names[tag.rpartition("}")[2]] += of_tag
    columns = names["SimpleField"]
    if columns + names["Data"] > MOST_COLUMNS:
        columns += len({e.get("name") for e in root.iter() if _local_name(e) == "Data"})
    for label, number, most in (
        ("columns", columns, MOST_COLUMNS),
        ("folders", sum(names[name] for name in _FOLDERS), _MOST_FOLDERS),
        ("namespaces", len({tag.partition("}")[0] for tag in tags if tag[0] == "{"}), _MOST_SPACES),
    ):
        if number > most:
            raise UnreadableError(
                path, Message("more than {most:,} {what}", most, label), "split it"
            )


def _shape_notes(shapes: Sequence[_Shapes]) -> Iterator[str]:
    """Yield notes about changed shapes, each kind once with its first placemark."""
    if any(shape.times for shape in shapes):
        template = "{lines}: start and end are the times of their first and last points"
        yield Message(template, "tracks")
    if any(shape.timed for shape in shapes):
        yield Message("tracks: the times of their points are left out")
    if left := dict.fromkeys(name for shape in shapes for name in shape.left if name):
        yield Message("{lines}: left out of single points: {columns}", "tracks", ", ".join(left))
    yield from summarise_faults(
        {shape.name(n): shape.faults for n, shape in enumerate(shapes, 1) if shape.faults}
    )
    if any(shape.unread for shape in shapes):
        yield Message("{column!r} keeps coordinates that are no positions", _COORDINATES)


def _leave_out(root: ET.Element) -> str:
    """Remove links, overlays and styles; return their numbers as text."""
    count, left = Counter[str](), {*_LEFT_OUT, *_STYLES}
    for parent in [element for element in root.iter() if len(element)]:
        count.update(map(_local_name, _take_out(parent, lambda e: _local_name(e) in left)))
    return ", ".join(f"{count[kind]} {kind}" for kind in _LEFT_OUT if count[kind])


def _move_times(shapes: _Shapes, space: str) -> None:
    """Move the times of a placemark, else those of its track, to its data as text."""
    placemark, texts = shapes.placemark, dict[str, str]()
    for child in _take_out(placemark, lambda e: _local_name(e) in {"TimeSpan", "TimeStamp"}):
        for part in child:
            name = {"begin": _START, "when": _START, "end": _END}.get(_local_name(part))
            if name and (part.text or "").strip():
                texts.setdefault(name, (part.text or "").strip())
    if texts:
        shapes.times.clear()
    # A single time has no end.
    texts |= dict(zip((_START, _END), first_and_last(shapes.times), strict=False))
    unread = {_COORDINATES: "; ".join(shapes.unread)} if shapes.unread else {}
    _extend(placemark, space, {**texts, **unread})


def _plain_description(placemark: ET.Element, space: str) -> bool:
    """Make a description plain text; return whether markup was removed."""
    description = placemark.find(f"{space}description")
    if description is None:
        return False
    for tag in description.iter():
        tag.tag = _local_name(tag)
    # Tags outside CDATA are elements.
    inside = [ET.tostring(child, encoding="unicode") for child in description]
    raw = "".join([_escaped(description) if inside else description.text or "", *inside])
    del description[:]
    description.tag, description.text = f"{space}description", plain_text(raw)
    if description.text == raw:
        return False
    _extend(placemark, space, {_HTML: raw.strip()})
    return True


def _escaped(element: ET.Element) -> str:
    return (element.text or "").replace("&", "&amp;").replace("<", "&lt;")


def _extend(placemark: ET.Element, space: str, texts: Mapping[str, str]) -> None:
    """Add texts to the ExtendedData of a placemark."""
    if not texts:
        return
    extended = placemark.find(f"{space}ExtendedData")
    if extended is None:
        extended = ET.SubElement(placemark, f"{space}ExtendedData")
    for name, text in texts.items():
        _add(extended, space, name, text)


def _untype(root: ET.Element, space: str) -> None:
    """Write SchemaData as Data where a file has both: GDAL skips the Data otherwise."""
    extended = list(root.iter(f"{space}ExtendedData"))
    if not any(e.find(f"{space}Data") is not None for e in extended):
        return
    for element in extended:
        for typed in _take_out(element, lambda e: e.tag == f"{space}SchemaData"):
            for cell in typed.findall(f"{space}SimpleData"):
                _add(element, space, cell.get("name", ""), cell.text or "")
    for document in root.iter(f"{space}Document"):
        _take_out(document, lambda e: e.tag == f"{space}Schema")


def _rename(root: ET.Element, space: str) -> None:
    """Rename data that GDAL would read as its own fields."""
    for data in root.iter(f"{space}Data"):
        if data.get("name", "").lower() in _OF_GDAL:
            data.set("name", f"{DATA}{data.get('name')}")


def _add(extended: ET.Element, space: str, name: str, text: str) -> None:
    data = ET.SubElement(extended, f"{space}Data", {"name": name})
    ET.SubElement(data, f"{space}value").text = text


_GX = "http://www.google.com/kml/ext/2.2"
"""The namespace of tracks; KML 2.3 has them in its own."""
_COORDINATES = "kml_coordinates"
"""Column of invalid coordinates, as text."""

# Elements of one geometry.
_SIMPLE = ("Point", "LineString", "LinearRing", "Polygon", "Model")
# All elements of geometries.
_SHAPES = (*_SIMPLE, "MultiGeometry", "Track", "MultiTrack")
# Elements whose LinearRing is a part of a polygon.
_BOUNDARIES = ("outerBoundaryIs", "innerBoundaryIs")
_COORD = f"{{{_GX}}}coord"
# A comma with spaces behind it, which some programs write inside a position.
_COMMA = re.compile(r"(?<!\s)\s*+,\s*")
# Bounded digits, so that numbers are finite.
_NUMBER = r"[+-]?+(?:\d{1,99}+(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?+\d{1,2}+)?+"
# Positions as KML defines them, which need no repair.
_SOUND = re.compile(rf"\s*+(?:{_NUMBER},{_NUMBER}(?:,{_NUMBER})?+(?:\s++|$))*+", re.ASCII)
# Numbers of a position, without and with its height.
_LONLAT, _WITH_HEIGHT = 2, 3
# Positions of a line that encloses nothing at most.
_LINE = 2


def _local_name(element: ET.Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _take_out(
    parent: ET.Element, is_one: Callable[[ET.Element], bool], *, but: int = 0
) -> list[ET.Element]:
    """Remove children of an element in one pass."""
    removed = [child for child in parent if is_one(child)][but:]
    if removed:
        gone = set(removed)
        parent[:] = [child for child in parent if child not in gone]
    return removed


@dataclass
class _Shapes:
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
            kind = _local_name(shape)
            if kind not in _SHAPES:
                continue
            if kind in {"Track", "MultiTrack"}:
                self._track(shape, kind)
            elif kind == "LinearRing" and _local_name(parent) in _BOUNDARIES:
                continue
            elif not (self._model(shape) if kind == "Model" else self._simple(shape, kind)):
                unsound.setdefault(parent, set()).add(shape)
        for parent, shapes in unsound.items():
            _take_out(parent, shapes.__contains__)
        self._camera()
        if sum(_local_name(child) in _SHAPES for child in self.placemark) > 1:
            # GDAL reads only the last.
            several = _take_out(self.placemark, lambda child: _local_name(child) in _SHAPES)
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
            for ring in _take_out(boundary, lambda e: _local_name(e) == "LinearRing", but=1):
                ET.SubElement(polygon, f"{self.space}innerBoundaryIs").append(ring)

    def _model(self, model: ET.Element) -> bool:
        """Replace a model by a point at its position."""
        parts = [_text_of(model, name) for name in ("longitude", "latitude", "altitude")]
        model.clear()
        model.tag = f"{self.space}Point"
        if any(parts):
            text = ET.SubElement(model, f"{self.space}coordinates")
            text.text = ",".join(parts)
        return self._simple(model, "Model")

    def _track(self, track: ET.Element, kind: str) -> None:
        """Repair a track: leave out invalid positions, and keep its times apart."""
        track.tag = f"{{{_GX}}}{kind}"
        if kind == "MultiTrack":
            return
        times = [child for child in track if _local_name(child) == "when"]
        places = [child for child in track if _local_name(child) == "coord"]
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
        _take_out(track, lambda e: _local_name(e) == "when" or (e.tag == _COORD and not e.text))
        self.left += [e.get("name", "") for e in _named(track, "SimpleArrayData")]
        if any(_local_name(child) == "angles" for child in track):
            self.left.append("angles")

    def _camera(self) -> None:
        """Remove cameras, which GDAL reads as points."""
        cameras = _take_out(self.placemark, lambda e: _local_name(e) == "Camera")
        if cameras and not any(_local_name(e) in _SHAPES for e in self.placemark):
            self.faults += ["a Camera, from which one looks, is no position"] * len(cameras)


def _fault(kind: str, first: list[str], *, sound: bool) -> str:
    """Return why a geometry is invalid; empty if it is valid."""
    if not sound:
        return Message("a {kind} has coordinates that are no positions, and is left out", kind)
    if not first:
        return Message("a {kind} without coordinates has no position", kind)
    if kind == "Point" and len(first) > 1:
        return Message("a Point has several positions, and is left out")
    return ""


def _named(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    return (e for e in element.iter() if _local_name(e) in names)


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
