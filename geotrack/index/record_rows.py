"""Records of several files in one sequence, each built when it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, overload

import numpy as np

from geotrack.index.attributes import SHARED
from geotrack.index.record_table import ColumnSource, ComputedColumns, RecordTable
from geotrack.model import Event
from geotrack.reading import Located, Read

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Rows",
    "StoredRows",
    "distinct_records",
    "events_by_id",
    "events_of",
    "events_with",
    "events_without",
    "table_of",
]

T = TypeVar("T")


class Rows(Sequence[T]):
    """A sequence whose items are computed one by one."""

    def item_at(self, row: int) -> T:
        """Return the item of a row, from 0."""
        raise NotImplementedError

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        rows = range(len(self))[index]
        return self.item_at(rows) if isinstance(rows, int) else tuple(map(self.item_at, rows))

    def __iter__(self) -> Iterator[T]:
        return map(self.item_at, range(len(self)))


class StoredRows(Rows[Located[Event]]):
    """The records of one file, with their columns."""

    columns: ColumnSource


class LocatedRecords(Rows[Located[Event]]):
    """Some records of several files, one after the other.

    Parameters
    ----------
    files : sequence of sequence of Located
        The records of each file.
    rows : numpy.ndarray of int, shape (n,)
        Which of them, as positions in those of all files.
    """

    def __init__(self, files: Sequence[Sequence[Located[Event]]], rows: NDArray[np.intp]) -> None:
        self._files, self._rows = files, rows
        self._firsts = np.cumsum([0, *map(len, files)])
        self.table = RecordTable(list(map(_columns_of, files)), rows)

    def __len__(self) -> int:
        return len(self._rows)

    def item_at(self, row: int) -> Located[Event]:
        position = int(self._rows[row])
        number = int(np.searchsorted(self._firsts, position, "right")) - 1
        return self._files[number][position - int(self._firsts[number])]

    def take(self, rows: NDArray[np.intp]) -> LocatedRecords:
        """Return some of them."""
        return LocatedRecords(self._files, self._rows[rows])


def _columns_of(records: Sequence[Located[Event]]) -> ColumnSource:
    if isinstance(records, StoredRows):
        return records.columns
    return ComputedColumns([located.record for located in records])


def distinct_records(reads: Sequence[Read[Event]]) -> Sequence[Located[Event]]:
    """Return the records of all files, of a repeated id the first."""
    if not any(isinstance(read.records, StoredRows) for read in reads):
        first: dict[str, Located[Event]] = {}
        for read in reads:
            for located in read.records:
                first.setdefault(located.record.id, located)
        return tuple(first.values())
    files = [read.records for read in reads]
    every = LocatedRecords(files, np.arange(sum(map(len, files))))
    ids = every.table.texts("id")
    if len(set(ids)) == len(ids):
        return every
    rows = {id_: row for row, id_ in zip(reversed(range(len(ids))), reversed(ids), strict=True)}
    return every.take(np.array(sorted(rows.values()), dtype=np.intp))


class StoredEvents(Rows[Event]):
    """The records of `LocatedRecords` without their places."""

    def __init__(self, located: LocatedRecords) -> None:
        self._located = located
        self.table = located.table

    def __len__(self) -> int:
        return len(self._located)

    def item_at(self, row: int) -> Event:
        return self._located[row].record

    def take(self, rows: NDArray[np.intp]) -> StoredEvents:
        """Return some of them."""
        return StoredEvents(self._located.take(rows))


class EventsById(Mapping[str, Event]):
    """Records by id."""

    def __init__(self, events: StoredEvents) -> None:
        self._events = events

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {id_: row for row, id_ in enumerate(self._events.table.texts("id"))}

    def __getitem__(self, id_: str) -> Event:
        return self._events[self._rows[id_]]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._events)


def events_of(located: Sequence[Located[Event]]) -> Sequence[Event]:
    """Return records without their places in files."""
    if isinstance(located, LocatedRecords):
        return StoredEvents(located)
    return tuple(one.record for one in located)


def events_by_id(events: Sequence[Event]) -> Mapping[str, Event]:
    """Return records by id."""
    if isinstance(events, StoredEvents):
        return EventsById(events)
    return {event.id: event for event in events}


def events_with(name: str, events: Sequence[Event]) -> Iterator[Event]:
    """Yield the records that have a value in a column of `SHARED`."""
    if not isinstance(events, StoredEvents):
        return filter(SHARED[name], events)
    rows = np.flatnonzero(events.table.shared(name).where(bool))
    return map(events.item_at, rows.tolist())


def events_without(ids: Collection[str], events: Sequence[Event]) -> Sequence[Event]:
    """Return the records that have none of some ids."""
    if not isinstance(events, StoredEvents):
        return tuple(event for event in events if event.id not in ids)
    listed = enumerate(events.table.texts("id"))
    return events.take(np.array([row for row, id_ in listed if id_ not in ids], dtype=np.intp))


def table_of(events: Sequence[Event]) -> RecordTable:
    """Return the columns of some records: stored ones, or computed ones."""
    return events.table if isinstance(events, StoredEvents) else RecordTable.of(events)
