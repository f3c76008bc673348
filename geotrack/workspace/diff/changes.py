"""Changes between two states: records, layers, reports, maps and settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from marshal import dumps
from pathlib import PurePosixPath
from typing import Any, Literal, TypeAlias

from geotrack.workspace.edit.revisions import replaced_by
from geotrack.workspace.property_differences import (
    Difference,
    Feature,
    difference,
    table_difference,
)

__all__ = ["Change", "Changes", "RawRecords", "Verdict", "changes"]

Verdict: TypeAlias = Literal["added", "removed", "changed"]

_RECORD = "record"
# Version of `marshal` in which equal values have equal bytes, and 1, 1.0 and true do not.
_SPELT = 2
# Kind of a TOML file by folder.
_TABLES = {"seeds": "report", "maps": "map", "": "settings"}
_SINGULAR = {"regions": "region", "routes": "route", "boundaries": "boundary", "places": "place"}
_VERDICTS: tuple[Verdict, ...] = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True)
class RawRecords:
    """The content of one state as written, valid or not.

    Parameters
    ----------
    records : mapping of str to Feature
        By id.
    layers : mapping of str to mapping of str to Feature, optional
        By layer name, then by id; None if there are only records.
    tables : mapping of str to mapping, optional
        Reports, map definitions and settings by path; None if there are only records.
    """

    records: Mapping[str, Feature]
    layers: Mapping[str, Mapping[str, Feature]] | None = None
    tables: Mapping[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one record, layer feature, report, map or of the settings.

    Parameters
    ----------
    kind : str
        `record`; `region`, `route`, `boundary` or `place`; `report`, `map` or `settings`.
    id : str
        Its id; for a report, map or settings the file name.
    verdict : {"added", "removed", "changed"}
        Kind of change.
    title : str
        Its title; may be empty.
    differences : tuple of Difference
        Differences of a changed object by property; for an added or removed record those to the one
        record that it replaces, if that was stored before.
    replaces : tuple of str
        Ids of records that it replaces and that the other state still has.
    replaced_by : str, optional
        Id of the record that replaces it in the other state.
    """

    kind: str
    id: str
    verdict: Verdict
    title: str = ""
    differences: tuple[Difference, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes between two states.

    Parameters
    ----------
    records : tuple of Change
        Added, changed, removed, each in the order of its state.
    others : tuple of Change
        Changes of layers, reports, maps and settings, in that order.
    same : int
        Number of unchanged records.
    whole : bool
        Whether more than records was compared.
    """

    records: tuple[Change, ...] = ()
    others: tuple[Change, ...] = ()
    same: int = 0
    whole: bool = False

    @property
    def all(self) -> tuple[Change, ...]:
        """All changes, records first."""
        return (*self.records, *self.others)

    @property
    def counts(self) -> dict[str, dict[Verdict, int]]:
        """Number of changes by kind and verdict."""
        totals = Counter((change.kind, change.verdict) for change in self.all)
        kinds = dict.fromkeys(change.kind for change in self.all)
        return {k: {v: totals[k, v] for v in _VERDICTS if totals[k, v]} for k in kinds}


def changes(old: RawRecords, new: RawRecords) -> Changes:
    """Return the changes between two states.

    The order of records and keys, the spelling of numbers, white space and the files of records are
    ignored. If one state has only records, only records are compared.

    Parameters
    ----------
    old, new : RawRecords
        The two states.

    Examples
    --------
    >>> was = RawRecords({"a": {"id": "a", "geometry": None, "properties": {"start": "2024"}}})
    >>> now = RawRecords({"a": {"id": "a", "geometry": None, "properties": {"start": "2024-09"}},
    ...             "b": {"id": "b", "geometry": None, "properties": {"title": "Seen"}}})
    >>> for one in changes(was, now).all:
    ...     print(one.verdict, one.id, *one.differences)
    added b
    changed a start: '2024' → '2024-09'
    """
    records, unchanged = _records(old.records, new.records)
    other_changes: list[Change] = []
    has_layers = old.layers is not None and new.layers is not None
    if old.layers is not None and new.layers is not None:
        for name in dict.fromkeys((*new.layers, *old.layers)):
            was, new_table = (side.get(name, {}) for side in (old.layers, new.layers))
            other_changes += _between(_SINGULAR.get(name, name), was, new_table, difference)
    if old.tables is not None and new.tables is not None:
        other_changes += _tables(old.tables, new.tables)
    return Changes(tuple(records), tuple(other_changes), unchanged, has_layers)


def _records(old: Mapping[str, Feature], new: Mapping[str, Feature]) -> tuple[list[Change], int]:
    """Return the changes of records, and the number of unchanged ones."""
    record_changes = _between(_RECORD, old, new, _with_history)
    heirs_of = {"added": _heirs(old), "removed": _heirs(new)}
    result = []
    for change in record_changes:
        if change.verdict == "changed":
            result.append(change)
            continue
        side, other_side = (new, old) if change.verdict == "added" else (old, new)
        heirs = heirs_of[change.verdict]
        ids = (
            id_ for id_ in replaced_by(side[change.id]) if id_ in other_side and id_ not in heirs
        )
        replaces = tuple(dict.fromkeys(ids))
        differences = _to_heir(change, side, other_side, replaces)
        heir = heirs.get(change.id)
        result.append(replace(change, differences=differences, replaces=replaces, replaced_by=heir))
    return result, len(old) - sum(change.verdict != "added" for change in record_changes)


def _to_heir(
    change: Change,
    own: Mapping[str, Feature],
    others: Mapping[str, Feature],
    replaces: tuple[str, ...],
) -> tuple[Difference, ...]:
    """Return the differences of a record to the only one that it replaces."""
    if len(replaces) != 1:
        return ()
    pair = others[replaces[0]], own[change.id]
    differences = difference(*(pair if change.verdict == "added" else pair[::-1]))
    return tuple(d for d in differences if d.name not in {"id", "replaces"})


def _heirs(records: Mapping[str, Feature]) -> dict[str, str]:
    """Return the first record that replaces each id."""
    heirs: dict[str, str] = {}
    for id_, feature in records.items():
        for old in replaced_by(feature):
            if old != id_:
                heirs.setdefault(old, id_)
    return heirs


def _with_history(old: Feature, new: Feature) -> tuple[Difference, ...]:
    if dumps(dict(old), _SPELT) == dumps(dict(new), _SPELT):
        return ()  # most have not changed
    return difference(old, new, with_history=True)


def _title(one: Mapping[str, Any]) -> str:
    """Return the title of a Feature or table."""
    properties = one.get("properties")
    table = properties if isinstance(properties, dict) else one
    title = table.get("title", table.get("name"))
    return title if isinstance(title, str) else ""


def _tables(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[Change]:
    for folder, kind in _TABLES.items():
        was, new_tables = (
            {PurePosixPath(p).stem: t for p, t in side.items() if p.rpartition("/")[0] == folder}
            for side in (old, new)
        )
        yield from _between(kind, was, new_tables, table_difference)


def _between(
    kind: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    compare: Callable[[Any, Any], tuple[Difference, ...]],
) -> list[Change]:
    """Return the added, changed and removed objects."""
    added = [Change(kind, i, "added", _title(item)) for i, item in new.items() if i not in old]
    pairs = ((i, old[i], item) for i, item in new.items() if i in old)
    changed = [
        Change(kind, i, "changed", _title(item), details)
        for i, was, item in pairs
        if (details := compare(was, item))
    ]
    removed = [Change(kind, i, "removed", _title(item)) for i, item in old.items() if i not in new]
    return [*added, *changed, *removed]
