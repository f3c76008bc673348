"""Findings: faults in files as values, all reported at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geotrack.errors import quoted, shorten
from geotrack.messages import Message, in_language, sentence, suggestions_of

__all__ = ["Finding", "Severity", "as_json", "errors_of", "finding_lines", "shown", "unreadable"]

_LONGEST_VALUE = 60
_LONGEST_POINTER = 300
_MOST_ALIKE = 3
"""Findings of a kind that are listed each."""
_EXAMPLES = 3


class Severity(StrEnum):
    """Severity of a finding: an error rejects the record, a warning informs."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one place of one file.

    Parameters
    ----------
    file : str
        The file as the user named it, or relative to the workspace.
    message : str
        What is wrong, with the value.
    remedy : str
        What to do about it; may be empty.
    rule : str
        Stable id of the rule that was broken.
    pointer : str
        RFC 6901 JSON pointer into the file (for TOML: into its tables).
    line : int or None
        Line in the file, from 1.
    value : Any
        The offending value as parsed; None where something is missing.
    severity : Severity
        Error or warning.
    key : str
        The property at fault; by default the last one of the pointer.

    Examples
    --------
    >>> print(Finding("a.geojson", "'2024-13' is not a date: month 13", "write 2024-12",
    ...               "date", "/features/0/properties/start", 9))
    a.geojson:9: /features/0/properties/start: '2024-13' is not a date: month 13; write 2024-12
    """

    file: str
    message: str
    remedy: str
    rule: str
    pointer: str = ""
    line: int | None = None
    value: Any = None
    severity: Severity = Severity.ERROR
    key: str = ""

    def __post_init__(self) -> None:
        """Take the key from the pointer."""
        if not self.key:
            rest, _, key = self.pointer.rpartition("/")
            while key.isdecimal():
                rest, _, key = rest.rpartition("/")
            object.__setattr__(self, "key", key.replace("~1", "/").replace("~0", "~"))

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Values, or keys, to write in place of the faulty one, the likeliest first."""
        return suggestions_of(self.remedy)

    @property
    def expected(self) -> tuple[str, ...]:
        """All values that fit, or the JSON type or the limit of one that fits."""
        return self.remedy.expected if isinstance(self.remedy, Message) else ()

    def text(self, language: str | None = None) -> str:
        """Return what is wrong and what to do about it; default in the language of the context."""
        return in_language(sentence(self.message, self.remedy), language)

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [where]
        if self.pointer:
            long = len(self.pointer) > _LONGEST_POINTER
            parts.append(f"{self.pointer[:_LONGEST_POINTER]}…" if long else self.pointer)
        if self.severity is Severity.WARNING:
            parts.append(in_language("warning"))
        return _one_line(": ".join([*parts, self.text()]))

    def to_json(self) -> dict[str, Any]:
        """Return the finding as a JSON object."""
        return {
            "file": self.file,
            "line": self.line,
            "pointer": self.pointer,
            "severity": str(self.severity),
            "rule": self.rule,
            "key": self.key,
            "value": as_json(self.value),
            "expected": list(self.expected),
            "suggestions": list(self.suggestions),
            "message": in_language(self.message),
            "remedy": in_language(self.remedy),
        }


def unreadable(file: str, error: OSError) -> Finding:
    """Return the finding of a file that cannot be read."""
    message = Message("cannot be read: {reason}", (error.strerror or str(error)).lower())
    return Finding(file, message, "check the path and its permissions", "file")


def errors_of(findings: tuple[Finding, ...] | list[Finding]) -> list[Finding]:
    """Return the findings that are errors."""
    return [f for f in findings if f.severity is Severity.ERROR]


def finding_lines(findings: Sequence[Finding], *, each: bool = False) -> Iterator[str]:
    """Yield findings as lines; of more than three of a kind the first, and a line on the others.

    Findings are of one kind if they have the same file, rule, severity and property.

    Parameters
    ----------
    findings : sequence of Finding
        The findings, in order.
    each : bool
        Whether to yield a line for each.

    Examples
    --------
    >>> found = [Finding("a", f"'{n}' is not a date", "", "date", f"/features/{n}/properties/start",
    ...                  9 * n, f"{n}") for n in range(1, 9)]
    >>> for line in finding_lines(found):
    ...     print(line)
    a:9: /features/1/properties/start: '1' is not a date
    a: 7 more like that (date at properties/start): lines 18, 27, 36, …; values '2', '3', '4', …
    """
    kinds: dict[tuple[str, ...], list[Finding]] = {}
    if not each:
        for finding in findings:
            kinds.setdefault(_kind(finding), []).append(finding)
    for finding in findings:
        alike = kinds.get(_kind(finding), [])
        if each or 0 < len(alike) <= _MOST_ALIKE:
            yield str(finding)
        elif alike:
            yield str(finding)
            yield _others(alike)
            alike.clear()


def _kind(finding: Finding) -> tuple[str, ...]:
    # Without a value, the message tells what is missing, as may the key.
    missing = finding.message if finding.value is None else ""
    return finding.file, finding.rule, finding.severity, _property(finding.pointer), missing


def _property(pointer: str) -> str:
    """Return the path of a property in its Feature, without places in lists.

    >>> _property("/features/7/properties/sources/0/url"), _property("/features/7/geometry/type")
    ('properties/sources/url', 'geometry')
    """
    keys = [key for key in pointer.split("/")[1:] if not key.isdecimal()]
    keys = keys[1:] if keys[:1] == ["features"] else keys
    return "geometry" if keys[:1] == ["geometry"] else "/".join(keys)


def _others(alike: list[Finding]) -> str:
    first, *rest = alike
    where: str = first.rule
    if path := _property(first.pointer):
        where = Message("{rule} at {property}", where, path)
    text: str = Message("{file}: {n} more like that ({where})", first.file, len(rest), where)
    lines = list(dict.fromkeys(str(f.line) for f in rest if f.line is not None))
    if lines:
        text = Message("{text}: lines {lines}", text, _listed(lines))
    values = dict.fromkeys(shown(f.value) for f in rest if isinstance(f.value, (str, int, float)))
    values.pop(shown(first.value), None)
    if values:
        text = Message("{text}; values {values}", text, _listed(list(values)))
    return _one_line(in_language(text))


def _listed(texts: list[str]) -> str:
    return ", ".join([*texts[:_EXAMPLES], *(["…"] if len(texts) > _EXAMPLES else [])])


def _one_line(text: str) -> str:
    """Escape line breaks and control characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def as_json(value: Any) -> Any:
    """Return a parsed value as JSON can hold it: infinite numbers as text.

    >>> as_json([1.5, float("inf")])
    [1.5, 'inf']
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [as_json(v) for v in value]
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    return value


def shown(value: object) -> str:
    """Return a value as text for a message: spelt as in JSON, shortened.

    Examples
    --------
    >>> shown("Bodø"), shown(None), shown(91)
    ("'Bodø'", 'null', '91')
    """
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        text = {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, (int, float)):
        text = repr(value)
    elif isinstance(value, list):
        return Message("a list of {n}", len(value)) if value else Message("an empty list")
    else:
        return Message("an object")
    return shorten(text, _LONGEST_VALUE)
