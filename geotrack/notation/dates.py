"""Dates in the notations of sources: `24. juli 2024`, `Jul 24, 2024`, Excel's serial numbers.

A notation that two readings fit (`04/05/2024`) is read only with the order of its parts. Nothing is
added to what the text states: a day stays a day, and a time without its zone names no instant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal, get_args

from geotrack.notation.month_names import month_number, weekday_number

__all__ = [
    "NUMBER_FORMS",
    "DateOrder",
    "DateReading",
    "NumberForm",
    "date_of_number",
    "date_order",
    "is_ambiguous",
    "number_form",
    "parse_date_text",
    "plausible_epoch",
]

DateOrder = Literal["day", "month"]
"""Order of day and month in dates that end with the year."""

_TIME = re.compile(
    r"""(?:t|,|(?P<clock>,?\s?(?:at|kl\.?)))?\s*(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})
    (?P<part>[.,]\d{1,9})?)?)?\s*(?P<half>[ap]\.?m\.?)?|(?P<digits>\d{6}|\d{4}))
    \s*(?P<zone>z|utc|gmt|(?:utc|gmt)?\s*[+-]\d{1,2}(?::?\d{2})?)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})|(\d{4})[/.](\d{1,2})", re.ASCII)
_NAME_YEAR = re.compile(r"([^\W\d_]{3,})\.?,?[\s-]*([0-9]{4})")
_NAME = r"([^\W\d_]{3,})\.?"
_TH = r"(?:st|nd|rd|th)?\.?"
# Forms that have one order, with the groups of year, month and day.
_ONE_ORDER = (
    (re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])"), (1, 3, 4)),
    (re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])"), (1, 2, 3)),
    (
        re.compile(rf"([0-9]{{1,2}}){_TH}[\s-]*(?:of\s)?{_NAME},?[\s-]*([0-9]{{4}})(?![0-9])"),
        (3, 2, 1),
    ),
    (re.compile(rf"([0-9]{{1,2}})[\s-]{_NAME}[\s-]([0-9]{{2}})(?![0-9:.])"), (3, 2, 1)),
    (re.compile(rf"{_NAME}\s*([0-9]{{1,2}}){_TH},?\s+([0-9]{{4}})(?![0-9])"), (3, 1, 2)),
    (re.compile(rf"([0-9]{{4}})[\s-]{_NAME}[\s-]([0-9]{{1,2}})(?![0-9])"), (1, 2, 3)),
)
# A day and a time in digits alone, as files are named: 2024072413, 202407241305.
_DIGITS = re.compile(
    r"((?:19|20)\d{2})(\d{2})(\d{2})T?(\d{2})(\d{2})?(\d{2})?(z?)", re.I | re.ASCII
)
# A date-time group of NATO: 241305ZJUL2024.
_GROUP = re.compile(r"(\d{2})(\d{2})(\d{2})z\s?([^\W\d_]{3,})\s?(\d{4}|\d{2})", re.IGNORECASE)
_WEEKDAY = re.compile(r"([^\W\d_]{2,})\.?,?(?:\s(?:den|the))?\s+(?=\d|[^\W\d_]{3,}\.?\s+\d)")
_PIVOT, _NOON, _END, _LAST_MONTH, _LAST_DAY = 69, 12, 24, 12, 31
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date read from a text.

    Parameters
    ----------
    date : str
        As records write it: a month, a day, or an instant in RFC 3339.
    whole : bool
        Whether it holds all that the text says; false for a time without a zone.
    moment : datetime.datetime, optional
        The time that the text states: aware if it states a zone, else naive; None without a time.
    """

    date: str
    whole: bool = True
    moment: datetime | None = None


def parse_date_text(text: str, order: DateOrder | None = None) -> DateReading | None:
    """Return the date that a text states, None if it is no date or has two readings.

    Parameters
    ----------
    text : str
        A date with its year, and perhaps a time: `2024-07-24 13:05Z`, `24.07.2024 kl. 13.05`,
        `24-Jul-2024`, `Jul 24, 2024 1:05 PM`, `24. juli 2024`, `241305ZJUL2024`, `07/2024`. Names
        of months are English, Norwegian and Russian. Years of two digits are 1969 to 2068.
    order : {'day', 'month'}, optional
        What stands first in `04/05/2024`. A date that only one order fits is read in that one.

    Examples
    --------
    >>> parse_date_text("24. juli 2024").date, parse_date_text("Jul 2024").date
    ('2024-07-24', '2024-07')
    >>> parse_date_text("2024-07-24 13:05Z").date, parse_date_text("7/24/2024 1:05 PM").date
    ('2024-07-24T13:05:00Z', '2024-07-24')
    >>> parse_date_text("24.07.2024 24:00").date, parse_date_text("2024-07-24 24:00Z").date
    ('2024-07-24', '2024-07-25T00:00:00Z')
    >>> parse_date_text("04/05/2024"), parse_date_text("04/05/2024", "day").date
    (None, '2024-05-04')
    """
    readings = _readings(text)
    if len({r.date for r in readings.values()}) == 1:
        return next(iter(readings.values()))
    return readings.get(order) if order else None


def is_ambiguous(text: str) -> bool:
    """Return whether a date reads differently with the day and with the month first.

    Examples
    --------
    >>> is_ambiguous("04/05/2024"), is_ambiguous("05/05/2024"), is_ambiguous("24/05/2024")
    (True, False, False)
    """
    return len({r.date for r in _readings(text).values()}) > 1


def date_order(texts: Iterable[str]) -> DateOrder | None:
    """Return the order of day and month that the dates of a column decide; None if none does.

    Dates that contradict each other decide nothing. Dates with dots have the day first unless one
    decides otherwise: no country writes the month first with them.

    Examples
    --------
    >>> date_order(["04/05/2024", "24/05/2024"]), date_order(["05/24/2024", "04/05/2024"])
    ('day', 'month')
    >>> date_order(["04/05/2024"]), date_order(["04.05.2024"])
    (None, 'day')
    """
    decided: set[DateOrder] = set()
    marks: set[str] = set()
    for text in texts:
        match = _YEAR_LAST.match(_without_weekday(text.strip())[0])
        if match is None:
            continue
        marks.add(match[2])
        first, second = int(match[1]), int(match[3])
        if first <= _LAST_MONTH < second <= _LAST_DAY:
            decided.add("month")
        elif second <= _LAST_MONTH < first <= _LAST_DAY:
            decided.add("day")
    if decided:
        return decided.pop() if len(decided) == 1 else None
    return "day" if marks == {"."} else None


@lru_cache(maxsize=8192)
def _readings(text: str) -> Mapping[DateOrder, DateReading]:
    """Return the readings of a text by the order of day and month."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return {}
    if group := _GROUP.fullmatch(text):
        day, hour, minute, name, year = group.groups()
        return _same(_timed(_day(year, month_number(name), day), f"{hour}:{minute}Z"))
    if digits := _DIGITS.fullmatch(text):
        year, month, day, hour, minute, second, zone = digits.groups()
        clock = f"{hour}:{minute or '00'}:{second or '00'}{zone}"
        return _same(_timed(_day(year, int(month), day), clock))
    bare, weekday = _without_weekday(text)
    readings: dict[DateOrder, DateReading] = {}
    for order, day_read, rest in _days(bare):
        if day_read is None or (weekday is not None and day_read.weekday() != weekday):
            continue
        reading = _timed(day_read, rest)
        if reading is None:
            continue
        if order is None:
            return _same(reading)
        readings[order] = reading
    return readings or _same(_month(bare))


