"""Periods of queries, and the certainty of a match."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from geotrack.dates.date import Date, DateError
from geotrack.dates.date_errors import EventRemedy
from geotrack.dates.edtf import parse_date
from geotrack.dates.instants import day_ticks, tick
from geotrack.errors import quoted
from geotrack.messages import Message

__all__ = ["Certainty", "Period"]


class Certainty(Enum):
    """Whether a record's time meets a period: for every time that it allows, or for some.

    `UNDATED`: the record has no date to judge by.
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NO = "no"
    UNDATED = "undated"


@dataclass(frozen=True)
class Period:
    """A half-open stretch of time, limited by days as written or by moments.

    Parameters
    ----------
    lower : date or aware datetime, optional
        First day, or first moment; None for no limit.
    upper : date or aware datetime, optional
        The day, or the moment, before which it ends; None for no limit.

    Raises
    ------
    DateError
        It ends before it starts, or a moment has no offset.

    Examples
    --------
    >>> Period.parse("2024", "2024")
    Period(lower=datetime.date(2024, 1, 1), upper=datetime.date(2025, 1, 1))
    """

    lower: date | datetime | None = None
    upper: date | datetime | None = None

    def __post_init__(self) -> None:
        for bound in (self.lower, self.upper):
            if isinstance(bound, datetime) and bound.utcoffset() is None:
                raise DateError(
                    Message("{moment} has no offset from UTC", bound.isoformat()),
                    "give it a tzinfo, or ask about the day",
                )
        if self.lower is None or self.upper is None:
            return
        # Beside a moment, a day may be one of any time zone: the period is refused only if it
        # is empty in all of them.
        if isinstance(self.lower, datetime) or isinstance(self.upper, datetime):
            earliest_start, latest_end = _ticks(self.lower)[0], _ticks(self.upper)[1]
            is_empty = earliest_start >= latest_end
        else:
            is_empty = self.lower >= self.upper
        if is_empty:
            raise DateError(
                Message(
                    "the period from {lower} to before {upper} is empty", self.lower, self.upper
                ),
                "ask from the earlier date to the later",
            )

    def __and__(self, other: Period) -> Period:
        """Return the time that both periods have in common.

        Raises
        ------
        DateError
            They have no time in common, or the limits of one are days where those of the other
            are moments, so that neither comes first.

        Examples
        --------
        >>> Period.parse("2024") & Period.parse("2023", "2024-09")
        Period(lower=datetime.date(2024, 1, 1), upper=datetime.date(2024, 10, 1))
        """
        lowers = [p.lower for p in (self, other) if p.lower is not None]
        uppers = [p.upper for p in (self, other) if p.upper is not None]
        for bounds in (lowers, uppers):
            if len({isinstance(bound, datetime) for bound in bounds}) > 1:
                raise DateError(
                    Message("{first} and {second} are a day and a moment", bounds[0], bounds[1]),
                    "ask for both periods in days, or both in moments",
                )
        try:
            return Period(max(lowers, default=None), min(uppers, default=None))
        except DateError as error:
            raise DateError("the two periods have no time in common", "ask them apart") from error

    @classmethod
    def parse(cls, from_text: str | None = None, to_text: str | None = None) -> Period:
        """Read a period whose limits both belong to it.

        Parameters
        ----------
        from_text, to_text : str, optional
            Dates of any precision, or RFC 3339 date-times; both are included, so ``2024`` to
            ``2024`` is the whole year. None for no limit.

        Raises
        ------
        DateError
            A text is no date, is no single known date (``~``, sets, ``unknown``), or the period
            ends before it starts.
        """
        first_limit = _limit(from_text) if from_text is not None else None
        last_limit = _limit(to_text) if to_text is not None else None
        try:
            return cls(_first(first_limit), _after_last(last_limit))
        except DateError as error:
            raise DateError(
                Message(
                    "the period from '{from_text}' to '{to_text}' ends before it starts",
                    from_text,
                    to_text,
                ),
                "ask from the earlier date to the later",
            ) from error


def _limit(text: str) -> Date:
    one_date = "write one date, such as 2024, 2024-05 or 2024-05-17"
    try:
        limit = parse_date(text)
    except DateError as error:
        # An `EventRemedy` is to write what only records may have, such as "unknown".
        remedy = one_date if isinstance(error.remedy, EventRemedy) else error.remedy
        raise DateError(error.problem, remedy) from error
    if limit.uncertain or len(limit.spans) != 1 or limit.precision == "set":
        raise DateError(Message("{text} is no limit of a period", quoted(text)), one_date)
    return limit


def _first(limit: Date | None) -> date | datetime | None:
    """Return the start of a period that includes `limit`."""
    return (limit.instant or limit.lower) if limit else None


def _after_last(limit: Date | None) -> date | datetime | None:
    """Return the end of a period that includes `limit`; None past the calendar."""
    if limit is None or limit.instant is None:
        return limit.upper if limit else None
    try:
        return limit.instant + timedelta(microseconds=1)
    except OverflowError:
        return None


def _ticks(bound: date | datetime) -> tuple[int, int]:
    """Return the earliest and the latest moment that a limit can mean, in ticks.

    A day means the midnight at which it begins, first at UTC+14 and last at UTC-12.
    """
    if isinstance(bound, datetime):
        return tick(bound), tick(bound)
    no_days = bound.toordinal(), bound.toordinal()
    return day_ticks(no_days, zone=None)
