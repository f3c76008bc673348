"""The columns of dates and of titles of a table in which no name of a column shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from geotrack.importing.cells.text import SAMPLE, is_prose, sample
from geotrack.importing.table import Table
from geotrack.importing.targets.column_words import (
    DATE,
    LAST_TITLE,
    NAME,
    NO_VALUE,
    OTHER_YEAR,
    SOURCE,
    WORDS,
    date_rank,
    is_other_date,
    name_parts,
)
from geotrack.messages import Message
from geotrack.notation import number_of

__all__ = ["only_dates", "title_column"]

_SPAN = re.compile(r"\d{4}\s*[-–/]\s*\d{4}")  # of years only where a name says so


def only_dates(
    texts: Mapping[str, Sequence[str]], is_date: Callable[[str, str], bool]
) -> tuple[str | None, list[str]]:
    """Return the only column whose cells are all dates, whatever its name.

    Parameters
    ----------
    texts : Mapping of str to sequence of str
        Cells by column, without empty ones.
    is_date : callable
        Whether a column has a text as a date.

    Returns
    -------
    str or None
        The column; None if there is none, several, or one that is named like a date and is none.
    list of str
        The columns that may be dates, if none is returned.
    """
    dates, possible = [], []
    for column, cells in texts.items():
        name, _ = name_parts(column)
        if not cells or is_other_date(name):
            continue
        is_named = date_rank(name) is not None or OTHER_YEAR.fullmatch(name)
        if is_named and any(c.isdigit() for text in cells for c in text):
            possible.append(column)
        elif all(
            number_of(text) is None and not _SPAN.fullmatch(text) and is_date(column, text)
            for text in cells
        ):
            dates.append(column)
    if len(dates) == 1 and not possible:
        return dates[0], []
    return None, possible + dates


# Columns that mean something else, also where their cells do not fit it.
_OTHERS = frozenset(
    (*chain(*WORDS.values(), *DATE.values()), *SOURCE, "unread geometry", "kml description")
)
# Share of cells that must be different texts; share of one text that says nothing; mean letters of
# a text at least; letters of a text at most.
_HALF, _SAME, _WORD, _LONGEST = 0.5, 0.9, 4, 100


def title_column(
    table: Table, left: Collection[str], kept: Collection[str], *, is_dated: bool
) -> tuple[str, str] | None:
    """Return the column that gives titles, and why; None if there is none.

    Parameters
    ----------
    table : Table
        The cells.
    left : collection of str
        Columns without a property.
    kept : collection of str
        Columns that only have the name of a property.
    is_dated : bool
        Whether rows have dates. The kind or the place is a title of an event alone, and a row
        without a date is none.
    """
    names = [c for c in table.columns if c in left or c in kept]
    for words in (*LAST_TITLE, NAME) if is_dated else (LAST_TITLE[0], NAME):
        columns = [c for c in names if words.fullmatch(name_parts(c)[0])]
        counts = {c: n for c in columns if (n := _different(table, c, words is not LAST_TITLE[0]))}
        if counts:
            column = max(counts, key=lambda c: counts[c]) if words is NAME else next(iter(counts))
            return column, Message("no column is named as a title")
    for column in names:
        is_other = column in kept or name_parts(column)[0] in _OTHERS
        cells = table.columns[column]
        if (
            not is_other
            and all(map(_is_short_text, cells[:SAMPLE]))
            and _different(table, column, True) > _HALF * min(len(cells), SAMPLE)
        ):
            return column, Message("the first column of different texts")
    return None


def _different(table: Table, column: str, needs_words: bool) -> int:
    """Return how many different texts a column has; 0 if these cannot be titles."""
    cells: Sequence[Any] = table.columns[column]
    texts = [t for t in sample(cells) if is_prose(t) and t.lower() not in NO_VALUE]
    if len(texts) < _HALF * min(len(cells), SAMPLE):
        return 0
    most = max((texts.count(t) for t in set(texts)), default=0)
    # A type that all rows share says nothing, nor does a code such as `ml`.
    says_nothing = most > max(1, _SAME * len(texts)) or (sum(map(len, texts)) < _WORD * len(texts))
    return 0 if needs_words and says_nothing else len(set(texts))


def _is_short_text(cell: Any) -> bool:
    """Return whether a cell is empty, or a text that fits a title."""
    return cell is None or (isinstance(cell, str) and len(cell) <= _LONGEST and "<" not in cell)
