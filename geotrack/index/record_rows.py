"""Records of several files in one sequence, each built when it is used."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from geotrack.index.attributes import SHARED
from geotrack.index.record_table import ColumnSource, ComputedColumns, RecordTable, rows_in_files
from geotrack.model import Event
from geotrack.reading import Located, Read

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Rows",
    "StoredRows",
    "count_with",
    "digests_of",
    "distinct_records",
    "event_ids",
    "events_at",
    "events_by_id",
    "events_of",
    "events_once",
    "events_where",
    "events_with",
    "events_without",
    "feature_at",
    "id_finder",
    "ids_of",
    "is_stored",
    "located_with",
    "read_without",
    "rows_by_file",
    "rows_of_digests",
    "rows_with",
    "table_of",
    "where",
]

T = TypeVar("T")


class Rows(Sequence[T]):
    """A sequence whose items are computed one by one."""

    @abstractmethod
    def item_at(self, row: int) -> T:
        """Return the item of a row, from 0."""

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
    footprints: Path
    """Where footprints of them may be stored."""

    @abstractmethod
    def id_at(self, pointer: str) -> str | None:
        """Return the id of the record whose Feature has a pointer; None if it is no record."""

    def once(self, row: int) -> Located[Event]:
        """Return the record of a row, which is not kept if it has to be built."""
        return self.item_at(row)

    @property
    @abstractmethod
    def digests(self) -> NDArray[np.uint8]:
        """Digests of the Features, shape (n, 16)."""


def is_stored(records: Sequence[Located[Event]]) -> bool:
    """Return whether the records of a file are in the index."""
    return isinstance(records, StoredRows)


class SomeRows(StoredRows):
    """Some records of one file.

    Parameters
    ----------
    records : StoredRows
        The records of the file.
    rows : numpy.ndarray of int, shape (n,)
        Which of them.
    """

    def __init__(self, records: StoredRows, rows: NDArray[np.intp]) -> None:
        self._records, self._rows = records, rows
        self.columns = RecordTable([records.columns], rows)
        self.footprints = records.footprints

    def __len__(self) -> int:
        return len(self._rows)

    def id_at(self, pointer: str) -> str | None:
        id_ = self._records.id_at(pointer)
        return id_ if id_ in self.columns.texts("id") else None

    @property
    def digests(self) -> NDArray[np.uint8]:
        return self._records.digests[self._rows]

    def item_at(self, row: int) -> Located[Event]:
        return self._records[int(self._rows[row])]


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
        self.table = RecordTable(list(map(_columns_of, files)), rows)

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        """The file of each row, and which record of the file it is."""
        return rows_in_files(self._files, self._rows)

    def item_at(self, row: int) -> Located[Event]:
        """Return the record of a row, from 0."""
        numbers, rows = self._places
        return self._files[numbers[row]][rows[row]]

    def once(self, row: int) -> Located[Event]:
        """As of `StoredRows`."""
        numbers, rows = self._places
        records = self._files[numbers[row]]
        return records.once(rows[row]) if isinstance(records, StoredRows) else records[rows[row]]

    def feature_at(self, row: int) -> tuple[Path, bytes] | None:
        """Return where footprints of a row may be stored, and a digest of its Feature."""
        numbers, rows = self._places
        records = self._files[numbers[row]]
        if not isinstance(records, StoredRows):
            return None
        return records.footprints, records.digests[rows[row]].tobytes()

    @cached_property
    def digests(self) -> NDArray[np.uint64]:
        """Digests of the Features, shape (n, 2); of those not in the index, of the objects."""
        parts = [
            np.ascontiguousarray(records.digests).view(np.uint64)
            if isinstance(records, StoredRows)
            else _identities(located.record for located in records)
            for records in self._files
        ]
        return np.concatenate([np.empty((0, 2), np.uint64), *parts])[self._rows]

    @property
    def positions(self) -> NDArray[np.intp]:
        """Which of the records of all files they are."""
        return self._rows

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
    if not every.table.has_repeated_ids:
        return every
    ids = every.table.texts("id")
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

    def once(self, row: int) -> Event:
        """As of `StoredRows`."""
        return self._located.once(row).record

    def feature_at(self, row: int) -> tuple[Path, bytes] | None:
        """As of `LocatedRecords`."""
        return self._located.feature_at(row)

    @property
    def digests(self) -> NDArray[np.uint64]:
        """As of `LocatedRecords`."""
        return self._located.digests

    def take(self, rows: NDArray[np.intp]) -> StoredEvents:
        """Return some of them."""
        return StoredEvents(self._located.take(rows))


class EventsById(Mapping[str, Event]):
    """Records by id."""

    def __init__(self, events: StoredEvents) -> None:
        self._events = events

    @property
    def _rows(self) -> Mapping[str, int]:
        return self._events.table.row_by_id

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


def events_with(names: Sequence[str], events: Sequence[Event]) -> Iterable[Event]:
    """Return the records that have a value in any of some columns of `SHARED`."""
    if not isinstance(events, StoredEvents):
        readers = [SHARED[name] for name in names]
        return (event for event in events if any(read(event) for read in readers))
    return map(events.item_at, np.flatnonzero(_any(names, events.table)).tolist())


def count_with(name: str, events: Sequence[Event]) -> int:
    """Return how many records have a value in a column of `SHARED`."""
    if not isinstance(events, StoredEvents):
        return sum(map(bool, map(SHARED[name], events)))
    return int(events.table.shared(name).where(bool).sum())


def _any(names: Sequence[str], table: RecordTable) -> NDArray[np.bool_]:
    have: NDArray[np.bool_] = np.logical_or.reduce([table.shared(n).where(bool) for n in names])
    return have


def rows_by_file(
    located: Sequence[Located[Event]], reads: Sequence[Read[Event]]
) -> list[Collection[int]]:
    """Return for each file which of its records are among the records of all files."""
    if isinstance(located, LocatedRecords):
        firsts = np.cumsum([0, *(len(read.records) for read in reads)])
        parts = np.split(located.positions, np.searchsorted(located.positions, firsts[1:-1]))
        pairs = zip(parts, firsts.tolist(), strict=False)
        return [frozenset((part - first).tolist()) for part, first in pairs]
    known = {id(one) for one in located}
    return [[n for n, one in enumerate(read.records) if id(one) in known] for read in reads]


def ids_of(records: Sequence[Located[Any]]) -> Sequence[str]:
    """Return the ids of the records, or of other features, of one file."""
    if isinstance(records, StoredRows):
        return records.columns.texts("id")
    return [located.record.id for located in records]


def id_finder(records: Sequence[Located[Any]]) -> Callable[[str], str | None]:
    """Return a function from the pointer of a Feature of one file to the id of its record."""
    if isinstance(records, StoredRows):
        return records.id_at
    return {located.pointer: located.record.id for located in records}.get


def located_with(
    names: Sequence[str], located: Sequence[Located[Event]]
) -> Iterable[Located[Event]]:
    """Return the records that have a value in any of some columns of `SHARED`.

    All of them where their columns are not stored: then it is quicker to look at each.
    """
    return where(lambda table: _any(names, table), located)


def where(
    holds: Callable[[RecordTable], NDArray[np.bool_]], located: Sequence[Located[Event]]
) -> Iterable[Located[Event]]:
    """Return the records of which something holds by their columns, or all; see `located_with`."""
    if not isinstance(located, LocatedRecords):
        return located
    return map(located.item_at, np.flatnonzero(holds(located.table)).tolist())


def rows_with(name: str, value: Hashable, records: Sequence[Located[Event]]) -> list[int]:
    """Return which records of one file have a value in a column of `SHARED`."""
    if isinstance(records, StoredRows):
        has_it = records.columns.shared(name).where(lambda one: one == value)
        return np.flatnonzero(has_it).tolist()
    read = SHARED[name]
    return [row for row, located in enumerate(records) if read(located.record) == value]


def events_without(ids: Collection[str], events: Sequence[Event]) -> Sequence[Event]:
    """Return the records that have none of some ids."""
    if not isinstance(events, StoredEvents):
        return tuple(event for event in events if event.id not in ids)
    row_by_id = events.table.row_by_id
    rows = [row for row in map(row_by_id.get, ids) if row is not None]
    return events.take(np.delete(np.arange(len(events)), np.array(rows, dtype=np.intp)))


def events_at(rows: NDArray[np.intp], events: Sequence[Event]) -> Sequence[Event]:
    """Return the records of some rows, in their order."""
    if isinstance(events, StoredEvents):
        return events.take(rows)
    return tuple(events[row] for row in rows.tolist())


def _identities(events: Iterable[Event]) -> NDArray[np.uint64]:
    return np.array([(id(event), 0) for event in events], np.uint64).reshape(-1, 2)


def digests_of(events: Sequence[Event]) -> NDArray[np.uint64]:
    """Return digests of Features, shape (n, 2); of those not in the index, of the objects."""
    return events.digests if isinstance(events, StoredEvents) else _identities(events)


def rows_of_digests(digests: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Return where each of some digests is among others, shape (n,); -1 where it is not."""
    if not len(among):
        return np.full(len(digests), -1, dtype=np.intp)
    order = np.argsort(among[:, 0], kind="stable")
    at = np.searchsorted(among[order, 0], digests[:, 0])
    rows = order[np.minimum(at, len(among) - 1)]
    return np.where((among[rows] == digests).all(axis=1), rows, -1)


