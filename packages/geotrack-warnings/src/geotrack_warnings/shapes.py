"""Positions in the texts of warnings (`73-15.00N 036-30.00E`), and the areas and lines of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from geotrack.findings import shown
from geotrack.messages import Message

__all__ = ["BrokenTextPosition", "Fault", "Shape", "TextPosition", "find_positions", "find_shapes"]

_FRACTION = r"(?:[.,]\d{1,6})?"
_DEGREES, _PART_OF_ONE = rf"\d{{2,3}}{_FRACTION}", rf"\d{{1,2}}{_FRACTION}(?!\d)"
_HYPHEN, _SIGN = r"\s?[-–]\s?", r"(?:\s?[°º'’′]\s?|\s)"
# All parts have hyphens between, or none: `RIG 12 28-56.8N` has the number of a rig before.
_NUMBER = (
    rf"(?:{_DEGREES}(?:(?:{_HYPHEN}{_PART_OF_ONE}){{1,2}}|(?:{_SIGN}{_PART_OF_ONE}){{1,2}})"
    rf"|\d{{2,7}}{_FRACTION})"
)
_SIGNS = r"['’′\"”″°º]{0,2}"
_HALF = re.compile(
    rf"(?<![\w.,/-])(?P<first>[NSEW])\s?(?P<after>{_NUMBER}){_SIGNS}(?![\d°]|[A-Z](?!\d))"
    rf"|(?<!\d)(?<!\d[.,/-])(?<!\d[NSEW])(?P<before>{_NUMBER})\s?{_SIGNS}\s?"
    r"(?P<last>[NSEW])(?![A-Z])"
    rf"|(?<=\d[NSEW])(?P<joined>{_NUMBER}){_SIGNS}(?P<side>[EW])(?![A-Z])"
    rf"|(?<=\d)(?P<next>[EW])(?P<tail>{_NUMBER}){_SIGNS}(?![\w°])",
    re.ASCII,
)
_BETWEEN = re.compile(r"[\s,;/-]{0,80}")
_PART = re.compile(r"\d+(?:[.,]\d+)?")
# Digits of degrees, minutes and seconds written as one number, by axis.
_DIGITS = {"lat": (2, 4, 6), "lon": (3, 5, 7)}
_LIMITS = {"lat": 90.0, "lon": 180.0}
_SIXTY, _DECIMALS = 60.0, 9
_MILE_KM = 1.852


@dataclass(frozen=True, slots=True)
class TextPosition:
    """A position in a text.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    unit : float
        Value of the last digit, in minutes of arc.
    start, end : int
        Span in the text.
    """

    lon: float
    lat: float
    unit: float
    start: int
    end: int

    @property
    def error_km(self) -> float:
        """Largest distance to a position that rounds to this one, in kilometres."""
        across = math.cos(math.radians(self.lat))
        return _MILE_KM * self.unit / 2 * math.hypot(1.0, across)


@dataclass(frozen=True, slots=True)
class BrokenTextPosition:
    """A text that looks like a position and is not valid.

    Parameters
    ----------
    why : str
        The text, and what is wrong.
    start, end : int
        Span in the text.
    """

    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Half:
    """A latitude or longitude; its value is None if it is broken."""

    axis: str
    value: float | None
    unit: float
    start: int
    end: int
    has_minutes: bool


def find_positions(text: str) -> Iterator[TextPosition | BrokenTextPosition]:
    """Yield positions and what looks like one.

    Parameters
    ----------
    text : str
        Text in capitals. Degrees, minutes and seconds with marks between them or as one number;
        the last may have decimals. The hemisphere stands before or after.

    Examples
    --------
    >>> [(p.lon, p.lat, p.unit) for p in find_positions("73-15.0N 036-30.0E, 7312N03104E")]
    [(36.5, 73.25, 0.1), (31.066666667, 73.2, 1.0)]
    >>> [p.why for p in find_positions("73-75N 036-30E AND 71-20N")]
    ["'73-75N 036-30E' is no position", "'71-20N' is a latitude without a longitude"]
    """
    halves = [_half(match) for match in _HALF.finditer(text)]
    n = 0
    while n < len(halves):
        half, following = halves[n], halves[n + 1] if n + 1 < len(halves) else None
        if (
            following
            and following.axis != half.axis
            and _BETWEEN.fullmatch(text, half.end, following.start)
        ):
            yield _position(text, half, following)
            n += 2
            continue
        if half.has_minutes:
            is_lat = half.axis == "lat"
            why = Message(
                "{text} is a latitude without a longitude"
                if is_lat
                else "{text} is a longitude without a latitude",
                shown(text[half.start : half.end]),
            )
            yield BrokenTextPosition(why, half.start, half.end)
        n += 1


def _position(text: str, first: _Half, second: _Half) -> TextPosition | BrokenTextPosition:
    lat, lon = (first, second) if first.axis == "lat" else (second, first)
    if lat.value is None or lon.value is None:
        quoted = " ".join(text[first.start : second.end].split())
        why = Message("{text} is no position", shown(quoted))
        return BrokenTextPosition(why, first.start, second.end)
    return TextPosition(lon.value, lat.value, max(lat.unit, lon.unit), first.start, second.end)


def _half(match: re.Match[str]) -> _Half:
    side = match["first"] or match["last"] or match["side"] or match["next"]
    number = match["after"] or match["before"] or match["joined"] or match["tail"]
    axis = "lat" if side in "NS" else "lon"
    parts = [part.replace(",", ".") for part in _PART.findall(number)]
    if len(parts) == 1:
        parts = _divided(parts[0], axis)
    value = _degrees(parts, axis)
    decimals = len(parts[-1].partition(".")[2]) if parts else 0
    unit = _SIXTY ** (2 - len(parts)) * 10.0**-decimals if parts else 0.0
    if value is not None and side in "SW":
        value = 0.0 - value
    has_minutes = len(parts) != 1
    return _Half(axis, value, unit, match.start(), match.end(), has_minutes)


def _divided(number: str, axis: str) -> list[str]:
    """Return degrees, minutes and seconds of one number; none if it has other digits."""
    digits, _, fraction = number.partition(".")
    degrees = _DIGITS[axis][0]
    if len(digits) not in (*_DIGITS[axis], 2):
        return []
    pairs = [digits[:degrees], *re.findall("..", digits[degrees:])]
    return [*pairs[:-1], f"{pairs[-1]}.{fraction}" if fraction else pairs[-1]]


def _degrees(parts: list[str], axis: str) -> float | None:
    """Return degrees; None for 60 minutes or more, decimals before the last part, or no place."""
    if not parts or any("." in part for part in parts[:-1]):
        return None
    degrees, *rest = map(float, parts)
    if any(part >= _SIXTY for part in rest):
        return None
    degrees += sum(part / _SIXTY ** (n + 1) for n, part in enumerate(rest))
    return round(degrees, _DECIMALS) if degrees <= _LIMITS[axis] else None


Kind = Literal["area", "line", "points"]
Stated = Literal["area", "line", "points", "vicinity"]
Fault = tuple[int, str]
"""Offset in the text, and what is wrong there."""

_KM = {"NM": 1.852, "KM": 1.0, "M": 0.001, "CABLE": 0.1852}
_UNITS = (
    ("NM", r"NMS?|N\.M\.|NAUTICAL\s+MILES?|MILES?"), ("KM", r"KMS?|KILOMET(?:ER|RE)S?"),
    ("M", r"M|MTRS?|MET(?:ER|RE)S?"), ("CABLE", r"CABLES?"),
)  # fmt: skip
_UNIT = "|".join(unit for _, unit in _UNITS)
_LENGTH = rf"(?P<n{{0}}>\d{{{{1,4}}}}(?:[.,]\d{{{{1,4}}}})?)\s?-?(?P<u{{0}}>{_UNIT})"
_RADIUS = re.compile(
    rf"\b(?:WITHIN|WI|RADIUS|RADII)\b(?:\s(?:A|OF|IS|RADIUS)\b)*[\s:=]*{_LENGTH.format('a')}\b"
    rf"|\b{_LENGTH.format('b')}\s?-?(?:RADIUS|RAD\b|EITHER\s+SIDE|EACH\s+SIDE|ON\s+BOTH\s+SIDES)"
    rf"|\b{_LENGTH.format('w')}\s?-?(?:WIDE\b|IN\s+WIDTH)|\bWIDTH\s(?:OF\s)?{_LENGTH.format('x')}\b"
)
_SURELY_METRES = 50
_NEAR = 70
"""Characters between a radius and its positions."""
_KIND = re.compile(
    r"(?P<area>\b(?:AREAS?|BOUND\w*|BDRY|LIMITS|LIMITED|ZONES?|SECTORS?|POLYGONS?|ENCLOS\w+|BTN|WI"
    r"|DANGEROUS\s+TO\s+NAVIGATION\s+WITHIN|CORNERS?)\b"
    r"(?:\s(?:BY|OF|A|THE|STRAIGHT|RHUMB|LINES?|JOINING|BETWEEN|CONNECTING|THE\s+POINTS))*)"
    r"|(?P<line>\b(?:TRACK\s?-?LINES?|TRACKS?|ALONG|LINES?|ROUTES?|BETWEEN|FROM)\b)"
    r"|(?P<points>\b(?:POSITIONS?|PSNS?|CENT(?:ER|RE)(?:ED)?|CENTRED)\b)"
    r"|(?P<vicinity>\b(?:VICINITY|VICINITIES|VCY|NEAR|ABOUT|APPROX\w*)\b)"
)
_LABEL = (
    r"(?:\(?(?:[A-Z]|\d{1,2})[.)]|(?<=[\s,;])[A-Z](?=\s)"
    r"|(?:POINT|PT|AREA)\s?\.?\s?(?:[A-Z]|\d{1,2})\b[.:)]?)"
)
_FILLER = re.compile(
    rf"[\s,;.:/()-]*(?:(?:AND|TO|THENCE|THEN|-)\b[\s,;.:/-]*)*(?P<label>{_LABEL})?[\s,;.:/-]*"
)
_LAST_LABEL, _LABEL_LENGTH = re.compile(rf"{_LABEL}[\s,;.:/-]*$"), 20
_CURVE = re.compile(
    r"\b(?:ARC|CLOCKWISE|ANTI-?CLOCKWISE|COUNTER-?CLOCKWISE|COAST\w*|SHORE\w*|BORDERS?"
    r"|BOUNDARY|PARALLEL|MERIDIAN)\b"
)
_CURVED = Message("an arc, a coast or a border is a part of the area: no shape is read")
# `NORTH OF 73-15N` limits something else.
_SIDE = re.compile(r"\b(?:NORTH|SOUTH|EAST|WEST|N|S|E|W)(?:WARDS?)?\s{1,9}OF\s{1,9}$")
_SENTENCE_END = re.compile(r"[.:;]\s|\n\s*(?:\d{1,2}|[A-Z])[.)]\s")
_OF_AN_AREA = 3


@dataclass(frozen=True)
class Shape:
    """A shape of a warning.

    Parameters
    ----------
    kind : {"area", "line", "points"}
        What its positions are.
    positions : tuple of TextPosition
        In the order of the text.
    radius_km : float or None
        Stated distance round it, in kilometres.
    vague : bool
        Whether a position stands for an area or its vicinity, of no stated size.
    """

    kind: Kind
    positions: tuple[TextPosition, ...]
    radius_km: float | None = None
    vague: bool = False


@dataclass
class _Group:
    """Positions that follow each other without words between."""

    start: int
    positions: list[TextPosition]
    label: str


def _kilometres(number: str, unit: str) -> float:
    """Return a length in kilometres."""
    name = next(name for name, units in _UNITS if re.fullmatch(units, unit))
    return round(float(number.replace(",", ".")) * _KM[name], 6)


def find_shapes(text: str, *, air: bool = False) -> tuple[list[Shape], list[Fault]]:
    """Return the shapes of a text, and what cannot be read.

    There is no shape if a position of the text is broken: an area without one of its corners would
    be another area.

    Parameters
    ----------
    text : str
        Text in capitals.
    air : bool
        Whether it is a NOTAM: three positions or more are an area if no word says what they are,
        and M is metres. In a warning to shipping M may also be nautical miles.

    Examples
    --------
    >>> shapes, _ = find_shapes("WITHIN 5 NM OF 70-12.5N 031-04.0E")
    >>> [(s.kind, s.radius_km) for s in shapes]
    [('points', 9.26)]
    """
    positions = list(find_positions(text))
    broken = [
        (position.start, position.why)
        for position in positions
        if isinstance(position, BrokenTextPosition)
        and not _SIDE.search(text[: position.start][-_NEAR:])
    ]
    if broken:
        template = "{fault}: no shape is read"
        return [], [(offset, Message(template, why)) for offset, why in broken]
    groups = list(
        _groups(text, [position for position in positions if isinstance(position, TextPosition)])
    )
    shapes: list[Shape] = []
    faults: list[Fault] = []
    end, kind, radius = 0, None, None
    for n, group in enumerate(groups):
        before = text[end : group.start]
        last = group.positions[-1].end
        after = text[last : groups[n + 1].start if n + 1 < len(groups) else len(text)]
        if shapes and _CURVE.search(before):
            return [], [(end, _CURVED)]
        stated_kind = _stated_kind(before)
        if kind in ("area", "line") and _interrupts(before, stated_kind):
            words = shown(" ".join(before.split()))
            template = "{text} between positions of one shape: no shape is read"
            return [], [(end, Message(template, words))]
        if stated_kind or not _FILLER.fullmatch(before):
            kind, radius, fault = stated_kind, *_stated_radius(before, after, air=air)
            faults += [(group.start, fault)] if fault else []
            # The radius is not known, and the position alone is too exact.
            kind = "vicinity" if fault and kind in (None, "points") else kind
        shape, fault = _shape(group, kind, radius, air=air)
        shapes.append(shape)
        faults += [(group.start, fault)] if fault else []
        end = last
    if shapes and _CURVE.match(text[end:].lstrip(" ,.;-")):
        return [], [(end, _CURVED)]
    return shapes, faults


def _interrupts(between: str, stated: Stated | None) -> bool:
    """Return whether words between positions may belong to one list of them."""
    if _FILLER.fullmatch(between):
        return False
    ends = _SENTENCE_END.search(between) or stated or _RADIUS.search(between)
    return not ends or "THENCE" in between


def _groups(text: str, positions: Sequence[TextPosition]) -> Iterator[_Group]:
    """Yield groups of positions; a label begins one where labels stand before several positions."""
    runs: list[list[tuple[str, TextPosition]]] = []
    end = 0
    for position in positions:
        between = _FILLER.fullmatch(text, end, position.start)
        # The label before the first position stands after words.
        label = _LAST_LABEL.search(text[max(end, position.start - _LABEL_LENGTH) : position.start])
        words = label[0] if label else ""
        if runs and between:
            runs[-1].append((words, position))
        else:
            runs.append([(words, position)])
        end = position.end
    for run in runs:
        labelled = sum(bool(label) for label, _ in run)
        if labelled in (0, len(run)):
            yield _Group(run[0][1].start, [position for _, position in run], "")
            continue
        cuts = [n for n, (label, _) in enumerate(run) if label and n] + [len(run)]
        first = 0
        for cut in cuts:
            yield _Group(
                run[first][1].start, [position for _, position in run[first:cut]], run[first][0]
            )
            first = cut


def _stated_kind(before: str) -> Stated | None:
    """Return the kind named by the last word before positions that names one."""
    kinds = [match.lastgroup for match in _KIND.finditer(before)]
    return next((kind for kind in get_args(Stated) if kinds and kind == kinds[-1]), None)


def _stated_radius(before: str, after: str, *, air: bool) -> tuple[float | None, str]:
    """Return the radius stated right before or after positions, and its fault."""
    matches = [*_RADIUS.finditer(before)][-1:]
    rest = before[matches[0].end() :] if matches else ""
    if not matches or len(rest) > _NEAR or "." in rest:
        matches = [m for m in _RADIUS.finditer(after[:_NEAR]) if "." not in after[: m.start()]][:1]
    if not matches:
        return None, ""
    name = next(name for name in "abwx" if matches[0][f"n{name}"])
    number, unit = matches[0][f"n{name}"], matches[0][f"u{name}"]
    if unit == "M" and not air and float(number.replace(",", ".")) < _SURELY_METRES:
        template = "{text} may be miles or metres: no radius is read"
        return None, Message(template, shown(f"{number} {unit}"))
    radius = _kilometres(number, unit) / (2 if name in "wx" else 1)
    return radius or None, ""


def _shape(
    group: _Group, kind: Stated | None, radius: float | None, *, air: bool
) -> tuple[Shape, str]:
    """Return the shape of a group, and what is odd about it."""
    positions = tuple(group.positions)
    places = [(position.lon, position.lat) for position in positions]
    vague = kind in ("area", "vicinity") and radius is None
    if len(positions) == 1:
        return Shape("points", positions, radius, vague), ""
    several = len(dict.fromkeys(places)) >= _OF_AN_AREA
    if kind == "area" and not several:
        return Shape("line", positions, radius), Message("an area of two positions: read as a line")
    if kind == "vicinity":
        return Shape("points", positions, radius, vague), ""
    if kind is None and radius is None and several:
        if air or places[0] == places[-1]:
            return Shape("area", positions), ""
        problem = Message(
            "{n} positions without a word for an area or a line: read as positions", len(positions)
        )
        return Shape("points", positions), problem
    return Shape(kind or "points", positions, radius if radius else None), ""
