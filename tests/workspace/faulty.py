"""A disk on which things go wrong: at one chosen step of a writer, it dies or is refused."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from collections.abc import Callable, Iterator
from io import BufferedWriter
from pathlib import Path
from typing import Any
from unittest import mock

__all__ = ["KilledError", "dying", "full", "killing", "read_only", "steps_of"]


class KilledError(BaseException):
    """The process is dead: nothing that it would still do reaches the disk."""


class _Disk:
    """Counts the steps that change the disk, and does at one of them what it is told."""

    def __init__(self, at: int, fail: Callable[[], BaseException], *, stays: bool) -> None:
        self.at = at
        self.fail = fail
        self.stays = stays
        self.steps = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.at or (self.stays and self.steps > self.at > 0):
            raise self.fail()

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*given: Any, **named: Any) -> Any:
            self.step()
            return function(*given, **named)

        return stepped


@contextlib.contextmanager
def _disk(at: int, fail: Callable[[], BaseException], *, stays: bool) -> Iterator[_Disk]:
    disk = _Disk(at, fail, stays=stays)
    opened = Path.open

    class Half(BufferedWriter):
        """What is written when the process dies is there in part."""

        def write(self, content: Any) -> int:
            try:
                disk.step()
            except BaseException:
                super().write(bytes(content)[: len(content) // 2])
                super().flush()
                raise
            return super().write(content)

    def opening(path: Path, mode: str = "r", *given: Any, **named: Any) -> Any:
        if not set("wx") & set(mode):
            return opened(path, mode, *given, **named)
        disk.step()
        return Half(opened(path, mode, 0))

    with (
        mock.patch.object(Path, "open", opening),
        mock.patch.object(Path, "replace", disk.around(Path.replace)),
        mock.patch.object(Path, "unlink", disk.around(Path.unlink)),
        mock.patch.object(os, "fsync", disk.around(os.fsync)),
    ):
        yield disk


def steps_of(work: Callable[[], object]) -> int:
    """Do the work on a sound disk and return how many steps it takes."""
    with _disk(0, KilledError, stays=False) as disk:
        work()
    return disk.steps


def dying(at: int) -> contextlib.AbstractContextManager[object]:
    """Return a disk on which the process dies at a step: nor does it clean up after itself."""
    return _disk(at, KilledError, stays=True)


def killing(at: int) -> contextlib.AbstractContextManager[object]:
    """Return a disk on which the system kills the process itself at a step."""
    return _disk(at, lambda: KilledError(os.kill(os.getpid(), signal.SIGKILL)), stays=False)


def read_only(at: int) -> contextlib.AbstractContextManager[object]:
    """Return a disk that from a step on takes nothing."""
    return _disk(at, lambda: PermissionError(errno.EACCES, os.strerror(errno.EACCES)), stays=True)


def full(at: int) -> contextlib.AbstractContextManager[object]:
    """Return a disk that is full at a step."""
    return _disk(at, lambda: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), stays=False)
