"""Dates of a column: in `strptime` formats, or in the forms that its cells decide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol

from geotrack.dates import DateError, parse_date
from geotrack.errors import UsageError
from geotrack.importing.cells.text import text_of
from geotrack.importing.option_names import option_remedy
from geotrack.importing.targets.properties import Property
from geotrack.messages import OR, Message, joined
from geotrack.notation import number_of
from geotrack.notation.date_expressions import DateRange, day_of_text, parse_date_range
from geotrack.notation.date_faults import date_fault
from geotrack.notation.dates import (
    NUMBER_FORMS,
    DateOrder,
    DateReading,
    NumberForm,
    date_of_number,
    date_order,
    is_ambiguous,
    number_form,
    parse_date_text,
)
from geotrack.notation.month_names import FULL, SHORT

__all__ = [
    "ORDERS",
    "DateRules",
    "ParsedDate",
    "check_form",
    "date_rules",
    "first_and_last",
    "is_date",
    "is_undecided",
    "parse_in_form",
    "published_day",
    "read_date",
    "read_range",
    "split_forms",
    "why_unread",
    "without_zone",
]

ORDERS: Mapping[str, DateOrder] = {"day-first": "day", "month-first": "month"}
"""Order of day and month, by its option."""

# A date with a time of day and without a time zone, in ISO 8601.
_ZONELESS = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)")
# A directive of `strptime`: `%d`.
_DIRECTIVE = re.compile(r"%(.)", re.DOTALL)
# A word of letters, which may be the name of a month.
_WORD = re.compile(r"[^\W\d_]+")
# Directives by the parts of a date that they read; others read the part of their own letter.
_PARTS = {
    "y": "Y", "b": "m", "B": "m", "h": "m", "e": "d", "D": "Ymd", "F": "Ymd", "x": "Ymd",
    "c": "YmdHMSu", "T": "HMS", "X": "HMS", "R": "HM", "a": "u", "A": "u", "w": "u", "W": "U",
}  # fmt: skip
# Directives of `strptime` that state a day together; below, a month, a year and an instant.
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
    """Return the day of a time without a zone; None for any other text.

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
    message = Message("--dates {form!r} is no form of a date; write one such as %d.%m.%Y", form)
    try:
        moment = datetime(2001, 2, 3, tzinfo=UTC).strftime(form)
        datetime.strptime(moment, form)  # noqa: DTZ007 (only whether it can be read)
    except (ValueError, re.error):
        raise UsageError(message) from None
    if not _parts(form) & {"Y", "G"}:
        raise UsageError(message)
    if re.search(r"\d%y", form):
        # It would read the year 1924 as 2024.
        raise UsageError(
            Message("--dates {form!r}: digits before %y; write %Y for a year of four digits", form)
        )


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


_PUBLISHED = "sources.published"
"""Path of the day of publication, from which `yesterday` counts."""

