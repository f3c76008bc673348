"""One date as written, and the days that it allows."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from geotrack.errors import GeotrackError
from geotrack.messages import in_language, sentence

__all__ = [
    "FIRST_DAY",
    "OPEN_LOWER",
    "OPEN_UPPER",
    "WINTER",
    "Date",
    "DateError",
    "Precision",
    "Span",
    "day_of",
    "month_span",
    "season_span",
    "year_span",
]

Precision: TypeAlias = Literal[
    "millennium",
    "century",
    "decade",
    "year",
    "season",
    "month",
    "day",
    "instant",
    "set",
    "unknown",
    "ongoing",
]

# Day numbers (`date.toordinal`: 0001-01-01 is 1), lower bound in, upper bound out. Whole numbers,
# because the day after 9999-12-31 is an upper bound and no `datetime.date`.
Span: TypeAlias = tuple[int, int]

WINTER = 24  # EDTF's code

FIRST_DAY = date.min.toordinal()
OPEN_LOWER = FIRST_DAY - 1
_END_OF_CALENDAR = date.max.toordinal() + 1
OPEN_UPPER = _END_OF_CALENDAR + 1


class DateError(GeotrackError, ValueError):
    """A text is no date, or two dates make no record and no period.

    Parameters
    ----------
    problem : str
        What is wrong, with the value as written.
    remedy : str
        What to write instead.

    Examples
    --------
    >>> error = DateError("'2024-13' is not a date: month 13", "write 2024-12 or 2024-XX")
    >>> print(error)
    '2024-13' is not a date: month 13; write 2024-12 or 2024-XX
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return in_language(sentence(self.problem, self.remedy))


@dataclass(frozen=True)
class Date:
    """One ``start`` or ``end`` as written, with the days that it allows.

    Made by `geotrack.dates.parse_date`.

    Parameters
    ----------
    text : str
        As written.
    precision : str
        ``year``, ``season``, ``month``, ``day``, ``instant``; ``decade``, ``century`` and
        ``millennium`` for digits left open at a year's end; ``set`` for one of several;
        ``unknown``; ``ongoing`` for an end written ``..``.
    spans : tuple of (int, int)
        The days it may be, in order, as half-open day numbers (`datetime.date.toordinal`); empty
        where unknown or ongoing.
    qualifier : str
        ``~`` approximate, ``?`` uncertain, ``%`` both, or empty.
    instant : datetime, optional
        The moment of a timestamp, with its own offset.

    Examples
    --------
    >>> from geotrack.dates import parse_date
    >>> parse_date("2024-02").upper
    datetime.date(2024, 3, 1)
    >>> parse_date("[2024-09-20,2024-09-21]").choices[0]
    (datetime.date(2024, 9, 20), datetime.date(2024, 9, 21))
    """

    text: str
    precision: Precision
    spans: tuple[Span, ...] = ()
    qualifier: Literal["", "~", "?", "%"] = ""
    instant: datetime | None = None

    @property
    def uncertain(self) -> bool:
        """Whether it is written with ``~``, ``?`` or ``%``."""
        return bool(self.qualifier)

    @property
    def lower(self) -> date | None:
        """The first day it may be, as written in its own offset; None where open or unknown."""
        return day_of(self.spans[0][0]) if self.spans else None

    @property
    def upper(self) -> date | None:
        """The day after the last it may be; None where open, unknown or past 9999-12-31."""
        return day_of(max(span[1] for span in self.spans)) if self.spans else None

    @property
    def choices(self) -> tuple[tuple[date | None, date | None], ...]:
        """The alternatives as half-open days; None for a side that is open or past 9999-12-31."""
        return tuple((day_of(lower), day_of(upper)) for lower, upper in self.spans)


def day_of(number: int) -> date | None:
    """Return the date of a day number; None for an open bound and past 9999-12-31."""
    return date.fromordinal(number) if FIRST_DAY <= number < _END_OF_CALENDAR else None


def year_span(year: int) -> Span:
    """Return the days of a year as half-open day numbers."""
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1


def month_span(year: int, month: int) -> Span:
    """Return the days of a month as half-open day numbers."""
    first = date(year, month, 1).toordinal()
    return first, first + calendar.monthrange(year, month)[1]


def season_span(year: int, code: int) -> Span:
    """Return the days of a meteorological season of the northern hemisphere.

    21 spring (March to May), 22 summer, 23 autumn, 24 winter: the one that begins in December of
    `year`, as EDTF's order has it last.
    """
    first_month = 3 * (code - 20)
    lower = date(year, first_month, 1).toordinal()
    if code != WINTER:
        return lower, month_span(year, first_month + 2)[1]
    if year == date.max.year:
        return lower, _END_OF_CALENDAR
    return lower, month_span(year + 1, 2)[1]
