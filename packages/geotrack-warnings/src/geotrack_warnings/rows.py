"""Rows of drafts from warnings: of a text, or of the JSON that an interface of NGA returns."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from folium_polar.geometry.edges import Edge, geodesic_edge, rhumb_edge, trace
from geotrack.importing.encodings import decode
from geotrack.importing.faults import UnreadableError, few, row_name, summarise_faults
from geotrack.importing.limits import check_amount
from geotrack.importing.option_names import option_name, option_remedy
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message
from geotrack_warnings import navigational, notam, prip
from geotrack_warnings.in_force import moment_text
from geotrack_warnings.notice import (
    CANCELLED,
    CLOSURE,
    Lines,
    Notice,
    capitals,
    number_key,
)
from geotrack_warnings.shapes import Shape

__all__ = ["are_warnings", "read_broadcasts", "read_warnings", "table_of"]

_COLUMNS = (
    "id", "title", "summary", "type", "status", "start", "end", "place.name", "place.precision",
    "place.radius_km", "place.note", "sources.cite", "sources.publisher", "sources.published",
    "sources.says", "tags",
)  # fmt: skip
_EXACT_KM = 1.0
_MOST_BYTES = 8_000_000
_DECIMALS = 3

_RUSSIAN = ("cp1251", "koi8-r", "cp866")

_EDGES: dict[Edge, str] = {
    rhumb_edge: "The edges between the stated positions are rhumb lines.",
    geodesic_edge: "The edges between the stated positions are geodesics.",
}

Row = dict[str, Any]


class _WarningForm(Protocol):
    """A module that reads one form of warnings."""

    HEADING: re.Pattern[str]

    def find_headings(self, upper: str) -> list[tuple[int, re.Match[str]]]:
        """Return where each warning of a text in capitals begins, and its heading."""

    def read(self, match: re.Match[str], text: str, upper: str, at: int) -> Notice:
        """Return the warning of a heading.

        Parameters
        ----------
        match : re.Match
            The heading, with offsets in the file.
        text, upper : str
            The text of the warning, and the same in capitals.
        at : int
            Its offset in the file.
        """


_FORMS: tuple[_WarningForm, ...] = (navigational, notam, prip)


def are_warnings(head: bytes) -> bool:
    """Return whether the first bytes of a file are a text of warnings."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    upper = capitals(head.decode("utf-16" if marked else "utf-8", "replace"))
    if any(form.HEADING.search(upper) for form in _FORMS):
        return True
    return _russian(head) is not None


def _russian(data: bytes) -> str | None:
    """Return the encoding in which bytes are a warning in Russian; None if in none."""
    return next(
        (n for n in _RUSSIAN if prip.HEADING.search(capitals(data.decode(n, "replace")))), None
    )


def read_warnings(path: Path, data: bytes, options: ReadingOptions) -> Table:
    """Return a row for each warning of a text.

    A warning whose shapes are of several kinds has a row for each kind. A warning that only cancels
    others has none.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    data : bytes
        Its text.
    options : ReadingOptions
        Its encoding.

    Raises
    ------
    UnreadableError
        It is not text, too large, or holds no warning.
    """
    if len(data) > _MOST_BYTES:
        message = Message(
            "{size:.0f} MB of warnings; at most {most:g} MB are read",
            len(data) / 1e6,
            _MOST_BYTES / 1e6,
        )
        raise UnreadableError(path, message, "split it")
    try:
        text = decode(path, data, options.encoding)
    except UnreadableError as error:
        if (name := _russian(data)) is None or options.encoding:
            raise
        remedy = option_remedy("state {option}", option_name("encoding", name), option="encoding")
        raise UnreadableError(path, "its letters are not UTF-8", remedy) from error
    return table_of(path, text)


def table_of(path: Path, text: str, parts: Sequence[str] = ()) -> Table:
    """Return a row for each warning of a text, as `read_warnings` does.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    text : str
        The warnings.
    parts : sequence of str
        Of which the text is joined, if it is no text of the file.
    """
    upper, lines = capitals(text), Lines(text, parts)
    notices = list(_notices(text, upper))
    if not notices:
        raise UnreadableError(path, "no warning is found in it")
    notes = [*_leading_text_notes(text, notices), *few(list(_cancel(notices, lines)))]
    check_amount(path, rows=len(notices), text=len(text))
    rows: list[Row] = []
    used: Counter[str] = Counter()
    names: list[str] = []
    geometries: list[Any] = []
    for notice in notices:
        if notice.is_administrative:
            continue
        for row, geometry in _rows(notice, path, lines):
            rows.append({**row, "id": _id(notice.number, used)})
            geometries.append(geometry)
            names.append(lines.name(notice.at))
    faults = [
        (lines.name(offset), problem) for warning in notices for offset, problem in warning.faults
    ]
    notes += [*summarise_faults(_by_line(faults)), *_edge_notes(notices), *_year_notes(notices)]
    return Table(
        path,
        {column: [row.get(column) for row in rows] for column in _COLUMNS},
        geometries,
        names,
        crs="EPSG:4326",
        plain=True,
        notes=tuple(notes),
        kind="warnings",
    )


