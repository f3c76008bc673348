"""Areas, lines and points in the texts of warnings, with their radii."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

from geotrack.findings import shown
from geotrack.messages import Message
from geotrack_warnings.text_positions import (
    MILE_KM,
    BrokenTextPosition,
    TextPosition,
    find_positions,
)

__all__ = ["Fault", "Shape", "find_shapes"]

Kind = Literal["area", "line", "points"]
Stated = Literal["area", "line", "points", "vicinity"]
Fault = tuple[int, str]
"""Offset in the text, and what is wrong there."""

_KM = {"NM": MILE_KM, "KM": 1.0, "M": 0.001, "CABLE": 0.1852}
_UNITS = (
    ("NM", r"NMS?|N\.M\.|NAUTICAL\s+MILES?|MILES?"), ("KM", r"KMS?|KILOMET(?:ER|RE)S?"),
    ("M", r"M|MTRS?|MET(?:ER|RE)S?"), ("CABLE", r"CABLES?"),
)  # fmt: skip
_UNIT = "|".join(unit for _, unit in _UNITS)
# Names of lengths in `_RADIUS`; half of a width is a radius.
_RADII, _WIDTHS = ("within", "radius"), ("wide", "width")


def _length(name: str) -> str:
    """Return a pattern of a length, `5 NM`, with its number and its unit in groups of a name."""
    return rf"(?P<{name}>\d{{1,4}}(?:[.,]\d{{1,4}})?)\s?-?(?P<{name}_unit>{_UNIT})"


_RADIUS = re.compile(
    rf"\b(?:WITHIN|WI|RADIUS|RADII)\b(?:\s(?:A|OF|IS|RADIUS)\b)*[\s:=]*{_length('within')}\b"
    rf"|\b{_length('radius')}\s?-?(?:RADIUS|RAD\b|EITHER\s+SIDE|EACH\s+SIDE|ON\s+BOTH\s+SIDES)"
    rf"|\b{_length('wide')}\s?-?(?:WIDE\b|IN\s+WIDTH)|\bWIDTH\s(?:OF\s)?{_length('width')}\b"
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
_FEWEST_OF_AN_AREA = 3


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
    end = 0
    # Both also hold for later groups, until other words follow.
    kind, radius = None, None
    for n, group in enumerate(groups):
        start, last = group[0].start, group[-1].end
        before = text[end:start]
        after = text[last : groups[n + 1][0].start if n + 1 < len(groups) else len(text)]
        if shapes and _CURVE.search(before):
            return [], [(end, _CURVED)]
        stated_kind = _stated_kind(before)
        if kind in ("area", "line") and _interrupts(before, stated_kind):
            words = shown(" ".join(before.split()))
            template = "{text} between positions of one shape: no shape is read"
            return [], [(end, Message(template, words))]
        if stated_kind or not _FILLER.fullmatch(before):
            kind, radius, fault = stated_kind, *_stated_radius(before, after, air=air)
            faults += [(start, fault)] if fault else []
            # The radius is not known, and the position alone is too exact.
            kind = "vicinity" if fault and kind in (None, "points") else kind
        shape, fault = _shape(group, kind, radius, air=air)
        shapes.append(shape)
        faults += [(start, fault)] if fault else []
        end = last
    if shapes and _CURVE.match(text[end:].lstrip(" ,.;-")):
        return [], [(end, _CURVED)]
    return shapes, faults


def _interrupts(between: str, stated: Stated | None) -> bool:
    """Return whether words stand in the midst of an area or line, which may go on after them.

    Words that end it do not: the end of a sentence, another kind of shape, a radius. After THENCE
    it goes on in any case.
    """
    if _FILLER.fullmatch(between):
        return False
    ends = _SENTENCE_END.search(between) or stated or _RADIUS.search(between)
    return not ends or "THENCE" in between


def _groups(text: str, positions: Sequence[TextPosition]) -> Iterator[tuple[TextPosition, ...]]:
    """Yield groups: positions that follow each other without words between.

    Labels of all these positions are those of the corners of one group. Labels of only some each
    begin a group, as in `AREA A 70-00N …, 71-00N … AREA B 72-00N …`.
    """
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
        labelled = [n for n, (label, _) in enumerate(run) if label]
        starts = [] if len(labelled) == len(run) else labelled
        for first, until in pairwise(sorted({0, *starts, len(run)})):
            yield tuple(position for _, position in run[first:until])


def _stated_kind(before: str) -> Stated | None:
    """Return the kind named by the last word before positions that names one."""
    kinds = [match.lastgroup for match in _KIND.finditer(before)]
    return cast("Stated", kinds[-1]) if kinds else None


def _stated_radius(before: str, after: str, *, air: bool) -> tuple[float | None, str]:
    """Return the radius stated right before or after positions, and its fault."""
    matches = [*_RADIUS.finditer(before)][-1:]
    rest = before[matches[0].end() :] if matches else ""
    if not matches or len(rest) > _NEAR or "." in rest:
        matches = [m for m in _RADIUS.finditer(after[:_NEAR]) if "." not in after[: m.start()]][:1]
    if not matches:
        return None, ""
    name = next(name for name in (*_RADII, *_WIDTHS) if matches[0][name])
    number, unit = matches[0][name], matches[0][f"{name}_unit"]
    if unit == "M" and not air and float(number.replace(",", ".")) < _SURELY_METRES:
        template = "{text} may be miles or metres: no radius is read"
        return None, Message(template, shown(f"{number} {unit}"))
    radius = _kilometres(number, unit) / (2 if name in _WIDTHS else 1)
    return radius or None, ""


def _shape(
    positions: tuple[TextPosition, ...], kind: Stated | None, radius: float | None, *, air: bool
) -> tuple[Shape, str]:
    """Return the shape of a group of positions, and what is odd about it."""
    places = [(position.lon, position.lat) for position in positions]
    vague = kind in ("area", "vicinity") and radius is None
    if len(positions) == 1:
        return Shape("points", positions, radius, vague), ""
    enough_for_an_area = len(dict.fromkeys(places)) >= _FEWEST_OF_AN_AREA
    if kind == "area" and not enough_for_an_area:
        return Shape("line", positions, radius), Message("an area of two positions: read as a line")
    if kind == "vicinity":
        return Shape("points", positions, radius, vague), ""
    if kind is None and radius is None and enough_for_an_area:
        if air or places[0] == places[-1]:
            return Shape("area", positions), ""
        problem = Message(
            "{n} positions without a word for an area or a line: read as positions", len(positions)
        )
        return Shape("points", positions), problem
    return Shape(kind or "points", positions, radius), ""
