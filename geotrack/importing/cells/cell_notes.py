"""Notes on cells for the report: dates that were read, and cells that do not fit their property."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from geotrack.findings import shown
from geotrack.importing.faults import LIST_EACH

__all__ = ["DateCells", "Oddity"]

_FEW = 4
_AHEAD = 5
"""Years ahead in which a planned event may be."""
_LAST_DAY = "31"
_SHORT = re.compile(r"(\d\d)([-/.])(\d\d)\2(\d\d)")


class DateCells:
    """Cells of a column that became dates: their number, and those that may be read wrongly."""

    def __init__(self) -> None:
        self._count = self._late_count = 0
        self._first = self._late = ("", "", "")
        self._heads: set[str] = set()
        self._lasts: set[str] = set()

    def add(self, row: str, text: str, date: str) -> None:
        """Add a cell with its row and its date."""
        if not self._count:
            self._first = row, text, date
        self._count += 1
        if len(self._heads) <= 1:
            parts = _SHORT.fullmatch(text)
            self._heads.add(parts[1] + parts[2] + parts[3] if parts else "")
            if parts:
                self._lasts.add(parts[4])
        if _is_late(text, date):
            if not self._late_count:
                self._late = row, text, date
            self._late_count += 1

    def notes(self, column: str, how: str) -> Iterator[str]:
        """Yield notes for the report; `how` is a comma and the rule by which cells were read."""
        cells = "1 cell" if self._count == 1 else f"{self._count} cells"
        row, text, day = self._first
        yield f"{column}: {cells} read as dates{how}; first {row}, {shown(text)} → {day}"
        yield from self._year_first(column)
        if self._late_count:
            row, text, day = self._late
            yield (
                f"{column}: {self._late_count} of them with two digits for the year, which are "
                f"read as 1969 to 2068; first {row}, {shown(text)} → {day}; if it is of the "
                "century before, write four digits"
            )

    def _year_first(self, column: str) -> Iterator[str]:
        """Yield a note where only the last of three numbers of two digits changes."""
        if len(self._heads) == 1 and len(self._lasts) > 1 and max(self._lasts) <= _LAST_DAY:
            mark = next(iter(self._heads))[2]
            yield (
                f"{column}: only the last number of its dates changes; if that is the day, and the "
                f'year is first, --dates "{mark.join(("%y", "%m", "%d"))}" says it'
            )


@dataclass
class Oddity:
    """Cells of one column that do not fit their property.

    Parameters
    ----------
    what : str
        What is wrong.
    count : int
        Number of cells.
    first : str
        The first: its row and value.
    cell : str
        Its value alone.
    remedy : str
        A suggestion; may be empty.
    remedies : dict of str to str
        Suggestions by further values, a few.
    others : list of str
        The others, if messages list each.
    """

    what: str
    count: int = 0
    first: str = ""
    cell: str = ""
    remedy: str = ""
    remedies: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def add(self, place: str, cell: str, remedy: str) -> None:
        """Add a cell; `place` is its row and value."""
        if not self.count:
            self.first, self.cell, self.remedy = place, cell, remedy
        elif LIST_EACH.get():
            self.others.append(place)
        if remedy and cell != self.cell and len(self.remedies) < _FEW:
            self.remedies[cell] = remedy
        self.count += 1


def _is_late(text: str, read: str) -> bool:
    """Return whether a year of two digits is read as one far ahead."""
    year = read[:4]
    return (
        year.isdecimal()
        and year not in text
        and int(year) > datetime.now(UTC).year + _AHEAD
        and re.search(r"\d{4}", text) is None
    )
