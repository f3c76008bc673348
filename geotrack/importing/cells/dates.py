"""Dates of a column: the forms that its cells decide, and the date or time of each cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from geotrack.importing.cells.date_formats import is_date, parse_in_form, split_forms, without_zone
from geotrack.importing.cells.text import text_of
from geotrack.importing.targets.properties import Property
from geotrack.notation import number_of
from geotrack.notation.date_faults import date_fault
from geotrack.notation.date_ranges import DateRange, day_of_text, parse_date_range
from geotrack.notation.dates import (
    DateOrder,
    DateReading,
    date_order,
    is_ambiguous,
    parse_date_text,
)
from geotrack.notation.number_dates import NumberForm, date_of_number, number_form

__all__ = [
    "DateRules",
    "date_rules",
    "is_undecided",
    "published_day",
    "read_date",
    "read_range",
    "why_unread",
]

_PUBLISHED = "sources.published"
"""Path of the day of publication, from which `yesterday` counts."""

# The start of a date as records write it: others are not parsed as one, which is slow.
_PLAIN = re.compile(r"[~?%]?[0-9X]{4}(?:[~?%-]|$)|\[|\.\.|unknown")
_ORDER_REMEDY = "--dates day-first or --dates month-first says it"
_LAST = 10  # characters of a day
_YEAR = re.compile(r"\d{4}")
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
    if not (published or _YEAR.search(text)):
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
        return "day or month first? The text is kept", _ORDER_REMEDY
    readings = parse_date_range(text, published)
    if len(readings) > 1:
        listed = " or ".join(reading.start for reading in readings)
        return "a date with several readings, and the text is kept", f"write {listed}"
    problem, remedy = date_fault(text, published) or ("", "")
    reason = "no date as records write it"
    return f"{reason}: {problem}" if problem else reason, remedy
