"""Titles, sources and dates of rows that state none: by the file and the row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geotrack.findings import shown
from geotrack.importing.cells.dates import DateRules, read_date
from geotrack.importing.cells.text import sample, text_of
from geotrack.importing.mapping.column_words import NO_VALUE, is_other_date, name_parts
from geotrack.importing.mapping.plan import Plan
from geotrack.importing.mapping.target_properties import NAMING
from geotrack.importing.table import Table

__all__ = ["Completion"]

_FEW = 20
"""Cells that show whether a column holds dates."""
_OPTIONS = {
    "title": "--map COLUMN=title",
    "start": "--map COLUMN=start or --set start=2024",
    "source": "--map COLUMN=sources.url or --set sources.url=https://…",
}


class Completion:
    """Completes drafts, one after the other, and counts them for the report.

    A row without a title or a source names itself. `start` is `unknown` where no row has a date.

    Parameters
    ----------
    table : Table
        The cells.
    plan : Plan
        Use of each column.
    """

    def __init__(self, table: Table, plan: Plan) -> None:
        self._table, self._plan = table, plan
        self._is_undated = not plan.possible_dates and not _is_dated(table, plan)
        self._first: dict[str, int] = {}
        self._count = {"title": 0, "source": 0}

    def complete(self, n: int, feature: dict[str, Any]) -> None:
        """Complete the draft of a row, in place."""
        found = feature["properties"]
        added = {"start": "unknown"} if self._is_undated else {}
        if "title" not in found:
            added = {"title": self._cite("title", n), **added}
        unnamed = [
            source
            for source in found.setdefault("sources", [{}])
            if not source.keys() & {*NAMING["sources"]}
        ]
        if unnamed:
            cited = self._cite("source", n)
            for source in unnamed:
                source["cite"] = cited
        feature["properties"] = {**added, **found}

    def _cite(self, key: str, n: int) -> str:
        self._first.setdefault(key, n)
        self._count[key] += 1
        return self._table.citation(n)

    def notes(self) -> Iterator[str]:
        """Yield what was stated so."""
        if self._is_undated:
            others = ", ".join(self._other_dates())
            perhaps = f", perhaps {others}" if others else ""
            yield f"no column is a date: 'unknown' → start; {_OPTIONS['start']} states one{perhaps}"
        many = len(self._table.rows)
        for key, count in self._count.items():
            if count:
                first = shown(self._table.citation(self._first[key]))
                every = count == many
                some = "no column gives a" if every else f"{count} of {many} without a"
                verb = "is called by" if key == "title" else "cites"
                yield (
                    f"{some} {key}: {'each' if every else 'such a'} record {verb} the file and its "
                    f"row, first {first}; {_OPTIONS[key]} states it"
                )

    def _other_dates(self) -> Iterator[str]:
        """Yield the columns of dates whose names say that these are not of the event."""
        for column in self._plan.extras:
            texts = sample(self._table.columns[column])
            if is_other_date(name_parts(column)[0]) and any(
                read_date(text, DateRules()) for text in texts[:_FEW]
            ):
                yield column


def _is_dated(table: Table, plan: Plan) -> bool:
    """Return whether a row has a date, or a text in place of one."""
    columns = [table.columns[c] for c, one in plan.columns.items() if one.path == "start"]
    return "start" in plan.constants or any(
        cell is not None and text_of(cell).strip().lower() not in NO_VALUE
        for cells in columns
        for cell in cells
    )
