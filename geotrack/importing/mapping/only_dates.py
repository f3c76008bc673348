"""The column of dates of a table where no name of a column says which it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from geotrack.importing.targets.column_words import (
    OTHER_YEAR,
    date_rank,
    is_other_date,
    name_parts,
)
from geotrack.notation import number_of

__all__ = ["only_dates"]

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
