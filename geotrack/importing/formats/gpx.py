"""GPX, written anew for GDAL, which reads a position that is none as longitude and latitude 0."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from geotrack.findings import shown
from geotrack.importing.cells import number_of
from geotrack.importing.faults import UnreadableError, counted
from geotrack.importing.formats.xml_text import check_depth, check_markup
from geotrack.importing.limits import MOST_DEPTH

__all__ = ["prepared"]

# GDAL takes the first for an empty point, and passes over a point of a line without attributes.
_NOWHERE = {"wpt": {"lat": "nan", "lon": "nan"}, "rtept": {}, "trkpt": {}}
_PLAIN = re.compile(r"[\w.:/ \n+-]*", re.ASCII)
_OFTEN = 10_000
_SAID = {
    "wpt": "it has no position",
    "rtept": "no position, and left out of its route",
    "trkpt": "no position, and left out of its track",
}


def prepared(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """Return a GPX text for GDAL, and what is said of the change.

    Nothing of the file's own bytes is in it: its elements, attributes and texts are written anew,
    and comments, instructions and the document type are left out.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    data : bytes
        Its XML.

    Raises
    ------
    UnreadableError
        It is no XML that is read.
    """
    check_markup(path, data, "GPX")
    writer = _Writer(path)
    writer.written.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    # Prefixes stay as they are written, declared or not: GDAL makes columns of extensions.
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = str(error).partition(":")[0]
        remedy = "it may be cut off or broken"
        raise UnreadableError(path, f"not GPX: {said}", remedy, line=error.lineno) from None
    except (LookupError, ValueError) as error:  # of an encoding that expat does not have
        raise UnreadableError(path, f"not GPX: {error}", "save it as UTF-8") from None
    return writer.written.getvalue() + "".join(writer.parts).encode(), list(counted(writer.faults))


@dataclass
class _Writer:
    """Writes XML, and gathers by their names the points that have no position."""

    path: Path
    written: BytesIO = field(default_factory=BytesIO)
    parts: list[str] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    number: Counter[str] = field(default_factory=Counter)
    depth: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            check_depth(self.path, self.depth)
        name = tag.rpartition(":")[2]
        if name in _NOWHERE:
            self.number[name] += 1
            texts = [attributes.get(key, "") for key in ("lat", "lon")]
            if None in map(number_of, texts):
                row = f"{name} {self.number[name]} (lat {shown(texts[0])}, lon {shown(texts[1])})"
                self.faults[row] = [_SAID[name]]
                attributes = _NOWHERE[name]
        for key, value in attributes.items():
            tag += f" {key}={_quoted(value)}"
        self._put(f"<{tag}>")

    def end(self, tag: str) -> None:
        self.depth -= 1
        self._put(f"</{tag}>")

    def text(self, text: str) -> None:
        self._put(text if _PLAIN.fullmatch(text) else escape(text))

    def _put(self, text: str) -> None:
        self.parts.append(text)
        if len(self.parts) == _OFTEN:
            # Single texts take far more than their letters.
            self.written.write("".join(self.parts).encode())
            self.parts.clear()


def _quoted(value: str) -> str:
    return f'"{value}"' if _PLAIN.fullmatch(value) and "\n" not in value else quoteattr(value)
