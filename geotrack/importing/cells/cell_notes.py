"""Notes on cells for the report: dates that were read, and cells that do not fit their property."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from geotrack.findings import shown
from geotrack.importing.faults import LIST_EACH, row_name
from geotrack.importing.option_names import option_remedy
from geotrack.messages import Message, sentence

__all__ = ["DateCells", "Oddity"]

# Different remedies that the note on a column names at most.
_FEW = 4
_AHEAD = 5
"""Years ahead in which a planned event may be."""
_LAST_DAY = "31"
# A date of three numbers of two digits, whose order is not known.
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
        cells = Message("1 cell") if self._count == 1 else Message("{n} cells", self._count)
        row, text, day = self._first
        yield Message(
            "{column}: {cells} read as dates{how}; first {row}, {text} → {day}",
            column,
            cells,
            how,
            row_name(row),
            shown(text),
            day,
        )
        yield from self._year_first(column)
        if self._late_count:
            row, text, day = self._late
            yield Message(
                "{column}: {n} of them with two digits for the year, which are read as 1969 to "
                "2068; first {row}, {text} → {day}; if it is of the century before, write four "
                "digits",
                column,
                self._late_count,
                row_name(row),
                shown(text),
                day,
            )

    def _year_first(self, column: str) -> Iterator[str]:
        """Yield a note where only the last of three numbers of two digits changes."""
        if len(self._heads) == 1 and len(self._lasts) > 1 and max(self._lasts) <= _LAST_DAY:
            mark = next(iter(self._heads))[2]
            form = mark.join(("%y", "%m", "%d"))
            yield sentence(
                Message("{column}: only the last number of its dates changes", column),
                option_remedy(
                    'if that is the day, and the year is first, --dates "{form}" says it', form
                ),
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

    def add(self, row: str, value: str, cell: str, remedy: str) -> None:
        """Add a cell by its row, and its value as messages have it."""
        if not self.count:
            self.first = Message("{row}, {text}", row_name(row), value)
            self.cell, self.remedy = cell, remedy
        elif LIST_EACH.get():
            self.others.append(Message("{row}, {text}", row_name(row), value))
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
