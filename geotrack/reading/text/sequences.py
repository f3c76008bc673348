"""GeoJSON text sequences (RFC 8142) and newline-delimited GeoJSON, read as a FeatureCollection.

Findings have pointers into that collection (`/features/3/…`) and line numbers of the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from geotrack.messages import Message
from geotrack.model.limits import Limits
from geotrack.reading.model_faults import Fault

__all__ = ["SEPARATOR", "Sequence", "is_by_lines", "sequence_in", "syntax_message"]

SEPARATOR = "\x1e"
"""Stands before each text of a sequence of RFC 8142."""
_HEAD = '{"type": "FeatureCollection", "features": ['
_TAIL = "]}"
_SAMPLE = 20
# White space of JSON; Python counts the separator too.
_SPACE = " \t\r\n"

Loads = Callable[[str], Any]


@dataclass
class Sequence:
    """A sequence as a FeatureCollection.

    Parameters
    ----------
    values : list
        Values of its texts, in order; None for one that is not JSON.
    texts : list of str
        Pieces of the collection's text, which has the same lines.
    broken : list of Fault
        Faults of texts that are not JSON.
    """

    values: list[Any] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    broken: list[Fault] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the collection."""
        return "".join((_HEAD, *self.texts, _TAIL))

    @property
    def value(self) -> dict[str, Any]:
        """The collection."""
        return {"type": "FeatureCollection", "features": self.values}

    def add(self, text: str, loads: Loads) -> None:
        """Add one text of the sequence, or white space between two."""
        if not text.strip(_SPACE):
            self.texts.append(text)
            return
        comma = "," if self.values else ""
        try:
            # Without trailing white space, so that a fault at the end has the right line.
            self.values.append(loads(text.rstrip(_SPACE)))
            self.texts.append(comma + text)
        except (json.JSONDecodeError, RecursionError) as error:
            path = ("features", len(self.values))
            self.broken.append(
                Fault(path, syntax_message(error), "mend the text there", "json-syntax")
            )
            self.values.append(None)
            # Keep the fault on its line.
            before = error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0
            after = text.count("\n") - before
            self.texts.append(f"{comma}{chr(10) * before}null{chr(10) * after}")


def sequence_in(text: str, loads: Loads, limits: Limits) -> Sequence | None:
    """Read a text as a sequence, if it is one.

    Parameters
    ----------
    text : str
        Text with a record separator before each value, or one value on each line.
    loads : callable
        Parses the text of one value; raises `JSONDecodeError`.
    limits : Limits
        `values` limits the lines; with more broken texts than `findings` reading stops.

    Returns
    -------
    Sequence or None
        None if the text is not a sequence.
    """
    ends_of = SEPARATOR if text.lstrip(_SPACE).startswith(SEPARATOR) else "\n"
    if text.count(ends_of) > limits.values:
        return None
    if ends_of == "\n" and not is_by_lines(text, loads):
        return None
    sequence = Sequence()
    for entry in _pieces(text, ends_of):
        sequence.add(entry, loads)
        if len(sequence.broken) > limits.findings:
            break
    return sequence


def _pieces(text: str, end: str) -> Iterator[str]:
    # Not `splitlines`, which also splits at characters such as U+2028 inside texts.
    start = 0
    while (cut := text.find(end, start)) >= 0:
        yield text[start : cut + (end == "\n")]
        start = cut + 1
    yield text[start:]


def is_by_lines(text: str, loads: Loads) -> bool:
    """Return whether more than a third of the first lines are records.

    In a broken collection with one Feature on each line only the last parses: the others end with
    commas.
    """
    first = list(islice((p for p in _pieces(text, "\n") if p.strip(_SPACE)), _SAMPLE))
    if len(first) < 2 or not first[0].lstrip(_SPACE).startswith("{"):  # noqa: PLR2004 (one is no sequence)
        return False
    return sum(_is_record(line, loads) for line in first) > len(first) / 3


def _is_record(line: str, loads: Loads) -> bool:
    try:
        value = loads(line)
    except (json.JSONDecodeError, RecursionError):
        return False
    kind = value.get("type") if isinstance(value, dict) else None
    return isinstance(kind, str) and kind != "FeatureCollection"


def syntax_message(error: json.JSONDecodeError | RecursionError) -> str:
    """Return the message for a JSON syntax error, with its column."""
    if isinstance(error, RecursionError):
        return "not JSON: nested too deeply"
    text = error.msg.removesuffix(" at").removesuffix(" starting").lower()
    return Message("not JSON: {problem}, at column {column}", Message(text), error.colno)
