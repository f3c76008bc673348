"""Bytes to JSON values, strictly: what a lenient parser lets slip is a finding here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geotrack.findings import Finding

__all__ = ["Json", "parse_json"]

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Json:
    """A parsed text, kept beside its source so that a pointer can be traced to a line.

    Parameters
    ----------
    file : str
        The file's name as messages show it.
    text : str
        The decoded text.
    value : Any
        The parsed value.
    """

    file: str
    text: str
    value: Any


class _NotJsonError(ValueError):
    """A token that Python's parser takes, but JSON does not have."""


def _no_constant(name: str) -> float:
    message = f"{name} is no JSON number"
    raise _NotJsonError(message)


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        message = f"{text} is past the largest double"
        raise _NotJsonError(message)
    return number


def _object_without_duplicates(repeated: list[str]) -> Callable[[list[tuple[str, Any]]], Any]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            seen: set[str] = set()
            repeated.extend(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value] # `add` returns None, so the test goes on
        return built

    return build


def parse_json(raw: bytes, file: str) -> Json | Finding:
    """Parse UTF-8 JSON.

    Parameters
    ----------
    raw : bytes
        The file's content; a UTF-8 byte order mark is passed over.
    file : str
        Its name for messages.

    Returns
    -------
    Json or Finding
        The value with its text, or why it cannot be read.
    """
    try:
        text = raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        return Finding(file, message, "save the file as UTF-8", "json-encoding", line=line)
    repeated: list[str] = []
    try:
        value = json.loads(
            text,
            parse_constant=_no_constant,
            parse_float=_finite,
            object_pairs_hook=_object_without_duplicates(repeated),
        )
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg.lower()} at column {error.colno}"
        return Finding(file, message, "mend the text there", "json-syntax", line=error.lineno)
    except _NotJsonError as error:
        token = str(error).partition(" ")[0]
        line = text.count("\n", 0, max(text.find(token), 0)) + 1
        return Finding(file, str(error), "write a number or null", "json-number", line=line)
    except RecursionError:
        message = "the text is nested too deeply"
        return Finding(file, message, "GeoJSON needs no more than a dozen levels", "json-depth")
    if repeated:
        key = repeated[0]
        second = text.find(json.dumps(key), text.find(json.dumps(key)) + 1)
        line = text.count("\n", 0, max(second, 0)) + 1
        message = f"the key {key!r} stands twice in one object"
        return Finding(file, message, "keep one of them", "json-duplicate-key", line=line)
    return Json(file, text, value)
