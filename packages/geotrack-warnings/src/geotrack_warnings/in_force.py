"""Times in force in the text of a warning to shipping: `010300Z TO 051200Z NOV 24`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from geotrack.findings import shown
from geotrack.messages import Message
from geotrack.notation.month_names import ENGLISH

__all__ = ["InForce", "find_in_force", "header_time", "moment_text"]

_MONTHS = [name.upper() for name in ENGLISH]
_MONTH = rf"(?:{'|'.join(_MONTHS)})[A-Z]{{0,6}}"
# Not the time of `19 SEP 2000 TO 2200 UTC`.
_YEAR = (
    r"(?:(?:19|20)\d\d(?!\s{0,9}(?:-|TO|THRU|UNTIL)\s{0,9}\d{4}\b|\s?(?:Z|UTC|GMT)\b)"
    r"|\d{2})(?![\d-])"
)
_ZONE = r"\s?(?:Z|UTC|GMT)\b"
_TO = r"\s{0,9}(?:,|-|TO|THRU|THROUGH|UNTIL|TILL|AND)\s{0,9}"
_OF_MONTH = r"(?:\s{0,9}(?P<month>" + _MONTH + r")(?:\s{0,9}(?P<year>" + _YEAR + r"))?)?"
_GROUP = re.compile(
    rf"(?<![\d/.])(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)"
    rf"(?:{_ZONE}|(?={_TO}\d{{6}}{_ZONE})|(?=\s+{_MONTH}))" + _OF_MONTH
)
_DAY = re.compile(r"(?P<day>\d{1,2})" + _OF_MONTH)
_DAY_TEXT = rf"\d{{1,2}}(?:\s{{0,9}}{_MONTH}(?:\s{{0,9}}{_YEAR})?)?"
_DAYS = re.compile(
    rf"(?<![\d/.-])(?:{_DAY_TEXT}(?:{_TO}| )){{0,31}}"
    rf"\d{{1,2}}\s{{0,9}}{_MONTH}(?:\s{{0,9}}{_YEAR})?"
)
_CLOCK = re.compile(
    rf"(?<![\d/.-])(?P<h>[0-2]\d):?(?P<m>[0-5]\d)(?P<zone>{_ZONE})?{_TO}"
    rf"(?P<h_end>[0-2]\d):?(?P<m_end>[0-5]\d)(?P<zone_end>{_ZONE})?(?!\d|-\d)"
)
_CANCEL = re.compile(r"\bCANCEL\s{1,9}(?:THIS\s{1,9})?(?:MSG|MESSAGE|WARNING|WNG)\b")
_FURTHER = re.compile(r"\b(?:UNTIL\s{1,9}FURTHER\s{1,9}NOTICE|UFN|PERMANENT(?:LY)?)\b")
_UNTIL, _LEADING = (
    re.compile(r"\b(?:UNTIL|TILL|TO|THRU)\s*$"),
    re.compile(r"\b(?:DAILY|UNTIL|TILL)\W*$"),
)
_FROM = re.compile(r"\bFROM\s*$")
_END_OF_SPAN = re.compile(r"(?:\b(?:UNTIL|TILL|TO|THRU|THROUGH)|-)\s*$")
_AFTER, _BEFORE = 40, 12
_CENTURY, _SHORT_YEAR = 2000, 2
_LONG, _A_DAY = timedelta(days=180), timedelta(days=1)
_PERMANENT, _UNKNOWN = "..", "unknown"


@dataclass(frozen=True, slots=True)
class InForce:
    """When a warning is in force.

    Parameters
    ----------
    start, end : str
        As a record has them.
    text : str
        As the warning has it; empty if it has no time.
    faults : tuple of (int, str)
        Offset in the text, and what is wrong there.
    year_assumed : bool
        Whether no year is stated, so that it is that of the warning's number.
    """

    start: str
    end: str
    text: str = ""
    faults: tuple[tuple[int, str], ...] = ()
    year_assumed: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as written, with a time or without one; `text` is its span."""

    day: int
    month: int | None
    year: int | None
    clock: tuple[int, int] | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Hints:
    """What gives the year or month that a date lacks."""

    issued: datetime | None
    year: int | None


def header_time(line: str) -> datetime | None:
    """Return the time of a date-time group that is alone on its line.

    Examples
    --------
    >>> header_time("280915Z SEP 24")
    datetime.datetime(2024, 9, 28, 9, 15, tzinfo=datetime.timezone.utc)
    """
    match = _GROUP.fullmatch(line.strip(" .\t\r\n"))
    if match is None or match["year"] is None:
        return None
    return _moment(_day(match))