def _notices(text: str, upper: str) -> Iterator[Notice]:
    """Yield the warnings of a text; each ends where another of any form begins."""
    headings = [
        (start, match, form) for form in _FORMS for start, match in form.find_headings(upper)
    ]
    headings.sort(key=itemgetter(0))
    ends = [*(start for start, *_ in headings[1:]), len(text)]
    for (start, match, form), end in zip(headings, ends, strict=bool(headings)):
        yield form.read(match, text[start:end], upper[start:end], start)


def _id(number: str, used: Counter[str]) -> str:
    """Return an id of a number: `hydroarc-12-24`, and `hydroarc-12-24-2` for another of it."""
    first = "-".join(re.findall(r"[a-z0-9]+", number.lower()))
    used[first] += 1
    return f"{first}-{used[first]}" if used[first] > 1 else first


def _by_line(faults: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    by_line: dict[str, list[str]] = {}
    for line, problem in faults:
        by_line.setdefault(line, []).append(problem)
    return by_line


def _leading_text_notes(text: str, notices: Sequence[Notice]) -> Iterator[str]:
    if text[: notices[0].at].strip():
        yield Message("the text before the first warning is left out")


def _cancel(notices: Sequence[Notice], lines: Lines) -> Iterator[str]:
    """Set the status of cancelled and replaced warnings; yield notes."""
    by_key: dict[str, list[Notice]] = {}
    for notice in notices:
        if not notice.is_administrative:
            by_key.setdefault(number_key(notice.number), []).append(notice)
    for notice in notices:
        for template, remark, keys in (
            ("{line}: {number} cancels {key}{left}", "Cancelled", notice.cancels),
            ("{line}: {number} replaces {key}{left}", "Replaced", notice.replaces),
        ):
            for key in keys:
                targets = [target for target in by_key.get(key, ()) if target is not notice]
                where = f"{notice.number} ({lines.name(notice.at)})"
                ended = [target for target in targets if _had_ended(target, notice)]
                for target in targets:
                    target.remarks.append(f"{remark} by {where}.")
                    if target not in ended:
                        target.status = CANCELLED
                left = "" if targets else Message(", which is not in the file")
                left = Message(", which was over before: its status stays") if ended else left
                line = row_name(lines.name(notice.at))
                yield Message(template, line, notice.number, key, left)


def _had_ended(target: Notice, by: Notice) -> bool:
    """Return whether a warning had ended before another was issued."""
    has_time = by.issued is not None and "T" in target.end
    return has_time and by.issued is not None and target.end <= moment_text(by.issued)


def _rows(notice: Notice, path: Path, lines: Lines) -> Iterator[tuple[Row, Any]]:
    """Yield the rows of a warning, each with its geometry."""
    parts: dict[tuple[str, float | None, str], list[Shape]] = {}
    for shape in notice.shapes:
        parts.setdefault((shape.kind, *_precision(shape)), []).append(shape)
    line = lines.name(notice.at)
    if not parts:
        yield _row(notice, path, line), None
        return
    for n, ((kind, radius, precision), shapes) in enumerate(parts.items(), start=1):
        try:
            geometry = _geometry(kind, shapes, notice)
        except ValueError as error:
            notice.faults.append((notice.at, Message("{fault}: no shape is read", error.args[0])))
            geometry = None
        suffix = f" ({n} of {len(parts)})" if len(parts) > 1 else ""
        place = {"place.precision": precision or None, "place.radius_km": radius}
        if geometry is not None and _is_traced(geometry, shapes):
            place["place.note"] = _EDGES[notice.edge]
        if geometry is None:
            place = {}
        yield {**_row(notice, path, line, suffix), **place}, geometry


def _is_traced(geometry: Any, shapes: Sequence[Shape]) -> bool:
    """Return whether edges have other vertices than the stated positions."""
    import shapely

    stated_count = sum(len(shape.positions) + (shape.kind == "area") for shape in shapes)
    return int(shapely.get_num_coordinates(geometry)) > stated_count


def _precision(shape: Shape) -> tuple[float | None, str]:
    """Return the radius and the precision of a shape, as a record has them.

    A position is as exact as its last digit.
    """
    if shape.kind == "area":
        return shape.radius_km, "area"
    if shape.kind == "line":
        return shape.radius_km, "line" if shape.radius_km else ""
    if shape.radius_km:
        return shape.radius_km, "near"
    if shape.vague:
        return None, ""
    error = max(position.error_km for position in shape.positions)
    if error <= _EXACT_KM:
        return None, "exact"
    return math.ceil(error * 10**_DECIMALS) / 10**_DECIMALS, "near"


def _geometry(kind: str, shapes: Sequence[Shape], notice: Notice) -> Any:
    """Return the shapes of one kind of a warning as one geometry."""
    import shapely

    lists = [[(position.lon, position.lat) for position in shape.positions] for shape in shapes]
    if kind == "points":
        places = list(dict.fromkeys(place for places in lists for place in places))
        return shapely.MultiPoint(places) if len(places) > 1 else shapely.Point(places[0])
    if kind == "line":
        lines = [shapely.LineString(trace(places, notice.edge)) for places in lists]
        return shapely.MultiLineString(lines) if len(lines) > 1 else lines[0]
    rings = [places if places[0] == places[-1] else [*places, places[0]] for places in lists]
    areas = [shapely.Polygon(trace(ring, notice.edge)) for ring in rings]
    for area in areas:
        if crossing := _crossing(area):
            notice.faults.append((notice.at, Message("an area: {fault}", crossing)))
    return shapely.MultiPolygon(areas) if len(areas) > 1 else areas[0]


def _crossing(area: Any) -> str:
    """Return the fault of an area whose rings cross; empty if they do not."""
    import shapely

    from geotrack.reading.geometry import geometry_faults

    faults = geometry_faults(json.loads(shapely.to_geojson(area)))
    return next((fault.message for fault in faults if fault.severity == "error"), "")


def _row(notice: Notice, path: Path, line: str, which: str = "") -> Row:
    """Return the cells of a warning without its place."""
    about = notice.subject or notice.place
    title = f"{notice.number}: {about}" if about else notice.number
    return {
        "title": f"{title}{which}",
        "summary": " ".join(notice.remarks) or None,
        "type": CLOSURE if notice.is_closure else None,
        "status": notice.status,
        "start": notice.start,
        "end": notice.end,
        "place.name": notice.place or None,
        "place.note": notice.place_note or None,
        "sources.cite": f"{notice.number}, {path.name}, {line}",
        "sources.publisher": notice.authority or None,
        "sources.published": f"{notice.issued:%Y-%m-%d}" if notice.issued else None,
        "sources.says": notice.text,
        "tags": [notice.number],
    }


def _edge_notes(notices: Iterable[Notice]) -> Iterator[str]:
    """Yield how edges run, if any shape has them."""
    edges = {notice.edge for notice in notices if any(s.kind != "points" for s in notice.shapes)}
    if rhumb_edge in edges:
        yield Message("edges of warnings to shipping are rhumb lines, as on a Mercator chart")
    if geodesic_edge in edges:
        yield Message("edges of NOTAM are geodesics")


def _year_notes(notices: Iterable[Notice]) -> Iterator[str]:
    count = sum(notice.year_assumed for notice in notices)
    if count:
        yield Message("{n} without a year in their dates: it is that of their number", count)


_LIST = "broadcast-warn"
_NEEDED = {"msgYear", "msgNumber", "navArea", "text"}
_SERIES = {
    "A": "HYDROLANT", "C": "HYDROARC", "P": "HYDROPAC", "4": "NAVAREA IV", "12": "NAVAREA XII",
}  # fmt: skip
"""Codes of `navArea`: https://msi.nga.mil/api/publications/broadcast-warn/navareas."""


def read_broadcasts(path: Path, value: Any) -> Table | None:
    """Return a row for each warning of an answer; None for any other JSON.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    value : object
        The parsed JSON.
    """
    items = value.get(_LIST) if isinstance(value, Mapping) else None
    if not isinstance(items, list) or not items or not all(map(_is_warning, items)):
        return None
    parts = [
        f"{warning.get('issueDate') or ''}\n{_SERIES[str(warning['navArea'])]} "
        f"{warning['msgNumber']}/{warning['msgYear']}.\n{warning['text'].strip()}\n\n"
        for warning in items
    ]
    return table_of(path, "".join(parts), parts)


def _is_warning(item: Any) -> bool:
    return (
        isinstance(item, Mapping)
        and item.keys() >= _NEEDED
        and str(item["navArea"]) in _SERIES
        and isinstance(item["text"], str)
        and str(item["msgNumber"]).isdecimal()
        and str(item["msgYear"]).isdecimal()
    )
