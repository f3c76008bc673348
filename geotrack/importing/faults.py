"""Errors of unreadable files, and shortened lists of faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path

from geotrack.errors import GeotrackError

__all__ = ["LIST_EACH", "UnreadableError", "few", "summarise_faults"]

LIST_EACH: ContextVar[bool] = ContextVar("LIST_EACH", default=False)
"""Whether messages list each fault (`geotrack import --all`), or the first of a kind."""
_MOST = 5


class UnreadableError(GeotrackError):
    """A file cannot be read (exit code 1); its text is one line for the user.

    Parameters
    ----------
    file : pathlib.Path
        The file.
    message, remedy : str
        What is wrong, and what to do about it.
    line : int, optional
        Line in the file, from 1.
    """

    def __init__(
        self, file: Path, message: str, remedy: str = "", *, line: int | None = None
    ) -> None:
        where = file.name if line is None else f"{file.name}:{line}"
        super().__init__(f"{where}: {message}; {remedy}" if remedy else f"{where}: {message}")


def few(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first lines, and how many more there are."""
    if LIST_EACH.get():
        yield from lines
        return
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"… and {len(lines) - _MOST} more such lines"


def summarise_faults(faults: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield each fault once, with its first row and the number of others.

    Parameters
    ----------
    faults : Mapping of str to iterable of str
        Faults by the name of their row.

    Examples
    --------
    >>> list(summarise_faults({"line 2": ["odd"], "line 3": ["odd", "empty"]}))
    ['line 2 and 1 more: odd', 'line 3: empty']
    """
    if LIST_EACH.get():
        yield from (f"{row}: {fault}" for row, found in faults.items() for fault in found)
        return
    many = Counter(fault for found in faults.values() for fault in set(found))
    first: dict[str, str] = {}
    for row, found in faults.items():
        for fault in found:
            first.setdefault(fault, row)
    for fault, row in first.items():
        more = f" and {many[fault] - 1} more" if many[fault] > 1 else ""
        yield f"{row}{more}: {fault}"
