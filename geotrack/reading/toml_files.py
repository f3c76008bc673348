"""Parsing of TOML files: reports, map definitions and workspace settings."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from geotrack.findings import Finding, shown
from geotrack.messages import Message
from geotrack.model import Model
from geotrack.reading.files import read_file
from geotrack.reading.model_faults import faults_of, slips_of
from geotrack.reading.text.line_numbers import pointer

__all__ = ["TomlTable", "line_of", "parse_table", "read_table", "typed_table", "values_of"]

M = TypeVar("M", bound=Model)


_HEADER = re.compile(r"""\s*\[\[?\s*([\w./"'-]+)\s*\]\]?\s*(?:#.*)?$""")
_KEY = re.compile(r"""\s*+["']?([^"'=\s](?:[^"'=\s]|\s++(?!=))*+)["']?\s*+=""")
# A key of many parts, for which tomllib takes the square of their number in time and memory.
_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")


@dataclass(frozen=True, slots=True)
class TomlTable(Generic[M]):
    """The result of reading one TOML file.

    Parameters
    ----------
    record : Model or None
        The typed content; None if it has an error.
    findings : tuple of Finding
        Errors and warnings.
    file : str
        The file's name in messages.
    text : str
        Its text, to find lines of later findings.
    unparsed : str
        Its text if it is no TOML.
    """

    record: M | None
    findings: tuple[Finding, ...]
    file: str
    text: str = ""
    unparsed: str = ""


def read_table(path: Path, file: str, model: type[M], *, root: Path | None = None) -> TomlTable[M]:
    """Read a TOML file as a model.

    Parameters
    ----------
    path : Path
        The file to read.
    file : str
        Its name in messages.
    model : type of Model
        The model of its content.
    root : Path, optional
        The folder that it must lie in.
    """
    raw = read_file(path, file, root=root)
    parsed = raw if isinstance(raw, Finding) else parse_table(raw, file)
    if isinstance(parsed, Finding):
        unparsed = "" if isinstance(raw, Finding) else raw.decode("utf-8-sig", "replace")
        return TomlTable(None, (parsed,), file, unparsed=unparsed)
    return typed_table(*parsed, file, model)


def parse_table(raw: bytes, file: str) -> tuple[str, dict[str, Any]] | Finding:
    r"""Return the text and the values of a TOML file, or a finding if it cannot be read.

    Parameters
    ----------
    raw : bytes
        Its content.
    file : str
        Its name in messages.

    Examples
    --------
    >>> parse_table(b"as_of = 2024-05-17", "a.toml")
    ('as_of = 2024-05-17', {'as_of': '2024-05-17'})
    """
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if _DEEP.search(text):
            raise RecursionError
        return text, _with_dates_as_text(tomllib.loads(text))
    except UnicodeDecodeError as error:
        message: str = Message("byte {start} is not UTF-8", error.start)
        return Finding(file, message, "save the file as UTF-8", "toml-encoding")
    except RecursionError:
        return Finding(file, "the text is nested too deeply", "flatten it", "toml-depth")
    except tomllib.TOMLDecodeError as error:
        message, line = _syntax(str(error))
        remedy = "mend the text there"
        key = _KEY.match(text.split("\n")[line - 1]) if line and "overwrite" in str(error) else None
        if key:
            message, remedy = (
                Message("{key} is there twice", shown(key[1])),
                "leave one of the two out",
            )
        return Finding(file, message, remedy, "toml-syntax", line=line)
    except ValueError:  # Python refuses to read an integer of thousands of digits
        message = "a number has thousands of digits"
        return Finding(file, message, "write a smaller one", "toml-number")


def typed_table(text: str, values: dict[str, Any], file: str, model: type[M]) -> TomlTable[M]:
    """Return the values of a TOML text as a model.

    Parameters
    ----------
    text : str
        The text, to find lines of findings.
    values : dict
        Its values, as `parse_table` returns them.
    file : str
        Its name in messages.
    model : type of Model
        The model of its content.
    """
    record = None
    try:
        record = model.model_validate(values)
    except ValidationError as error:
        faults = faults_of(error, values, model)
    else:
        faults = slips_of(record, values)
    findings = tuple(f.finding(file, pointer(*f.path), line_of(text, f.path)) for f in faults)
    return TomlTable(record, findings, file, text)


def _with_dates_as_text(value: Any) -> Any:
    """Convert TOML dates to text, as in records."""
    if isinstance(value, dict):
        return {k: _with_dates_as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_dates_as_text(v) for v in value]
    return value.isoformat() if isinstance(value, (date, time)) else value


def _syntax(text: str) -> tuple[str, int | None]:
    """Split Python's error message into fault and line."""
    match = re.search(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", text)
    if not match:
        return Message("not TOML: {problem}", Message(text)), None
    problem = f"{match[1][:1].lower()}{match[1][1:]}"
    return Message("not TOML: {problem}", Message(problem)), int(match[2]) if match[2] else None


def line_of(text: str, path: Iterable[str | int]) -> int | None:
    r"""Return the most likely line of a value in a TOML text.

    tomllib keeps no positions, so `[[table]]` headers are counted, then the first `key =` below is
    used.

    Examples
    --------
    >>> line_of('[[claims]]\nid = "S1"\n[[claims]]\nid = "S2"', ["claims", 1, "id"])
    4
    """
    lines = _lines_of(text)
    start, line = 0, None
    steps = list(path)
    for n, step in enumerate(steps):
        if isinstance(step, int):
            continue
        index = steps[n + 1] if n + 1 < len(steps) else None
        headers, keys = lines.headers.get(step, []), lines.keys.get(step, [])
        header, key = bisect_left(headers, start), bisect_left(keys, start)
        if isinstance(index, int) and len(headers) - header > index:
            start = line = headers[header + index]
        elif header < len(headers) and not (key < len(keys) and keys[key] < headers[header]):
            start = line = headers[header]
        elif key < len(keys):
            start = line = keys[key]
    return None if line is None else line + 1


class _Lines(NamedTuple):
    """Lines of table headers and keys in a TOML text, by name, in order."""

    headers: dict[str, list[int]]
    keys: dict[str, list[int]]


@lru_cache(maxsize=4)
def values_of(text: str) -> dict[str, Any]:
    """Return the values of a TOML text, which must not be changed; cached, as many findings ask."""
    return tomllib.loads(text)


@lru_cache(maxsize=4)
def _lines_of(text: str) -> _Lines:
    """Return the lines of headers and keys of a text; cached."""
    lines = _Lines({}, {})
    for n, line in enumerate(text.splitlines()):
        if header := _HEADER.match(line):
            parts = [part.strip("\"'") for part in header[1].split(".")]
            for first in range(len(parts)):
                lines.headers.setdefault(".".join(parts[first:]), []).append(n)
        elif key := _KEY.match(line):
            lines.keys.setdefault(key[1], []).append(n)
    return lines
