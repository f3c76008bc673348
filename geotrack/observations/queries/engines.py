"""Where row groups are judged: by the threads of this process, or wherever else an engine runs."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar

__all__ = ["Engine", "Promise", "Threads", "in_order"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_CORES = os.cpu_count() or 1
_AHEAD = 2 * _CORES  # row groups


class Engine(Protocol):
    """Does one piece of work for each row group of a dataset."""

    def check(self, path: Path) -> None:
        """Refuse a file that the engine cannot read.

        Raises
        ------
        UsageError
            It cannot.
        """

    def each(self, work: Callable[[int], T], groups: Sequence[int]) -> Iterator[T]:
        """Yield what the work returns of each row group, in their order.

        Parameters
        ----------
        work : callable
            Takes the number of a row group. It may be sent to another process, and what it returns
            back.
        groups : sequence of int
            Row groups, from 0.
        """


class Promise(Protocol[T_co]):
    """What will have a result."""

    def result(self) -> T_co:
        """Return it, when it is there."""


class Threads:
    """The engine of this process: a thread for each core."""

    def check(self, path: Path) -> None:
        """Read what the caller reads."""

    def each(self, work: Callable[[int], T], groups: Sequence[int]) -> Iterator[T]:
        """Yield what the work returns of each row group, in their order."""
        if len(groups) == 1:
            yield work(groups[0])
            return
        # More would only hold more: each has shapes of its own.
        with ThreadPoolExecutor(_CORES) as pool:
            yield from in_order(lambda i: pool.submit(work, i), groups, _AHEAD)


def in_order(begin: Callable[[int], Promise[T]], groups: Sequence[int], ahead: int) -> Iterator[T]:
    """Begin work and yield its results in order, some ahead of the one that is waited for.

    All of them, waiting for a slow reader, could fill the memory.
    """
    begun: deque[Promise[T]] = deque()
    for i in groups:
        if len(begun) == ahead:
            yield begun.popleft().result()
        begun.append(begin(i))
    while begun:
        yield begun.popleft().result()
