"""Tables of records: columns of some records, from what is stored or computed when first used."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Sized
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from geotrack.index.attributes import NUMBERS, SHARED, TEXTS, id_hashes, number_columns
from geotrack.model import Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ComputedColumns",
    "RecordTable",
    "Shared",
    "StoredColumns",
    "columns_to_store",
    "rows_in_files",
]

# Of fewer records a dictionary of all ids is quicker.
_MANY = 200_000


class Shared(NamedTuple):
    """A column of values that many records have in common.

    Parameters
    ----------
    codes : numpy.ndarray of int, shape (n,)
        The position of each record's value in `values`.
    values : list
        The values, each hashable.
    """

    codes: NDArray[np.int64]
    values: list[Hashable]

    def where(self, holds: Callable[[Any], object]) -> NDArray[np.bool_]:
        """Return for which records something holds of their value, shape (n,)."""
        holds_of = np.fromiter(
            (bool(holds(value)) for value in self.values), bool, len(self.values)
        )
        return holds_of[self.codes]

    def by_occurrence(self) -> list[int]:
        """Return the positions of the values that records have, that of the first record first."""
        count = len(self.codes)
        first = np.full(len(self.values), count, dtype=np.int64)
        first[self.codes[::-1]] = np.arange(count)[::-1]  # of equal ones the last is kept
        order: list[int] = np.argsort(first, kind="stable").tolist()
        return order[: int((first < count).sum())]

    def distinct(self) -> list[Any]:
        """Return the values that records have, each once, that of the first record first."""
        return list(dict.fromkeys(self.values[at] for at in self.by_occurrence()))

    def words(self) -> list[Any]:
        """Return the words of values that are tuples, each once, that of the first record first."""
        return list(dict.fromkeys(word for value in self.distinct() for word in value))


class ColumnSource(Protocol):
    """Columns of the records of one file, in its order."""

    def __len__(self) -> int: ...

    def numbers(self, name: str) -> NDArray[Any]:
        """Return a column of numbers; the last axis has one entry for each record."""

    def texts(self, name: str) -> Sequence[str]:
        """Return a column of texts."""

    def text(self, name: str, row: int) -> str:
        """Return the text of one row in a column."""

    def shared(self, name: str) -> Shared:
        """Return a column of shared values."""


class ComputedColumns:
    """Columns of records that have been read; each is computed when first used."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._numbers: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self._events)

    def numbers(self, name: str) -> NDArray[Any]:
        """Return a column of numbers; the last axis has one entry for each record."""
        if name not in self._numbers:
            self._numbers |= number_columns(name, self._events)
        return self._numbers[name]

    def texts(self, name: str) -> Sequence[str]:
        """Return a column of texts."""
        return list(map(TEXTS[name], self._events))

    def text(self, name: str, row: int) -> str:
        """Return the text of one row in a column."""
        return TEXTS[name](self._events[row])

    def shared(self, name: str) -> Shared:
        """Return a column of shared values."""
        values = list(map(SHARED[name], self._events))
        distinct = list(dict.fromkeys(values))
        if len(distinct) == 1:  # as most columns have it
            return Shared(np.zeros(len(values), dtype=np.int64), distinct)
        codes = dict(zip(distinct, range(len(distinct)), strict=True))
        return Shared(np.fromiter(map(codes.__getitem__, values), np.int64, len(values)), distinct)