def events_where(holds: NDArray[np.bool_], events: Sequence[Event]) -> Sequence[Event]:
    """Return the records of which something holds, shape (n,)."""
    return events_at(np.flatnonzero(holds), events)


def events_once(events: Sequence[Event], rows: Iterable[int]) -> Iterator[Event]:
    """Yield some records; those that have to be built are not kept, as they may be many."""
    return map(events.once if isinstance(events, StoredEvents) else events.__getitem__, rows)


def event_ids(events: Iterable[Event]) -> Sequence[str]:
    """Return the ids of some records."""
    if isinstance(events, StoredEvents):
        return events.table.texts("id")
    return [event.id for event in events]


def feature_at(events: Sequence[Event], row: int) -> tuple[Path, bytes] | None:
    """Return where footprints of a record may be stored, and a digest of its Feature.

    None if its file is not in the index.
    """
    return events.feature_at(row) if isinstance(events, StoredEvents) else None


def read_without(ids: Collection[str], read: Read[Event]) -> Read[Event]:
    """Return what was read of a file, without the records of some ids."""
    records = read.records
    rows = [row for row, id_ in enumerate(ids_of(records)) if id_ not in ids]
    some = copy(read)  # `replace` would decode its text
    vars(some)["records"] = (
        SomeRows(records, np.array(rows, dtype=np.intp))
        if isinstance(records, StoredRows)
        else tuple(records[row] for row in rows)
    )
    return some


def table_of(events: Sequence[Event]) -> RecordTable:
    """Return the columns of some records: stored ones, or computed ones."""
    return events.table if isinstance(events, StoredEvents) else RecordTable.of(events)
