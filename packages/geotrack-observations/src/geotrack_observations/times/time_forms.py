"""Forms of dates and times, and vectorised parsing of columns in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import FieldError
from geotrack.notation.month_names import ENGLISH
from geotrack_observations.arrow import pa, pc
from geotrack_observations.times.moments import SECOND, count_of

__all__ = ["BUILT_IN", "DAY_SECONDS", "EXCEL", "Form", "Scale", "form_of", "read_form"]

DAY_SECONDS = 86_400
_LAST_HOUR = 23
_LAST_MINUTE = 59
_NOON = 12
_FIRST_YEAR = 1
_AFTER_LAST_YEAR = 10_000
# `%y` as `strptime` reads it: 69 is 1969, 68 is 2068.
_PIVOT = 69

_CLOCK = (
    r"(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9})\d*)?)?"
    r"(?: *(?P<p>[AaPp]\.?[Mm]\.?))?(?: *(?P<z>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?"
)
_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})",
    "b": r"(?P<b>[A-Za-z]{3})", "B": r"(?P<b>[A-Za-z]{3,9})", "j": r"(?P<j>\d{1,3})",
    "H": r"(?P<H>\d{1,2})", "I": r"(?P<H>\d{1,2})", "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})", "f": r"(?P<f>\d{1,9})", "p": r"(?P<p>[AaPp][Mm])",
    "z": r"(?P<z>Z|[+-]\d{2}:?\d{2})", "%": "%",
}  # fmt: skip
_DAYS = ({"m", "d"}, {"b", "d"}, {"j"})
_UNITS = {
    "nanoseconds": 1e-9, "microseconds": 1e-6, "milliseconds": 0.001, "seconds": 1, "minutes": 60,
    "hours": 3600, "days": DAY_SECONDS,
}  # fmt: skip
_SINCE = re.compile(rf"({'|'.join(_UNITS)}) since (\d{{4}}-\d\d-\d\d)")
_SCALES = {
    "epoch": "seconds since 1970-01-01",
    "epoch-ms": "milliseconds since 1970-01-01",
    "epoch-us": "microseconds since 1970-01-01",
    "epoch-ns": "nanoseconds since 1970-01-01",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of dates and times as text.

    Parameters
    ----------
    pattern : str
        RE2 regular expression with groups named after directives of `strptime`.
    ordered : bool
        Whether to swap the groups `m` and `d` if the month comes first.
    """

    pattern: str
    ordered: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of its groups."""
        return tuple(re.compile(self.pattern).groupindex)


@dataclass(frozen=True, slots=True)
class Scale:
    """A form of times as numbers: a unit and the day of zero.

    Parameters
    ----------
    seconds : float
        Length of the unit, seconds.
    origin : int
        Microseconds from 1970 to day zero, UTC.
    is_local : bool
        Whether the time is local without a stated zone; else UTC.
    """

    seconds: float
    origin: int
    is_local: bool = False

    def micros(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return numbers as microseconds since 1970; days are exact to a millisecond."""
        result = values * (self.seconds * SECOND)
        if self.seconds == DAY_SECONDS:
            result = np.rint(result / 1000) * 1000
        return np.rint(result) + self.origin


EXCEL = Scale(DAY_SECONDS, -25_569 * DAY_SECONDS * SECOND, is_local=True)
"""Days since 1899-12-30, as in spreadsheets."""

BUILT_IN = (
    Form(rf"^(?P<Y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?:(?:[Tt]| +){_CLOCK})?$"),
    Form(
        rf"^(?P<d>\d{{1,2}})[-/](?P<m>\d{{1,2}})[-/](?P<Y>\d{{4}})(?:,?(?:T| +){_CLOCK})?$",
        ordered=True,
    ),
    Form(rf"^(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<Y>\d{{4}})(?:,?(?:T| +){_CLOCK})?$"),
    Form(rf"^(?P<d>\d{{1,2}})[- ](?P<b>[A-Za-z]{{3,9}})\.?[- ](?P<Y>\d{{4}})(?:,? +{_CLOCK})?$"),
    Form(rf"^(?P<b>[A-Za-z]{{3,9}})\.? (?P<d>\d{{1,2}}),? (?P<Y>\d{{4}})(?:,? +{_CLOCK})?$"),
    Form(
        r"^(?P<Y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)"
        r"(?:[T ]?(?P<H>[0-2]\d)(?:(?P<M>[0-5]\d)(?P<S>[0-6]\d)?)?(?P<z>Z|[+-]\d{2}:?\d{2})?)?$"
    ),
)
"""Forms tried by default, in order."""


