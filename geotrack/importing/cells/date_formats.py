"""Parsing of dates in `strptime` formats."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from geotrack.dates import DateError, parse_date
from geotrack.errors import UsageError
from geotrack.notation.dates import DateOrder
from geotrack.notation.month_names import FULL, SHORT
from geotrack.notation.number_dates import NUMBER_FORMS, NumberForm

__all__ = [
    "ORDERS",
    "ParsedDate",
    "check_form",
    "first_and_last",
    "is_date",
    "parse_in_form",
    "split_forms",
    "without_zone",
]

ORDERS: Mapping[str, DateOrder] = {"day-first": "day", "month-first": "month"}
"""Order of day and month, by its option."""

_ZONELESS = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)")
_DIRECTIVE = re.compile(r"%(.)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
# Directives by the parts of a date that they read; others read the part of their own letter.
_PARTS = {
    "y": "Y", "b": "m", "B": "m", "h": "m", "e": "d", "D": "Ymd", "F": "Ymd", "x": "Ymd",
    "c": "YmdHMSu", "T": "HMS", "X": "HMS", "R": "HM", "a": "u", "A": "u", "w": "u", "W": "U",
}  # fmt: skip
_DAYS = (frozenset("Ymd"), frozenset("Yj"), frozenset("GVu"), frozenset("YUu"))
_MONTH, _YEAR, _MOMENT = frozenset("Ym"), frozenset("Y"), frozenset("HMz")
# Separators between the parts of a date; the T of RFC 3339 is one too.
_SEPARATORS = " \t.,/-:"


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date read in a given format.

    Parameters
    ----------
    date : str
        As records write it.
    whole : bool
        Whether it holds all that the text says.
    """

    date: str
    whole: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """Properties of a format: its `unit` (`moment`, `day`, `month` or `year`).

    `whole` is whether it reads nothing else, `named` whether it reads the name of a month.
    """

    unit: str
    whole: bool
    named: bool


def first_and_last(texts: Sequence[str]) -> Sequence[str]:
    """Return the first and the last of the times of a track; one if they are equal.

    Times that are all in UTC and written alike are sorted first.

    Examples
    --------
    >>> first_and_last(["2024-07-24T18:00:00Z", "2024-07-24T16:00:00Z"])
    ['2024-07-24T16:00:00Z', '2024-07-24T18:00:00Z']
    >>> first_and_last(["2024-07-24", "2024-07"]), first_and_last([])
    (['2024-07-24', '2024-07'], [])
    >>> first_and_last(["2024", "2024"])
    ['2024']
    """
    alike = len({re.sub(r"\d", "0", text) for text in texts}) == 1
    ordered = sorted(texts) if alike and texts[0].endswith("Z") else list(texts)
    return list(dict.fromkeys([*ordered[:1], *ordered[-1:]]))


def is_date(text: str) -> bool:
    """Return whether a text is a date as records write it."""
    try:
        parse_date(text)
    except DateError:
        return text in {"..", "unknown"}
    return True


def without_zone(text: str) -> str | None:
    """Return the day of a time without a zone, None if a text is no such time.

    Examples
    --------
    >>> without_zone("2024-07-24T16:40:00"), without_zone("2024-07-24T16:40:00Z")
    ('2024-07-24', None)
    """
    match = _ZONELESS.fullmatch(text)
    return match[1] if match and is_date(match[1]) else None


def split_forms(
    forms: Sequence[str],
) -> tuple[tuple[str, ...], DateOrder | None, NumberForm | None]:
    """Return the formats of `strptime` among options, the order and the form of numbers.

    Examples
    --------
    >>> split_forms(["%d.%m.%Y", "day-first", "excel-1904"])
    (('%d.%m.%Y',), 'day', 'excel-1904')
    """
    orders = [ORDERS[form] for form in forms if form in ORDERS]
    numbers = [form for form in NUMBER_FORMS if form in forms]
    left = tuple(form for form in forms if form not in ORDERS and form not in NUMBER_FORMS)
    return left, orders[0] if orders else None, numbers[0] if numbers else None