def moment_text(moment: datetime) -> str:
    """Return a moment in UTC as records write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def find_in_force(text: str, issued: datetime | None, year: int | None) -> InForce:
    """Return the times in force.

    The first and the last time of the text count; its cancellation ends what has no other end.

    Parameters
    ----------
    text : str
        Text in capitals.
    issued : datetime or None
        Date and time of the message.
    year : int or None
        Year of the warning's number.

    Examples
    --------
    >>> find_in_force("010300Z TO 051200Z NOV 24", None, None).end
    '2024-11-05T12:00:00Z'
    >>> found = find_in_force("DAILY 0400Z-1600Z 12 THRU 15 OCT", None, 2024)
    >>> found.start, found.end
    ('2024-10-12T04:00:00Z', '2024-10-15T16:00:00Z')
    """
    hints = _Hints(issued, year)
    cancelled = _cancelled(text, hints)
    if cancelled:
        text = text[: cancelled[0]] + " " * (cancelled[1] - cancelled[0]) + text[cancelled[1] :]
    last = moment_text(cancelled[2]) if cancelled and cancelled[2] else ""
    groups = [_day(match) for match in _GROUP.finditer(text)]
    days = groups or list(_days(text))
    if not days:
        first = moment_text(issued) if issued else _UNKNOWN
        unread = () if issued else ((0, Message("no time in force is read; 'start' is unknown")),)
        return InForce(first, last or _without_end(text), faults=unread)
    filled, faults = _filled(text, days, hints)
    if faults:
        return InForce(_UNKNOWN, last or _UNKNOWN, _written(text, days), tuple(faults))
    assumed = issued is None and all(day.year is None for day in days)
    clocks = [] if groups else list(_CLOCK.finditer(text))
    start, end = _limits(filled, clocks)
    if len(filled) == 1 and not clocks:
        start, end = _single_time(text, filled[0], start, last)
    time_text = _written(text, [*days, *map(_clock_span, clocks)])
    return InForce(start, end, time_text, (), assumed)


def _without_end(text: str) -> str:
    match = _FURTHER.search(text)
    return _PERMANENT if match and match[0].startswith("PERM") else _UNKNOWN


def _cancelled(text: str, hints: _Hints) -> tuple[int, int, datetime | None] | None:
    """Return the span and time of `CANCEL THIS MSG 160100Z OCT 24`."""
    match = _CANCEL.search(text)
    if match is None:
        return None
    group = _GROUP.search(text, match.end(), match.end() + _AFTER)
    if group is None:
        return match.start(), match.end(), None
    filled, faults = _filled(text, [_day(group)], hints)
    return match.start(), group.end(), None if faults else _moment(filled[0])


def _day(match: re.Match[str], offset: int = 0) -> _Day:
    groups = match.groupdict()
    month = _MONTHS.index(groups["month"][:3]) + 1 if groups["month"] else None
    year = int(groups["year"]) if groups["year"] else None
    if year is not None and len(groups["year"]) == _SHORT_YEAR:
        year += _CENTURY
    clock = (int(groups["hour"]), int(groups["minute"])) if "hour" in groups else None
    span = (match.start() + offset, match.end() + offset)
    return _Day(int(groups["day"]), month, year, clock, span)


def _days(text: str) -> Iterator[_Day]:
    for run in _DAYS.finditer(text):
        days = [_day(match, run.start()) for match in _DAY.finditer(run[0])]
        first = max(
            (n + 1 for n, pair in enumerate(pairwise(days)) if _is_no_day(text, *pair)), default=0
        )
        yield from days[first:]


def _is_no_day(text: str, first: _Day, second: _Day) -> bool:
    """Return whether the first number is no day: not before the second, or of `RIG 9 UNTIL`."""
    if first.month is not None:
        return False
    between = text[first.span[1] : second.span[0]]
    if between.strip() in {"UNTIL", "TILL"}:
        before = text[max(0, first.span[0] - _BEFORE) : first.span[0]]
        return _FROM.search(before) is None
    return len(between) == 1 and first.day >= second.day


def _filled(
    text: str, days: Sequence[_Day], hints: _Hints
) -> tuple[list[_Day], list[tuple[int, str]]]:
    """Return days with month and year filled in, and faults of those that are no dates."""
    completed: list[_Day] = []
    month, year = None, None
    for day in reversed(days):
        if day.year is None and year and month and day.month and day.month > month:
            year -= 1  # from December to January
        month, year = day.month or month, day.year or year
        completed.append(replace(day, month=month, year=year))
    completed.reverse()
    before = hints.issued
    faults: list[tuple[int, str]] = []
    for n, day in enumerate(completed):
        month = day.month or _month(day, before)
        is_end = _END_OF_SPAN.search(text[max(0, day.span[0] - _BEFORE) : day.span[0]]) is not None
        year = day.year or _year(day, month, before, hints, is_end=is_end)
        completed[n] = replace(day, month=month, year=year)
        before = _moment(completed[n])
        if before is None:
            day_text = " ".join(text[day.span[0] : day.span[1]].split())
            template = "{day} is no date; 'start' is unknown"
            if month is None:
                template = "{day} has no month; 'start' is unknown"
            elif completed[n].year is None:
                template = "{day} has no year; 'start' is unknown"
            faults.append((day.span[0], Message(template, shown(day_text))))
    return completed, faults


def _month(day: _Day, before: datetime | None) -> int | None:
    """Return the month of a date that states none: the first one not before another date."""
    if before is None:
        return None
    return before.month if day.day >= before.day else before.month % 12 + 1


def _year(
    day: _Day, month: int | None, before: datetime | None, hints: _Hints, *, is_end: bool
) -> int | None:
    """Return the year of a date that states none: not long before the one before it.

    The end of a span is not before it at all: `UNTIL 31 MAY`, issued in August, is of next year.
    """
    year = before.year if before else hints.year
    if year is None or month is None or before is None:
        return year
    moment = _moment(replace(day, month=month, year=year))
    first = before - (_A_DAY if is_end else _LONG)
    return year + 1 if moment and moment < first else year


def _moment(day: _Day) -> datetime | None:
    if day.month is None or day.year is None:
        return None
    hour, minute = day.clock or (0, 0)
    # Midnight at the end of a day is written as 2400.
    ends = (hour, minute) == (24, 0)
    try:
        moment = datetime(day.year, day.month, day.day, 0 if ends else hour, minute, tzinfo=UTC)
        return moment + timedelta(days=ends)
    except (ValueError, OverflowError):
        return None


def _limits(days: Sequence[_Day], clocks: Sequence[re.Match[str]]) -> tuple[str, str]:
    """Return the first and last of days; with a time of day only if one is stated in UTC."""
    ordered = sorted(moment for day in days if (moment := _moment(day)))
    first, last = ordered[0], ordered[-1]
    if days[0].clock is not None:
        return moment_text(first), moment_text(last)
    hours = [_hours(clock) for clock in clocks]
    if len(clocks) == 1 and (clocks[0]["zone"] or clocks[0]["zone_end"]):
        ((opens, closes),) = hours
        return moment_text(first + opens), moment_text(last + closes)
    if any(closes > _A_DAY for _, closes in hours):
        last += _A_DAY
    return f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"


def _hours(clock: re.Match[str]) -> tuple[timedelta, timedelta]:
    """Return the times of day from and to; the latter is of the next day if it is earlier."""
    opens = timedelta(hours=int(clock["h"]), minutes=int(clock["m"]))
    closes = timedelta(hours=int(clock["h_end"]), minutes=int(clock["m_end"]))
    return opens, closes + (_A_DAY if closes <= opens else timedelta(0))


def _single_time(text: str, day: _Day, moment: str, last: str) -> tuple[str, str]:
    """Return the start and end of a text with one time."""
    if _UNTIL.search(text[max(0, day.span[0] - _BEFORE) : day.span[0]]):
        return _UNKNOWN, moment
    if day.clock is None:
        return moment, moment
    return moment, last or _without_end(text)


def _clock_span(clock: re.Match[str]) -> _Day:
    return _Day(0, None, None, None, clock.span())


def _written(text: str, days: Sequence[_Day]) -> str:
    """Return the times as the warning has them."""
    start = min(day.span[0] for day in days)
    leading = _LEADING.search(text[max(0, start - _BEFORE) : start])
    start -= len(leading[0]) if leading else 0
    end = max(day.span[1] for day in days)
    daily = re.match(r"\W{0,3}DAILY\b", text[end:])
    return " ".join(text[start : end + (daily.end() if daily else 0)].split())
