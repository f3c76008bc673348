"""Progress bars of long commands: on stderr, and only if it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import click

__all__ = ["follow", "progress"]

Item = TypeVar("Item")


@contextmanager
def progress(label: str, length: int, *, least: int = 0) -> Iterator[Callable[[int], object]]:
    """Yield the update function of a progress bar, which appears with the first step.

    Parameters
    ----------
    label : str
        What is done: `reading`.
    length : int
        The number of steps.
    least : int
        The least number of steps for which a bar is shown.
    """
    hidden = length < least or not sys.stderr.isatty()
    bars: list[Any] = []
    with ExitStack() as shown:

        def update(steps: int) -> None:
            if not bars:
                # Its clock starts here, so that earlier work does not count.
                bar = click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden)
                bars.append(shown.enter_context(bar))
            bars[0].update(steps)

        yield update


def follow(items: Iterable[Item], label: str, length: int | None = None) -> Iterator[Item]:
    """Yield items, with a progress bar."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, length, label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar
