"""What changed between two states of a workspace: its records, layers, reports, maps, settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Literal, TypeAlias

from geotrack.workspace.diff.property_differences import (
    Difference,
    Feature,
    difference,
    table_difference,
)
from geotrack.workspace.edit.revisions import replaced_by

__all__ = ["Change", "Changes", "RawRecords", "Verdict", "changes"]

Verdict: TypeAlias = Literal["added", "removed", "changed"]

_RECORD = "record"
# What a table is, by its folder.
_TABLES = {"seeds": "report", "maps": "map", "": "settings"}
_SINGULAR = {"regions": "region", "routes": "route", "boundaries": "boundary", "places": "place"}
_VERDICTS: tuple[Verdict, ...] = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True)
class RawRecords:
    """What one state holds, as it is written: sound or not, it is compared.

    Parameters
    ----------
    records : mapping of str to Feature
        By id.
    layers : mapping of str to mapping of str to Feature, optional
        By the name of the layer, then by id; None where records stand alone.
    tables : mapping of str to mapping, optional
        Reports, map definitions and settings by their paths; None where records stand alone.
    """

    records: Mapping[str, Feature]
    layers: Mapping[str, Mapping[str, Feature]] | None = None
    tables: Mapping[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record, feature of a layer, report, map or of the settings.

    Parameters
    ----------
    kind : str
        `record`; `region`, `route`, `boundary` or `place`; `report`, `map` or `settings`.
    id : str
        Its id; of a report, a map and the settings the name of the file.
    verdict : {"added", "removed", "changed"}
        What became of it.
    title : str
        What it is called; empty where it is called nothing.
    differences : tuple of Difference
        Of what changed, property by property; of a record that was added or removed those to the
        one that it replaces, where that is one and stood here before.
    replaces : tuple of str
        Ids of the records that it stands in for and that the other state has in their own right.
    replaced_by : str, optional
        Id of the record that stands in for it in the other state.
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
    """All that changed between two states.

    Parameters
    ----------
    records : tuple of Change
        Added, then changed, then removed, each kind in the order of its state.
    others : tuple of Change
        Of layers, reports, maps and settings, in that order.
    same : int
        How many records both have, as they are.
    whole : bool
        Whether more than records was compared.
    """

    records: tuple[Change, ...] = ()
    others: tuple[Change, ...] = ()
    same: int = 0
    whole: bool = False

    @property
    def all(self) -> tuple[Change, ...]:
        """All of them, records first."""
        return (*self.records, *self.others)

    @property
    def counts(self) -> dict[str, dict[Verdict, int]]:
        """How many there are of each kind, by what became of them."""
        many = Counter((change.kind, change.verdict) for change in self.all)
        kinds = dict.fromkeys(change.kind for change in self.all)
        return {k: {v: many[k, v] for v in _VERDICTS if many[k, v]} for k in kinds}


def changes(old: RawRecords, new: RawRecords) -> Changes:
    """Return what changed between two states.

    The order of records and keys, 10 for 10.0, white space and which file a record is in say
    nothing. Where one state is records alone, nothing else is compared.

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
    records, same = _records(old.records, new.records)
    others: list[Change] = []
    whole = old.layers is not None and new.layers is not None
    if old.layers is not None and new.layers is not None:
        for name in dict.fromkeys((*new.layers, *old.layers)):
            was, now = (side.get(name, {}) for side in (old.layers, new.layers))
            others += _between(_SINGULAR.get(name, name), was, now, difference)
    if old.tables is not None and new.tables is not None:
        others += _tables(old.tables, new.tables)
    return Changes(tuple(records), tuple(others), same, whole)


def _records(old: Mapping[str, Feature], new: Mapping[str, Feature]) -> tuple[list[Change], int]:
    """Return what became of records, and how many stayed as they are."""
    found = _between(_RECORD, old, new, _with_history)
    heirs_of = {"added": _heirs(old), "removed": _heirs(new)}
    result = []
    for change in found:
        if change.verdict == "changed":
            result.append(change)
            continue
        own, others = (new, old) if change.verdict == "added" else (old, new)
        heirs = heirs_of[change.verdict]
        ids = (id_ for id_ in replaced_by(own[change.id]) if id_ in others and id_ not in heirs)
        replaces = tuple(dict.fromkeys(ids))
        apart = _to_heir(change, own, others, replaces)
        heir = heirs.get(change.id)
        result.append(replace(change, differences=apart, replaces=replaces, replaced_by=heir))
    return result, len(old) - sum(change.verdict != "added" for change in found)


def _to_heir(
    change: Change,
    own: Mapping[str, Feature],
    others: Mapping[str, Feature],
    replaces: tuple[str, ...],
) -> tuple[Difference, ...]:
    """Return in what a record differs from the only one that it stands in for."""
    if len(replaces) != 1:
        return ()
    pair = others[replaces[0]], own[change.id]
    found = difference(*(pair if change.verdict == "added" else pair[::-1]))
    return tuple(d for d in found if d.name not in {"id", "replaces"})


def _heirs(records: Mapping[str, Feature]) -> dict[str, str]:
    """Return by each id that a record replaces the first that does."""
    heirs: dict[str, str] = {}
    for id_, feature in records.items():
        for old in replaced_by(feature):
            if old != id_:
                heirs.setdefault(old, id_)
    return heirs


def _with_history(old: Feature, new: Feature) -> tuple[Difference, ...]:
    return difference(old, new, with_history=True)


def _title(one: Mapping[str, Any]) -> str:
    """Return what a Feature or a table is called."""
    properties = one.get("properties")
    table = properties if isinstance(properties, dict) else one
    title = table.get("title", table.get("name"))
    return title if isinstance(title, str) else ""


def _tables(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[Change]:
    for folder, kind in _TABLES.items():
        was, now = (
            {PurePosixPath(p).stem: t for p, t in side.items() if p.rpartition("/")[0] == folder}
            for side in (old, new)
        )
        yield from _between(kind, was, now, table_difference)


def _between(
    kind: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    compare: Callable[[Any, Any], tuple[Difference, ...]],
) -> list[Change]:
    """Return what was added, then changed, then removed."""
    added = [Change(kind, i, "added", _title(one)) for i, one in new.items() if i not in old]
    pairs = ((i, old[i], one) for i, one in new.items() if i in old)
    changed = [
        Change(kind, i, "changed", _title(one), found)
        for i, was, one in pairs
        if (found := compare(was, one))
    ]
    removed = [Change(kind, i, "removed", _title(one)) for i, one in old.items() if i not in new]
    return [*added, *changed, *removed]
