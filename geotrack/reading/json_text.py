"""Bytes to JSON values, strictly: what a lenient parser lets slip is a finding here."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from geotrack.findings import Finding, shown
from geotrack.reading.faults import Fault
from geotrack.reading.positions import path_of, values_of

__all__ = ["Json", "parse_json"]

_BOM = b"\xef\xbb\xbf"
_DEEPEST = 100
_LONGEST_SHOWN = 20
_LONGEST_SURE_INT = 300  # digits; any such number is within the doubles
# Cheap to look for; whether it is a slip or just part of a text, the walk of `_slips` tells.
_CONSTANTS = ("NaN", "Infinity")
_LARGE = re.compile(r"[eE](?<=[0-9][eE])\+?[0-9]{3}")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_OPENS = np.zeros(256, np.int8)
_OPENS[list(b"[{")] = 1
_OPENS[list(b"]}")] = -1
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


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
    slips : tuple of Fault
        What Python's parser took although it has no one meaning in JSON: repeated keys, `NaN`,
        numbers past the largest double, halves of surrogate pairs.
    """

    file: str
    text: str
    value: Any
    slips: tuple[Fault, ...] = ()


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
    if not text.strip():
        remedy = "write a FeatureCollection, or remove the file"
        return Finding(file, "the file is empty", remedy, "json-empty")
    noted: list[str] = []
    suspect = any(c in text for c in _CONSTANTS) or _LARGE.search(text) or _HALF_PAIR.search(text)
    try:
        value = json.loads(
            text,
            parse_int=_int_noting(noted),
            object_pairs_hook=_object_noting(noted),
        )
        too_deep = _depth(text) > _DEEPEST
    except json.JSONDecodeError as error:
        said = error.msg.removesuffix(" at").removesuffix(" starting").lower()
        message = f"not JSON: {said}, at column {error.colno}"
        return Finding(file, message, "mend the text there", "json-syntax", line=error.lineno)
    except RecursionError:
        too_deep = True
    if too_deep:
        message = f"the text is nested more than {_DEEPEST} levels deep"
        return Finding(file, message, "GeoJSON needs about a dozen", "json-depth")
    return Json(file, text, value, tuple(_slips(text)) if suspect or noted else ())


def _object_noting(noted: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            noted.extend(key for key, _ in pairs)
        return built

    return build


def _int_noting(noted: list[str]) -> Callable[[str], float]:
    def read(text: str) -> float:
        if len(text) <= _LONGEST_SURE_INT:
            return int(text)
        # Python refuses to read an integer of thousands of digits.
        noted.append(text)
        number = float(text)
        return int(text) if math.isfinite(number) else number

    return read


def _depth(text: str) -> int:
    """Return how many brackets of a JSON text stand open at once, at most."""
    bare = np.frombuffer(_STRING.sub("", text).encode("ascii", "replace"), np.uint8)
    return int(np.cumsum(_OPENS[bare], dtype=np.int32).max(initial=0))


def _slips(text: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, start, end in values_of(text, lambda _: True):
        path, token = path_of(at), text[start:end]
        if at in seen:
            message = f"the key {shown(path[-1])} stands twice in one object"
            yield Fault(path, message, "keep one of them", "json-duplicate-key")
        seen.add(at)
        if _has_half_pair(at) or (token[0] == '"' and _has_half_pair(json.loads(token))):
            message = "half of a surrogate pair is no letter"
            yield Fault(path, message, "write the letter itself", "json-surrogate")
        elif token[0] in "-NI0123456789" and not math.isfinite(float(token)):
            long = len(token) > _LONGEST_SHOWN
            message = f"{f'a number of {len(token)} digits' if long else token} is too large"
            if "N" in token or "I" in token:
                message = f"{token} is not a JSON number"
            yield Fault(path, message, "write a number or null", "json-number", token)


def _has_half_pair(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
