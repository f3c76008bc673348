"""Columns of year, month and day, or of date and time of day, as one column of dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from geotrack.importing.cells.dates import without_zone
from geotrack.importing.cells.text import any_cell, text_of
from geotrack.importing.disk_lists import Spool, gather
from geotrack.importing.table import Table
from geotrack.importing.targets.column_words import DATE, is_date_name, name_parts
from geotrack.notation import number_of
from geotrack.notation.dates import parse_date_text
from geotrack.notation.month_names import month_number

__all__ = ["date_columns", "join_date_parts", "join_times_of_day", "time_of_day_columns"]

# Names of columns of years, of months and of days.
_PARTS = (
    ("year", "yr", "ar", "iyear"),
    ("month", "maned", "mnd", "mo", "mon", "imonth"),
    ("day", "dag", "dy", "iday"),
)
# What may stand before each name of `_PARTS`.
_PREFIXES = ("", "start ", "begin ", "event ", "incident ")
# Digits of a year that is no number of the century.
_YEAR_DIGITS = 4
# Names of columns that may have dates, but beside a year and a month have a day or a time of day.
_NOT_DATES_BESIDE_PARTS = ("time", "tid", "day", "dag", "from", "fra", "to", "til")
# The name of a column of dates: what stands before the word for it, and the zone.
_DATE_WORD = re.compile(r"(.*?)(?:date|dato|day|dag)( utc| gmt)?")
# The name of a column of times of day, in the same way.
_TIME_WORD = re.compile(
    r"(.*?)(?:time(?: of day)?|tid|klokkeslett|klokka|kl|clock|hour)( utc| gmt)?|utc|gmt"
)
# Names of UTC in the name of a column.
_UTC = re.compile(r"\b(?:utc|gmt|zulu)\b", re.IGNORECASE)
# A time of day with its zone, or with a letter at its end that stands for one; also *PM*, to which
# no zone is added either.
_ZONED = re.compile(r".*(?:[a-z]|[+-]\d{2}:?\d{2})\s*", re.IGNORECASE)
# 930 stands for 0930: a spreadsheet dropped the zero.
_DIGITS = re.compile(r"\d{3,4}")
# Number of the first filled cells that are examined.
_SAMPLE = 1_000
# A column has times of day if more than this share of them are.
_TIME_SHARE = 0.5


def join_date_parts(table: Table, named: Collection[str], *, guess: bool) -> Table:
    """Return a table with one column of dates in place of year, month and day.

    Rows whose parts make no date keep their cells. A table with another column of dates stays as
    it is.

    Parameters
    ----------
    table : Table
        The cells.
    named : collection of str
        Columns that options or a saved mapping name.
    guess : bool
        Whether columns are guessed. Else the columns are joined only if the new one is named.

    Returns
    -------
    Table
        The new column has the names of its parts: `year, month, day`.
    """
    parts = date_columns(table.columns)
    joined = ", ".join(parts)
    if not parts or set(parts) & set(named):
        return table
    may_guess = guess and not _has_dates(table, parts)
    if joined not in named and not may_guess:
        return table
    rows = zip(*(table.columns[c] for c in parts), strict=True)
    # The dates, and what remains of each part.
    spool = Spool(lists=1 + len(parts))
    dates = gather(map(_date, rows), spool)
    if not any(dates):
        return table
    columns: dict[str, Sequence[Any]] = {}
    for name, cells in table.columns.items():
        if name == parts[0]:
            columns[joined] = dates
        if name not in parts:
            columns[name] = cells
            continue
        pairs = zip(cells, dates, strict=True)
        cells_without_date = gather((None if day else cell for cell, day in pairs), spool)
        if any_cell(cells_without_date):
            columns[name] = cells_without_date
    return replace(table, columns=columns)


def date_columns(columns: Iterable[str]) -> list[str]:
    """Return the columns of years, months and days, in this order.

    Two columns if none has days, and an empty list if none has years or none has months.
    """
    # In reverse, so that of two columns of one name the first stays in the table.
    names = {name_parts(c)[0]: c for c in reversed([*columns])}
    for prefix in _PREFIXES:
        part_columns = [
            next((names[prefix + w] for w in part if prefix + w in names), None) for part in _PARTS
        ]
        if part_columns[0] and part_columns[1]:
            return [c for c in part_columns if c]
    return []


def _has_dates(table: Table, parts: Collection[str]) -> bool:
    """Return whether a column besides year, month and day is named like one of dates."""
    names = (name_parts(c)[0] for c in table.columns if c not in parts)
    return any(
        (name in DATE["start"] or is_date_name(name)) and name not in _NOT_DATES_BESIDE_PARTS
        for name in names
    )


def _date(cells: Sequence[Any]) -> str | None:
    """Return the date of year, month and perhaps day: `2024-07-24`; `2024-07` without a day.

    None if the parts make no date.
    """
    year_text, month_text, *day_texts = ("" if c is None else text_of(c).strip() for c in cells)
    year = _whole(number_of(year_text))
    month = _whole(number_of(month_text) or month_number(month_text))
    if year is None or month is None or len(year_text) != _YEAR_DIGITS:
        return None
    day_text = "".join(day_texts)
    day = _whole(number_of(day_text)) if day_text else 1
    if day is None:
        return None
    try:
        text = date(year, month, day).isoformat()
    except ValueError:
        return None
    return text if day_text else text.removesuffix("-01")


def _whole(number: float | None) -> int | None:
    """Return a whole number as an integer; None for a fraction, or without a number."""
    return int(number) if number is not None and float(number).is_integer() else None


def join_times_of_day(table: Table, named: Collection[str], *, guess: bool) -> Table:
    """Return a table with one column in place of one of dates and one of times of day.

    The two have the same name but for the word for date or time: `Date` and `Time`, `Startdato` and
    `Starttid`. The times are in UTC if one of the names says so. Rows whose cells make no time keep
    them.

    Parameters
    ----------
    table, named, guess
        As in `join_date_parts`.

    Returns
    -------
    Table
        The new column has the names of its parts: `Date, Time`.
    """
    for date_column, time_column in time_of_day_columns(table.columns):
        joined = f"{date_column}, {time_column}"
        if date_column in named or time_column in named:
            continue
        if joined not in named and not guess:
            continue
        zone = " UTC" if _UTC.search(f"{date_column} {time_column}") else ""
        days, times = table.columns[date_column], table.columns[time_column]
        # The texts, the dates and the times that remain.
        spool = Spool(lists=3)
        pairs = zip(days, times, strict=True)
        texts = gather((_date_and_time(day, time, zone) for day, time in pairs), spool)
        if not _are_times(times, texts):
            continue
        dates = gather((text or day for day, text in zip(days, texts, strict=True)), spool)
        pairs = zip(times, texts, strict=True)
        times_without_date = gather((None if text else time for time, text in pairs), spool)
        columns: dict[str, Sequence[Any]] = {}
        for name, column_cells in table.columns.items():
            if name == date_column:
                columns[joined] = dates
            elif name != time_column:
                columns[name] = column_cells
            elif any_cell(times_without_date):
                columns[name] = times_without_date
        return replace(table, columns=columns)
    return table


def time_of_day_columns(columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of a column of dates and one of times of day with the same name."""
    names = {column: name_parts(column)[0] for column in columns}
    times: dict[str, list[str]] = {}
    for column, name in names.items():
        if time := _TIME_WORD.fullmatch(name):
            times.setdefault((time[1] or "").strip(), []).append(column)
    for column, name in names.items():
        match = _DATE_WORD.fullmatch(name)
        if match is None:
            continue
        # What stands before the word must be that of an event's date: not *birth day*.
        if match[1] and not is_date_name(f"{match[1]} date"):
            continue
        for time_column in times.get(match[1].strip(), ()):
            if time_column != column:
                yield column, time_column


def _date_and_time(day: Any, time: Any, zone: str) -> str | None:
    """Return a day with a time of day as one text; None if they make no time."""
    if not isinstance(day, str) or time is None or isinstance(time, list):
        return None
    clock = text_of(time)
    if _DIGITS.fullmatch(clock):
        clock = clock.zfill(4)
    text = f"{day.strip()} {clock}{'' if _ZONED.fullmatch(clock) else zone}"
    reading = parse_date_text(text, "day")
    # The cell of the date must state a day and no time: `2024-07-24 12:00` takes no second time.
    is_day = (
        without_zone(day) is None
        and (day_reading := parse_date_text(day, "day"))
        and not day_reading.moment
    )
    return text if is_day and reading and reading.moment else None


def _are_times(cells: Sequence[Any], texts: Sequence[str | None]) -> bool:
    """Return whether most of the first filled cells make a time with their day."""
    pairs = zip(cells, texts, strict=True)
    outcomes = [*islice((text is not None for cell, text in pairs if cell is not None), _SAMPLE)]
    return sum(outcomes) > _TIME_SHARE * len(outcomes)