@cache
def form_of(text: str) -> Form | Scale:
    """Parse a form written as for `strptime`, or as a scale of numbers.

    Parameters
    ----------
    text : str
        Such as `%d/%m/%Y %H:%M`, `days since 1950-01-01`, `epoch`, `epoch-ms` or `excel`.

    Raises
    ------
    FieldError
        The form has an unknown or repeated directive, or no day.
    """
    if text == "excel":
        return EXCEL
    if match := _SINCE.fullmatch(_SCALES.get(text, text)):
        try:
            origin = datetime.fromisoformat(match[2]).replace(tzinfo=UTC)
        except ValueError:
            raise _refusal(text, f"{match[2]} is no day") from None
        return Scale(_UNITS[match[1]], count_of(origin))
    if "%" not in text:
        raise _refusal(text, "it has no directive such as %Y")
    pattern = ""
    for directive, literal in re.findall(r"%(.?)|([^%]+)", text, re.DOTALL):
        if not literal and directive not in _DIRECTIVES:
            raise _refusal(text, f"%{directive} is not supported")
        pattern += re.escape(literal) if literal else _DIRECTIVES[directive]
    try:
        groups = {*re.compile(pattern).groupindex}
    except re.error:
        raise _refusal(text, "a directive stands twice") from None
    if not groups & {"Y", "y"} or not any(groups >= day for day in _DAYS):
        raise _refusal(text, "it states no day with its year")
    if "%I" in text and "p" not in groups:
        raise _refusal(text, "%I needs %p")
    return Form(f"^{pattern}$")


def _refusal(text: str, why: str) -> FieldError:
    message = (
        "{time_format} {form!r}: {why}; write one such as %d/%m/%Y %H:%M, excel, epoch or "
        "days since 1950-01-01"
    )
    return FieldError(message, {"form": text, "why": why})


@dataclass(frozen=True, slots=True)
class Readings:
    """Times parsed from the texts that match a form.

    Parameters
    ----------
    rows : numpy.ndarray of shape (n,)
        Indices of the matching texts.
    micros : numpy.ndarray of shape (n,)
        Local time, microseconds since 1970.
    offset : numpy.ndarray of shape (n,)
        Offset from UTC, microseconds; NaN if not stated.
    is_day : numpy.ndarray of shape (n,)
        Whether only a day is stated.
    wrong : numpy.ndarray of shape (n,)
        Whether the day or time does not exist.
    """

    rows: NDArray[np.intp]
    micros: NDArray[np.int64]
    offset: NDArray[np.float64]
    is_day: NDArray[np.bool_]
    wrong: NDArray[np.bool_]


def read_form(texts: Any, form: Form, *, month_first: bool = False) -> Readings:
    """Parse the texts that match a form.

    Parameters
    ----------
    texts : pyarrow.Array of text
        Stripped of white space.
    form : Form
        Form of the texts.
    month_first : bool
        Whether the month comes first, if the form is `ordered`.
    """
    captured = pc.extract_regex(texts, form.pattern)
    has = pc.is_valid(captured).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(has)
    fields = captured.filter(pa.array(has))
    parts = dict(zip((field.name for field in fields.type), fields.flatten(), strict=True))
    if form.ordered and month_first:
        parts["m"], parts["d"] = parts["d"], parts["m"]
    days, wrong = _days(parts)
    seconds, bad_clock = _seconds(parts, len(rows))
    fraction = _fraction(parts, len(rows))
    every = np.ones(len(rows), np.bool_)
    is_day = _are_empty(parts["H"]) if "H" in parts else every
    micros = (days * DAY_SECONDS + seconds) * SECOND + fraction
    offset = _offsets(parts, len(rows))
    return Readings(rows, micros, offset, is_day, wrong | bad_clock | np.isinf(offset))


