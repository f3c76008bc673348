"""Preparation of GPX for GDAL, which reads invalid positions as 0, 0."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from geotrack.findings import shown
from geotrack.importing.faults import summarise_faults
from geotrack.importing.formats.vectors.xml_text import check_depth, check_markup, parser_errors
from geotrack.importing.limits import MOST_DEPTH
from geotrack.messages import Message
from geotrack.notation import number_of

__all__ = ["prepare"]

# GDAL reads NaN as an empty point, and skips a point of a line without attributes.
_NOWHERE = {"wpt": {"lat": "nan", "lon": "nan"}, "rtept": {}, "trkpt": {}}
# Text that needs no escapes in XML.
_PLAIN = re.compile(r"[\w.:/ \n+-]*", re.ASCII)
# Pieces of text after which they are joined.
_OFTEN = 10_000
# What becomes of a point without a position, by its element.
_FAULTS = {
    "wpt": Message("it has no position"),
    "rtept": Message("no position, and left out of its route"),
    "trkpt": Message("no position, and left out of its track"),
}


def prepare(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """Return a GPX text for GDAL, and notes about changes.

    Elements, attributes and texts are written anew; comments, processing instructions and the
    document type are left out.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    data : bytes
        Its XML.

    Raises
    ------
    UnreadableError
        It is not well-formed XML, or too large or deep.
    """
    check_markup(path, data, "GPX")
    writer = _Writer(path)
    writer.written.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    # Keep prefixes, declared or not: GDAL makes columns of extensions.
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    with parser_errors(path, "GPX", "it may be cut off or broken"):
        parser.Parse(data, True)
    return writer.written.getvalue() + "".join(writer.parts).encode(), list(
        summarise_faults(writer.faults)
    )


@dataclass
class _Writer:
    """Writes XML, and collects points without a position."""

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
                self.faults[row] = [_FAULTS[name]]
                attributes = _NOWHERE[name]
        for key, value in attributes.items():
            tag += f" {key}={_quoted(value)}"
        self._append(f"<{tag}>")

    def end(self, tag: str) -> None:
        self.depth -= 1
        self._append(f"</{tag}>")

    def text(self, text: str) -> None:
        self._append(text if _PLAIN.fullmatch(text) else escape(text))

    def _append(self, text: str) -> None:
        self.parts.append(text)
        if len(self.parts) == _OFTEN:
            # Many small strings take much more memory than one.
            self.written.write("".join(self.parts).encode())
            self.parts.clear()


def _quoted(value: str) -> str:
    return f'"{value}"' if _PLAIN.fullmatch(value) and "\n" not in value else quoteattr(value)