def _same(reading: DateReading | None) -> Mapping[DateOrder, DateReading]:
    return {"day": reading, "month": reading} if reading else {}


def _days(text: str) -> Iterator[tuple[DateOrder | None, date | None, str]]:
    """Yield the days that the start of a text may mean, with their order and the rest of it."""
    if match := _YEAR_LAST.match(text):
        first, mark, second, year = match.groups()
        if len(year) == len("2024") or mark != "-":
            rest = text[match.end() :]
            yield "day", _day(year, int(second), first), rest
            yield "month", _day(year, int(first), second), rest
        return
    for pattern, (y, m, d) in _ONE_ORDER:
        if match := pattern.match(text):
            month = int(match[m]) if match[m].isdigit() else month_number(match[m])
            yield None, _day(match[y], month, match[d]), text[match.end() :]


def _day(year: str, month: int | None, day: str) -> date | None:
    number = int(year)
    if len(year) < len("2024"):
        number += 1900 if number >= _PIVOT else 2000
    try:
        return date(number, month or 0, int(day))
    except ValueError:
        return None


def _month(text: str) -> DateReading | None:
    """Return a month of a year."""
    if match := _MONTH_YEAR.fullmatch(text):
        month, year = int(match[1] or match[4]), match[2] or match[3]
    elif match := _NAME_YEAR.fullmatch(text):
        month, year = month_number(match[1]) or 0, match[2]
    else:
        return None
    return DateReading(f"{year}-{month:02d}") if 1 <= month <= _LAST_MONTH and int(year) else None