def check_form(form: str) -> None:
    """Refuse a date format that `datetime.strptime` does not support.

    Raises
    ------
    UsageError
        A directive is unknown or repeated, or there is none for the year.
    """
    if form in ORDERS or form in NUMBER_FORMS:
        return
    message = f"--dates {form!r} is no form of a date; write one such as %d.%m.%Y"
    try:
        moment = datetime(2001, 2, 3, tzinfo=UTC).strftime(form)
        datetime.strptime(moment, form)  # noqa: DTZ007 (only whether it can be read)
    except (ValueError, re.error):
        raise UsageError(message) from None
    if not _parts(form) & {"Y", "G"}:
        raise UsageError(message)
    if re.search(r"\d%y", form):
        # It would read the year 1924 as 2024.
        raise UsageError(f"--dates {form!r}: digits before %y; write %Y for a year of four digits")


def parse_in_form(text: str, forms: Sequence[str]) -> ParsedDate | None:
    """Return the date of a text in the first format that matches, None if none does.

    Parameters
    ----------
    text : str
        A cell.
    forms : sequence of str
        Formats of `datetime.strptime`; month names may be Norwegian or Russian, too. A format
        without a day gives a month, and one without a zone gives no time.

    Examples
    --------
    >>> parse_in_form("28.09.2024", ["%d.%m.%Y"])
    ParsedDate(date='2024-09-28', whole=True)
    >>> parse_in_form("3. mai 2025", ["%m/%Y", "%d. %B %Y"])
    ParsedDate(date='2025-05-03', whole=True)
    >>> parse_in_form("28.09.2024 16:40 +0300", ["%d.%m.%Y %H:%M %z"])
    ParsedDate(date='2024-09-28T16:40:00+03:00', whole=True)
    >>> parse_in_form("ca. 28.09.2024", ["ca. %d.%m.%Y"])
    ParsedDate(date='2024-09-28', whole=False)
    """
    for form in forms:
        properties = _form(form)
        moment = _moment(text, form)
        if moment is None and properties.named:
            moment = _moment(_in_english(text, form), form)
        if moment is None:
            continue
        if properties.unit == "moment":
            return ParsedDate(moment.isoformat(timespec="seconds"), properties.whole)
        day = moment.date().isoformat()
        return ParsedDate(
            day[: {"day": 10, "month": 7, "year": 4}[properties.unit]], properties.whole
        )
    return None


def _moment(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 (a zone is kept where the form has one)
    except ValueError:
        return None


def _in_english(text: str, form: str) -> str:
    names = FULL if "%B" in form else SHORT
    return _WORD.sub(lambda word: names.get(word[0].lower(), word[0]), text)


@lru_cache(maxsize=64)
def _form(form: str) -> _Form:
    """Return the properties of a format."""
    parts = _parts(form)
    day = next((d for d in _DAYS if d <= parts), None)
    if day and parts >= _MOMENT:
        unit, unit_parts = "moment", day | _MOMENT | {"S"}
    elif day:
        unit, unit_parts = "day", day
    elif parts >= _MONTH:
        unit, unit_parts = "month", _MONTH
    else:
        unit, unit_parts = "year", _YEAR
    if {"I", "p"} <= _directives(form):
        unit_parts |= {"I", "p"}
    literal = _DIRECTIVE.sub(lambda found: "%" if found[1] == "%" else "", form)
    if unit == "moment":
        literal = literal.replace("T", "", 1)
    is_whole = parts <= unit_parts and not literal.strip(_SEPARATORS)
    return _Form(unit, is_whole, named=bool({"b", "B", "h"} & _directives(form)))


def _directives(form: str) -> set[str]:
    return set(_DIRECTIVE.findall(form)) - {"%"}


def _parts(form: str) -> set[str]:
    """Return the parts of a date that a format reads."""
    directives = _directives(form)
    parts = {part for directive in directives for part in _PARTS.get(directive, directive)}
    # A 12-hour clock needs AM or PM.
    return parts | {"H"} if {"I", "p"} <= directives else parts
