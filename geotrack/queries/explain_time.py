"""What of a record's time leaves it open whether it meets a period, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from geotrack.dates import Certainty, Period, When, in_words

__all__ = ["time_words"]

_MARKS = {"~": "approximate", "?": "uncertain", "%": "approximate and uncertain"}


def time_words(when: When, period: Period, known_until: date, *, alone: bool) -> Iterator[str]:
    """Yield what of a record's time leaves it open whether it meets a period.

    Parameters
    ----------
    when : When
        The record's time.
    period : Period
        What is asked.
    known_until : date
        The last day on which what still goes on is known to do so.
    alone : bool
        Whether time is all that is asked; what is certain is told only then.

    Yields
    ------
    str
        One clause, or none.
    """
    certainty = when.within(period, as_of=known_until)
    if certainty is Certainty.UNDATED:
        return
    text = in_words(when)
    noun = "date" if when.end is None else "time"
    if certainty is Certainty.CERTAIN:
        if alone:
            meets = "is inside" if when.end is None else "surely reaches into the period"
            yield f"its {noun}, {text}, {meets}"
    elif when.uncertain:
        yield f"its {noun}, {text}, is {_marked(when)}"
    elif when.ongoing:
        last_day = in_words(When.parse(known_until.isoformat()))
        yield f"it still went on when last known, on {last_day}"
    elif when.end is not None:
        yield f"its time is {text}: it may have {_missed(when, period, known_until)}"
    elif when.start.precision == "set":
        yield f"its date is {text}; not all of that is inside"
    else:
        zone = " in a zone not stated" if _needs_zone(when, period) else ""
        yield f"its date, {text}{zone}, may lie outside"


def _marked(when: When) -> str:
    texts = when.start.text + (when.end.text if when.end else "")
    marks = {mark for mark in _MARKS if mark in texts}
    return _MARKS[marks.pop()] if len(marks) == 1 else _MARKS["%"]


def _needs_zone(when: When, period: Period) -> bool:
    in_moments = any(isinstance(bound, datetime) for bound in (period.lower, period.upper))
    return in_moments and when.time_zone is None and when.start.instant is None


def _missed(when: When, period: Period, known_until: date) -> str:
    """Return how a lasting thing may have missed the period."""
    if period.upper is not None:
        before_its_end = replace(period, lower=None)
        if when.within(before_its_end, as_of=known_until) is not Certainty.CERTAIN:
            return "begun after the period"
    return "ended before the period"
