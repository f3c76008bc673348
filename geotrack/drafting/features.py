"""From rows and a plan to Features: drafts of records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from geotrack.drafting.cells import number_of, text_of
from geotrack.drafting.dates import dated, is_date, without_zone
from geotrack.drafting.mapping import Plan, kept_as
from geotrack.drafting.paths import ANCHORS, EXTRA, ID, NAMING, Property, properties
from geotrack.drafting.table import Table
from geotrack.findings import shown

__all__ = ["Drafted", "Oddity", "drafted"]

_SEVERAL = re.compile(r"\s*;\s*")
# A semicolon may stand in an address; one before another address does not.
_ADDRESSES = re.compile(r"\s*;\s*(?=https?://|$)", re.IGNORECASE)


@dataclass
class Oddity:
    """Cells of one column that are not what their property needs.

    Parameters
    ----------
    what : str
        What they are, in words.
    count : int
        How many.
    first : str
        The first: its row and value.
    cell : str
        Its value alone.
    """

    what: str
    count: int = 0
    first: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Drafted:
    """Drafts, and what was odd.

    Parameters
    ----------
    features : list of dict
        Features, one for each row.
    oddities : Mapping of (str, str) to Oddity
        By column and kind of oddity.
    """

    features: list[dict[str, Any]]
    oddities: Mapping[tuple[str, str], Oddity]


def drafted(table: Table, made: Plan, geometries: Sequence[dict[str, Any] | None]) -> Drafted:
    """Return a draft of a record for each row.

    Parameters
    ----------
    table : Table
        The cells.
    made : Plan
        What becomes of each column.
    geometries : sequence of dict or None
        GeoJSON geometries of the rows.
    """
    rows = _Rows(table, made)
    features = []
    for n, geometry in enumerate(geometries):
        id_, given = rows.properties(n)
        feature: dict[str, Any] = {"type": "Feature"}
        if id_ is not None:
            feature["id"] = id_
        features.append({**feature, "geometry": geometry, "properties": given})
    return Drafted(features, rows.oddities)


@dataclass
class _Rows:
    table: Table
    made: Plan
    oddities: dict[tuple[str, str], Oddity] = field(default_factory=dict)

    @cached_property
    def filled(self) -> tuple[Property, ...]:
        """What the plan can fill at all, in the order of a record."""
        paths = {one.path for one in self.made.columns.values()} | set(self.made.constants)
        return tuple(one for path, one in properties().items() if path in paths)

    @cached_property
    def standing(self) -> Mapping[str, dict[str, Any]]:
        """Constants by the first key of their path, and by the rest of it."""
        found: dict[str, dict[str, Any]] = {}
        for path, value in self.made.constants.items():
            first, _, rest = path.partition(".")
            found.setdefault(first, {})[rest] = value
        return found

    def properties(self, n: int) -> tuple[Any, dict[str, Any]]:
        """Return the id and the properties of one row."""
        extras = {
            name: self.table.columns[column][n]
            for column, name in self.made.extras.items()
            if self.table.columns[column][n] is not None
        }
        given: dict[str, list[Any]] = {}
        for column, one in self.made.columns.items():
            cell = self.table.columns[column][n]
            if cell is not None:
                values = self._values(n, column, one, cell, extras)
                given.setdefault(one.path, []).extend(values)
        id_ = given.pop(ID, [self.made.constants.get(ID)])[0]
        found: dict[str, Any] = {}
        listed = {first: {} for first in ANCHORS}  # type: dict[str, dict[str, list[Any]]]
        for one in self.filled:
            first, _, rest = one.path.partition(".")
            if first in ANCHORS:
                found.setdefault(first, [])
                if one.path in given:
                    listed[first][rest] = given[one.path]
                continue
            values = given.get(one.path) or _standing(self.made.constants, one)
            if values:
                _put(found, one.keys, values if one.listed else values[0])
        for first, parts in listed.items():
            found[first] = self._objects(n, first, parts, extras)
        constants = self.standing.get(EXTRA.rstrip("."), {})
        whole = {k: v for k, v in found.items() if v != []}
        return id_, {**whole, **constants, **extras, "review": "draft"}

    def _values(
        self, n: int, column: str, one: Property, cell: Any, extras: dict[str, Any]
    ) -> list[Any]:
        """Return the values of a cell for a property that one or several of them may fill."""
        several = one.listed and one.path.partition(".")[0] not in ANCHORS
        if isinstance(cell, list):
            cells = cell if several else ["; ".join(text_of(c) for c in cell)]
        else:
            cells = _split(cell, _SEVERAL) if several else [cell]
        return [self._value(n, column, one, c, extras) for c in cells]

    def _value(self, n: int, column: str, one: Property, cell: Any, extras: dict[str, Any]) -> Any:
        if one.kind == "id":
            return cell if isinstance(cell, int) else text_of(cell)
        if one.kind in {"number", "integer"}:
            return self._number(n, column, one, cell)
        text = text_of(cell)
        return self._date(n, column, text, extras) if one.kind == "date" else text

    def _number(self, n: int, column: str, one: Property, cell: Any) -> Any:
        number = cell if _is_number(cell) else number_of(text_of(cell), self.table.comma)
        if number is None:
            self._odd(n, column, "no number, and kept as it stands", cell)
            return cell
        whole = isinstance(number, float) and number.is_integer()
        return int(number) if whole and (one.kind == "integer" or _is_short(cell)) else number

    def _date(self, n: int, column: str, text: str, extras: dict[str, Any]) -> str:
        found = dated(text, self.made.dates)
        if found is not None:
            if not found.whole:
                self._keep(n, column, text, extras, "it says more than the date that is read")
            return found.date
        if is_date(text):
            return text
        day = without_zone(text)
        if day is None:
            self._odd(n, column, "no date as records write it", text)
            return text
        if not re.fullmatch(r"[0:.]*", text[11:]):
            self._keep(n, column, text, extras, "a time without its zone: the day is taken")
        return day

    def _keep(self, n: int, column: str, text: str, extras: dict[str, Any], why: str) -> None:
        """Keep the whole text of a date that holds a part of it."""
        kept = kept_as(column, extras)
        extras[kept] = text
        self._odd(n, column, f"{why}, {kept!r} keeps all", text)

    def _objects(
        self, n: int, first: str, parts: dict[str, list[Any]], extras: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return a list of objects, as many as the anchor's cell has values."""
        constants = self.standing.get(first, {})
        if not parts and constants.keys() & set(NAMING[first]):
            parts, constants = {k: [v] for k, v in constants.items()}, {}
        anchor = next((key for key in ANCHORS[first] if key in parts), None)
        pattern = _ADDRESSES if anchor == "url" else _SEVERAL
        anchors = [v for cell in parts.get(anchor or "", []) for v in _split(cell, pattern)]
        objects: list[dict[str, Any]] = [{anchor: v} for v in anchors] if anchor else []
        if parts and not objects:
            objects = [{}]
        for key, values in parts.items():
            if key != anchor:
                self._share(n, f"{first}.{key}", values, objects, extras)
        for one in objects:
            for key, value in constants.items():
                fits = properties()[f"{first}.{key}"]
                _put(one, tuple(key.split(".")), _listed(fits, value), over=False)
        return [one for one in objects if one]

    def _share(
        self,
        n: int,
        path: str,
        values: list[Any],
        objects: list[dict[str, Any]],
        extras: dict[str, Any],
    ) -> None:
        """Give each object its value of a key."""
        keys = tuple(path.split(".")[1:])
        one = properties()[path]
        if len(objects) <= 1 and len(values) == 1:
            for thing in objects:
                _put(thing, keys, _listed(one, values[0]))
            return
        shares = [v for cell in values for v in _split(cell, _SEVERAL, blanks=True)]
        if len(shares) != len(objects):
            name = kept_as(path.replace(".", "_"), extras)
            extras[name] = "; ".join(text_of(v) for v in values)
            said = f"{len(shares)} values of {path} for {len(objects)}: kept as {name!r}"
            self._odd(n, path, said, extras[name])
            return
        for thing, value in zip(objects, shares, strict=True):
            if value != "":
                _put(thing, keys, _listed(one, value))

    def _odd(self, n: int, column: str, what: str, cell: Any) -> None:
        one = self.oddities.setdefault((column, what), Oddity(what))
        if not one.count:
            one.first, one.cell = f"{self.table.rows[n]}, {shown(cell)}", text_of(cell)
        one.count += 1


def _is_number(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _is_short(cell: Any) -> bool:
    """Tell whether a number was written without a point."""
    return not isinstance(cell, str) or not set(".,") & set(cell)


def _split(cell: Any, pattern: re.Pattern[str], *, blanks: bool = False) -> list[Any]:
    if not isinstance(cell, str):
        return [cell]
    return [part for p in pattern.split(cell) if (part := p.strip()) or blanks]


def _listed(one: Property, value: Any) -> Any:
    return _split(value, _SEVERAL) if one.listed else value


def _standing(constants: Mapping[str, Any], one: Property) -> list[Any]:
    if one.path not in constants:
        return []
    value = constants[one.path]
    return _split(value, _SEVERAL) if one.listed else [value]


def _put(into: dict[str, Any], keys: Sequence[str], value: Any, *, over: bool = True) -> None:
    for key in keys[:-1]:
        into = into.setdefault(key, {})
    if over or keys[-1] not in into:
        into[keys[-1]] = value
