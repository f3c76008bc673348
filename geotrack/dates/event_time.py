"""The time of one record, and whether it meets a period.

Certain and possible follow from four numbers. A record starts at a moment in [s0, s1) and ends at
one in [e0, e1), and it meets [a, b) if it starts before b and ends at a or later. So it is certain
if s1 <= b and e0 >= a, and possible if s0 < b and e1 > a. One moment is both its start and its
end, which turns the first rule into "all of it inside" and the second into "some of it inside".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache, partial
from typing import NamedTuple, TypeAlias

from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER, Date, DateError, Span, day_of
from geotrack.dates.date_errors import UNSTATED
from geotrack.dates.edtf import parse_date
from geotrack.dates.instants import day_ticks, tick
from geotrack.dates.periods import Certainty, Period
from geotrack.errors import quoted
from geotrack.messages import Message

__all__ = ["TimeLimits", "When"]

_Unit: TypeAlias = Callable[[Date], tuple[Span, ...]]


class TimeLimits(NamedTuple):
    """The earliest and latest start and end of a record: half-open, all in one unit.

    The limits of many records can be compared at once, as arrays.
    """

    start_lower: int
    start_upper: int
    end_lower: int
    end_upper: int


@dataclass(frozen=True)
class When:
    """When something happened, as far as a record says.

    Parameters
    ----------
    start : Date
        Alone: one moment somewhere in it.
    end : Date, optional
        It lasted from a moment in `start` to a moment in `end`; ``..``: it still goes on;
        ``unknown``: it lasted, and nobody says how long.
    time_zone : str, optional
        IANA name of the zone whose days are meant; needed only to compare days with moments.

    Raises
    ------
    DateError
        `end` lies wholly before `start`, `start` is ``..``, or the zone is not known.

    Examples
    --------
    >>> sortie = When.parse("2024-07-24")
    >>> sortie.within(Period.parse("2024-07", "2024-07"))
    <Certainty.CERTAIN: 'certain'>
    >>> When.parse("[2024-09-20,2024-09-21]").within(Period.parse("2024-09-21"))
    <Certainty.POSSIBLE: 'possible'>
    """

    start: Date
    end: Date | None = None
    time_zone: str | None = None

    def __post_init__(self) -> None:
        if self.start.precision == "ongoing":
            raise DateError("'..' is no start", UNSTATED)
        _zone(self.time_zone)
        if self.end is None or not (self.start.spans and self.end.spans):
            return
        spans = self._ticks if self._has_instant else _days
        if max(upper for _, upper in spans(self.end)) <= spans(self.start)[0][0]:
            raise DateError(
                Message(
                    "the end {end} lies before the start {start}",
                    quoted(self.end.text),
                    quoted(self.start.text),
                ),
                "swap them, or correct the one that is wrong",
            )

    @classmethod
    def parse(cls, start: str, end: str | None = None, time_zone: str | None = None) -> When:
        """Read a record's ``start``, ``end`` and ``time_zone``; see `parse_date`."""
        return cls(parse_date(start), None if end is None else parse_date(end), time_zone)

    @property
    def undated(self) -> bool:
        """Whether no day at all is known."""
        return not self.start.spans and not (self.end and self.end.spans)

    @property
    def ongoing(self) -> bool:
        """Whether it still goes on (``"end": ".."``)."""
        return self.end is not None and self.end.precision == "ongoing"

    @property
    def uncertain(self) -> bool:
        """Whether a date of it is written with ``~``, ``?`` or ``%``."""
        return self.start.uncertain or (self.end is not None and self.end.uncertain)

    @cached_property
    def day_limits(self) -> TimeLimits:
        """Limits in day numbers (`date.toordinal`), as written; open sides past the calendar."""
        return _limits(self.start, self.end, _days, None)

    @cached_property
    def tick_limits(self) -> TimeLimits:
        """Limits in microseconds of UTC: a bare day lasts as long as it is that day anywhere."""
        return self._limits(self._ticks, None)

    @property
    def lower(self) -> date | None:
        """The first day that it may touch, as written; None where open or unknown."""
        return day_of(self.day_limits.start_lower)

    @property
    def upper(self) -> date | None:
        """The day after the last that it may touch; None where open, unknown or still going on."""
        return day_of(self.day_limits.end_upper)

    def bounds(self) -> tuple[str | None, str | None]:
        """Return `lower` and `upper` as ISO 8601 dates, for exports.

        Examples
        --------
        >>> When.parse("2024-05", "2024-06-10").bounds()
        ('2024-05-01', '2024-06-11')
        """
        lower, upper = self.lower, self.upper
        return lower.isoformat() if lower else None, upper.isoformat() if upper else None

    @property
    def sort_key(self) -> tuple[bool, int, int, int, str, str]:
        """A total order: by first day as written, then moment, then last day; undated last."""
        limits = self.day_limits
        # What happened "before October" stands at the end of September, not before all history.
        first = limits.start_lower if limits.start_lower > OPEN_LOWER else limits.start_upper - 1
        moment = tick(self.start.instant) if self.start.instant else 0
        end_text = self.end.text if self.end else ""
        return self.undated, first, moment, limits.end_upper, self.start.text, end_text

    def within(self, period: Period, *, as_of: date | None = None) -> Certainty:
        """Return whether a period is met for every time that the record allows, or for some.

        Parameters
        ----------
        period : Period
            A limit that is a day is compared with days as written, a timestamp counting for the
            day of its own offset. A limit that is a moment is compared in UTC; a bare day then
            lasts from 10:00Z of the day before to 12:00Z of the day after, or from midnight to
            midnight in `time_zone`.
        as_of : date, optional
            The last day on which something that still goes on is known to do so; without it, it
            is taken to go on throughout.

        Returns
        -------
        Certainty
            Never `CERTAIN` where a date is written with ``~``, ``?`` or ``%``.
        """
        if self.undated:
            return Certainty.UNDATED
        lower_unit, lower = self._edge(period.lower, OPEN_LOWER)
        upper_unit, upper = self._edge(period.upper, OPEN_UPPER)
        ends = self._limits(lower_unit, as_of)
        starts = ends if upper_unit is lower_unit else self._limits(upper_unit, as_of)
        if starts.start_lower >= upper or ends.end_upper <= lower:
            return Certainty.NO
        if self.end is None and not any(
            before[0] < upper and after[1] > lower
            for before, after in zip(upper_unit(self.start), lower_unit(self.start), strict=True)
        ):
            return Certainty.NO  # between two of its choices
        if starts.start_upper <= upper and ends.end_lower >= lower and not self.uncertain:
            return Certainty.CERTAIN
        return Certainty.POSSIBLE

    def _edge(self, bound: date | datetime | None, open_bound: int) -> tuple[_Unit, int]:
        """Return how a limit of a period is compared, and its number in that unit."""
        if bound is None:
            return _days, open_bound
        if isinstance(bound, datetime):
            return self._ticks, tick(bound)
        return _days, bound.toordinal()

    @cached_property
    def _ticks(self) -> _Unit:
        """Spans of a date in microseconds of UTC."""
        return partial(_ticks_of, _zone(self.time_zone))

    def _limits(self, unit: _Unit, as_of: date | None) -> TimeLimits:
        """Return the limits in a unit, without the pairs that would end before they start."""
        if unit is _days:
            is_bounded = self.ongoing and as_of is not None
            return _limits(self.start, self.end, _days, as_of) if is_bounded else self.day_limits
        if self._has_instant:
            return _limits(self.start, self.end, unit, as_of)
        # Both are days of one zone, stated or not, so their order is known before their moments.
        days = self._limits(_days, as_of)
        zone = _zone(self.time_zone)
        return TimeLimits(*day_ticks(days[:2], zone), *day_ticks(days[2:], zone))

    @property
    def _has_instant(self) -> bool:
        return bool(self.start.instant or (self.end and self.end.instant))


