"""Columns whose texts are titles where none is named as one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

from geotrack.importing.cells.text import SAMPLE, is_prose, sample
from geotrack.importing.table import Table
from geotrack.importing.targets.column_words import (
    DATE,
    LAST_TITLE,
    NAME,
    NO_VALUE,
    SOURCE,
    WORDS,
    name_parts,
)

__all__ = ["title_column"]

# Columns that mean something else, also where their cells do not fit it.
_OTHERS = frozenset(
    (*chain(*WORDS.values(), *DATE.values()), *SOURCE, "unread geometry", "kml description")
)
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
            return column, "no column is named as a title"
    for column in names:
        is_other = column in kept or name_parts(column)[0] in _OTHERS
        cells = table.columns[column]
        if (
            not is_other
            and all(map(_is_short_text, cells[:SAMPLE]))
            and _different(table, column, True) > _HALF * min(len(cells), SAMPLE)
        ):
            return column, "the first column of different texts"
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
