"""Findings of rules, and their conversion to findings with file and line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import count
from typing import Any, NamedTuple, Protocol

from geotrack.findings import Finding, Severity
from geotrack.i18n.spelling import nearest
from geotrack.messages import did_you_mean
from geotrack.model import Event, MapDefinition
from geotrack.reading import Located, Read, TomlTable, line_of, lines_of, path_in_text, pointer
from geotrack.reading.toml_files import values_of

__all__ = [
    "Place",
    "RecordSelection",
    "RuleFinding",
    "guess",
    "guesses",
    "in_table",
    "lines_at",
    "with_lines",
]

# Maximum number of words with a guess: comparing those of many records would take minutes.
_MOST_GUESSES = 50

Place = tuple[str | int, ...]


class RecordSelection(Protocol):
    """Selects the records of a map, or those of some ids that are on it without all others."""

    def __call__(
        self, definition: MapDefinition, among: Collection[str] | None = None, /
    ) -> Iterable[Event] | None:
        """Return the records; None if the selection is invalid."""


class RuleFinding(NamedTuple):
    """A finding in one record; `path` is that of the model, starting at the Feature."""

    located: Located[Any]
    path: Place
    message: str
    remedy: str
    rule: str
    value: Any = None
    severity: Severity = Severity.ERROR

    @property
    def pointer(self) -> str:
        """JSON pointer into the file."""
        feature = self.located.record.feature
        return self.located.pointer + pointer(*path_in_text(self.path, feature))


def with_lines(reads: Iterable[Read[Any]], found: Iterable[RuleFinding]) -> list[Finding]:
    """Return rule findings as findings with line numbers."""
    faults = list(found)
    lines = lines_at(reads, [(f.located.file, f.pointer) for f in faults])
    return [
        Finding(
            f.located.file,
            f.message,
            f.remedy,
            f.rule,
            f.pointer,
            lines[f.located.file, f.pointer],
            f.value,
            f.severity,
        )
        for f in faults
    ]


def lines_at(
    reads: Iterable[Read[Any]], places: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Return line numbers by file and pointer; each file is scanned once."""
    pointers_by_file: dict[str, list[str]] = {}
    for file, json_pointer in places:
        pointers_by_file.setdefault(file, []).append(json_pointer)
    if not pointers_by_file:
        return {}
    reads_by_file = {result.records[0].file: result for result in reads if result.records}
    return {
        (file, json_pointer): line
        for file, pointers in pointers_by_file.items()
        for json_pointer, line in lines_of(reads_by_file[file].text, pointers).items()
    }


def in_table(
    table: TomlTable[Any],
    path: Place,
    message_and_remedy: tuple[str, str],
    rule: str,
    value: Any,
    *,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Return a finding in a TOML file, with its line; the path may be that of the model."""
    path = path_in_text(path, values_of(table.text))
    json_pointer, line = pointer(*path), line_of(table.text, path)
    return Finding(table.file, *message_and_remedy, rule, json_pointer, line, value, severity)


def guess(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a remedy with the nearest known word, else a given remedy."""
    return did_you_mean(nearest(word, known), otherwise)


def guesses(known: Collection[str], otherwise: str) -> Callable[[str], str]:
    """Return a function that returns a remedy as `guess` does, for the first fifty words.

    Comparing an unknown word of each of many records would take minutes.
    """
    left = count(_MOST_GUESSES, -1)
    return lambda word: guess(word, known, otherwise) if next(left) > 0 else otherwise