# The start of a date as records write it: others are not parsed as one, which is slow.
_PLAIN = re.compile(r"[~?%]?[0-9X]{4}(?:[~?%-]|$)|\[|\.\.|unknown")
_LAST = 10  # characters of a day
# A year as it is written in full.
_YEAR_DIGITS = re.compile(r"\d{4}")
# Day and month in figures before a year, in an order that the column decides.
_YEAR_LAST = re.compile(r"(?<!\d)\d{1,2}([-/.])\d{1,2}\1\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class DateRules:
    """How the dates of a column are read.

    Parameters
    ----------
    forms : tuple of str
        Formats of `strptime`, which take precedence.
    order : {'day', 'month'}, optional
        What stands first where the year stands last.
    numbers : str, optional
        What numbers count: see `NumberForm`.
    """

    forms: tuple[str, ...] = ()
    order: DateOrder | None = None
    numbers: NumberForm | None = None


def date_rules(
    texts: Sequence[str], forms: tuple[str, ...], *, guess: bool, is_epoch: bool = False
) -> DateRules:
    """Return the rules for a column.

    Parameters
    ----------
    texts : sequence of str
        Its cells that are not empty.
    forms : tuple of str
        Forms that the user states: of `strptime`, `day-first`, `excel` and the like.
    guess : bool
        Whether cells decide what no form states.
    is_epoch : bool
        Whether the column's name says that its numbers count from 1970.

    Examples
    --------
    >>> date_rules(["04/05/2024", "24/05/2024"], (), guess=True).order
    'day'
    >>> date_rules(["45497"], (), guess=True).numbers
    'excel'
    """
    left, order, numbers = split_forms(forms)
    cells = texts if guess else ()
    if order is None and cells:
        order = date_order(cells)
    if numbers is None and cells:
        numbers = _numbers(cells, is_epoch=is_epoch)
    return DateRules(left, order, numbers)


def _numbers(texts: Sequence[str], *, is_epoch: bool) -> NumberForm | None:
    """Return what the numbers of a column count, None if they do not say."""
    numbers = [(value, text) for text in texts if (value := number_of(text)) is not None]
    # Years and days without marks (`20240724`) are numbers too.
    counts = [n for n, text in numbers if is_epoch or read_date(text, DateRules()) is None]
    form = number_form(counts, is_epoch=is_epoch)
    # Of a column with days in digits, no number is a count: `2024072413` would be one of 2034.
    is_mixed = form != "excel" and len(counts) < len(numbers)
    return None if is_mixed else form


def read_date(text: str, rules: DateRules) -> DateReading | None:
    """Return the date of a cell, None if it is none or has two readings.

    Examples
    --------
    >>> read_date("2024~", DateRules()), read_date("45497", DateRules(numbers="excel")).date
    (DateReading(date='2024~', whole=True, moment=None), '2024-07-24')
    >>> read_date("2024-07-24T16:40:00", DateRules()).date
    '2024-07-24'
    """
    parsed = parse_in_form(text, rules.forms)
    if parsed is not None:
        return DateReading(parsed.date, parsed.whole)
    if _PLAIN.match(text) and is_date(text):
        return DateReading(text)
    number = number_of(text) if rules.numbers else None
    if number is not None and rules.numbers:
        return date_of_number(number, rules.numbers)
    day = without_zone(text)
    if day is not None:
        return DateReading(day, not text[_LAST + 1 :].strip("0:."))
    reading = parse_date_text(text, rules.order)
    if reading:
        return reading if is_date(reading.date) else None
    span = read_range(text, rules)
    return DateReading(span.start) if span and span.end is None else None


def read_range(text: str, rules: DateRules, published: date | None = None) -> DateRange | None:
    """Return the time that a cell states in words, None if it states none or has two readings.

    Words that count from the day of publication, `yesterday`, are read if that day is known.

    Examples
    --------
    >>> read_range("1–10 October 2024", DateRules())
    DateRange(start='2024-10-01', end='2024-10-10')
    >>> read_range("04/05/2024 – 06/05/2024", DateRules(order="day"))
    DateRange(start='2024-05-04', end='2024-05-06')
    """
    if not (published or _YEAR_DIGITS.search(text)):
        return None
    if rules.order:
        text = _YEAR_LAST.sub(lambda found: _day(found[0], rules.order), text)
    readings = parse_date_range(text, published)
    return readings[0] if len(readings) == 1 else None


def _day(text: str, order: DateOrder | None) -> str:
    reading = parse_date_text(text, order)
    return reading.date if reading else text


def is_undecided(text: str, rules: DateRules) -> bool:
    """Return whether a cell reads with the day first and with the month first."""
    return rules.order is None and read_date(text, rules) is None and is_ambiguous(text)


class _Mapped(Protocol):
    """What fills properties: columns, and values for all rows."""

    @property
    def columns(self) -> Mapping[str, Property]: ...
    @property
    def constants(self) -> Mapping[str, Any]: ...


def published_day(plan: _Mapped, cells: Mapping[str, Sequence[Any]], n: int) -> date | None:
    """Return the day of publication that a row states, None if it states none or several."""
    columns = [column for column, target in plan.columns.items() if target.path == _PUBLISHED]
    published = [cells[column][n] for column in columns] or [plan.constants.get(_PUBLISHED)]
    texts = [text_of(cell) for cell in published if cell is not None]
    days = {reading.date for text in texts if (reading := read_date(text, DateRules(order="day")))}
    return day_of_text(days.pop()) if len(days) == 1 else None


def why_unread(text: str, rules: DateRules, published: date | None) -> tuple[str, str]:
    """Return why a cell is no date, and a remedy, which may be empty."""
    if is_undecided(text, rules):
        remedy = option_remedy("--dates day-first or --dates month-first says it")
        return Message("day or month first? The text is kept"), remedy
    readings = parse_date_range(text, published)
    if len(readings) > 1:
        listed = joined((reading.start for reading in readings), OR)
        return (
            Message("a date with several readings, and the text is kept"),
            Message("write {dates}", listed),
        )
    problem, remedy = date_fault(text, published) or ("", "")
    if problem:
        return Message("no date as records write it: {problem}", problem), remedy
    return Message("no date as records write it"), remedy
