"""Features from table rows, by a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from geotrack.findings import shown
from geotrack.importing.cells import dates as cell_dates
from geotrack.importing.cells.cell_notes import DateCells, Oddity
from geotrack.importing.cells.dates import parse_in_form, without_zone
from geotrack.importing.cells.lists import (
    ADDRESSES,
    SEVERAL,
    WORK,
    Cell,
    count_of,
    is_work,
    joined,
    listed,
    shares,
    split,
)
from geotrack.importing.cells.nested import set_nested, unused_name
from geotrack.importing.cells.text import is_number, is_short, text_of
from geotrack.importing.cells.values import ABSENT, CellRules, choice_of, kind_of, suggestion
from geotrack.importing.disk_lists import DiskList
from geotrack.importing.geometry.reproject import is_on_globe
from geotrack.importing.mapping.plan import Plan
from geotrack.importing.table import Table
from geotrack.importing.targets.column_words import NO_VALUE
from geotrack.importing.targets.properties import (
    ANCHORS,
    END,
    EXTRA,
    ID,
    NAMING,
    NEEDED,
    START,
    Property,
    properties,
    stored_name,
)
from geotrack.importing.targets.value_labels import squashed
from geotrack.messages import Message
from geotrack.model.record_properties import PROPERTIES
from geotrack.notation import number_of

__all__ = ["Drafts", "build_features"]

# Rules of a column without its own; rows between two steps of the progress bar.
_NO_RULES, _OFTEN = CellRules(), 1_000
_FREE_TEXTS = {
    one.at
    for one in PROPERTIES
    if one.form and one.form.control in {"text", "lines"} and not one.form.datalist
}
# Properties of which a cell like “–” states nothing.
_MAY_BE_LEFT_OUT = _FREE_TEXTS | {
    "place.name", "start", "end", "actors.name", "sources.url", "sources.cite",
    "sources.publisher",
}  # fmt: skip

Parts = dict[str, list[Cell]]
"""Cells by key of an object."""


@dataclass(frozen=True)
class Drafts:
    """Drafts of records.

    Parameters
    ----------
    features : sequence of dict
        Features, one for each row.
    placed, worded : int
        How many have a geometry on the globe, and how many one by the words for their place.
    filled : Mapping of str to int
        How many have each of the properties that a record needs.
    lacking : Mapping of str to str
        The first row without such a property.
    oddities : Mapping of (str, str) to Oddity
        Oddities by column and kind.
    conversions : Mapping of (str, str, str) to int
        Number of cells that became a value, by column, text and value.
    dates : Mapping of str to DateCells
        Cells of a column that became a date.
    """

    features: Sequence[dict[str, Any]]
    placed: int
    worded: int
    filled: Mapping[str, int]
    lacking: Mapping[str, str]
    oddities: Mapping[tuple[str, str], Oddity]
    conversions: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    dates: Mapping[str, DateCells] = field(default_factory=dict)


def build_features(
    table: Table,
    plan: Plan,
    geometries: Sequence[dict[str, Any] | str | None],
    changes: Sequence[Callable[[int, dict[str, Any]], None]] = (),
    progress: Callable[[int], object] = lambda _: None,
) -> Drafts:
    """Return a draft of a record for each row.

    Parameters
    ----------
    table : Table
        The cells.
    plan : Plan
        Use of each column.
    geometries : sequence of dict, str or None
        GeoJSON geometries of the rows; text of one that has no place in lon/lat is kept.
    changes : sequence of callable
        Each changes the draft of a row in place, before it may leave the memory.
    progress : callable
        Receives the number of further rows.
    """
    rows = _Rows(table, plan)
    features = DiskList()
    placed_rows, worded, filled, lacking = 0, 0, Counter[str](), dict[str, str]()
    for n, geometry in enumerate(geometries):
        if n % _OFTEN == 0:
            progress(min(_OFTEN, len(table.rows) - n))
        id_, row = rows.properties(n)
        feature: dict[str, Any] = {"type": "Feature"}
        if id_ is not None:
            feature["id"] = id_
        if isinstance(geometry, str):
            row[unused_name("unread_geometry", row)] = geometry
        placed = geometry if isinstance(geometry, dict) else None
        feature |= {"geometry": placed, "properties": row}
        for change in changes:
            change(n, feature)
        features.append(feature)
        placed_rows += placed is not None and is_on_globe(placed)
        worded += placed is None and feature.get("geometry") is not None
        for key in NEEDED:
            if key in feature["properties"]:
                filled[key] += 1
            else:
                lacking.setdefault(key, table.rows[n])
    counts = placed_rows, worded, filled, lacking
    return Drafts(features.whole(), *counts, rows.oddities, rows.conversions, rows.dates)


@dataclass
class _Rows:
    """Builds the properties of drafts, a row after the other, and collects what is odd in cells."""

    table: Table
    plan: Plan
    oddities: dict[tuple[str, str], Oddity] = field(default_factory=dict)
    conversions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    dates: dict[str, DateCells] = field(default_factory=dict)
    end: str | None = None  # of the present row, if the cell of its start states it

    @cached_property
    def filled(self) -> tuple[Property, ...]:
        """Properties that the plan can fill, in the order of a record."""
        paths = {target.path for target in self.plan.columns.values()} | set(self.plan.constants)
        paths |= {END} if START in paths else set()
        return tuple(target for path, target in properties().items() if path in paths)

    @cached_property
    def standing(self) -> Mapping[str, dict[str, Any]]:
        """Constants by the first key of their path, and by the rest of it."""
        constants: dict[str, dict[str, Any]] = {}
        for path, value in self.plan.constants.items():
            first, _, rest = path.partition(".")
            constants.setdefault(first, {})[rest] = value
        return constants

    def properties(self, n: int) -> tuple[Any, dict[str, Any]]:
        """Return the id and the properties of one row."""
        extras = {
            name: self.table.columns[column][n]
            for column, name in self.plan.extras.items()
            if self.table.columns[column][n] is not None
        }
        cells_by_path: dict[str, list[Any]] = {}
        self.end = None
        for column, target in self.plan.columns.items():
            cell = self._cell(n, column, target, extras)
            if cell is None:
                continue
            if target.path == START and START in cells_by_path:  # another column has a date
                extras[stored_name(column, extras)] = cell
            elif target.keys[0] in ANCHORS:
                # Values are assigned to objects below.
                cells_by_path.setdefault(target.path, []).append((column, joined(cell)))
            else:
                values = self._values(n, column, target, cell, extras)
                cells_by_path.setdefault(target.path, []).extend(values)
        if self.end is not None:
            cells_by_path.setdefault(END, [self.end])
        id_ = cells_by_path.pop(ID, [self.plan.constants.get(ID)])[0]
        record: dict[str, Any] = {}
        parts: dict[str, Parts] = {first: {} for first in ANCHORS}
        for target in self.filled:
            first, _, rest = target.path.partition(".")
            if first in ANCHORS:
                record.setdefault(first, [])
                if target.path in cells_by_path:
                    parts[first][rest] = cells_by_path[target.path]
                continue
            values = cells_by_path.get(target.path) or _standing(self.plan.constants, target)
            if values:
                set_nested(record, target.keys, values if target.listed else values[0])
        for first, cells in parts.items():
            record[first] = self._objects(n, first, cells, extras)
        constants = self.standing.get(EXTRA.rstrip("."), {})
        nonempty = {k: v for k, v in record.items() if v != []}
        return id_, {**nonempty, **constants, **extras, "review": "draft"}

    @cached_property
    def partners(self) -> Mapping[str, str]:
        """The column that names the object of a column, where several columns name objects."""
        by_path: dict[str, list[str]] = {}
        for column, target in self.plan.columns.items():
            by_path.setdefault(target.path, []).append(column)
        by_column: dict[str, str] = {}
        for path, columns in by_path.items():
            first = path.partition(".")[0]
            for key in ANCHORS.get(first, ()):
                naming = by_path.get(f"{first}.{key}", [])
                if len(naming) == len(columns) > 1 and naming != columns:
                    by_column.update(zip(columns, naming, strict=True))
        return by_column

    def _cell(self, n: int, column: str, target: Property, extras: dict[str, Any]) -> Any:
        """Return a cell, None if it states no value; empty where it belongs to an object."""
        cell = self.table.columns[column][n]
        may_be_none = cell is not None and target.path in _MAY_BE_LEFT_OUT
        if may_be_none and text_of(cell).strip().lower() in NO_VALUE:
            self._keep(n, column, text_of(cell), extras, Message("states no value"))
            cell = None
        partner = self.partners.get(column)
        is_gap = partner is not None and self.table.columns[partner][n] is not None
        return "" if cell is None and is_gap else cell

    def _values(
        self, n: int, column: str, target: Property, cell: Any, extras: dict[str, Any]
    ) -> list[Any]:
        """Return the values of a cell; several where the property is a list."""
        if isinstance(cell, list):
            cells = cell if target.listed else [joined(cell)]
        else:
            cells = split(cell) if target.listed else [cell]
        if text_of(cell) in ABSENT.get(target.path, ()):
            return []
        return [self._value(n, column, target, c, extras) for c in cells]

    def _value(
        self, n: int, column: str, target: Property, cell: Any, extras: dict[str, Any]
    ) -> Any:
        """Return the value of a property that a cell means; the cell if it means none."""
        if target.kind == "id":
            return cell if isinstance(cell, int) else text_of(cell)
        rules = self.plan.rules.get(column, _NO_RULES)
        if target.kind in {"number", "integer"} and not rules.values:
            return self._number(n, column, target, cell)
        text = text_of(cell)
        if target.kind == "date":
            return self._date(n, column, target, text, extras)
        value = choice_of(target, text, rules)
        if value is None:
            noun = Message(kind_of(target))
            reason = Message("no {noun} as records write it, and kept as it stands", noun)
            self._odd(n, column, reason, text, suggestion(target, text))
            return text
        if value != text:
            self.conversions[column, text, value] += 1
        return value

    def _number(self, n: int, column: str, target: Property, cell: Any) -> Any:
        number = cell if is_number(cell) else number_of(text_of(cell), self.table.comma)
        if number is None:
            self._odd(n, column, Message("no number, and kept as it stands"), cell)
            return cell
        is_whole = isinstance(number, float) and number.is_integer()
        return int(number) if is_whole and (target.kind == "integer" or is_short(cell)) else number

    def _date(
        self, n: int, column: str, target: Property, text: str, extras: dict[str, Any]
    ) -> str:
        """Return the date of a cell as records write it; its text if it is none."""
        rules = self.plan.rules.get(column, _NO_RULES).dates
        reading = cell_dates.read_date(text, rules)
        if reading is None:
            published = cell_dates.published_day(self.plan, self.table.columns, n)
            span = cell_dates.read_range(text, rules, published) if target.path == START else None
            if span is not None:
                self.end = span.end
                self._note_date(n, column, text, "/".join(filter(None, (span.start, span.end))))
                return span.start
            problem, remedy = cell_dates.why_unread(text, rules, published)
            self._odd(n, column, problem, text, remedy)
            return text
        if not text.startswith(reading.date) and parse_in_form(text, rules.forms) is None:
            self._note_date(n, column, text, reading.date)
        if not reading.whole:
            why = Message(
                "a time without its zone: the day is taken"
                if reading.moment or without_zone(text)
                else "it says more than the date that is read"
            )
            self._keep(n, column, text, extras, why)
        return reading.date

    def _note_date(self, n: int, column: str, text: str, date: str) -> None:
        self.dates.setdefault(column, DateCells()).add(self.table.place(n, column), text, date)

    def _keep(self, n: int, column: str, text: str, extras: dict[str, Any], why: str) -> None:
        """Keep the whole text of a date that was read in part."""
        name = stored_name(column, extras)
        extras[name] = text
        self._odd(n, column, Message("{why}, {name!r} keeps all", why, name), text)

    def _objects(
        self, n: int, first: str, parts: Parts, extras: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return a list of objects, one for each value of the cells that name them."""
        constants = self.standing.get(first, {})
        if not parts and constants.keys() & set(NAMING[first]):
            parts, constants = {k: [(f"{first}.{k}", v)] for k, v in constants.items()}, {}
        anchor = next((key for key in ANCHORS[first] if key in parts), None)
        if anchor is None and len(parts.get(WORK, [])) > 1:
            anchor = WORK
        works = 0 if anchor else len(shares(parts.get(WORK, [])))
        if works > 1 and any(count_of(first, key, parts[key]) == works for key in parts):
            anchor = WORK
            column, cell = parts[WORK][0]
            reason = Message("several sources, as another column has as many values")
            self._odd(n, column, reason, cell)
        pattern = ADDRESSES if anchor in {"url", WORK} and not works else SEVERAL
        anchors = [
            (column, v)
            for column, cell in parts.get(anchor or "", [])
            for v in split(cell, pattern)
        ]
        works_too = WORK in parts
        objects = [self._named(n, anchor, c, v, works=works_too) for c, v in anchors if anchor]
        if parts and not objects:
            objects = [{}]
        for key, cells in parts.items():
            if key != anchor:
                # With several works a list cannot be assigned to one source.
                source_count = works if key != WORK else 0
                target = properties()[f"{first}.{key}"]
                self._share(n, target, cells, objects, extras, works=source_count)
        for item in objects:
            for key, value in constants.items():
                fits = properties()[f"{first}.{key}"]
                set_nested(item, tuple(key.split(".")), listed(fits, value), over=False)
        return [item for item in objects if item]

    def _named(
        self, n: int, anchor: str, column: str, value: Any, *, works: bool
    ) -> dict[str, Any]:
        """Return an object by the value that names it.

        An address that is none is a work, unless another column has `works`.
        """
        if anchor == "url" and not works and is_work(text_of(value)):
            reason = Message("no address, and taken as a work (sources.cite)")
            self._odd(n, column, reason, value)
            return {WORK: text_of(value)}
        values = self.plan.rules.get(column, _NO_RULES).values
        return {anchor: values.get(squashed(text_of(value)), value) if values else value}

    def _share(
        self,
        n: int,
        target: Property,
        cells: list[Cell],
        objects: list[dict[str, Any]],
        extras: dict[str, Any],
        *,
        works: int,
    ) -> None:
        """Assign the values of a key to the objects; `works` counts possible sources."""
        values = shares(cells)
        few = target.listed or len(values) == 1 or works <= 1
        if len(objects) == 1 and len(cells) == 1 and few:
            column, cell = cells[0]
            set_nested(objects[0], target.keys[1:], self._shared(n, column, target, cell, extras))
            if len(values) > 1 and not target.listed:
                noun = Message(target.keys[0][:-1])
                reason = Message("';' is a part of the text, as the row has one {noun}", noun)
                self._odd(n, column, reason, cell)
        elif len(values) != len(objects):
            name = stored_name(target.path.replace(".", "_"), extras)
            extras[name] = "; ".join(text_of(v) for _, v in cells)
            expected = max(len(objects), works)
            reason = Message(
                "{n} values of {path} for {expected}: kept as {name!r}",
                len(values),
                target.path,
                expected,
                name,
            )
            self._odd(n, target.path, reason, extras[name])
        else:
            for item, (column, value) in zip(objects, values, strict=True):
                if value != "":
                    set_nested(
                        item, target.keys[1:], self._shared(n, column, target, value, extras)
                    )

    def _shared(
        self, n: int, column: str, target: Property, cell: Any, extras: dict[str, Any]
    ) -> Any:
        return (
            listed(target, cell) if target.listed else self._value(n, column, target, cell, extras)
        )

    def _odd(self, n: int, column: str, what: str, cell: Any, remedy: str = "") -> None:
        oddity = self.oddities.setdefault((column, what), Oddity(what))
        oddity.add(self.table.place(n, column), shown(cell), text_of(cell), remedy)


def _standing(constants: Mapping[str, Any], target: Property) -> list[Any]:
    if target.path not in constants:
        return []
    value = constants[target.path]
    return split(value) if target.listed else [value]
