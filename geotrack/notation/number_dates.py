"""Dates as numbers: Excel's serial dates, and seconds or milliseconds since 1970."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from geotrack.notation.dates import DateReading

__all__ = ["NUMBER_FORMS", "NumberForm", "date_of_number", "number_form", "plausible_epoch"]

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
