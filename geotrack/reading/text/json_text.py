"""Strict parsing of JSON: what a lenient parser accepts becomes a finding.

GeoJSON text sequences (RFC 8142) and newline-delimited GeoJSON are read as a FeatureCollection.
Findings have pointers into that collection (`/features/3/…`) and line numbers of the file.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from geotrack.findings import Finding, shown
from geotrack.messages import Message
from geotrack.model.limits import Limits
from geotrack.reading.files import limit_remedy, over_limit, too_deep
from geotrack.reading.foreign_formats import no_json, no_text
from geotrack.reading.model_faults import Fault
from geotrack.reading.text.feature_spans import Shared, Spans, shared_features
from geotrack.reading.text.line_numbers import after_space, path_of, scanstring, values_of

__all__ = [
    "SEPARATOR",
    "Json",
    "as_collection",
    "is_by_lines",
    "parse_change",
    "parse_json",
    "sequence_spans",
]

SEPARATOR = "\x1e"
"""Stands before each text of a sequence of RFC 8142."""
_HEAD = '{"type": "FeatureCollection", "features": ['
_TAIL = "]}"
_SAMPLE = 20
_FEATURES = "features"
# White space of JSON; Python counts the separator too.
_SPACE = " \t\r\n"

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

Loads = Callable[[str], Any]


@dataclass
class _TextSequence:
    """The texts of a sequence, null for one that is no JSON, their values, and faults."""

    values: list[Any] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    broken: list[Fault] = field(default_factory=list)

    def add(self, text: str, loads: Loads) -> None:
        """Add one text of the sequence, or white space between two."""
        if not text.strip(_SPACE):
            self.texts.append(text)
            return
        try:
            # Without trailing white space, so that a fault at the end has the right line.
            self.values.append(loads(text.rstrip(_SPACE)))
            self.texts.append(text)
        except (json.JSONDecodeError, RecursionError) as error:
            path = ("features", len(self.values))
            self.broken.append(
                Fault(path, _syntax_message(error), "mend the text there", "json-syntax")
            )
            self.values.append(None)
            # Keep the fault on its line.
            before = error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0
            after = text.count("\n") - before
            self.texts.append(f"{chr(10) * before}null{chr(10) * after}")


def sequence_spans(text: str) -> list[tuple[int, int]]:
    r"""Return the offsets of each text in a sequence, and after it.

    Examples
    --------
    >>> sequence_spans('{"a": 1}\n\n {"b": 2}\n')
    [(0, 8), (11, 19)]
    """
    spans = []
    end = _end_of_texts(text)
    start = 0
    for piece in _pieces(text, end):
        if size := len(piece.strip(_SPACE)):
            first = start + len(piece) - len(piece.lstrip(_SPACE))
            spans.append((first, first + size))
        start += len(piece) + (end == SEPARATOR)
    return spans


def as_collection(text: str) -> str:
    """Return a sequence as the text of a FeatureCollection with the same lines."""
    return _collection(_pieces(text, _end_of_texts(text)))


def _collection(texts: Iterable[str]) -> str:
    parts = [_HEAD]
    comma = ""
    for text in texts:
        is_blank = not text.strip(_SPACE)
        parts.append(text if is_blank else comma + text)
        comma = comma if is_blank else ","
    return "".join((*parts, _TAIL))


def _end_of_texts(text: str) -> str:
    return SEPARATOR if text.lstrip(_SPACE).startswith(SEPARATOR) else "\n"


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
    spans : Spans or None
        Where the Features of a collection stand in the text, if it was parsed for that.
    """

    file: str
    text: str
    value: Any
    slips: tuple[Fault, ...] = ()
    is_sequence: bool = False
    limits: Limits = field(default_factory=Limits)
    spans: Spans | None = None


