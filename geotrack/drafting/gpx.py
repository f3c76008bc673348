"""GPX, made ready for GDAL, which reads a position that is none as longitude and latitude 0."""

from __future__ import annotations

import re
from collections import Counter
from xml.parsers import expat  # which bounds the growth of entities

from geotrack.drafting.cells import number_of
from geotrack.drafting.faults import counted
from geotrack.findings import shown

__all__ = ["prepared"]

# GDAL takes the first for an empty point, and passes over a point of a line without attributes.
_ATTRIBUTES = {"wpt": b' lat="nan" lon="nan"', "rtept": b"", "trkpt": b""}
_SAID = {
    "wpt": "it has no position",
    "rtept": "no position, and left out of its route",
    "trkpt": "no position, and left out of its track",
}
_START_TAG = re.compile(rb"""(<[^\s/>"']+)(?:"[^"]*"|'[^']*'|[^"'>/]|/(?!>))*+(/?>)""")


def prepared(data: bytes) -> tuple[bytes, list[str]]:
    """Return a GPX text for GDAL, and what is said of the change.

    Parameters
    ----------
    data : bytes
        Its XML. One in which every position is one comes back itself, as does what is no XML:
        GDAL tells.
    """
    parser = expat.ParserCreate()
    number: Counter[str] = Counter()
    found: list[tuple[int, str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name not in _ATTRIBUTES:
            return
        number[name] += 1
        texts = [attributes.get(key, "") for key in ("lat", "lon")]
        if None in map(number_of, texts):
            row = f"{name} {number[name]} (lat {shown(texts[0])}, lon {shown(texts[1])})"
            found.append((parser.CurrentByteIndex, name, row))

    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return data, []
    parts, at = [], 0
    for begin, name, _ in found:
        if tag := _START_TAG.match(data, begin):
            parts += [data[at:begin], tag[1], _ATTRIBUTES[name], tag[2]]
            at = tag.end()
    faults = {row: [_SAID[name]] for _, name, row in found}
    return b"".join([*parts, data[at:]]), list(counted(faults))
