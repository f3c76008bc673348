"""Lists of positions as sources write them: the corners of an area, the points of a track."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from geotrack.notation.positions import parse_position

__all__ = ["PositionList", "parse_position_list"]

Shape = Literal["area", "air area", "line", "points"]
"""What positions are; an *air area* has geodesics as edges, as in NOTAM, an area rhumb lines."""

_TITLES: tuple[tuple[Shape, str], ...] = (
    ("air area", r"air\s+areas?|notam(?:\s+area)?|luftområde"),
    (
        "area",
        r"(?:in\s+)?(?:the\s+|an\s+)?(?:danger(?:ous)?\s+|closed\s+)?areas?|(?:fare)?områder?|areal"
        r"|corners|hjørner",
    ),
    ("line", r"(?:along\s+)?(?:a\s+|the\s+)?(?:track|line|route)s?|linje|rute"),
    ("points", r"(?:in\s+)?(?:the\s+)?(?:points|positions)|punkter|posisjoner"),
)  # fmt: skip
_BOUNDED = (
    r"(?:bounded|enclosed|limited|defined|joining|connecting|between|through"
    r"|avgrenset|mellom|gjennom)"
)
_LEAD = re.compile(
    "|".join(rf"(?P<{name.replace(' ', '_')}>{words})" for name, words in _TITLES)
    + rf"|(?P<bounded>{_BOUNDED})",
    re.IGNORECASE,
)
_AFTER_LEAD = re.compile(
    rf"(?:\s+{_BOUNDED})?(?:\s+(?:by|of|av|the|lines?|positions?|points?))*\s*[:;\s]\s*",
    re.IGNORECASE,
)
# A number or letter before a position: `1.`, `B)`, `(c)`; a word after the one before: `and`.
_LABEL = re.compile(
    r"\s*(?:(?:and|og|to|til|then|thence)\b\s*)?(?:\(?(?:\d{1,2}|[A-Za-z])[.):]\)?\s+)?",
    re.IGNORECASE,
)
_COMMA_OR_AND = re.compile(r"[,;\n]|\b(?:and|og)\b", re.IGNORECASE)
# A position with letters behind its angles: `7120N 02540E`.
_ANGLE = r"\d[\d.°º'’′\"”″ -]{0,40}"
_BY_LETTERS = re.compile(rf"{_ANGLE}[NS][ ,]*{_ANGLE}[EWØV](?![\w°])", re.IGNORECASE)
_BETWEEN = " \t\n,;.-–"
_LONGEST = 10_000
"""Maximum length of a text; each position of it is at most 100 long."""
_FEWEST = 2


@dataclass(frozen=True)
class PositionList:
    """Positions of a text.

    Parameters
    ----------
    shape : {'area', 'air area', 'line', 'points'} or None
        What they are; None if the text does not say.
    positions : tuple of (float, float)
        Longitude and latitude in degrees on WGS 84, in the order of the text. The first of an area
        is not repeated.
    faulty : str
        The first part of the text that is no position; empty if all are.
    """

    shape: Shape | None
    positions: tuple[tuple[float, float], ...]
    faulty: str = ""


def parse_position_list(text: str) -> PositionList | None:
    """Return the positions of a text that lists several.

    Parameters
    ----------
    text : str
        Positions that state their hemispheres, in any notation of `parse_position`, with line
        breaks, semicolons or commas between; before them, a word for what they are.

    Returns
    -------
    PositionList or None
        None if the text is no list of positions.

    Examples
    --------
    >>> parse_position_list("71-20N 025-40E; 71-30N 025-40E; 71-30N 026-00E").positions[1]
    (25.666666666666668, 71.5)
    >>> parse_position_list("Area bounded by 71N 25E, 72N 25E, 72N 26E, 71N 25E")
    PositionList(shape='area', positions=((25.0, 71.0), (25.0, 72.0), (26.0, 72.0)), faulty='')
    >>> parse_position_list("line: 71N 25E; 72N").faulty
    '72N'
    >>> parse_position_list("71-20N 025-40E"), parse_position_list("Bodø; Tromsø")
    (None, None)
    """
    if len(text) > _LONGEST:
        return None
    shape, rest = _stated_shape(text.strip().rstrip(".;,"))
    found = _positions_of(re.split(r"[;\n]", rest))
    if found.faulty:
        found = min(found, _of_commas(rest), _of_hemispheres(rest), key=_fault_and_loss)
    if len(found.positions) < (1 if shape and found.faulty else _FEWEST):
        return None
    positions = found.positions
    is_closed = len(positions) > _FEWEST and positions[0] == positions[-1]
    if is_closed and shape in (None, "area", "air area"):
        shape, positions = shape or "area", positions[:-1]
    return PositionList(shape, positions, found.faulty)


def _fault_and_loss(found: PositionList) -> tuple[bool, int]:
    """Order readings of a text: the best has no fault, else the most positions before it."""
    return bool(found.faulty), -len(found.positions)


def _stated_shape(text: str) -> tuple[Shape | None, str]:
    """Return what the first words of a text say that its positions are, and the rest."""
    lead = _LEAD.match(text)
    after = lead and _AFTER_LEAD.match(text, lead.end())
    if lead is None or after is None:
        return None, text
    name = (lead.lastgroup or "").replace("_", " ")
    shape: Shape = next((shape for shape, _ in _TITLES if shape == name), "area")
    return shape, text[after.end() :]


def _positions_of(parts: list[str]) -> PositionList:
    """Return the positions of parts of a text, each of one."""
    positions: list[tuple[float, float]] = []
    for part in filter(str.strip, parts):
        bare = _LABEL.sub("", part, count=1).strip(" \t,.")
        if (found := parse_position(bare)) is None:
            return PositionList(None, tuple(positions), " ".join(part.split()))
        positions.append(found)
    return PositionList(None, tuple(positions))


def _of_commas(text: str) -> PositionList:
    """Return the positions of a text with commas between them, and perhaps inside them."""
    parts = filter(str.strip, _COMMA_OR_AND.split(text))
    whole: list[str] = []
    for part in parts:
        joined = f"{whole[-1]}, {part}" if whole else ""
        if joined and _is_half(whole[-1]) and _is_half(part):
            whole[-1] = joined
        else:
            whole.append(part)
    return _positions_of(whole)


def _of_hemispheres(text: str) -> PositionList:
    """Return the positions of a text in which each ends with the letter of its second half."""
    end, parts = 0, []
    for match in _BY_LETTERS.finditer(text):
        parts += [text[end : match.start()].strip(_BETWEEN), match[0]]
        end = match.end()
    return _positions_of([*parts, text[end:].strip(_BETWEEN)])


def _is_half(part: str) -> bool:
    """Return whether a part is no position by itself."""
    return parse_position(_LABEL.sub("", part, count=1).strip()) is None