def _limits(start: Date, end: Date | None, unit: _Unit, as_of: date | None) -> TimeLimits:
    """Return the limits of a start and an end in a unit."""
    anything = unit(_ANY)
    starts = unit(start) or anything
    if end is None:
        lower, upper = starts[0][0], max(span[1] for span in starts)
        return TimeLimits(lower, upper, lower, upper)
    ends = unit(end) or anything
    if end.precision == "ongoing":
        for_ever = anything[0][1]
        ends = ((unit(_day(as_of))[0][0] if as_of else for_ever, for_ever),)
    if max(upper for _, upper in ends) <= starts[0][0]:
        # As written, days can run backwards: from 25 July in Beijing to 24 July in Alaska.
        starts, ends = ends, starts
    first = starts[0][0]
    last = max(upper for _, upper in ends)
    return TimeLimits(
        first,
        max(min(upper, last) for lower, upper in starts if lower < last),
        min(max(lower, first) for lower, upper in ends if upper > first),
        last,
    )


_ANY = Date("", "set", ((OPEN_LOWER, OPEN_UPPER),))


def _day(day: date) -> Date:
    return Date(day.isoformat(), "day", ((day.toordinal(), day.toordinal() + 1),))


def _days(written: Date) -> tuple[Span, ...]:
    return written.spans


def _ticks_of(zone: tzinfo | None, written: Date) -> tuple[Span, ...]:
    if written.instant is not None:
        moment = tick(written.instant)
        return ((moment, moment + 1),)
    return tuple(day_ticks(span, zone) for span in written.spans)


@lru_cache(maxsize=256)
def _zone(name: str | None) -> tzinfo | None:
    """Find a time zone by its IANA name."""
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        problem = Message("{name} is not a time zone", quoted(name))
        remedy = "write an IANA name such as Asia/Shanghai or America/Anchorage"
        raise DateError(problem, remedy) from error
