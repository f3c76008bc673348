"""Strict parsing of JSON: what a lenient parser accepts becomes a finding."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from geotrack.findings import Finding, shown
from geotrack.messages import Message
from geotrack.model.limits import Limits
from geotrack.reading.foreign_formats import no_json, no_text
from geotrack.reading.model_faults import Fault
from geotrack.reading.size_limits import limit_remedy, over_limit, too_deep
from geotrack.reading.text.feature_spans import Shared, Spans, shared_features
from geotrack.reading.text.line_numbers import path_of, values_of
from geotrack.reading.text.sequences import sequence_in, syntax_message

__all__ = ["Json", "parse_change", "parse_json"]

_BOM = b"\xef\xbb\xbf"
_LONGEST_SHOWN = 20
_LONGEST_SURE_INT = 300  # digits; any such number is within the doubles
# Cheap test; `_slips` decides.
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
# Every digit becomes 0, so that numbers too large for a double match a few byte strings.
_AS_NUMBER = bytes(48 if chr(c).isdecimal() else 101 if c in b"eE" else 32 for c in range(128)) + (
    bytes(128)
)
_LARGE = (b"0e000", b"0" * _LONGEST_SURE_INT)


@dataclass(frozen=True, slots=True)
class Json:
    """A parsed text with its source, so that JSON pointers can be resolved to lines.

    Parameters
    ----------
    file : str
        The file's name in messages.
    text : str
        The decoded text; of a sequence that of one FeatureCollection with the same lines.
    value : Any
        The parsed value.
    slips : tuple of Fault
        Ambiguous JSON that Python's parser accepts: repeated keys, `NaN`, numbers too large for a
        double, halves of surrogate pairs. In a sequence also texts that are not JSON, which are
        null in `value`.
    is_sequence : bool
        Whether the file is a GeoJSON text sequence, or has a Feature on each line.
    limits : Limits
        Size limits.
    """

    file: str
    text: str
    value: Any
    slips: tuple[Fault, ...] = ()
    is_sequence: bool = False
    limits: Limits = field(default_factory=Limits)


def parse_json(raw: bytes, file: str, limits: Limits | None = None) -> Json | Finding:
    """Parse UTF-8 JSON, or a sequence of it (RFC 8142, or newline-delimited).

    Parameters
    ----------
    raw : bytes
        The file's content; a UTF-8 byte order mark is skipped.
    file : str
        Its name in messages.
    limits : Limits, optional
        Size limits; the defaults without it.

    Returns
    -------
    Json or Finding
        The value with its text, or the finding that it cannot be read.
    """
    limits = limits or Limits()
    finding = no_text(raw, file) or over_limit(raw, file, limits)
    if finding:
        return finding
    try:
        text = raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = Message("byte {start} is not UTF-8", error.start)
        return Finding(file, message, "save the file as UTF-8", "json-encoding", line=line)
    if not text.strip():
        remedy = "write a FeatureCollection, or remove the file"
        return Finding(file, "the file is empty", remedy, "json-empty")
    parser = _Parser()
    try:
        parsed: Json | Finding = Json(file, text, parser.loads(text), limits=limits)
    except json.JSONDecodeError as error:
        parsed = (
            _sequence(text, file, limits, parser) or no_json(text, file) or _syntax(error, file)
        )
    except RecursionError:
        parsed = too_deep(file, limits)
    if isinstance(parsed, Json) and (parser.noted or _is_suspect(raw, text)):
        return _with_slips(parsed)
    return parsed


def parse_change(raw: bytes, before: Json, spans: Spans) -> tuple[Json, Spans] | None:
    """Parse a changed text; what it shares with an earlier one is taken from that.

    Parameters
    ----------
    raw : bytes
        The file's content.
    before : Json
        The earlier text, a FeatureCollection without a slip, of whose members only `features` are
        needed.
    spans : Spans
        The spans of its Features.

    Returns
    -------
    (Json, Spans) or None
        As `parse_json` returns it, with the Features that have not changed as the same objects, and
        their spans; None if the text must be parsed whole, because it has a fault or little in
        common.
    """
    if over_limit(raw, before.file, before.limits):
        return None
    with suppress(UnicodeDecodeError):
        text = raw.removeprefix(_BOM).decode("utf-8")
        shared = shared_features(before.text, spans, text)
        # Where little is left, single Features may still be known.
        if shared is not None and shared.differing[1] - shared.differing[0] < len(text) / 2:
            return _with_shared(text, before, spans, shared)
    return None


def _with_shared(
    text: str, before: Json, spans: Spans, shared: Shared
) -> tuple[Json, Spans] | None:
    start, end = shared.differing
    # With a null in the place of each neighbour, what is between them is a list by itself.
    first, last = shared.before > 0, shared.after < len(spans.starts)
    between = f"[{'null' * first}{text[start:end]}{'null' * last}]"
    inner = slice(first, -1 if last else None)
    parser = _Parser()
    try:
        features = parser.loads(between)[inner]
    except (json.JSONDecodeError, RecursionError):
        return None
    if parser.noted or _is_suspect(between.encode(), between):
        return None
    off = start - len("[null" if first else "[")
    places = [
        (a + off, b + off) for location, a, b in values_of(between, {""}.__contains__) if location
    ][inner]
    new_spans = spans.with_others(places, shared)
    members = parser.loads(text[: new_spans.opening] + text[new_spans.closing :])
    old_features = before.value["features"]
    members["features"] = [*old_features[: shared.before], *features, *old_features[shared.after :]]
    return replace(before, text=text, value=members), new_spans


def _sequence(text: str, file: str, limits: Limits, parser: _Parser) -> Json | Finding | None:
    sequence = sequence_in(text, parser.loads, limits)
    if sequence is None:
        return None
    if len(sequence.broken) > limits.findings:
        message = Message("more than {findings} lines of it are no JSON", limits.findings)
        return Finding(file, message, limit_remedy("findings"), "file-findings")
    slips = tuple(sequence.broken)
    parsed = Json(file, sequence.text, sequence.value, slips, is_sequence=True, limits=limits)
    # Check again as a collection, which is two levels deeper.
    return over_limit(sequence.text.encode(), file, limits) or parsed


def _syntax(error: json.JSONDecodeError, file: str) -> Finding:
    remedy = "mend the text there"
    return Finding(file, syntax_message(error), remedy, "json-syntax", line=error.lineno)


def _with_slips(parsed: Json) -> Json | Finding:
    most = parsed.limits.findings
    slips = tuple(islice(_slips(parsed.text), most + 1))
    if len(slips) > most:
        message = Message(
            "more than {most} keys, numbers and letters of it have no one meaning in JSON", most
        )
        return Finding(parsed.file, message, limit_remedy("findings"), "file-findings")
    return replace(parsed, slips=(*parsed.slips, *slips))


def _is_suspect(raw: bytes, text: str) -> bool:
    if "\\u" in text and _HALF_PAIR.search(text):
        return True
    numbers = raw.translate(_AS_NUMBER, b"+")
    return any(large in numbers for large in _LARGE)


class _Parser:
    """Python's JSON parser, noting ambiguous values."""

    def __init__(self) -> None:
        self.noted = False
        decoder = json.JSONDecoder(
            parse_int=self._int,
            parse_constant=self._constant,
            object_pairs_hook=self._object,
        )
        self.loads = decoder.decode

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            self.noted = True
        return built

    def _int(self, text: str) -> float:
        if len(text) <= _LONGEST_SURE_INT:
            return int(text)
        # Python refuses to read an integer of thousands of digits.
        self.noted = True
        number = float(text)
        return int(text) if math.isfinite(number) else number

    def _constant(self, text: str) -> float:
        self.noted = True
        return float(text)


def _slips(text: str) -> Iterator[Fault]:
    pointers: set[str] = set()
    for location, start, end in values_of(text, lambda _: True):
        path, token = path_of(location), text[start:end]
        if location in pointers:
            message: str = Message("the key {path} stands twice in one object", shown(path[-1]))
            yield Fault(path, message, "keep one of them", "json-duplicate-key")
        pointers.add(location)
        if _has_half_pair(location) or (token[0] == '"' and _has_half_pair(json.loads(token))):
            message = "half of a surrogate pair is no letter"
            yield Fault(path, message, "write the letter itself", "json-surrogate")
        elif token[0] in "-NI0123456789" and not math.isfinite(float(token)):
            long = len(token) > _LONGEST_SHOWN
            number_text = Message("a number of {n} digits", len(token)) if long else token
            message = Message("{number} is too large", number_text)
            if "N" in token or "I" in token:
                message = Message("{token} is not a JSON number", token)
            yield Fault(path, message, "write a number or null", "json-number", token)


def _has_half_pair(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