def _are_empty(texts: Any) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = pc.equal(texts, "").to_numpy(zero_copy_only=False)
    return mask


def _integers(parts: dict[str, Any], name: str, rows: int, default: int = 0) -> NDArray[np.int64]:
    """Return a group as integers, with a default where it is empty or missing."""
    if name not in parts:
        return np.full(rows, default, np.int64)
    texts = parts[name]
    texts = pc.if_else(pc.equal(texts, ""), str(default), texts)
    numbers: NDArray[np.int64] = texts.cast(pa.int64()).to_numpy()
    return numbers


def _number_by_text(texts: Any, value: Callable[[str], float]) -> NDArray[np.float64]:
    """Return a number for each text, computed once for equal texts."""
    coded = texts.dictionary_encode()
    by_code = np.array([value(text) for text in coded.dictionary.to_pylist()], np.float64)
    return by_code[coded.indices.to_numpy()] if len(by_code) else np.empty(0)


def _days(parts: dict[str, Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return days since 1970, and which dates do not exist."""
    rows = len(next(iter(parts.values())))
    if "Y" in parts:
        year = _integers(parts, "Y", rows)
    else:
        year = _integers(parts, "y", rows)
        year = year + np.where(year < _PIVOT, 2000, 1900)
    wrong = (year < _FIRST_YEAR) | (year >= _AFTER_LAST_YEAR)
    years = (np.where(wrong, 1970, year) - 1970).astype("M8[Y]")
    if "j" in parts:
        day = _integers(parts, "j", rows)
        first, after = years.astype("M8[D]"), (years + 1).astype("M8[D]")
    else:
        month = _number_by_text(parts["b"], _month).astype(np.int64) if "b" in parts else None
        month = _integers(parts, "m", rows) if month is None else month
        wrong |= (month < 1) | (month > len(ENGLISH))
        months = years.astype("M8[M]") + (np.where(wrong, 1, month) - 1)
        day = _integers(parts, "d", rows)
        first, after = months.astype("M8[D]"), (months + 1).astype("M8[D]")
    length = (after - first).astype(np.int64)
    wrong |= (day < 1) | (day > length)
    return first.astype(np.int64) + np.where(wrong, 1, day) - 1, wrong


def _month(name: str) -> float:
    return ENGLISH.index(name[:3].lower()) + 1 if name[:3].lower() in ENGLISH else 0


def _seconds(parts: dict[str, Any], rows: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the seconds of the day, and which texts state no time of day."""
    hour, minute, second = (_integers(parts, name, rows) for name in "HMS")
    wrong = (minute > _LAST_MINUTE) | (second > _LAST_MINUTE)
    offset = _number_by_text(parts["p"], _half_of_day) if "p" in parts else np.full(rows, np.nan)
    twelve = ~np.isnan(offset)
    wrong |= np.where(twelve, (hour < 1) | (hour > _NOON), hour > _LAST_HOUR)
    hour = np.where(twelve, hour % 12 + np.nan_to_num(offset).astype(np.int64), hour)
    return hour * 3600 + minute * 60 + second, wrong


def _half_of_day(text: str) -> float:
    return float("nan") if not text else 12 if text[0] in "Pp" else 0


def _fraction(parts: dict[str, Any], rows: int) -> NDArray[np.int64]:
    """Return microseconds of a second."""
    if "f" not in parts:
        return np.zeros(rows, np.int64)
    digits = pc.utf8_slice_codeunits(pc.utf8_rpad(parts["f"], 6, "0"), 0, 6)
    micros: NDArray[np.int64] = digits.cast(pa.int64()).to_numpy()
    return micros


def _offsets(parts: dict[str, Any], rows: int) -> NDArray[np.float64]:
    return _number_by_text(parts["z"], _offset) if "z" in parts else np.full(rows, np.nan)


def _offset(text: str) -> float:
    """Return an offset from UTC in microseconds; NaN if empty, infinity if invalid."""
    if not text:
        return float("nan")
    if text[0] not in "+-":
        return 0.0
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > _LAST_HOUR or minutes > _LAST_MINUTE:
        return float("inf")
    return (1 if text[0] == "+" else -1) * (hours * 3600 + minutes * 60) * SECOND