def _timed(day: date | None, rest: str) -> DateReading | None:
    """Return a day with the time behind it; None where the rest of the text is no time."""
    if day is None:
        return None
    rest = rest.strip()
    if not rest:
        return DateReading(day.isoformat())
    match = _TIME.fullmatch(rest)
    moment = match and _moment(day, match)
    if not moment:
        return None
    if moment.tzinfo is None:
        is_whole = moment.time() == time() and moment.date() == day
        return DateReading(day.isoformat(), is_whole, moment)
    units = "microseconds" if moment.microsecond else "seconds"
    return DateReading(moment.isoformat(timespec=units).replace("+00:00", "Z"), True, moment)


def _moment(day: date, match: re.Match[str]) -> datetime | None:
    """Return a time of a day, None if there is none such."""
    hour, minute, second = match["hour"], match["minute"], match["second"]
    if digits := match["digits"]:
        hour, minute, second = digits[:2], digits[2:4], digits[4:]
    meridiem = (match["half"] or "").replace(".", "").lower()
    if minute is None and not (meridiem or match["zone"] or match["clock"]):
        return None
    hours = int(hour)
    if meridiem:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if meridiem == "pm" else 0)
    # 24:00 is the end of the day (ISO 8601).
    is_end = hours == _END and not (int(minute or 0) or int(second or 0) or match["part"])
    fraction = float(f"0{match['part'].replace(',', '.')}") if match["part"] else 0.0
    try:
        moment = datetime(
            day.year, day.month, day.day, 0 if is_end else hours, int(minute or 0),
            int(second or 0), int(fraction * 1_000_000), tzinfo=_zone(match["zone"]),
        )  # fmt: skip
        return moment + timedelta(days=is_end)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?", text)
    if match is None:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def _without_weekday(text: str) -> tuple[str, int | None]:
    """Return a text without the name of a weekday in front, and its number from Monday."""
    match = _WEEKDAY.match(text)
    number = weekday_number(match[1]) if match else None
    return (text, None) if number is None or not match else (text[match.end() :], number)


NumberForm = Literal["excel", "excel-1904", "epoch", "epoch-ms", "epoch-us", "epoch-ns"]
"""Unit and origin of a number: days since 1900 or 1904; seconds, milli-, micro- or nanoseconds
since 1970 in UTC."""
NUMBER_FORMS: tuple[NumberForm, ...] = get_args(NumberForm)

