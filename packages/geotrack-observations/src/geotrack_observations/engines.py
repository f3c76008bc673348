"""Engines that evaluate row groups: threads of this process, or another engine."""

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
    """Runs a function for each row group of a dataset."""

    def check(self, path: Path) -> None:
        """Refuse a file that the engine cannot read.

        Raises
        ------
        UsageError
            The engine cannot read it.
        """

    def each(self, work: Callable[[int], T], groups: Sequence[int]) -> Iterator[T]:
        """Yield the result for each row group, in order.

        Parameters
        ----------
        work : callable
            Takes the index of a row group. It and its result may be pickled.
        groups : sequence of int
            Row groups, from 0.
        """


class Promise(Protocol[T_co]):
    """A future result."""

    def result(self) -> T_co:
        """Wait for the result and return it."""


class Threads:
    """The engine of this process, with a thread for each core."""

    def check(self, path: Path) -> None:
        """Accept any file that the caller can read."""

    def each(self, work: Callable[[int], T], groups: Sequence[int]) -> Iterator[T]:
        """Yield the result for each row group, in order."""
        if len(groups) == 1:
            yield work(groups[0])
            return
        # More would use more memory, since each thread has copies of shapes.
        with ThreadPoolExecutor(_CORES) as pool:
            yield from in_order(lambda i: pool.submit(work, i), groups, _AHEAD)


def in_order(begin: Callable[[int], Promise[T]], groups: Sequence[int], ahead: int) -> Iterator[T]:
    """Start work and yield results in order, with a bounded number in advance.

    An unbounded number could fill the memory if the reader is slow.
    """
    begun: deque[Promise[T]] = deque()
    for i in groups:
        if len(begun) == ahead:
            yield begun.popleft().result()
        begun.append(begin(i))
    while begun:
        yield begun.popleft().result()
