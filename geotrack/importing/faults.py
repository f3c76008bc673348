"""Errors of unreadable files, and shortened lists of faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from geotrack.errors import GeotrackError, UsageError
from geotrack.messages import Message, in_language, sentence

__all__ = [
    "LIST_EACH",
    "Faults",
    "FewLines",
    "OptionError",
    "OwnFormError",
    "UnreadableError",
    "few",
    "refuse_file_in_crs",
    "row_name",
    "summarise_faults",
]

LIST_EACH: ContextVar[bool] = ContextVar("LIST_EACH", default=False)
"""Whether messages list each fault (`geotrack import --all`), or the first of a kind."""
# Lines of a kind that are listed; --all lists each.
_MOST = 5
# The name of a row as files are read: `line 3`, `Tokt: row 3`.
_ROW = re.compile(r"(.*: |)(line|row|feature) (\d+)")


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
        super().__init__(Message("{where}: {text}", where, sentence(message, remedy)))
        self.problem, self.remedy = Message("{where}: {text}", where, Message(message)), remedy


class OptionError(UsageError):
    """A reading option is missing, or does not fit the file.

    Parameters
    ----------
    option : {'layer', 'sheet', 'crs', 'encoding'}
        The option, without its hyphens.
    problem, remedy : str
        What is wrong, and what to do about it.
    """

    def __init__(self, option: str, problem: str, remedy: str = "") -> None:
        super().__init__(sentence(problem, remedy))
        self.option, self.problem, self.remedy = option, problem, remedy


class OwnFormError(UsageError):
    """A file is in geotrack's own form, and for `geotrack add`.

    Parameters
    ----------
    file : pathlib.Path
        The file.
    features : iterable of dict, optional
        Its Features; none where the file was read in part.
    """

    def __init__(self, file: Path, features: Iterable[dict[str, Any]] = ()) -> None:
        super().__init__(
            Message(
                "{name} is in geotrack's own form already: `geotrack check {name}` checks it, "
                "`geotrack add {name}` adds it",
                file.name,
            )
        )
        self.file, self.features = file, list(features)


def row_name(row: str) -> Callable[[str], str]:
    """Return the name of a row, such as `line 3`, as a value of a message.

    Examples
    --------
    >>> row_name("line 3")("nb"), row_name("Tokt!C7")("nb")
    ('linje 3', 'Tokt!C7')
    """
    return partial(_row_in, row)


def _row_in(row: str, language: str) -> str:
    match = None if language == "en" else _ROW.fullmatch(row)
    return f"{match[1]}{in_language(match[2], language)} {match[3]}" if match else row


def refuse_file_in_crs(file: Path, found: str) -> None:
    """Raise an error where the CRS of a file names another file, `found`."""
    if found:
        message = Message("its CRS names a file, which is not opened: {found}", found)
        raise UnreadableError(file, message, "save it again in a CRS with an EPSG code")


class FewLines:
    """The first of many lines, and the number of the others."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._more = 0

    def append(self, line: str) -> None:
        """Add a line."""
        if len(self._first) < _MOST or LIST_EACH.get():
            self._first.append(line)
        else:
            self._more += 1

    def __iter__(self) -> Iterator[str]:
        yield from self._first
        if self._more:
            yield Message("… and {n} more such lines", self._more)


def few(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines, and how many more there are."""
    shortened = FewLines()
    for line in lines:
        shortened.append(line)
    yield from shortened


class Faults:
    """Faults of rows: each with its first row and the number of others."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._count: dict[str, int] = {}
        self._each: list[str] = []

    def add(self, row: str, faults: Iterable[str]) -> None:
        """Add the faults of a row."""
        if LIST_EACH.get():
            template = "{row}: {fault}"
            self._each += [Message(template, row_name(row), Message(fault)) for fault in faults]
            return
        for fault in dict.fromkeys(faults):
            self._first.setdefault(fault, row)
            self._count[fault] = self._count.get(fault, 0) + 1

    def __iter__(self) -> Iterator[str]:
        yield from self._each
        for fault, row in self._first.items():
            count = self._count[fault]
            more = Message(" and {n} more", count - 1) if count > 1 else ""
            yield Message("{row}{more}: {fault}", row_name(row), more, Message(fault))


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
    all_ = Faults()
    for row, row_faults in faults.items():
        all_.add(row, row_faults)
    yield from all_
