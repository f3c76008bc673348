"""The time of a record and of a question as spans on one axis, in days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from geotrack.dates import Date, Period, When
from geotrack.dates.instants import day_ticks, tick

__all__ = ["Spans", "axis_day", "spans_of"]

Span = tuple[float, float]

_DAY_TICKS = 86_400_000_000


@dataclass(frozen=True)
class Spans:
    """Day numbers (`date.toordinal`, with fractions), each span half-open.

    Parameters
    ----------
    asked : (float, float)
        The period.
    starts, ends : tuple of (float, float)
        When it may have begun and ended; of a moment, `starts` is when it was. Empty where that
        is not known.
    lasts : bool
        Whether it is no moment.
    known_until : float, optional
        What still goes on did so then.
    """

    asked: Span
    starts: tuple[Span, ...]
    ends: tuple[Span, ...]
    lasts: bool
    known_until: float | None = None

    @property
    def sure(self) -> Span | None:
        """From when to when it surely lasted."""
        if not (self.lasts and self.starts):
            return None
        begun = max(upper for _, upper in self.starts)
        if self.known_until is not None:
            return begun, self.known_until
        ended = min((lower for lower, _ in self.ends), default=begun)
        return (begun, ended) if ended > begun else None


def spans_of(when: When, period: Period, known_until: date) -> Spans:
    """Return the spans of a record beside the period that is asked, which has both its limits."""
    in_moments = isinstance(period.lower, datetime)
    zone = ZoneInfo(when.time_zone) if when.time_zone else None

    def spans(written: Date | None) -> tuple[Span, ...]:
        if written is None or (when.ongoing and written is when.end):
            return ()
        if written.instant is not None:
            at = axis_day(written.instant, in_moments=in_moments)
            return ((at, at),)
        if not in_moments:
            return tuple((float(lower), float(upper)) for lower, upper in written.spans)
        ticks: Sequence[tuple[int, int]] = [day_ticks(span, zone) for span in written.spans]
        return tuple((lower / _DAY_TICKS, upper / _DAY_TICKS) for lower, upper in ticks)

    if period.lower is None or period.upper is None:
        message = "a case asks for a period with both its limits"
        raise ValueError(message)
    asked = (
        axis_day(period.lower, in_moments=in_moments),
        axis_day(period.upper, in_moments=in_moments),
    )
    known = float((known_until + timedelta(days=1)).toordinal()) if when.ongoing else None
    return Spans(asked, spans(when.start), spans(when.end), when.end is not None, known)


def axis_day(moment: date | datetime, *, in_moments: bool) -> float:
    """Return where a moment stands on the axis: by UTC, or by the clock of its own offset."""
    if not isinstance(moment, datetime):
        return float(moment.toordinal())
    if in_moments:
        return tick(moment) / _DAY_TICKS
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment.toordinal() + (moment - midnight) / timedelta(days=1)
