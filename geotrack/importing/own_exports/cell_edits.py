"""Edits of the cells of an export, found by comparison with what it wrote for its records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from functools import partial
from typing import Any, get_args

from geotrack.files.spreadsheets import spell_controls, unguard
from geotrack.importing.cells.dates import DateRules, read_date
from geotrack.importing.cells.lists import split
from geotrack.importing.cells.text import text_of
from geotrack.importing.cells.values import ABSENT, CellRules, choice_of
from geotrack.importing.own_exports.source_edits import (
    SHORTENED,
    UncertainEditError,
    account_of_column,
    edited_sources,
    with_account,
)
from geotrack.importing.targets.column_words import name_parts
from geotrack.importing.targets.properties import Property, properties
from geotrack.messages import Message
from geotrack.model.base import listed
from geotrack.model.event import SHORT_KEYS, Event, Review
from geotrack.model.record_columns import (
    EXTRA_PREFIX,
    OWN_COLUMNS,
    RECORD_COLUMNS,
    extra_cell,
    joined,
)
from geotrack.model.record_properties import PROPERTIES
from geotrack.notation import number_of
from geotrack.taxonomy import Taxonomy, UnknownTypeError

__all__ = ["DERIVED", "CellEdits", "counted_records", "set_property", "value_of_cell"]

# Columns of an export that hold one property as it is stored.
_COLUMNS = frozenset(one.name for one in PROPERTIES if one.column)
_EDITABLE = {one.name: one.at for one in PROPERTIES if one.is_edited}
"""Property of each column whose edits are used."""
DERIVED = {one.name: one.correct for one in PROPERTIES if one.correct}
"""Properties to correct, by column that an export computes."""
_OF_REPORTS = ("sources", "marking")
"""Columns that an export computes of the record and of the reports that it cites."""
# Control characters, halves of surrogate pairs and spaces, which spreadsheets change.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]+|\\s+")
# Relative difference that a spreadsheet makes by rounding.
_NEAR = 1e-6
_REVIEW = Property("review", "text", choices=get_args(Review))

Feature = dict[str, Any]


class CellEdits:
    """Edits of the cells of an export.

    Parameters
    ----------
    table : Table
        The file.
    features : sequence of dict or None
        The stored Feature of each row.
    events : Mapping of str to Event
        The stored records by id.
    taxonomy : Taxonomy
        The types that records can have.
    """

    def __init__(
        self,
        table: Any,
        features: Sequence[Feature | None],
        events: Mapping[str, Event],
        taxonomy: Taxonomy,
    ) -> None:
        self._table = table
        self._properties = properties(taxonomy)
        self._unused: dict[str, list[str]] = {}
        self._conflicts: list[str] = []
        self._marked: dict[str, list[str]] = {}
        rows = [(n, e) for n, f in enumerate(features) if f and (e := events.get(str(f["id"])))]
        self._columns = [c for c in table.columns if not self._is_dropped(c, rows)]
        keys = (key for f in features if f for key in f["properties"])
        self._extras = dict.fromkeys(keys)
        self._miscounted: dict[str, list[str]] = {}
        self._accounts = {
            c: path
            for c in self._columns
            if self._is_extra(c)
            and self._key(c, {"properties": {}}) not in self._extras
            and (path := account_of_column(c))
        }

    def _is_dropped(self, column: str, rows: Sequence[tuple[int, Event]]) -> bool:
        """Return whether a program dropped a column: it is empty where several records fill it."""
        cells = self._table.columns[column]
        if column not in RECORD_COLUMNS or any(cells[n] is not None for n, _ in rows):
            return False
        return sum(joined(RECORD_COLUMNS[column](event)) is not None for _, event in rows) > 1

    def applied(
        self, stored: Feature, event: Event, rows: Sequence[int]
    ) -> tuple[Feature, list[str]]:
        """Return a record with the edits of its rows, and the names of the edited columns."""
        record, names = deepcopy(stored), list[str]()
        for column in self._columns:
            if column in DERIVED:
                self._note_derived(column, event, rows)
            elif column in _OF_REPORTS:
                if (
                    edited := self._source_or_marking_edit(column, event, stored, rows)
                ) is not None:
                    record["properties"][column] = edited
                    names.append(column)
            elif column in _EDITABLE:
                base = self._base(column, event, stored)
                changed = self._changed(column, event, rows, base)
                if changed is not ...:
                    target = self._properties.get(_EDITABLE[column], _REVIEW)
                    set_property(record["properties"], target.path, value_of_cell(target, changed))
                    names.append(column)
            elif self._is_extra(column) and column not in self._accounts:
                key = self._key(column, stored)
                base = extra_cell(stored["properties"].get(key))
                changed = self._changed(column, event, rows, base)
                if changed is not ...:
                    _set_extra(record["properties"], key, changed)
                    names.append(key)
        names += [c for c in self._accounts if self._has_account(c, record, event.id, rows)]
        return record, names

    def _has_account(self, column: str, record: Feature, id_: str, rows: Sequence[int]) -> bool:
        """Set who says what in the sources of a record; return whether that changed any."""
        cells = [c for n in rows if (c := self._table.columns[column][n]) is not None]
        if not cells:
            return False
        if len({text_of(c) for c in cells}) > 1:
            self._conflicts.append(f"{id_} ({column})")
            return False
        target = self._properties[self._accounts[column]]
        sources: Any = listed(record["properties"].get("sources"))
        is_one = not name_parts(column)[1]
        edited = (
            with_account(sources, target.keys[-1], cells[0], partial(value_of_cell, target))
            if is_one
            else None
        )
        if edited is None:
            self._miscounted.setdefault(column, []).append(id_)
        if edited in (None, list(sources)):
            return False
        record["properties"]["sources"] = edited
        return True

    def _base(self, column: str, event: Event, stored: Feature) -> Any:
        """Return what the export wrote; links are those of the exported Feature."""
        if column == "part_of":
            return stored["properties"].get("part_of")
        return joined(RECORD_COLUMNS[column](event))

    def _is_extra(self, column: str) -> bool:
        if column in _COLUMNS or column.casefold() in OWN_COLUMNS:
            return False
        return self._table.kind != "KML" or self._key(column, {"properties": {}}) in self._extras

    def _key(self, column: str, stored: Feature) -> str:
        """Return the extra property of a column; its own name if it is no exported one."""
        if column in stored["properties"]:
            return column
        key = column
        while key.startswith(EXTRA_PREFIX):
            key = key.removeprefix(EXTRA_PREFIX)
            if key in self._extras:
                return key
        return column

    def _changed(self, column: str, event: Event, rows: Sequence[int], base: Any) -> Any:
        """Return the new value of a column, `...` if its rows have the exported one."""
        cells = [self._cell(column, event, n) for n in rows]
        edits = [c for c in cells if not _is_same(c, base)]
        if not edits:
            return ...
        if len({text_of(c) for c in edits}) > 1:
            self._conflicts.append(f"{event.id} ({column})")
            return ...
        return edits[0]

    def _cell(self, column: str, event: Event, n: int) -> Any:
        cell = self._table.columns[column][n]
        if (
            column != "title"
            or "Name" not in self._table.aliases
            or not _is_same(cell, event.title)
        ):
            return cell
        # Globes show and edit the name of a placemark, with its number on the map in front.
        name = text_of(self._table.columns["Name"][n] or "")
        numbers = self._table.columns.get("number")
        if numbers and numbers[n] is not None:
            name = name.removeprefix(f"{text_of(numbers[n])} ").strip()
        return name or cell

    def _note_derived(self, column: str, event: Event, rows: Sequence[int]) -> None:
        base = joined(RECORD_COLUMNS[column](event))
        if not all(_is_same(self._table.columns[column][n], base) for n in rows):
            self._unused.setdefault(column, []).append(event.id)

    def _source_or_marking_edit(
        self, column: str, event: Event, stored: Feature, rows: Sequence[int]
    ) -> Any:
        """Return the sources or marking of a record that its cells give; None if not edited."""
        cells = [self._table.columns[column][n] for n in rows]
        texts = ["" if cell is None else text_of(cell) for cell in cells]
        if column == "marking":
            return self._marking(event, {*map(_plain, texts)})
        sources = stored["properties"].get("sources")
        sources = sources if isinstance(sources, list) else [sources]
        try:
            edits = [edited_sources(event.sources, sources, unguard(t), _plain) for t in texts]
        except UncertainEditError:
            self._unused.setdefault(column, []).append(event.id)
            return None
        return self._only(column, event, [edit for edit in edits if edit is not None])

    def _marking(self, event: Event, texts: set[str]) -> str | None:
        changed = sorted(texts - {_plain(event.marking)})
        if not changed:
            return None
        if any(source.seed for source in event.sources):
            self._marked.setdefault(changed[0], []).append(event.id)
        elif changed == [""]:
            self._unused.setdefault("marking", []).append(event.id)
        else:
            edited: str | None = self._only("marking", event, [t for t in changed if t])
            return edited
        return None

    def _only(self, column: str, event: Event, values: Sequence[Any]) -> Any:
        """Return the only new value of a record; None if there is none, or several."""
        if any(value != values[0] for value in values):
            self._conflicts.append(f"{event.id} ({column})")
            return None
        return values[0] if values else None

    def notes(self) -> Iterator[str]:
        """Yield the edits that are not used."""
        for column, ids in self._unused.items():
            n = len(ids)
            yield Message(
                "{column}: {edits} not used, {why}; correct {right}; first {id}",
                column,
                Message("1 edit") if n == 1 else Message("{n} edits", n),
                Message(
                    "as it may mean several things"
                    if column in _OF_REPORTS
                    else "as the column is computed"
                ),
                DERIVED.get(column, column),
                ids[0],
            )
        for column, ids in self._miscounted.items():
            yield Message(
                "{column}: not used in {records}; write one column {right} with a value for each "
                "source of the record in their order, ';' between them, and nothing where one "
                "states none (sources of reports may be left out); first {id}",
                column,
                counted_records(len(ids)),
                self._accounts[column].replace("sources.", "source_"),
                ids[0],
            )
        yield from self._marking_notes()
        if self._conflicts:
            yield Message(
                "rows of one record have several new values, and none is used: {ids}",
                ", ".join(self._conflicts[:5]),
            )

    def _marking_notes(self) -> Iterator[str]:
        """Yield a note of markings that may be those of reports, or edits.

        The one that most of such records have is taken as that of their reports.
        """
        common = max(self._marked, key=lambda text: len(self._marked[text]), default="")
        ids = [
            id_
            for text, marked_ids in self._marked.items()
            for id_ in marked_ids
            if text != common or len(marked_ids) == 1
        ]
        if ids:
            yield Message(
                "marking: not used in {records}: it is not the record's own, and may be that of a "
                "report which the record cites, or an edit; correct marking; first {id}",
                counted_records(len(ids)),
                ids[0],
            )


def counted_records(n: int) -> Message:
    """Return a number of records for a message."""
    return Message("1 record") if n == 1 else Message("{n} records", n)


def _is_same(cell: Any, base: Any) -> bool:
    """Return whether a cell holds an exported value, whatever its format made of it."""
    if cell is None or base is None:
        return _plain(cell) == _plain(_before_nul(base))
    if isinstance(cell, list):
        cell = "; ".join(map(text_of, cell))
    if isinstance(base, int | float) and not isinstance(base, bool):
        number = cell if isinstance(cell, int | float) else number_of(text_of(cell), comma=True)
        return number is not None and abs(number - base) <= _NEAR * max(1.0, abs(base))
    if isinstance(base, date):
        return text_of(cell)[: len("2024-01-01")] == base.isoformat()
    return _is_same_text(cell, str(base))


def _is_same_text(cell: Any, base: str) -> bool:
    if isinstance(cell, int | float) and number_of(base) == cell:  # CSV reads numbers
        return True
    text, exported = _plain(cell), _plain(base)
    if text in {exported, _plain(spell_controls(base)), _plain(_before_nul(base))}:
        return True
    if text.endswith(SHORTENED):
        return exported.startswith(text.removesuffix(SHORTENED).rstrip())
    reading = read_date(text, DateRules()) if text[:1].isdigit() else None
    return reading is not None and reading.whole and reading.date == exported


def _before_nul(value: Any) -> Any:
    """Return a text up to its first NUL, as GDAL reads it."""
    return value.partition("\0")[0] if isinstance(value, str) else value


def _plain(value: Any) -> str:
    """Return a cell as text without control characters, and with single spaces."""
    text = "" if value is None else text_of(value)
    return " ".join(_CONTROL.sub(" ", unguard(text)).split())


def value_of_cell(target: Property, cell: Any) -> Any:
    """Return the value of a property that a cell means; its text if it means none."""
    if cell is None or text_of(cell) in ABSENT.get(target.path, ()):
        return None
    if target.listed:
        return cell if isinstance(cell, list) else [text_of(c) for c in split(cell)]
    if target.kind in {"number", "integer"}:
        number = cell if isinstance(cell, int | float) else number_of(text_of(cell), comma=True)
        return cell if number is None else number
    text = text_of(cell)
    if target.kind == "date":
        reading = read_date(text, DateRules())
        return reading.date if reading and reading.whole else text
    if target.path == "type":
        try:
            return target.taxonomy.resolve(text).id
        except UnknownTypeError:
            pass
    return choice_of(target, text, CellRules()) or text


def set_property(record: dict[str, Any], path: str, value: Any) -> None:
    """Set or remove a property; an object that becomes empty is removed."""
    first, _, key = path.partition(".")
    if not key:
        _put(record, first, value)
        return
    nested = record.get(first)
    if not isinstance(nested, dict):
        nested = {} if nested is None else {SHORT_KEYS[first]: nested}
    _put(nested, key, value)
    _put(record, first, nested or None)


def _put(record: dict[str, Any], key: str, value: Any) -> None:
    if value is None or value == []:
        record.pop(key, None)
    else:
        record[key] = value


def _set_extra(record: dict[str, Any], key: str, cell: Any) -> None:
    """Set an extra property to a cell, as the type of its stored value."""
    stored = record.get(key)
    if cell is not None and isinstance(stored, (bool, dict, list)):
        text = text_of(cell)
        try:
            cell = json.loads(text)
        except (ValueError, RecursionError):
            cell = split(cell) if isinstance(stored, list) else cell
    elif isinstance(stored, int | float) and isinstance(cell, str):
        number = number_of(cell, comma=True)
        cell = cell if number is None else number
    elif isinstance(stored, str) and cell is not None:
        cell = text_of(cell)
    _put(record, key, cell)
