"""NOTAM in a text: notices to airmen, with a Q-line or without.

Form: ICAO Annex 15, appendix 6, and Doc 8126.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from folium_polar.geometry.edges import geodesic_edge
from geotrack.findings import shown
from geotrack.messages import Message
from geotrack_warnings.in_force import moment_text
from geotrack_warnings.notice import (
    BEFORE,
    CENTURY,
    HAZARD,
    LONGEST,
    Notice,
    number_key,
)
from geotrack_warnings.shapes import Fault, Shape, find_shapes
from geotrack_warnings.text_positions import MILE_KM, TextPosition, find_positions

__all__ = ["HEADING", "find_headings", "read"]

_NUMBER = r"[A-Z]\d{1,4}/\d{2}"
HEADING = re.compile(
    rf"^[ \t(]{{0,9}}(?P<number>{_NUMBER})[ \t]{{1,9}}NOTAM(?P<kind>[NRC])\b"
    rf"(?:[ \t]{{1,9}}(?P<old>{_NUMBER}))?"
    rf"|^[ \t(]{{0,9}}(?:(?P<alone>{_NUMBER})\s{{1,9}})?(?=Q\)\s?[A-Z]{{4}}/Q)",
    re.MULTILINE,
)
"""Beginning of a NOTAM in capitals: its number and its kind, or its Q-line."""
_Q_LINE = re.compile(
    r"Q\)\s{0,9}(?P<fir>[A-Z]{4})/Q(?P<code>[A-Z]{4})/(?P<rest>[^)]{0,80}?)"
    r"(?P<place>\d{4}[NS]\d{5}[EW])(?P<radius>\d{3})"
)
_FIR = re.compile(r"Q\)\s{0,9}(?P<fir>[A-Z]{4})/Q(?P<code>[A-Z]{4})/")
_FIELD = r"(?<![A-Z]){}\)\s{{0,9}}"
_LEVEL = re.compile(r"(?<![A-Z0-9])[FG]\)\s{0,9}(?=SFC|GND|MSL|UNL|FL|\d|[A-Z]{3}\b)")
_SUBJECT_END = re.compile(
    r"\s(?:WI|WITHIN|RADIUS|PSN|BOUNDED|BTN|BETWEEN|CENTRED|COORD\w*|AS\s+FOLLOWS)\b|\s\d{4,7}[NSEW]"
)
_TIME = re.compile(r"(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\s?(EST)?")
_WHOLE_FIR = 999
_SLACK_KM = 5.0
# Subjects R (restrictions) and W (warnings of hazards); LC: closed, LP: prohibited, CA: active.
_SUBJECTS, _CONDITIONS = "RW", ("LC", "LP", "CA")


@dataclass(frozen=True, slots=True)
class _Items:
    """Items of a NOTAM: their text, and its offset."""

    texts: dict[str, str]
    offsets: dict[str, int]


def find_headings(upper: str) -> list[tuple[int, re.Match[str]]]:
    """Return where each NOTAM of a text begins, and its heading."""
    headings = (match for match in HEADING.finditer(upper) if not _is_of_last(upper, match))
    return [(match.start(), match) for match in headings]


def _is_of_last(upper: str, match: re.Match[str]) -> bool:
    """Return whether a Q-line belongs to the heading on the line before it."""
    if match["number"] or match["alone"]:
        return False
    before = upper[max(0, match.start() - BEFORE) : match.start()].rstrip()
    return HEADING.search(before.rpartition("\n")[2]) is not None


def read(match: re.Match[str], text: str, upper: str, at: int) -> Notice:
    """Return the NOTAM of a heading."""
    number = match["number"] or match["alone"] or ""
    items = _items(upper)
    fir = _FIR.search(upper)
    name = f"NOTAM {number}".strip()
    old = (number_key(f"NOTAM {match['old']}"),) if match["old"] else ()
    notice = Notice(
        name, f"NOTAM office for {fir['fir']}" if fir else "", text.strip("\r\n"), at,
        cancels=old if match["kind"] == "C" else (),
        replaces=old if match["kind"] == "R" else (),
        is_administrative=match["kind"] == "C", edge=geodesic_edge,
    )  # fmt: skip
    if notice.is_administrative:
        return notice
    notice.place = items.texts.get("A", "")[:LONGEST] or (fir["fir"] if fir else "")
    body = items.texts.get("E", "")
    words = " ".join(re.split(r"\.\s|\n", body.strip(), maxsplit=1)[0].split())
    end = _SUBJECT_END.search(words)
    words = words[: end.start()] if end and end.start() else words
    if len(words) > LONGEST:
        words = words[:LONGEST].rpartition(" ")[0]
    notice.subject = words.strip(" .,:;-")
    code = fir["code"] if fir else ""
    notice.is_closure = (
        code[0] in _SUBJECTS or code[2:] in _CONDITIONS if code else bool(HAZARD.search(body))
    )
    faults = _set_times(notice, items)
    notice.remarks += [
        f"{label}: {' '.join(items.texts[key].split())}."
        for key, label in (("D", "Schedule"), ("F", "From"), ("G", "Up to"))
        if items.texts.get(key)
    ]
    faults += _set_shapes(notice, items, _Q_LINE.search(upper))
    notice.faults = [(at + n, problem) for n, problem in faults]
    return notice


def _items(upper: str) -> _Items:
    """Return the items A to G, each after the one before it."""
    items: list[tuple[str, int, int]] = []
    end = 0
    for key in "ABCDE":
        if key == "D" and not (items and items[-1][0] == "C"):
            continue
        match = re.compile(_FIELD.format(key)).search(upper, end)
        if match and (key != "D" or "E)" not in upper[end : match.start()]):
            items.append((key, match.start(), match.end()))
            end = match.end()
    for match in _LEVEL.finditer(upper, end):
        items.append((match[0][0], match.start(), match.end()))
    texts: dict[str, str] = {}
    offsets: dict[str, int] = {}
    for n, (key, _, start) in enumerate(items):
        following = items[n + 1] if n + 1 < len(items) else None
        stop = following[1] if following else len(upper)
        text = upper[start:stop].rstrip()
        if following is None and text.endswith(")") and text.count(")") > text.count("("):
            text = text[:-1].rstrip()
        # A level is on one line; what follows is not of the NOTAM.
        texts[key], offsets[key] = text.partition("\n")[0] if key in "FG" else text, start
    return _Items(texts, offsets)


def _set_times(notice: Notice, items: _Items) -> list[Fault]:
    """Set start and end by items B and C; return what is wrong with them."""
    faults: list[Fault] = []
    for key in "BC":
        text = items.texts.get(key, "")
        moment, fault = _time(text, ends=key == "C")
        if key == "B":
            notice.start = moment
        else:
            notice.end = moment
        if fault:
            faults.append((items.offsets.get(key, 0), Message("item {key}: {fault}", key, fault)))
    return faults


def _time(text: str, *, ends: bool) -> tuple[str, str]:
    """Return a time of item B or C as a record has it, and what is wrong with it."""
    if ends and text.startswith("PERM"):
        return "..", ""
    if ends and text.startswith("UFN"):
        return "unknown", ""
    match = _TIME.match(text)
    if match is None:
        quoted = shown(" ".join(text.split())) if text else Message("nothing")
        return "unknown", Message("{text} where a time YYMMDDhhmm is meant", quoted)
    year, month, day, hour, minute = map(int, match.groups()[:5])
    try:
        moment = datetime(CENTURY + year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return "unknown", Message("{text} is no time", shown(match[0]))
    # An estimated end is approximate.
    return (f"{moment:%Y-%m-%d}~" if match[6] else moment_text(moment)), ""


def _set_shapes(notice: Notice, items: _Items, q_line: re.Match[str] | None) -> list[Fault]:
    """Set the shapes of item E, else the circle of the Q-line; return what is wrong."""
    offset = items.offsets.get("E", 0)
    shapes, faults = find_shapes(items.texts.get("E", ""), air=True)
    faults = [(offset + n, problem) for n, problem in faults]
    circle = _circle(q_line) if q_line else None
    notice.shapes = shapes or ([circle] if circle else [])
    if circle and not shapes:
        notice.place_note = "The circle of the Q-line, which contains the area."
    elif circle and (distance := _farthest_km(shapes, circle)):
        faults.append(
            (
                offset,
                Message(
                    "a position lies {distance:.0f} km from the centre of the Q-line, whose radius "
                    "is {radius:.0f} km",
                    distance,
                    circle.radius_km,
                ),
            )
        )
    elif not notice.shapes and not faults:
        faults.append((0, Message("no position is read")))
    return faults


def _circle(q_line: re.Match[str]) -> Shape | None:
    """Return the circle of a Q-line; None for one of a whole region."""
    centre = next(find_positions(q_line["place"]), None)
    radius = int(q_line["radius"])
    if not isinstance(centre, TextPosition) or radius in (0, _WHOLE_FIR):
        return None
    return Shape("points", (centre,), round(radius * MILE_KM, 3))


def _farthest_km(shapes: list[Shape], circle: Shape) -> float | None:
    """Return the distance of the farthest position, if it lies outside the circle."""
    from folium_polar.geometry.geodesy import distance_m

    (centre,) = circle.positions
    positions = [position for shape in shapes for position in shape.positions]
    distance = (
        max(
            distance_m(centre.lon, centre.lat, position.lon, position.lat) for position in positions
        )
        / 1000
    )
    return distance if circle.radius_km and distance > circle.radius_km + _SLACK_KM else None
