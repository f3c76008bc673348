"""Nested JSON values as cells (objects as columns `a.b`, lists as JSON text), and the reverse."""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from geotrack.importing.cells.text import are_tags

__all__ = ["flat_cells", "objects_in", "rows_in", "set_nested", "unused_name"]

_DEEPEST = 8
"""Levels of objects that become columns; deeper ones become JSON text."""


def flat_cells(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield columns and cells of an object, without empty ones.

    Parameters
    ----------
    values : Mapping of str to object
        JSON values.

    Examples
    --------
    >>> list(flat_cells({"a": {"b": 1, "c": None}, "d": [1, "x"], "e": [{"f": 2}], "a.b": 3}))
    [('a.b', 1), ('d', [1, 'x']), ('e', '[{"f": 2}]'), ('a.b*', 3)]
    """
    used: set[str] = set()
    for name, cell in _flat(values, "", 1):
        key = unused_name(name, used)
        used.add(key)
        yield key, cell


def rows_in(value: Any) -> tuple[str, list[Any], list[str]] | None:
    """Return the only list of objects inside an object, as responses of web interfaces have it.

    Of lists at several depths, the least deep counts.

    Parameters
    ----------
    value : object
        A JSON value.

    Returns
    -------
    tuple of str, list and list of str, or None
        Its name, its objects, and the names of all that is not in it; None if there is none, or
        several at one depth.

    Examples
    --------
    >>> rows_in({"help": "x", "result": {"records": [{"a": 1}]}})
    ('result.records', [{'a': 1}], ['help'])
    """
    level, left = [("", value)], list[str]()
    for _ in range(_DEEPEST):
        members = [
            (f"{prefix}{key}", member)
            for prefix, parent in level if isinstance(parent, Mapping)
            for key, member in parent.items()
        ]  # fmt: skip
        lists = [(name, member) for name, member in members if _are_objects(member)]
        if lists:
            remaining = [name for name, member in members if member is not lists[0][1]]
            return (*lists[0], [*left, *remaining]) if len(lists) == 1 else None
        level = [(f"{name}.", member) for name, member in members if isinstance(member, Mapping)]
        left += [name for name, member in members if not isinstance(member, Mapping)]
    return None


def objects_in(values: list[Any]) -> list[Any]:
    """Return lists below a list of names as objects, without a row of HXL tags; else the values.

    Examples
    --------
    >>> objects_in([["name", "lat"], ["#name", "#geo+lat"], ["A", 70]]), objects_in([1, [2]])
    ([{'name': 'A', 'lat': 70}], [1, [2]])
    """
    names, *rows = values or [None]
    is_table = (
        isinstance(names, list)
        and all(isinstance(name, str) and name.strip() for name in names)
        and len({*names}) == len(names) > 1
        and all(isinstance(row, list) and len(row) == len(names) for row in rows)
    )
    if not (rows and is_table):
        return values
    return [dict(zip(names, row, strict=True)) for row in rows if not are_tags(row)]


def _are_objects(member: Any) -> bool:
    return (
        isinstance(member, list)
        and bool(member)
        and all(isinstance(item, Mapping) for item in member)
    )


def unused_name(name: str, used: Container[str]) -> str:
    """Return a name that is not used, with asterisks if it is."""
    while name in used:
        name += "*"
    return name


def set_nested(into: dict[str, Any], keys: Sequence[str], value: Any, *, over: bool = True) -> None:
    """Set a value in nested objects, by the keys that lead to it; with `over` also a present one.

    Examples
    --------
    >>> record = {"place": {"name": "Vardø"}}
    >>> set_nested(record, ("place", "radius_km"), 5)
    >>> record
    {'place': {'name': 'Vardø', 'radius_km': 5}}
    """
    for key in keys[:-1]:
        into = into.setdefault(key, {})
    if over or keys[-1] not in into:
        into[keys[-1]] = value


def _flat(values: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and value and depth < _DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        elif (cell := _cell(value)) is not None:
            yield name, cell


def _cell(value: Any) -> Any:
    """Return a JSON value as a cell; None if it is empty."""
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, (list, Mapping)):
        if isinstance(value, list) and all(isinstance(v, (str, int, float)) for v in value):
            return [c for v in value if (c := _cell(v)) is not None] or None
        return json.dumps(value, ensure_ascii=False) if value else None
    return value
