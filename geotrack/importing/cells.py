"""Cell values: numbers, text, and angles in degrees and minutes."""

from __future__ import annotations

import math
import re
from typing import Any

__all__ = ["degrees_of", "number_of", "text_of"]

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_DEGREES = re.compile(
    r"""(?P<before>[NSEW])?\s*
    (?P<deg>[+-]?\d+(?:\.\d+)?)\s*(?:[°º˚d]|\s)?\s*
    (?:(?P<min>\d+(?:\.\d+)?)\s*(?:['′’m]|\s)?\s*
    (?:(?P<sec>\d+(?:\.\d+)?)\s*(?:["″”s]|''|′′)?)?)?\s*
    (?P<after>[NSEW])?""",
    re.VERBOSE | re.IGNORECASE,
)
_SIXTY = 60.0


def number_of(text: str, comma: bool = False) -> float | None:
    """Return a text as a number, None if it is none.

    Parameters
    ----------
    text : str
        A cell.
    comma : bool
        Whether a decimal comma is accepted.

    Examples
    --------
    >>> number_of("12.5"), number_of("12,5"), number_of("12,5", comma=True), number_of("nan")
    (12.5, None, 12.5, None)
    """
    text = _plain(text, comma)
    number = float(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and math.isfinite(number) else None


def _plain(text: str, comma: bool) -> str:
    text = text.strip().replace("−", "-")
    return text.replace(",", ".") if comma and text.count(",") == 1 else text


def degrees_of(text: str, axis: str, comma: bool = False) -> float | None:
    """Return degrees of a number, or of degrees, minutes and seconds with N, S, E or W.

    Parameters
    ----------
    text : str
        A cell.
    axis : str
        `lon` (with E or W) or `lat` (with N or S).
    comma : bool
        Whether a decimal comma is accepted.

    Returns
    -------
    float or None
        Degrees, north and east positive; None if the text is no such angle.

    Examples
    --------
    >>> degrees_of("71°20'N", "lat"), degrees_of("168 30 0 W", "lon"), degrees_of("71°20'N", "lon")
    (71.33333333333333, -168.5, None)
    """
    number = number_of(text, comma)
    if number is not None:
        return number
    found = _DEGREES.fullmatch(_plain(text, comma))
    if not found or bool(found["before"]) == bool(found["after"]):
        return None
    side = (found["before"] or found["after"]).upper()
    minutes, seconds = float(found["min"] or 0), float(found["sec"] or 0)
    signed = found["deg"][0] in "+-"
    if side not in ("EW" if axis == "lon" else "NS") or signed or max(minutes, seconds) >= _SIXTY:
        return None
    degrees = float(found["deg"]) + minutes / _SIXTY + seconds / _SIXTY**2
    return -degrees if side in "SW" else degrees


def text_of(value: Any) -> str:
    """Return a cell as text: a whole number without decimals, a boolean as in JSON.

    Examples
    --------
    >>> text_of(2024.0), text_of(True), text_of(" Bodø ")
    ('2024', 'true', 'Bodø')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
