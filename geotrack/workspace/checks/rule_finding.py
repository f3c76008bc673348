"""What a rule finds, and how it becomes a finding with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from geotrack.findings import Finding, Severity
from geotrack.reading import Located, Read, Table, line_of, lines_of, path_in_text, pointer
from geotrack.taxonomy import nearest

__all__ = ["Place", "RuleFinding", "guess", "in_table", "lines_at", "with_lines"]

Place = tuple[str | int, ...]


class RuleFinding(NamedTuple):
    """What a rule found in one record; `path` is that of the model, from the Feature on."""

    located: Located[Any]
    path: Place
    message: str
    remedy: str
    rule: str
    value: Any = None
    severity: Severity = Severity.ERROR

    @property
    def pointer(self) -> str:
        """JSON pointer into the file, as the record is written."""
        feature = self.located.record.feature
        return self.located.pointer + pointer(*path_in_text(self.path, feature))


def with_lines(reads: Iterable[Read[Any]], found: Iterable[RuleFinding]) -> list[Finding]:
    """Tie what was found to the lines of the files that were read."""
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
    """Return lines by file and pointer, with one walk a file however many places there are."""
    pointers_by_file: dict[str, list[str]] = {}
    for file, at in places:
        pointers_by_file.setdefault(file, []).append(at)
    texts = {read.records[0].file: read.text for read in reads if read.records}
    return {
        (file, at): line
        for file, pointers in pointers_by_file.items()
        for at, line in lines_of(texts[file], pointers).items()
    }


def in_table(
    table: Table[Any],
    path: Place,
    message_and_remedy: tuple[str, str],
    rule: str,
    value: Any,
    *,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Return what was found in a TOML file, as message and remedy, as a finding with its line."""
    at, line = pointer(*path), line_of(table.text, path)
    return Finding(table.file, *message_and_remedy, rule, at, line, value, severity)


def guess(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return as remedy the known word that is nearest, or something else where none is near."""
    suggestion = nearest(word, known)
    return f"did you mean {suggestion!r}?" if suggestion else otherwise
