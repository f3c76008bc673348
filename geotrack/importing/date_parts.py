"""Dates of tables that have their years, months and days in columns of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from geotrack.importing.cells.text import text_of
from geotrack.importing.disk_lists import Spool, gather
from geotrack.importing.mapping.column_words import DATE, is_date_name, name_parts
from geotrack.importing.table import Table
from geotrack.notation import number_of
from geotrack.notation.month_names import month_number

__all__ = ["join_date_parts"]

_PARTS = (("year", "yr", "ar"), ("month", "maned", "mnd", "mo"), ("day", "dag"))
_YEAR_DIGITS = 4
_HOURS = ("time", "tid", "day", "dag", "from", "fra", "to", "til")


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
    parts = _columns_of_parts(table)
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
        if any(c is not None for c in left):
            columns[name] = left
    return replace(table, columns=columns)


def _columns_of_parts(table: Table) -> list[str]:
    """Return the columns of years, months and days; without days, those of years and months."""
    names = {c: name_parts(c)[0] for c in table.columns}
    found = [next((c for c, name in names.items() if name in part), None) for part in _PARTS]
    return [c for c in found if c] if found[0] and found[1] else []


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
    whole = [int(n) for n in numbers if n is not None and float(n).is_integer()]
    if len(whole) < len(texts) or len(texts[0]) != _YEAR_DIGITS:
        return None
    try:
        day = date(*whole, *[1] * (len(_PARTS) - len(whole)))
    except ValueError:
        return None
    return day.isoformat()[: 10 if len(whole) == len(_PARTS) else 7]
