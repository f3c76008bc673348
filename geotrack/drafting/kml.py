"""KML, made ready for GDAL: dates as they are written, and nothing that points to a network.

GDAL reads a month as its first day and drops a year. Here the texts of TimeSpan and TimeStamp
are moved into ExtendedData first, where they stay texts.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET  # expat bounds the growth of entities

from geotrack.drafting.faults import UnreadableError

__all__ = ["ALIASES", "END", "ID", "START", "UNSET", "prepared"]

START, END, ID = "kml_start", "kml_end", "placemark_id"
ALIASES = {"Name": "title", "description": "summary", START: "start", END: "end"}
"""What the columns of a KML file mean for a record."""
UNSET = {"tessellate": (-1, 0), "visibility": (-1, 1), "extrude": (-1, 0)}
"""Values that say nothing: GDAL gives them where a file has none, or the default."""


def prepared(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """Return a KML text for GDAL, and what is said of the change.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    data : bytes
        Its XML.

    Raises
    ------
    UnreadableError
        It is not well-formed XML.
    """
    try:
        root = ET.fromstring(data)  # noqa: S314 (as above)
    except ET.ParseError as error:
        line = error.position[0]
        said = str(error).partition(":")[0]
        raise UnreadableError(path, f"not KML: {said}", line=line) from None
    except (LookupError, ValueError) as error:  # of an encoding that expat does not have
        raise UnreadableError(path, f"not KML: {error}", "save it as UTF-8") from None
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    ET.register_namespace("", space.strip("{}"))
    notes: list[str] = []
    links = 0
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child) == "NetworkLink":
                parent.remove(child)
                links += 1
    if links:
        notes.append(f"{links} network links are not followed")
    for placemark in root.iter(f"{space}Placemark"):
        _move_times(placemark, space)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True), notes


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _move_times(placemark: ET.Element, space: str) -> None:
    texts: dict[str, str] = {}
    for child in list(placemark):
        if _local(child) not in {"TimeSpan", "TimeStamp"}:
            continue
        for part in child:
            name = {"begin": START, "when": START, "end": END}.get(_local(part))
            if name and (part.text or "").strip():
                texts.setdefault(name, (part.text or "").strip())
        placemark.remove(child)
    if not texts:
        return
    extended = placemark.find(f"{space}ExtendedData")
    if extended is None:
        extended = ET.SubElement(placemark, f"{space}ExtendedData")
    for name, text in texts.items():
        one = ET.SubElement(extended, f"{space}Data", {"name": name})
        ET.SubElement(one, f"{space}value").text = text