def parse_json(
    raw: bytes, file: str, limits: Limits | None = None, *, with_spans: bool = False
) -> Json | Finding:
    """Parse UTF-8 JSON, or a sequence of it (RFC 8142, or newline-delimited).

    Parameters
    ----------
    raw : bytes
        The file's content; a UTF-8 byte order mark is skipped.
    file : str
        Its name in messages.
    limits : Limits, optional
        Size limits; the defaults without it.
    with_spans : bool
        Whether to find where the Features of a collection stand, too.

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
        value, spans = parser.collection(text) if with_spans else (parser.loads(text), None)
        parsed: Json | Finding = Json(file, text, value, limits=limits, spans=spans)
    except json.JSONDecodeError as error:
        parsed = (
            _sequence(text, file, limits, parser)
            or no_json(text, file)
            or Finding(
                file,
                _syntax_message(error),
                "mend the text there",
                "json-syntax",
                line=error.lineno,
            )
        )
    except RecursionError:
        parsed = too_deep(file, limits)
    if isinstance(parsed, Json) and (parser.noted or _is_suspect(raw, text)):
        return _with_slips(parsed)
    return parsed


def parse_change(raw: bytes, before: Json, spans: Spans) -> tuple[Json, Spans] | None:
    """Parse a changed text; Features that it shares with an earlier text are reused.

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
    """Parse the changed Features of a text, and take the others from the text before."""
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
    """Read a text as a FeatureCollection if it is a sequence; None if it is none."""
    end = _end_of_texts(text)
    if text.count(end) > limits.values:
        return None
    if end == "\n" and not is_by_lines(text, parser.loads):
        return None
    sequence = _TextSequence()
    for entry in _pieces(text, end):
        sequence.add(entry, parser.loads)
        if len(sequence.broken) > limits.findings:
            message = Message("more than {findings} lines of it are no JSON", limits.findings)
            return Finding(file, message, limit_remedy("findings"), "file-findings")
    collection = _collection(sequence.texts)
    value = {"type": "FeatureCollection", "features": sequence.values}
    slips = tuple(sequence.broken)
    # Check again as a collection, which is two levels deeper.
    return over_limit(collection.encode(), file, limits) or Json(
        file, collection, value, slips, is_sequence=True, limits=limits
    )


def _syntax_message(error: json.JSONDecodeError | RecursionError) -> str:
    """Return the message for a JSON syntax error, with its column."""
    if isinstance(error, RecursionError):
        return "not JSON: nested too deeply"
    text = error.msg.removesuffix(" at").removesuffix(" starting").lower()
    return Message("not JSON: {problem}, at column {column}", Message(text), error.colno)


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
        self._scan = decoder.scan_once  # type: ignore[attr-defined] # untyped

    def collection(self, text: str) -> tuple[Any, Spans | None]:
        """Parse a text; of an object with a list `features` also return where these stand.

        One after the other, so that no second scan has to find them.
        """
        with suppress(StopIteration, IndexError, json.JSONDecodeError):
            offset = after_space(text, 0)
            pairs, spans = list[tuple[str, Any]](), None
            while text[offset] == ("," if pairs else "{"):
                offset = after_space(text, offset + 1)
                if text[offset] != '"':  # an empty object, or no JSON
                    raise StopIteration
                key, offset = scanstring(text, offset + 1, True)
                offset = after_space(text, offset)
                if text[offset] != ":":
                    raise StopIteration
                offset = after_space(text, offset + 1)
                if key == _FEATURES and text[offset] == "[":
                    spans, value = self._features(text, offset + 1)
                    offset = spans.closing + 1
                else:
                    value, offset = self._scan(text, offset)
                pairs.append((key, value))
                offset = after_space(text, offset)
            if pairs and text[offset] == "}" and after_space(text, offset + 1) == len(text):
                return self._object(pairs), spans
        return self.loads(text), None

    def _features(self, text: str, opening: int) -> tuple[Spans, list[Any]]:
        """Parse a list from after its bracket; an error if it is none."""
        features, starts, ends = list[Any](), list[int](), list[int]()
        offset = after_space(text, opening)
        if text[offset] != "]":
            while True:
                value, end = self._scan(text, offset)
                features.append(value)
                starts.append(offset)
                ends.append(end)
                offset = after_space(text, end)
                if text[offset] == "]":
                    break
                if text[offset] != ",":
                    raise StopIteration
                offset = after_space(text, offset + 1)
        return Spans(opening, offset, starts, ends), features

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
    """Yield repeated keys, numbers that are none, and halves of surrogate pairs."""
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
