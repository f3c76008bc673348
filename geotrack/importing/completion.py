"""Default titles, sources, dates, precisions and ids of drafts, and rows that are held back.

A row that lacks a title which other rows have, or whose position cannot be read, is held back: its
draft lacks that key, so that `check` refuses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from geotrack.findings import shown
from geotrack.importing.cells.dates import DateRules, read_date
from geotrack.importing.cells.text import sample, text_of
from geotrack.importing.faults import row_name
from geotrack.importing.mapping.plan import Plan
from geotrack.importing.option_names import option_remedy
from geotrack.importing.table import Table
from geotrack.importing.targets.column_words import NO_VALUE, is_other_date, name_parts
from geotrack.importing.targets.properties import NAMING
from geotrack.messages import Message, sentence

__all__ = [
    "NO_PLACE",
    "Completion",
    "LostPositions",
    "NewIds",
    "RadiusMeaning",
    "Slug",
    "held_back",
]

_FEW = 20
"""Cells that show whether a column holds dates."""
NO_PLACE = Message("such a record has no place")
"""What becomes of a row without a position."""
# Of all records, and of some; and the remedy.
_CITES = {
    "title": (
        "no column gives a title: each record is called by the file and its row, first {first}",
        "{count} of {total} without a title: such a record is called by the file and its row, "
        "first {first}",
        "--map COLUMN=title states it",
    ),
    "source": (
        "no column gives a source: each record cites the file and its row, first {first}",
        "{count} of {total} without a source: such a record cites the file and its row, first "
        "{first}",
        "--map COLUMN=sources.url or --set sources.url=https://… states it",
    ),
}


def held_back() -> str:
    """Return what becomes of a row whose position cannot be read."""
    choice = option_remedy(", or --incomplete takes it without a place")
    return Message("such a row is held back; correct it{choice}", choice)


class Completion:
    """Adds default values to drafts, one after the other, and counts them for the report.

    A draft without a source cites the file and its row. Where no row has a title, that is the title
    too. `start` is `unknown` where no row has a date.

    Parameters
    ----------
    table : Table
        The cells.
    plan : Plan
        Use of each column.
    incomplete : bool
        Whether a row without a title is called by file and row where other rows have one.
    held : set of int
        Receives the rows that are held back.
    """

    def __init__(self, table: Table, plan: Plan, held: set[int], *, incomplete: bool) -> None:
        self._table, self._plan, self._held = table, plan, held
        self._cites_title = incomplete or not _has_some(table, plan, "title")
        self._is_undated = not plan.possible_dates and not _has_some(table, plan, "start")
        self._first: dict[str, int] = {}
        self._count = {"title": 0, "source": 0}

    def complete(self, n: int, feature: dict[str, Any]) -> None:
        """Complete the draft of a row, in place."""
        properties = feature["properties"]
        added = {"start": "unknown"} if self._is_undated else {}
        if "title" not in properties:
            if self._cites_title:
                added = {"title": self._cite("title", n), **added}
            else:
                self._held.add(n)
        unnamed = [
            source
            for source in properties.setdefault("sources", [{}])
            if not source.keys() & {*NAMING["sources"]}
        ]
        if unnamed:
            cited = self._cite("source", n)
            for source in unnamed:
                source["cite"] = cited
        feature["properties"] = {**added, **properties}

    def _cite(self, key: str, n: int) -> str:
        self._first.setdefault(key, n)
        self._count[key] += 1
        return self._table.citation(n)

    def notes(self) -> Iterator[str]:
        """Yield notes about the default values."""
        if self._is_undated:
            candidates = ", ".join(self._other_dates())
            perhaps = Message(", perhaps {columns}", candidates) if candidates else ""
            yield sentence(
                Message("no column is a date: 'unknown' → start"),
                option_remedy(
                    "--map COLUMN=start or --set start=2024 states one{perhaps}", perhaps
                ),
            )
        total = len(self._table.rows)
        for key, count in self._count.items():
            if count:
                first = shown(self._table.citation(self._first[key]))
                of_all, of_some, remedy = _CITES[key]
                yield sentence(
                    Message(of_all, first)
                    if count == total
                    else Message(of_some, count, total, first),
                    option_remedy(remedy),
                )

    def _other_dates(self) -> Iterator[str]:
        """Yield the columns of dates whose names say that these are not of the event."""
        for column in self._plan.extras:
            texts = sample(self._table.columns[column])
            if is_other_date(name_parts(column)[0]) and any(
                read_date(text, DateRules()) for text in texts[:_FEW]
            ):
                yield column


class LostPositions:
    """Holds back rows whose position cannot be read: their drafts have no member `geometry`.

    Parameters
    ----------
    table : Table
        The cells.
    held : set of int
        Receives the rows that are held back.
    incomplete : bool
        Whether such rows become records without a place.
    """

    def __init__(self, table: Table, held: set[int], *, incomplete: bool) -> None:
        self._table, self._held, self._incomplete = table, held, incomplete
        self._columns = [table.columns[name] for name in table.position_columns]
        self._rows: list[str] = []

    def hold(self, n: int, feature: dict[str, Any]) -> None:
        """Remove the geometry of a draft that lost it, in place."""
        if feature["geometry"] is not None or not self._is_lost(n, feature["properties"]):
            return
        self._rows.append(self._table.rows[n])
        if not self._incomplete:
            del feature["geometry"]
            self._held.add(n)

    def _is_lost(self, n: int, properties: dict[str, Any]) -> bool:
        cells = (cells[n] for cells in self._columns)
        return "unread_geometry" in properties or any(c is not None and text_of(c) for c in cells)

    def notes(self) -> Iterator[str]:
        """Yield how many rows lost their position."""
        if self._rows:
            yield Message(
                "{count} of {total} with a position that cannot be read, first {row}: {outcome}",
                len(self._rows),
                len(self._table.rows),
                row_name(self._rows[0]),
                NO_PLACE if self._incomplete else held_back(),
            )


# Keys that describe a position: a row without one does not get them.
_OF_A_POSITION = ("precision", "radius_km")


class RadiusMeaning:
    """Sets the precision of rows that have a radius and no precision.

    Parameters
    ----------
    plan : Plan
        Its constant precision and radius apply only to rows with a position.
    """

    def __init__(self, plan: Plan) -> None:
        self._count = Counter[str]()
        constants = {key: plan.constants.get(f"place.{key}") for key in _OF_A_POSITION}
        self._of_all = {} if constants["precision"] == "region" else constants

    def state(self, _: int, feature: dict[str, Any]) -> None:
        """State the precision of a draft, in place."""
        place = feature["properties"].get("place")
        if not isinstance(place, dict):
            return
        if feature.get("geometry") is None:
            for key, value in self._of_all.items():
                if value is not None and place.get(key) == value:
                    del place[key]
            if not place:
                del feature["properties"]["place"]
        elif "radius_km" in place and "precision" not in place:
            precision = place["precision"] = "ring" if "inner_radius_km" in place else "near"
            self._count[precision] += 1

    def notes(self) -> Iterator[str]:
        """Yield how many rows were given a precision."""
        for precision, count in self._count.items():
            rows = Message("1 row has") if count == 1 else Message("{n} rows have", count)
            yield sentence(
                Message(
                    "{rows} a radius and no precision: {precision!r} → place.precision",
                    rows,
                    precision,
                ),
                option_remedy("--set place.precision=representative states another"),
            )


def _has_some(table: Table, plan: Plan, path: str) -> bool:
    """Return whether a constant or a cell states a property."""
    columns = [table.columns[c] for c, target in plan.columns.items() if target.path == path]
    return path in plan.constants or any(
        cell is not None and text_of(cell).strip().lower() not in NO_VALUE
        for cells in columns
        for cell in cells
    )


Slug = Callable[[Mapping[str, Any]], str]
"""Returns an id made of the properties of a record; equal ones are numbered."""


class NewIds:
    """Gives ids to drafts, one after the other: the same file gives the same ones.

    Parameters
    ----------
    slug : callable
        Makes an id of properties.
    used : iterable of str
        Ids that rows state.
    """

    def __init__(self, slug: Slug, used: Iterable[str]) -> None:
        self._slug, self._used = slug, {*used}
        self._last: dict[str, int] = {}

    def give(self, n: int, feature: dict[str, Any]) -> None:
        """Give the draft of a row an id, in place, if it has none."""
        if "id" in feature:
            return
        id_ = slug = self._slug(feature["properties"])
        # From the last number on, since a file may have a million rows of one title.
        number = self._last.get(slug, 1)
        while id_ in self._used:
            number += 1
            id_ = f"{slug}-{number}"
        if number > 1:
            self._last[slug] = number
        self._used.add(id_)
        # A row that is held back may have no geometry.
        members: dict[str, Any] = {
            key: feature.pop(key) for key in ("geometry", "properties") if key in feature
        }
        feature |= {"id": id_, **members}
