"""Engine for queries on a dask cluster, local or at a scheduler.

Each worker reads the file itself, so it must exist at the same path there.
"""

from __future__ import annotations

import logging
import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from geotrack._version import __version__
from geotrack.errors import UsageError, missing_package
from geotrack_observations.engines import in_order

try:
    import distributed
except ImportError as error:
    refusal = missing_package("distributed", "dask", "the engine dask")
    raise refusal from error

__all__ = ["Dask"]

T = TypeVar("T")

# Seconds to wait for a scheduler.
_WAIT_S = 10
_ADDRESS = re.compile(r"tcp://([\w.-]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})/?")
# Bytes with which a scheduler begins: two lengths.
_GREETING = 16
# Maximum length that these state, bytes.
_MOST_GREETING = 1_000_000
# Row groups per thread of the cluster that are requested ahead.
_AHEAD = 4


class Dask:
    """The engine of a dask cluster; a context manager that closes a cluster it started.

    Parameters
    ----------
    scheduler : str, optional
        Address of a running scheduler, as `tcp://host:8786`. Default: a local cluster with a worker
        for each core.

    Raises
    ------
    UsageError
        No scheduler answers, it has no workers, or workers have another version of geotrack.
    """

    def __init__(self, scheduler: str | None = None) -> None:
        self._scheduler = scheduler

    def __enter__(self) -> Dask:
        with ExitStack() as stack:
            whom = self._scheduler or stack.enter_context(_local_cluster())
            self._client = stack.enter_context(self._connected(whom))
            self._check_workers()
            self._held = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    @property
    def _name(self) -> str:
        return self._scheduler or "the cluster of this machine"

    def _connected(self, whom: Any) -> Any:
        try:
            if self._scheduler:
                _check_scheduler(self._scheduler)
            return distributed.Client(whom, timeout=_WAIT_S)
        except (OSError, TimeoutError, ValueError, TypeError, MemoryError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            message = f"{self._name}: no dask scheduler answers there: {reason}"
            raise UsageError(message) from None

    def _check_workers(self) -> None:
        """Refuse workers with another version of geotrack."""
        for worker, version in self._call_workers(_version).items():
            if version != __version__:
                message = (
                    f"{worker} of {self._name} has geotrack {version}, and this is "
                    f"{__version__}: install the same on both"
                )
                raise UsageError(message)

    def check(self, path: Path) -> None:
        """Refuse a file that differs, or is missing, at a worker.

        Raises
        ------
        UsageError
            The file differs or is missing.
        """
        expected = _fingerprint(path)
        for worker, fingerprint in self._call_workers(_fingerprint, path).items():
            if fingerprint != expected:
                problem = "does not see" if fingerprint is None else "sees another"
                message = (
                    f"{worker} of {self._name} {problem} {path}: put the dataset where all workers "
                    "read it under one path"
                )
                raise UsageError(message)

    def _call_workers(self, ask: Callable[..., T], *given: object) -> dict[str, T]:
        """Return the result of each worker by its address."""
        try:
            answers: dict[str, T] = self._client.run(ask, *given)
        except ImportError as error:
            message = (
                f"the workers of {self._name} cannot load this geotrack ({error}): install "
                f"geotrack {__version__} there"
            )
            raise UsageError(message) from None
        if not answers:
            message = f"{self._name} has no workers: start some with `dask worker ADDRESS`"
            raise UsageError(message)
        return answers

    def each(self, work: Callable[[int], T], groups: Sequence[int]) -> Iterator[T]:
        """Yield the result for each row group, in order.

        Raises
        ------
        UsageError
            The cluster fails.
        """
        if not groups:
            return
        # The work is sent once to each worker, not with each row group.
        scattered = self._client.scatter(work, broadcast=True, hash=False)
        ahead = _AHEAD * max(1, sum(self._client.nthreads().values()))
        try:
            yield from in_order(
                lambda i: self._client.submit(_done, scattered, i, pure=False), groups, ahead
            )
        except (distributed.KilledWorker, distributed.CancelledError) as error:
            reason = str(error).splitlines()[0] if str(error) else "its work was cancelled"
            message = f"{self._name} broke off: {reason}"
            raise UsageError(message) from None


def _check_scheduler(address: str) -> None:
    """Refuse an address that does not answer like a dask scheduler, for which dask would wait.

    A scheduler sends first: the numbers of bytes and of frames, eight bytes each.

    Raises
    ------
    OSError
        Nothing answers at the address.
    ValueError
        The address is invalid, or the answer is not that of a scheduler.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        message = f"{address!r} is no address as tcp://host:8786"
        raise ValueError(message)
    greeting = b""
    with socket.create_connection(
        (match[1].strip("[]"), int(match[2])), timeout=_WAIT_S
    ) as connection:
        deadline = time.monotonic() + _WAIT_S
        while len(greeting) < _GREETING and time.monotonic() < deadline:
            block = connection.recv(_GREETING - len(greeting))
            if not block:
                break
            greeting += block
    sizes = [int.from_bytes(greeting[offset : offset + 8], "little") for offset in (0, 8)]
    if len(greeting) < _GREETING or not 0 < sizes[0] < _MOST_GREETING or sizes[1] > sizes[0]:
        message = "what answers is no dask scheduler"
        raise ValueError(message)


def _local_cluster() -> Any:
    """Return a local cluster, a process for each core, not reachable from outside."""
    return distributed.LocalCluster(
        # With a host, so that dask does not probe the network; any free port.
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        threads_per_worker=1,
        silence_logs=logging.ERROR,
    )


def _done(work: Callable[[int], T], group: int) -> T:
    return work(group)


def _version() -> str:
    return __version__


def _fingerprint(path: Path) -> tuple[int, bytes] | None:
    """Return size and last bytes of a Parquet file, which identify it; None if missing."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 4096))
            return size, file.read()
    except OSError:
        return None
