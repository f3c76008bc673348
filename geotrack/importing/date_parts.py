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

_PARTS = (
    ("year", "yr", "ar", "iyear"),
    ("month", "maned", "mnd", "mo", "mon", "imonth"),
    ("day", "dag", "dy", "iday"),
)
_OF_AN_EVENT = ("", "start ", "begin ", "event ", "incident ")
"""What may stand before each of these names."""
_YEAR_DIGITS = 4
_HOURS = ("time", "tid", "day", "dag", "from", "fra", "to", "til")
_DATE_WORD = re.compile(r"(.*?)(?:date|dato|day|dag)( utc| gmt)?")
_TIME_WORD = re.compile(
    r"(.*?)(?:time(?: of day)?|tid|klokkeslett|klokka|kl|clock|hour)( utc| gmt)?|utc|gmt"
)
_UTC = re.compile(r"\b(?:utc|gmt|zulu)\b", re.IGNORECASE)
_ZONED = re.compile(r".*(?:[a-z]|[+-]\d{2}:?\d{2})\s*", re.IGNORECASE)
_DIGITS = re.compile(r"\d{3,4}")  # 930 is half past nine: a program took it for a number
_SAMPLE, _HALF = 1_000, 0.5


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
    if len(parts) < len(_PARTS) - 1 or set(parts) & set(named):
        return table
    if joined not in named and (not guess or _has_dates(table, parts)):
        return table
    rows = zip(*(table.columns[c] for c in parts), strict=True)
    spool = Spool(len(parts) + 1)
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
        left = gather((None if day else c for c, day in zip(cells, dates, strict=True)), spool)
        if any_cell(left):
            columns[name] = left
    return replace(table, columns=columns)


def date_columns(columns: Iterable[str]) -> list[str]:
    """Return the columns of years, months and days; without days, those of years and months."""
    names = {name_parts(c)[0]: c for c in reversed([*columns])}
    for prefix in _OF_AN_EVENT:
        part_columns = [
            next((names[prefix + w] for w in part if prefix + w in names), None) for part in _PARTS
        ]
        if part_columns[0] and part_columns[1]:
            return [c for c in part_columns if c]
    return []


def _has_dates(table: Table, parts: Collection[str]) -> bool:
    """Return whether another column is named like one of dates."""
    names = (name_parts(c)[0] for c in table.columns if c not in parts)
    return any((n in DATE["start"] or is_date_name(n)) and n not in _HOURS for n in names)


def _date(cells: Sequence[Any]) -> str | None:
    """Return a day; a month where the day is empty; None if the parts make no date."""
    texts = ["" if c is None else text_of(c).strip() for c in cells]
    if not texts[-1] and len(texts) == len(_PARTS):
        texts.pop()
    numbers = [number_of(t) for t in texts]
    if numbers[1] is None:
        numbers[1] = month_number(texts[1])
    integers = [int(n) for n in numbers if n is not None and float(n).is_integer()]
    if len(integers) < len(texts) or len(texts[0]) != _YEAR_DIGITS:
        return None
    try:
        day = date(*integers, *[1] * (len(_PARTS) - len(integers)))
    except ValueError:
        return None
    return day.isoformat()[: 10 if len(integers) == len(_PARTS) else 7]


def join_times_of_day(table: Table, named: Collection[str], *, guess: bool) -> Table:
    """Return a table with one column in place of one of dates and one of times of day.

    Their names differ only in the word for it: `Date` and `Time`, `Startdato` and `Starttid`. A
    column whose name says so has times in UTC. Rows whose cells make no time keep them.

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
        if {date_column, time_column} & {*named} or (joined not in named and not guess):
            continue
        zone = " UTC" if _UTC.search(f"{date_column} {time_column}") else ""
        spool = Spool(3)
        cells = zip(table.columns[date_column], table.columns[time_column], strict=True)
        texts = gather((_timed(day, time, zone) for day, time in cells), spool)
        if not _are_times(table.columns[time_column], texts):
            continue
        cells = zip(table.columns[date_column], texts, strict=True)
        dates = gather((text or day for day, text in cells), spool)
        cells = zip(table.columns[time_column], texts, strict=True)
        left = gather((None if text else time for time, text in cells), spool)
        columns: dict[str, Sequence[Any]] = {}
        for name, column_cells in table.columns.items():
            if name == date_column:
                columns[joined] = dates
            elif name != time_column:
                columns[name] = column_cells
            elif any_cell(left):
                columns[name] = left
        return replace(table, columns=columns)
    return table


def time_of_day_columns(columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield columns of dates with those of times of day that are named like them."""
    names = {column: name_parts(column)[0] for column in columns}
    times: dict[str, list[str]] = {}
    for column, name in names.items():
        if time := _TIME_WORD.fullmatch(name):
            times.setdefault((time[1] or "").strip(), []).append(column)
    for column, name in names.items():
        match = _DATE_WORD.fullmatch(name)
        if match and (not match[1] or is_date_name(f"{match[1]} date")):
            yield from (
                (column, time) for time in times.get(match[1].strip(), ()) if time != column
            )


def _timed(day: Any, time: Any, zone: str) -> str | None:
    """Return a day with a time of day as one text; None if they make no time."""
    if not isinstance(day, str) or time is None or isinstance(time, list):
        return None
    clock = text_of(time)
    if _DIGITS.fullmatch(clock):
        clock = clock.zfill(4)
    text = f"{day.strip()} {clock}{'' if _ZONED.fullmatch(clock) else zone}"
    reading = parse_date_text(text, "day")
    # The cell of the date alone states a day.
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
    return sum(outcomes) > _HALF * len(outcomes)
