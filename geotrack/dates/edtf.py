"""Text to `Date`: plain dates, RFC 3339 date-times and the parts of EDTF that records use.

The grammar is EDTF's (ISO 8601-2, levels 1 and 2), read here and not by the ``edtf`` package:
``docs/decisions/0010-dates-without-edtf.md`` says why. No clock and no locale: the same text is the
same date everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from geotrack.dates.calendars import calendar_spans
from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER, Date, DateError, Span
from geotrack.dates.date_errors import UNKNOWN, explain, not_a_date, write
from geotrack.dates.instants import INSTANT, read_instant
from geotrack.errors import quoted
from geotrack.messages import Message

__all__ = ["parse_date"]

_Q = "[~?%]?"
_CALENDAR = re.compile(
    rf"{_Q}(?P<year>[0-9X]{{4}}){_Q}"
    rf"(?:-{_Q}(?P<month>[0-9X]{{2}}){_Q}(?:-{_Q}(?P<day>[0-9X]{{2}}){_Q})?)?"
)


@lru_cache(maxsize=8192)
def parse_date(text: str) -> Date:
    """Read one ``start`` or ``end``.

    Parameters
    ----------
    text : str
        ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``; an RFC 3339 date-time with seconds and an offset or
        ``Z``; EDTF's ``~ ? %`` beside any part, ``X`` for unknown digits (``202X``, ``2024-1X``,
        ``2024-XX-05``: the fifth of some month), seasons ``2024-21`` to ``2024-24``, one of a set
        ``[2024-09-20,2024-09-21]``, ``[2024-10-01..2024-10-10]``, ``[..2024-09]``, ``[2024-09..]``;
        ``unknown``; ``..`` for an end that has not come.

    Returns
    -------
    Date
        Years run from 0001 to 9999. A fraction of a second is cut to microseconds.

    Raises
    ------
    DateError
        With what is wrong and what to write instead.

    Examples
    --------
    >>> parse_date("2024-05").precision
    'month'
    >>> parse_date("2024-07-24T16:40:00-09:00").lower
    datetime.date(2024, 7, 24)
    >>> parse_date("2023-02-29")
    Traceback (most recent call last):
    geotrack.dates.date.DateError: '2023-02-29' is not a date: February 2023 has 28 days; \
write 2023-02-28 or 2023-02-XX
    """
    parsed = _read(text)
    if parsed is None:
        raise explain(text, lambda near: _is_read(_read, near))
    return parsed


def _read(text: str) -> Date | None:
    """Read a date; None where the text fits no form, an error where it fits and is wrong."""
    if text == "unknown":
        return Date(text, "unknown")
    if text == "..":
        return Date(text, "ongoing")
    if text.startswith("[") and text.endswith("]"):
        spans: set[Span] = set()
        members = [member.strip() for member in text[1:-1].split(",")]
        for place, member in enumerate(members):
            if not member:
                remedy = "write [2024-09-20,2024-09-21] or [2024-10-01..2024-10-10]"
                raise not_a_date(text, "a gap in the set", remedy)
            if ".." in member:
                spans.add(_read_range(text, member, place, len(members)))
            else:
                spans.update(_read_member(text, member))
        return Date(text, "set", tuple(sorted(spans)), _qualifier(text))
    moment = INSTANT.fullmatch(text)
    if moment is None:
        return _read_calendar(text)
    instant = read_instant(text, moment)
    day = instant.toordinal()
    return Date(text, "instant", ((day, day + 1),), instant=instant)


def _read_calendar(text: str) -> Date | None:
    match = _CALENDAR.fullmatch(text)
    if match is None:
        return None
    spans, precision = calendar_spans(text, *match.group("year", "month", "day"))
    return Date(text, precision, spans, _qualifier(text))


def _is_read(reader: Callable[[str], Date | None], text: str) -> bool:
    try:
        return reader(text) is not None
    except DateError:
        return False


def _qualifier(text: str) -> Literal["", "~", "?", "%"]:
    approximate = "~" in text or "%" in text
    doubtful = "?" in text or "%" in text
    if approximate and doubtful:
        return "%"
    if approximate:
        return "~"
    return "?" if doubtful else ""


def _read_range(text: str, member: str, place: int, count: int) -> Span:
    first, last = (side.strip() for side in member.split("..", 1))
    if not first and not last:
        raise not_a_date(text, "a range without limits", UNKNOWN)
    if (not first and place > 0) or (not last and place < count - 1):
        raise not_a_date(text, "an open range inside the set", "put .. first or last in it")
    lower = _read_member(text, first)[0][0] if first else OPEN_LOWER
    upper = _read_member(text, last)[-1][1] if last else OPEN_UPPER
    if lower >= upper:
        raise not_a_date(
            text, Message("{member} ends before it starts", member), write(f"{last}..{first}")
        )
    return lower, upper


def _read_member(text: str, member: str) -> tuple[Span, ...]:
    """Return the spans of one date in a set; its fault is reported for the whole set."""
    if INSTANT.fullmatch(member):
        raise not_a_date(text, "a time in a set", "write the days, or start and end")
    try:
        parsed = _read_calendar(member)
    except DateError as error:
        raise _in_set(text, error) from error
    if parsed is None:
        raise _in_set(text, explain(member, lambda near: _is_read(_read_calendar, near)))
    return parsed.spans


def _in_set(text: str, error: DateError) -> DateError:
    return DateError(Message("in {text}, {problem}", quoted(text), error.problem), error.remedy)