_EXCEL = 20_000.0, 73_050.0  # days of 1954 to 2100
_NAMED = 1e8, 4.1e9  # seconds of 1973 to 2100
_A_SECOND: dict[NumberForm, float] = {
    "epoch": 1, "epoch-ms": 1e3, "epoch-us": 1e6, "epoch-ns": 1e9,
}  # fmt: skip
_FIRST_OF_1990_S = 631_152_000
# Excel counts a 29 February 1900, which there was not: serial 60.
_FAULT, _LAST_SERIAL = 60, 2_958_465
_BEFORE_FAULT, _AFTER_FAULT = date(1899, 12, 31), date(1899, 12, 30)
_OF_1904 = date(1904, 1, 1)
_DAY_S, _MICROSECONDS = 86_400, 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plausible_epoch() -> tuple[float, float]:
    """Return the seconds since 1970 that a number may count whose column does not name them.

    They are those from 1990 to the end of this year. No day or time in digits alone, such as
    `2024072413`, is among them in any unit.
    """
    return _FIRST_OF_1990_S, datetime(datetime.now(UTC).year + 1, 1, 1, tzinfo=UTC).timestamp()


def number_form(numbers: Iterable[float], *, is_epoch: bool = False) -> NumberForm | None:
    """Return the form that all numbers of a column fit; None if they fit none.

    Parameters
    ----------
    numbers : iterable of float
        Its cells.
    is_epoch : bool
        Whether the column's name says that they count from 1970. Else only numbers of
        `plausible_epoch` do.

    Examples
    --------
    >>> number_form([45497, 45498.5]), number_form([1721826300]), number_form([1721826300123])
    ('excel', 'epoch', 'epoch-ms')
    >>> number_form([2024]), number_form([20240724]), number_form([])
    (None, None, None)
    """
    least, most = math.inf, -math.inf
    for number in numbers:
        least, most = min(least, number), max(most, number)
    low, high = _NAMED if is_epoch else plausible_epoch()
    ranges: dict[NumberForm, tuple[float, float]] = {} if is_epoch else {"excel": _EXCEL}
    ranges |= {form: (low * parts, high * parts) for form, parts in _A_SECOND.items()}
    return next((f for f, (low, high) in ranges.items() if low <= least <= most <= high), None)


def date_of_number(number: float, form: NumberForm) -> DateReading | None:
    """Return the date of a number, None if there is none.

    Parameters
    ----------
    number : float
        A serial date or a count of seconds.
    form : {'excel', 'excel-1904', 'epoch', 'epoch-ms', 'epoch-us', 'epoch-ns'}
        What it counts. A serial date has no zone: its fraction of a day gives a naive `moment`.

    Examples
    --------
    >>> date_of_number(45497, "excel").date, date_of_number(44035, "excel-1904").date
    ('2024-07-24', '2024-07-24')
    >>> date_of_number(59, "excel").date, date_of_number(60, "excel")
    ('1900-02-28', None)
    >>> date_of_number(1721826300, "epoch").date
    '2024-07-24T13:05:00Z'
    """
    try:
        if parts := _A_SECOND.get(form):
            moment = _EPOCH + timedelta(microseconds=number * (_MICROSECONDS / parts))
            units = "milliseconds" if moment.microsecond else "seconds"
            return DateReading(f"{moment.isoformat(timespec=units)[:-6]}Z", True, moment)
        return _of_serial(number, is_1904=form == "excel-1904")
    except (OverflowError, ValueError):
        return None


def _of_serial(number: float, *, is_1904: bool) -> DateReading | None:
    """Return the date of Excel's serial number."""
    seconds = round(number * _DAY_S)
    days, rest = divmod(seconds, _DAY_S)
    if is_1904:
        first = _OF_1904
    elif days == _FAULT:
        return None
    else:
        first = _BEFORE_FAULT if days < _FAULT else _AFTER_FAULT
    if not (0 if is_1904 else 1) <= days <= _LAST_SERIAL:
        return None
    day = first + timedelta(days=days)
    if not rest:
        return DateReading(day.isoformat())
    return DateReading(
        day.isoformat(), False, datetime.combine(day, time()) + timedelta(seconds=rest)
    )
