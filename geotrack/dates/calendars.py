"""Days of years, seasons, months and dates, in which ``X`` stands for any digit."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from functools import partial
from itertools import product

from geotrack.dates.date import Precision, Span, month_span, season_span, year_span
from geotrack.dates.date_errors import UNKNOWN, not_a_date, write
from geotrack.dates.language_tables import month_name
from geotrack.messages import Message

__all__ = ["calendar_spans", "check_day"]

_SEASONS = range(21, 25)
# Maximum number of combinations of year, month and day that are tried.
_MOST_TRIED = 4000
# Maximum number of spans of a date, neighbours joined: more say no more than "unknown" does, and
# cost memory in every record.
_MOST_CHOICES = 400
_MONTHS = range(1, 13)
_PRECISION_BY_OPEN_DIGITS: dict[int, Precision] = {1: "decade", 2: "century", 3: "millennium"}


def calendar_spans(
    text: str, year: str, month: str | None, day: str | None
) -> tuple[tuple[Span, ...], Precision]:
    """Return the days and the precision of a date whose parts may hold ``X``.

    Parameters
    ----------
    text : str
        The date as written, for messages.
    year, month, day : str
        Four, two and two characters, each a digit or ``X``; `month` may be a season, 21 to 24.

    Returns
    -------
    tuple
        Half-open day numbers in order, those of neighbours joined, and the precision. A last part
        ``XX`` says no more than its absence; an ``X`` elsewhere makes a ``set``.

    Raises
    ------
    DateError
        The calendar has no such date, or too many.
    """
    day = None if day == "XX" else day
    # 2024-XX-05 stays: the fifth of some month.
    month = None if month == "XX" and day is None else month
    if "X" in f"{year}{month}{day}":
        return _open_digits(text, year, month, day)
    check_day(text, year, month, day)
    if month is None:
        return (year_span(int(year)),), "year"
    if int(month) in _SEASONS:
        return (season_span(int(year), int(month)),), "season"
    if day is None:
        return (month_span(int(year), int(month)),), "month"
    number = date(int(year), int(month), int(day)).toordinal()
    return ((number, number + 1),), "day"


def check_day(text: str, year: str, month: str | None, day: str | None) -> None:
    """Raise `DateError` for a year, month or day that the calendar does not have."""
    if int(year) == 0:
        raise not_a_date(text, "year 0000", "write a year from 0001 to 9999")
    if month is None:
        return
    _check_month(text, year, month)
    if day is None:
        return
    if int(month) in _SEASONS:
        raise not_a_date(
            text, Message("season {month} has no days", month), write(f"{year}-{month}")
        )
    if int(day) == 0:
        remedy = write(f"{year}-{month}-01", f"{year}-{month}-XX")
        raise not_a_date(text, "day 00", remedy)
    days = calendar.monthrange(int(year), int(month))[1]
    if int(day) > days:
        # A function of the language, which the message calls. Not `calendar.month_name`, which is
        # in the machine's language.
        name_in = partial(month_name, int(month))
        raise not_a_date(
            text,
            Message("{month} {year} has {days} days", name_in, year, days),
            write(f"{year}-{month}-{days}", f"{year}-{month}-XX"),
        )


def _check_month(text: str, year: str, month: str) -> None:
    if int(month) not in _MONTHS and int(month) not in _SEASONS:
        nearest = "01" if int(month) == 0 else "12"
        raise not_a_date(
            text, Message("month {month}", month), write(f"{year}-{nearest}", f"{year}-XX")
        )


def _open_digits(
    text: str, year: str, month: str | None, day: str | None
) -> tuple[tuple[Span, ...], Precision]:
    """Return the days and the precision of all dates that fit open digits."""
    if year == "XXXX":
        raise not_a_date(text, "no digit of its year is known", UNKNOWN)
    years = [value for value in _fitting(year) if value > 0]
    if not years:
        raise not_a_date(text, "year 0000", "write a year from 0001 to 9999")
    if month is not None and "X" not in month:
        _check_month(text, year, month)
    months = [None] if month is None else [m for m in _fitting(month) if _is_month(month, m)]
    if not months:
        raise not_a_date(text, Message("month {month}", month), write(f"{year}-12", f"{year}-XX"))
    days = [None] if day is None else _fitting(day)
    remedy = Message("write {date} or a set [from..to]", year, suggestions=(year,))
    too_many = not_a_date(text, "it fits too many dates", remedy)
    if len(years) * len(months) * len(days) > _MOST_TRIED:
        raise too_many
    tried = (_span_of(*parts) for parts in product(years, months, days))
    spans = _joined(span for span in tried if span is not None)
    if not spans:
        raise not_a_date(
            text,
            Message("no {month} has a day {day}", f"{year}-{month}", day),
            write(f"{year}-{month}", f"{year}-{month}-XX"),
        )
    if len(spans) > _MOST_CHOICES:
        raise too_many
    # 202X is a decade, 20X5 a set.
    known = year.rstrip("X")
    if month is None and "X" not in known:
        return spans, _PRECISION_BY_OPEN_DIGITS[4 - len(known)]
    return spans, "set"


def _is_month(template: str, value: int) -> bool:
    # An open digit stands for a month, never for a season: 2024-2X is no spring.
    return value in _MONTHS or ("X" not in template and value in _SEASONS)


def _fitting(template: str) -> list[int]:
    """All numbers that a template such as ``1X`` stands for, in order."""
    digits = ["0123456789" if character == "X" else character for character in template]
    return [int("".join(parts)) for parts in product(*digits)]


def _span_of(year: int, month: int | None, day: int | None) -> Span | None:
    """Days of a year, season, month or day; None where the calendar has no such day."""
    if month is None:
        return year_span(year)
    if month in _SEASONS:
        return season_span(year, month) if day is None else None
    lower, upper = month_span(year, month)
    if day is None:
        return lower, upper
    number = date(year, month, 1).toordinal() + day - 1
    return (number, number + 1) if lower <= number < upper else None


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans, given in order, that touch."""
    joined: list[Span] = []
    for lower, upper in spans:
        if joined and lower <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(upper, joined[-1][1]))
        else:
            joined.append((lower, upper))
    return tuple(joined)
