"""What a cell says: numbers, positions in degrees and minutes, dates in a told form."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from geotrack.errors import UsageError
from geotrack.when import DateError, parse_date

__all__ = ["check_form", "dated", "degrees_of", "is_date", "number_of", "text_of", "without_zone"]

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
_ZONELESS = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)")
_TIMES = ("%H", "%I", "%M", "%S", "%f", "%p", "%c", "%X", "%T", "%R")
_DAYS = ("%d", "%j", "%x", "%c", "%D", "%F", "%e")
_YEARS = ("%Y", "%y", "%G", "%c", "%x", "%D", "%F")
_MONTHS = (*_DAYS, "%m", "%b", "%B")


def number_of(text: str, comma: bool = False) -> float | None:
    """Return the number that a text is, None where it is none.

    Parameters
    ----------
    text : str
        A cell.
    comma : bool
        Whether a decimal comma is read as well.

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
    """Return degrees from a number, or from degrees, minutes and seconds with N, S, E or W.

    Parameters
    ----------
    text : str
        A cell.
    axis : str
        `lon` or `lat`: N and S belong to the one, E and W to the other.
    comma : bool
        Whether a decimal comma is read as well.

    Returns
    -------
    float or None
        Degrees, north and east positive; None where the text is no such angle.

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
    """Return a cell as text: a whole number without a point, a truth value as JSON writes it.

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


def is_date(text: str) -> bool:
    """Tell whether a text is a date as records write it."""
    try:
        parse_date(text)
    except DateError:
        return text in {"..", "unknown"}
    return True


def without_zone(text: str) -> str | None:
    """Return the day of a moment that says no zone, None where a text is no such moment.

    Examples
    --------
    >>> without_zone("2024-07-24T16:40:00"), without_zone("2024-07-24T16:40:00Z")
    ('2024-07-24', None)
    """
    found = _ZONELESS.fullmatch(text)
    return found[1] if found and is_date(found[1]) else None


def check_form(form: str) -> None:
    """Refuse a form of dates that `datetime.strptime` does not know.

    Raises
    ------
    UsageError
        It has a directive that is none, one of them twice, or none at all.
    """
    message = f"--dates {form!r} is no form of a date; write one such as %d.%m.%Y"
    try:
        moment = datetime(2001, 2, 3, tzinfo=UTC).strftime(form)
        datetime.strptime(moment, form)  # noqa: DTZ007 (only whether it can be read)
    except (ValueError, re.error):
        raise UsageError(message) from None
    if not any(year in form for year in _YEARS):
        raise UsageError(message)


def dated(text: str, forms: Sequence[str]) -> str | None:
    """Return the date that a text is in the first of some forms that fits.

    Parameters
    ----------
    text : str
        A cell.
    forms : sequence of str
        Forms as `datetime.strptime` reads them. What a form does not say stays unsaid: without
        a day it gives a month, and without a zone no time.

    Examples
    --------
    >>> dated("28.09.2024", ["%d.%m.%Y"]), dated("9/2024", ["%m/%d/%Y", "%m/%Y"])
    ('2024-09-28', '2024-09')
    >>> dated("28.09.2024 16:40 +0300", ["%d.%m.%Y %H:%M %z"])
    '2024-09-28T16:40:00+03:00'
    """
    for form in forms:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 (a zone is kept where the form has one)
        except ValueError:
            continue
        if moment.tzinfo and any(t in form for t in _TIMES):
            return moment.isoformat(timespec="seconds")
        day = moment.date().isoformat()
        if any(d in form for d in _DAYS):
            return day
        return day[:7] if any(m in form for m in _MONTHS) else day[:4]
    return None