class StoredColumns:
    """Columns of records as `columns_to_store` has returned them.

    Parameters
    ----------
    arrays : mapping of str to numpy.ndarray
        The arrays.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self._count = len(arrays["happened"])
        self._texts: dict[str, tuple[bytes, list[int]]] = {}
        self._lists: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return self._count

    def numbers(self, name: str) -> NDArray[Any]:
        """Return a column of numbers; the last axis has one entry for each record."""
        return self._arrays[name]

    def texts(self, name: str) -> Sequence[str]:
        """Return a column of texts."""
        if name not in self._lists:
            raw, ends = self._text(name)
            places = zip([0, *ends], ends, strict=False)
            if raw.isascii():
                text = raw.decode("ascii")
                self._lists[name] = [text[a:b] for a, b in places]
            else:
                self._lists[name] = [raw[a:b].decode() for a, b in places]
        return self._lists[name]

    def text(self, name: str, row: int) -> str:
        """Return the text of one row in a column."""
        raw, ends = self._text(name)
        return raw[ends[row - 1] if row else 0 : ends[row]].decode()

    def _text(self, name: str) -> tuple[bytes, list[int]]:
        """Return all texts of a column in one, and the end of each."""
        if name not in self._texts:
            raw, ends = (self._arrays[f"{name} {part}"] for part in ("text", "ends"))
            self._texts[name] = raw.tobytes(), ends.tolist()
        return self._texts[name]

    def shared(self, name: str) -> Shared:
        """Return a column of shared values."""
        values = json.loads(self._arrays[f"{name} values"].tobytes())
        return Shared(self._arrays[f"{name} codes"], list(map(_hashable, values)))


def _hashable(value: Any) -> Hashable:
    return tuple(map(_hashable, value)) if isinstance(value, list) else value


def columns_to_store(columns: ComputedColumns | RecordTable) -> dict[str, NDArray[Any]]:
    """Return all columns of some records as arrays, for `StoredColumns`."""
    arrays = {name: columns.numbers(name) for name in NUMBERS}
    for name in TEXTS:
        encoded = [text.encode() for text in columns.texts(name)]
        arrays[f"{name} text"] = np.frombuffer(b"".join(encoded), np.uint8)
        arrays[f"{name} ends"] = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    for name in SHARED:
        column = columns.shared(name)
        codes, values = column if isinstance(columns, ComputedColumns) else _distinct(column)
        # Most have fewer than 256 values.
        arrays[f"{name} codes"] = codes.astype(np.min_scalar_type(len(values)))
        arrays[f"{name} values"] = np.frombuffer(json.dumps(values).encode(), np.uint8)
    return arrays


def _distinct(column: Shared) -> Shared:
    """Return a column with each value that a record has once."""
    known: dict[Hashable, int] = {}
    same = [known.setdefault(value, len(known)) for value in column.values]
    codes = np.array(same, dtype=np.int64)[column.codes]
    used, codes = np.unique(codes, return_inverse=True)
    values = list(known)
    return Shared(codes, [values[number] for number in used.tolist()])


def rows_in_files(
    files: Sequence[Sized], positions: NDArray[np.intp]
) -> tuple[list[int], list[int]]:
    """Return the files of some records, and which records of these they are.

    Parameters
    ----------
    files : sequence of sized
        The files; the length of each is the number of its records.
    positions : numpy.ndarray of int, shape (n,)
        Positions of the records in those of all files, one file after the other.
    """
    firsts = np.cumsum([0, *map(len, files)])
    numbers = np.searchsorted(firsts, positions, "right") - 1
    return numbers.tolist(), (positions - firsts[numbers]).tolist()


class _RowById(Mapping[str, int]):
    """The row of each id in a table of so many that all their texts would take much memory."""

    def __init__(self, table: RecordTable) -> None:
        self._table = table
        self._hashes = table.numbers("id_hash")[table.id_order]

    def __getitem__(self, id_: str) -> int:
        of_id = id_hashes([id_])[0]
        first, end = (int(np.searchsorted(self._hashes, of_id, s)) for s in ("left", "right"))
        for row in reversed(self._table.id_order[first:end].tolist()):
            if self._table.text("id", row) == id_:
                return int(row)
        raise KeyError(id_)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self._table.texts("id")))

    def __len__(self) -> int:
        return len(set(self._table.texts("id")))


class RecordTable:
    """Columns of records of several files.

    Parameters
    ----------
    sources : sequence of ColumnSource
        The columns of each file.
    rows : numpy.ndarray of int, shape (n,), optional
        The records, as positions in those of all files one after the other; default all.
    """

    def __init__(
        self, sources: Sequence[ColumnSource], rows: NDArray[np.intp] | None = None
    ) -> None:
        self._sources, self._rows = sources, rows
        self._numbers: dict[str, NDArray[Any]] = {}
        self._texts: dict[str, list[str]] = {}
        self._shared: dict[str, Shared] = {}

    def __len__(self) -> int:
        return sum(map(len, self._sources)) if self._rows is None else len(self._rows)

    @classmethod
    def of(cls, events: Sequence[Event]) -> RecordTable:
        """Return the table of records that have been read."""
        return cls([ComputedColumns(events)])

    def numbers(self, name: str) -> NDArray[Any]:
        """Return a column of `geotrack.index.attributes.NUMBERS`; the last axis is that of rows."""
        if name not in self._numbers:
            columns = [source.numbers(name) for source in self._sources]
            whole = columns[0] if len(columns) == 1 else np.concatenate(columns, axis=-1)
            self._numbers[name] = whole if self._rows is None else whole[..., self._rows]
        return self._numbers[name]

    def texts(self, name: str) -> list[str]:
        """Return a column of `TEXTS`."""
        if name not in self._texts:
            whole = list(chain.from_iterable(source.texts(name) for source in self._sources))
            rows = self._rows
            self._texts[name] = (
                whole if rows is None else list(map(whole.__getitem__, rows.tolist()))
            )
        return self._texts[name]

    def text(self, name: str, row: int) -> str:
        """Return the text of one row in a column of `TEXTS`."""
        return self.texts_of(name, np.array([row]))[0]

    @cached_property
    def id_order(self) -> NDArray[np.intp]:
        """The rows in the order of the hashes of their ids."""
        return np.argsort(self.numbers("id_hash"), kind="stable")

    @property
    def has_repeated_ids(self) -> bool:
        """Whether an id perhaps stands in several rows: their hashes are the same."""
        hashes = self.numbers("id_hash")[self.id_order]
        return bool((hashes[1:] == hashes[:-1]).any())

    @cached_property
    def row_by_id(self) -> Mapping[str, int]:
        """The row of each id; of a repeated id the last."""
        if len(self) > _MANY:
            return _RowById(self)
        return dict(zip(self.texts("id"), range(len(self)), strict=True))

    def texts_of(self, name: str, rows: NDArray[np.intp]) -> list[str]:
        """Return the texts of some rows in a column of `TEXTS`."""
        positions = rows if self._rows is None else self._rows[rows]
        places = zip(*rows_in_files(self._sources, positions), strict=True)
        return [self._sources[number].text(name, row) for number, row in places]

    def shared(self, name: str) -> Shared:
        """Return a column of `SHARED`; a value of several files may stand several times."""
        if name not in self._shared:
            parts = [source.shared(name) for source in self._sources]
            values = list(chain.from_iterable(part.values for part in parts))
            firsts = np.cumsum([0, *(len(part.values) for part in parts)]).tolist()
            codes = np.concatenate(
                [part.codes.astype(np.int64) + n for part, n in zip(parts, firsts, strict=False)]
            )
            self._shared[name] = Shared(codes if self._rows is None else codes[self._rows], values)
        return self._shared[name]
