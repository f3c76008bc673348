"""Preparation of KML for GDAL: dates as text, and no references to a network.

GDAL reads a month as its first day and drops a year. So the texts of TimeSpan and TimeStamp are
moved to ExtendedData. HTML descriptions become plain text, and ground overlays, which GDAL reads as
areas, are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET  # expat bounds the growth of entities

from geotrack.importing.cells.date_formats import first_and_last
from geotrack.importing.faults import UnreadableError, summarise_faults
from geotrack.importing.formats.html_text import plain_text
from geotrack.importing.formats.kml_shapes import COORDINATES, GX, Shapes, local_name, take_out
from geotrack.importing.formats.xml_text import check_depth, check_markup, check_tags
from geotrack.importing.limits import MOST_COLUMNS
from geotrack.messages import Message

__all__ = ["ALIASES", "DATA", "END", "HTML", "ID", "START", "UNSET", "prepare"]

HTML = "kml_description"
"""Column of the original description, where HTML was removed."""
DATA = "kml_data_"
"""Prefix of data whose names GDAL uses for its own fields."""
START, END, ID = "kml_start", "kml_end", "placemark_id"
ALIASES = {"Name": "title", "description": "summary", START: "start", END: "end"}
"""Properties by KML column."""
UNSET = {"tessellate": (-1, 0), "visibility": (-1, 1), "extrude": (-1, 0)}
"""Default values that GDAL fills in."""

_OF_GDAL = (
    "id", "begin", "end", "timestamp", "altitudemode", "tessellate", "extrude", "visibility",
    "draworder", "icon", "snippet",
)  # fmt: skip
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
    try:
        root = ET.fromstring(data)  # noqa: S314 (as above)
    except ET.ParseError as error:
        line = error.position[0]
        reason = str(error).partition(":")[0]
        raise UnreadableError(path, Message("not KML: {reason}", reason), line=line) from None
    except (LookupError, ValueError) as error:  # of an encoding that expat does not have
        raise UnreadableError(
            path, Message("not KML: {error}", error), "save it as UTF-8"
        ) from None
    _check_tree(path, root)
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    ET.register_namespace("", space.strip("{}"))
    ET.register_namespace("gx", GX)
    left = _leave_out(root)
    notes = [f"left out: {left}: pictures, or links that are not followed"] if left else []
    placemarks = [e for e in root.iter() if local_name(e) == "Placemark"]
    if left and not placemarks:
        raise UnreadableError(path, Message("it has no placemarks, only {left}", left))
    shapes = [Shapes(placemark, space) for placemark in placemarks]
    for shape in shapes:
        shape.repair()
        _move_times(shape, space)
    changed = sum(_plain_description(placemark, space) for placemark in placemarks)
    if changed:
        counted = "1 description" if changed == 1 else f"{changed} descriptions"
        notes.append(f"HTML of {counted} became plain text; {HTML!r} keeps all")
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
        columns += len({e.get("name") for e in root.iter() if local_name(e) == "Data"})
    for label, number, most in (
        ("columns", columns, MOST_COLUMNS),
        ("folders", sum(names[name] for name in _FOLDERS), _MOST_FOLDERS),
        ("namespaces", len({tag.partition("}")[0] for tag in tags if tag[0] == "{"}), _MOST_SPACES),
    ):
        if number > most:
            raise UnreadableError(
                path, Message("more than {most:,} {what}", most, label), "split it"
            )


def _shape_notes(shapes: Sequence[Shapes]) -> Iterator[str]:
    """Yield notes about changed shapes, each kind once with its first placemark."""
    if any(shape.times for shape in shapes):
        yield "tracks: start and end are the times of their first and last points"
    if any(shape.timed for shape in shapes):
        yield "tracks: the times of their points are left out"
    if left := dict.fromkeys(name for shape in shapes for name in shape.left if name):
        yield f"tracks: left out of single points: {', '.join(left)}"
    yield from summarise_faults(
        {shape.name(n): shape.faults for n, shape in enumerate(shapes, 1) if shape.faults}
    )
    if any(shape.unread for shape in shapes):
        yield f"{COORDINATES!r} keeps coordinates that are no positions"


def _leave_out(root: ET.Element) -> str:
    """Remove links, overlays and styles; return their numbers as text."""
    count, left = Counter[str](), {*_LEFT_OUT, *_STYLES}
    for parent in list(root.iter()):
        count.update(map(local_name, take_out(parent, lambda e: local_name(e) in left)))
    return ", ".join(f"{count[kind]} {kind}" for kind in _LEFT_OUT if count[kind])


def _move_times(shapes: Shapes, space: str) -> None:
    """Move the times of a placemark, else those of its track, to its data as text."""
    placemark, texts = shapes.placemark, dict[str, str]()
    for child in take_out(placemark, lambda e: local_name(e) in {"TimeSpan", "TimeStamp"}):
        for part in child:
            name = {"begin": START, "when": START, "end": END}.get(local_name(part))
            if name and (part.text or "").strip():
                texts.setdefault(name, (part.text or "").strip())
    if texts:
        shapes.times.clear()
    # A single time has no end.
    texts |= dict(zip((START, END), first_and_last(shapes.times), strict=False))
    unread = {COORDINATES: "; ".join(shapes.unread)} if shapes.unread else {}
    _extend(placemark, space, {**texts, **unread})


def _plain_description(placemark: ET.Element, space: str) -> bool:
    """Make a description plain text; return whether markup was removed."""
    description = placemark.find(f"{space}description")
    if description is None:
        return False
    for tag in description.iter():
        tag.tag = local_name(tag)
    # Tags outside CDATA are elements.
    inside = [ET.tostring(child, encoding="unicode") for child in description]
    raw = "".join([_escaped(description) if inside else description.text or "", *inside])
    del description[:]
    description.tag, description.text = f"{space}description", plain_text(raw)
    if description.text == raw:
        return False
    _extend(placemark, space, {HTML: raw.strip()})
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
        for typed in take_out(element, lambda e: e.tag == f"{space}SchemaData"):
            for cell in typed.findall(f"{space}SimpleData"):
                _add(element, space, cell.get("name", ""), cell.text or "")
    for document in root.iter(f"{space}Document"):
        take_out(document, lambda e: e.tag == f"{space}Schema")


def _rename(root: ET.Element, space: str) -> None:
    """Rename data that GDAL would read as its own fields."""
    for data in root.iter(f"{space}Data"):
        if data.get("name", "").lower() in _OF_GDAL:
            data.set("name", f"{DATA}{data.get('name')}")


def _add(extended: ET.Element, space: str, name: str, text: str) -> None:
    data = ET.SubElement(extended, f"{space}Data", {"name": name})
    ET.SubElement(data, f"{space}value").text = text
