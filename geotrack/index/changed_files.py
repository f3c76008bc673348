"""Entries of files, and files that have changed: Features as before are not parsed again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate, chain, count, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geotrack.findings import Finding
from geotrack.index.entry_file import Entry
from geotrack.index.findings_as_data import NotDataError, finding_to_json
from geotrack.index.record_table import (
    ComputedColumns,
    RecordTable,
    StoredColumns,
    columns_to_store,
)
from geotrack.index.stored_reads import digest_of, feature_digests
from geotrack.model import Event
from geotrack.model.limits import Limits
from geotrack.reading import Located, Read, events_in, parse_json
from geotrack.reading.files import over_limit, size_of, vertices_of
from geotrack.reading.model_faults import OF_COLUMNS
from geotrack.reading.own_form import is_own_form
from geotrack.reading.text.feature_spans import Spans, spans_of
from geotrack.reading.text.json_text import Json, as_collection, sequence_spans
from geotrack.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Change", "read_change", "whole_file"]

_FEATURE = "/features/"
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")
_UNCHANGED = object.__new__(Event)


class Change(NamedTuple):
    """What a changed file holds.

    Parameters
    ----------
    json : Json
        The text; of `features` in its value those of unchanged records are left out.
    read : Read
        The records that have changed, and the file's findings.
    records : list of Located or None
        All records of the file, None for one that has not changed.
    entry : Entry
        What is stored of them, without the key and the state of the file.
    """

    json: Json
    read: Read[Event]
    records: list[Located[Event] | None]
    entry: Entry


class _Skeleton(NamedTuple):
    """A text with an object of one word in the place of each Feature that has not changed.

    Parameters
    ----------
    text : bytes
        The text.
    rows : dict of str to int
        The earlier record of each word, in the order of the text.
    places : list of (int, int)
        Where these stand in the whole text.
    """

    text: bytes
    rows: dict[str, int]
    places: list[tuple[int, int]]


def read_change(
    content: bytes, before: Entry, file: str, limits: Limits, taxonomy: Taxonomy
) -> Change | None:
    """Read a file of which an earlier content is stored.

    Parameters
    ----------
    content : bytes
        The file without a byte order mark.
    before : Entry
        What is stored of the earlier content, read with the same limits and taxonomy.
    file : str
        Its name in messages.
    limits, taxonomy
        As of `geotrack.reading.read_events`.

    Returns
    -------
    Change or None
        None if the file has to be read whole: it has nothing in common with the earlier one, or a
        fault of the file itself.
    """
    sound = _rows_without_findings(before)
    skeleton = _skeleton(content, before, sound)
    if not skeleton.rows or over_limit(content, file, limits):
        return None
    # One that is in geotrack's form shows that the file is.
    first = json.loads(content[slice(*skeleton.places[0])])
    parsed = parse_json(skeleton.text, file, limits, with_spans=True)
    rows = _rows_by_feature(parsed, skeleton)
    if isinstance(parsed, Finding) or not rows or not is_own_form({"features": [first]}, taxonomy):
        return None
    text = content.decode()
    spans = _spans(parsed, skeleton, rows, text)
    if parsed.is_sequence:
        text = as_collection(text)
    if not spans or (parsed.is_sequence and over_limit(text.encode(), file, limits)):
        return None
    digests = before.arrays["digests"]
    known = {digests[row].tobytes(): row for row in np.flatnonzero(sound).tolist()}
    for number, (start, end) in enumerate(spans):
        if rows[number] is None:
            rows[number] = known.get(digest_of(content[start:end]))
    unchanged: list[Any] = [None if row is None else {} for row in rows]
    unchanged[next(n for n, row in enumerate(rows) if row is not None)] = first
    features = parsed.value["features"]
    reduced = [f if same is None else same for f, same in zip(features, unchanged, strict=True)]
    value = {**parsed.value, "features": reduced}
    unchanged_rows = [row for row in rows if row is not None]
    vertices = int(before.arrays["vertices"][unchanged_rows].sum())
    if vertices + size_of(value).vertices > limits.file_vertices:
        return None
    whole = replace(parsed, text=text, value=value)
    same = {id(feature): _UNCHANGED for feature in unchanged if feature is not None}
    read = events_in(whole, taxonomy, same=same)
    if not read.records or any(finding.rule == "file-findings" for finding in read.findings):
        return None
    numbers = _numbers(read)
    of_records = [(rows[n], spans[n]) for n in numbers]
    return _change(content, whole, read, before, of_records)


def _rows_without_findings(before: Entry) -> NDArray[np.bool_]:
    """Return which records of an entry have no finding; none if one is of the whole file."""
    numbers = before.arrays["numbers"]
    sound = np.ones(len(numbers), dtype=bool)
    pointers = []
    for (_, _, rule, pointer, _), *_ in before.about["findings"]:
        # A finding of a column stands at its first Feature alone.
        if rule in OF_COLUMNS or not pointer.startswith(_FEATURE):
            return np.zeros(len(numbers), dtype=bool)
        pointers.append(int(pointer.split("/")[2]))
    return sound & ~np.isin(numbers, pointers)


def _skeleton(content: bytes, before: Entry, sound: NDArray[np.bool_]) -> _Skeleton:
    """Return a text without the Features that stand at its start, or from its end, as before."""
    starts, ends = (before.arrays[name].tolist() for name in ("starts", "ends"))
    digests = before.arrays["digests"]
    rows = np.flatnonzero(sound).tolist()
    moved = len(content) - before.about["size"]

    def is_same(row: int, by: int) -> bool:
        text = content[starts[row] + by : ends[row] + by]
        return digest_of(text) == bytes(digests[row])

    head = 0
    while head < len(rows) and is_same(rows[head], 0):
        head += 1
    end = ends[rows[head - 1]] if head else 0
    tail = len(rows)
    while tail > head and starts[rows[tail - 1]] + moved >= end and is_same(rows[tail - 1], moved):
        tail -= 1
    places = [(starts[row], ends[row]) for row in rows[:head]]
    places += [(starts[row] + moved, ends[row] + moved) for row in rows[tail:]]
    # No text of the file begins so. Letters alone: digits round an `e` may be too large a number.
    once = secrets.token_hex(16).translate(_LETTERS)
    words = [f"{once} {n}" for n in range(len(places))]
    bounds = [(0, 0), *places, (len(content), len(content))]
    between = [content[before_[1] : after[0]] for before_, after in pairwise(bounds)]
    pieces = [between[0]]
    for word, piece in zip(words, between[1:], strict=True):
        pieces += [f'{{"type": "{word}"}}'.encode(), piece]
    kept = dict(zip(words, [*rows[:head], *rows[tail:]], strict=True))
    return _Skeleton(b"".join(pieces), kept, places)


def _rows_by_feature(parsed: Json | Finding, skeleton: _Skeleton) -> list[int | None] | None:
    """Return the earlier record of each Feature that has one.

    None if the text is ambiguous or no FeatureCollection, or if a word stands elsewhere.
    """
    if isinstance(parsed, Finding) or parsed.slips:
        return None
    features = parsed.value.get("features") if isinstance(parsed.value, dict) else None
    if not isinstance(features, list):
        return None
    kinds = [f.get("type") if isinstance(f, dict) else None for f in features]
    words = [kind if isinstance(kind, str) and kind in skeleton.rows else None for kind in kinds]
    if [word for word in words if word] != list(skeleton.rows):
        return None
    return [skeleton.rows[word] if word else None for word in words]


def _spans(
    parsed: Json, skeleton: _Skeleton, rows: list[int | None], text: str
) -> list[tuple[int, int]]:
    """Return where each Feature stands in the whole text.

    Empty if the whole text is no sequence: a Feature that has not changed stands on several lines.
    """
    if parsed.is_sequence:
        whole = _places(text, is_sequence=True)
        return whole if {*skeleton.places} <= {*whole} else []
    places = iter(skeleton.places)
    whole = []
    moved = 0
    for (start, end), row in zip(_places(parsed.text, known=parsed.spans), rows, strict=True):
        whole.append((start + moved, end + moved) if row is None else next(places))
        moved = whole[-1][1] - end
    return whole


def _places(
    text: str, *, is_sequence: bool = False, known: Spans | None = None
) -> list[tuple[int, int]]:
    """Return where each Feature stands in the bytes of a text."""
    if is_sequence:
        starts, ends = map(list, zip(*sequence_spans(text), strict=True))
    else:
        spans = known or spans_of(text)
        starts, ends = spans.starts, spans.ends
    offsets = _byte_offsets(text, list(chain.from_iterable(zip(starts, ends, strict=True))))
    return list(zip(offsets[::2], offsets[1::2], strict=True))


def _numbers(read: Read[Event]) -> list[int]:
    return [int(located.pointer.removeprefix(_FEATURE)) for located in read.records]


def _byte_offsets(text: str, offsets: list[int]) -> list[int]:
    """Return ascending offsets of characters as offsets of bytes in UTF-8."""
    if text.isascii():
        return offsets
    return list(accumulate(len(text[a:b].encode()) for a, b in pairwise([0, *offsets])))


def _vertices(events: Iterable[Event]) -> NDArray[np.int64]:
    """Return the number of positions of the geometry of each record."""
    return np.array([vertices_of(event.feature.get("geometry")) for event in events], np.int64)


def _change(
    content: bytes,
    whole: Json,
    read: Read[Event],
    before: Entry,
    places: list[tuple[int | None, tuple[int, int]]],
) -> Change | None:
    """Put together what has changed and, by the earlier rows and the spans of records, what not."""
    rows, spans = zip(*places, strict=True)
    records = [
        located if row is None else None for located, row in zip(read.records, rows, strict=True)
    ]
    new = [located for located in records if located is not None]
    new_rows = count(len(before.arrays["numbers"]))
    order = np.array([next(new_rows) if row is None else row for row in rows], dtype=np.intp)
    numbers = _numbers(read)
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    is_new = order >= len(before.arrays["numbers"])
    events = [located.record for located in new]
    own = {
        "digests": feature_digests(content, starts[is_new], ends[is_new]),
        "vertices": _vertices(events),
    }
    arrays: dict[str, NDArray[Any]] = {
        name: np.concatenate([before.arrays[name], own[name]])[order] for name in own
    }
    arrays |= {"starts": starts, "ends": ends, "numbers": np.array(numbers, dtype=np.int64)}
    columns = RecordTable([StoredColumns(before.arrays), ComputedColumns(events)], order)
    entry = _entry(whole, read, len(content), arrays, columns)
    return entry and Change(whole, replace(read, records=tuple(new)), records, entry)


def whole_file(content: bytes, json: Json, read: Read[Event]) -> Change | None:
    """Return what a file holds that has been read whole; None if its findings are no data."""
    numbers = _numbers(read)
    text = content.decode() if json.is_sequence else json.text
    spans = _places(text, is_sequence=json.is_sequence, known=json.spans)
    starts, ends = np.array([spans[n] for n in numbers], dtype=np.int64).reshape(-1, 2).T
    events = [located.record for located in read.records]
    places: dict[str, NDArray[Any]] = {
        "starts": starts,
        "ends": ends,
        "numbers": np.array(numbers, dtype=np.int64),
        "digests": feature_digests(content, starts, ends),
        "vertices": _vertices(events),
    }
    entry = _entry(json, read, len(content), places, ComputedColumns(events))
    return entry and Change(json, read, list(read.records), entry)


def _entry(
    json: Json,
    read: Read[Event],
    size: int,
    places: dict[str, NDArray[Any]],
    columns: ComputedColumns | RecordTable,
) -> Entry | None:
    try:
        findings = [finding_to_json(finding) for finding in read.findings]
    except NotDataError:
        return None
    about = {"findings": findings, "size": size, "is_sequence": json.is_sequence}
    return Entry(about, {**places, **columns_to_store(columns)})
