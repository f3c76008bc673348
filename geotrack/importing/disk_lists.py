"""Lists whose items lie in a temporary file where they are many, so that memory stays bounded."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

__all__ = ["DiskList", "Spool", "chunks_of", "gather", "shape_weight"]

_BUDGET = 8_000_000
"""Bytes in memory of lists that share a file, about."""
_LEAST = 8_000
"""Least bytes in memory of each list: with fewer, the table of offsets would fill the memory."""
# Bytes of memory, about: of a text without its letters, of a shape, of a position.
_OF_AN_ITEM, _OF_A_SHAPE, _OF_A_POSITION = 60, 200, 100


class Spool:
    """The temporary file that some lists share.

    Parameters
    ----------
    lists : int
        How many lists fill it together; each has its share of the memory.
    """

    def __init__(self, lists: int = 1) -> None:
        self.budget = max(_BUDGET // max(lists, 1), _LEAST)
        self._file: IO[bytes] | None = None

    def write(self, items: list[Any]) -> int:
        """Write items; return their offset."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="geotrack-")  # noqa: SIM115 (closed below)
            weakref.finalize(self, self._file.close)
        offset = self._file.seek(0, 2)
        pickle.dump(items, self._file, pickle.HIGHEST_PROTOCOL)
        return offset

    def read(self, offset: int) -> list[Any]:
        """Return the items at an offset."""
        if self._file is None:
            return []
        self._file.seek(offset)
        items: list[Any] = pickle.load(self._file)  # noqa: S301 (an unlinked file of this process)
        return items


class DiskList(Sequence[Any]):
    """A list that grows at its end, and holds a bounded part of its items in memory.

    Parameters
    ----------
    spool : Spool, optional
        The file for the other items; one of its own by default.
    weigh : callable, optional
        Returns the memory that an item takes, in bytes.

    Examples
    --------
    >>> cells = DiskList(Spool(lists=100_000))
    >>> cells.extend(str(n) for n in range(200))
    >>> len(cells), cells[0], cells[-1], cells.whole() is cells
    (200, '0', '199', True)
    """

    def __init__(
        self, spool: Spool | None = None, weigh: Callable[[Any], int] | None = None
    ) -> None:
        self._spool = spool or Spool()
        self._weigh = weigh or _weight
        self._held: list[Any] = []
        self._weight = 0
        self._stored = 0
        self._starts: list[int] = []
        self._offsets: list[int] = []
        self._cache: list[Any] = []
        self._first = self._last = 0  # indexes of the cached items

    def append(self, item: Any) -> None:
        """Add an item."""
        self._held.append(item)
        self._weight += self._weigh(item)
        if self._weight > self._spool.budget:
            self._starts.append(self._stored)
            self._offsets.append(self._spool.write(self._held))
            self._stored += len(self._held)
            self._held, self._weight = [], 0

    def extend(self, items: Iterable[Any]) -> None:
        """Add items."""
        for item in items:
            self.append(item)

    def whole(self) -> Sequence[Any]:
        """Return a plain list if all items are in memory, else this list."""
        return self if self._starts else self._held

    def chunks(self) -> Iterator[list[Any]]:
        """Yield the items in lists that fit into memory."""
        for offset in self._offsets:
            yield self._spool.read(offset)
        if self._held:
            yield self._held

    def __len__(self) -> int:
        return self._stored + len(self._held)

    def __iter__(self) -> Iterator[Any]:
        for chunk in self.chunks():
            yield from chunk

    def __getitem__(self, n: Any) -> Any:
        if isinstance(n, slice):
            return [self[index] for index in range(*n.indices(len(self)))]
        if self._first <= n < self._last:
            return self._cache[n - self._first]
        if n < 0:
            n += len(self)
        if not 0 <= n < len(self):
            raise IndexError(n)
        if n >= self._stored:
            return self._held[n - self._stored]
        chunk = bisect_right(self._starts, n) - 1
        self._cache = self._spool.read(self._offsets[chunk])
        self._first, self._last = self._starts[chunk], self._starts[chunk] + len(self._cache)
        return self._cache[n - self._first]


def gather(items: Iterable[Any], spool: Spool | None = None) -> Sequence[Any]:
    """Return items as a list; as a `DiskList` if they are many."""
    gathered = DiskList(spool)
    gathered.extend(items)
    return gathered.whole()


def chunks_of(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield items in parts that fit into memory; a plain list is one part."""
    if isinstance(items, DiskList):
        yield from items.chunks()
    else:
        yield items


def shape_weight(shape: Any) -> int:
    """Return the memory that a geometry takes, in bytes, with its GeoJSON."""
    import shapely

    if isinstance(shape, str):  # as WKT
        return _weight(shape)
    return _OF_A_SHAPE + _OF_A_POSITION * int(shapely.get_num_coordinates(shape))


def _weight(item: Any) -> int:
    if isinstance(item, str):
        return _OF_AN_ITEM + len(item)
    if isinstance(item, dict):
        return _OF_AN_ITEM + sum(map(_weight, item.values()))
    if isinstance(item, list | tuple):
        return _OF_AN_ITEM + sum(map(_weight, item))
    return _OF_AN_ITEM // 2
