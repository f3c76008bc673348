"""Observations from AIS messages in NMEA 0183 sentences, by pyais."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any

import numpy as np

from geotrack.errors import missing_package
from geotrack_observations.arrow import pa
from geotrack_observations.ingest.batches import Batch, Row, batch_of, in_batches
from geotrack_observations.ingest.column_roles import Naming
from geotrack_observations.rejections import Reason

__all__ = ["from_nmea", "has_sentences"]

_SENTENCE = re.compile(
    rb"!(?P<body>[A-Z]{2}VD[MO],(?P<total>\d),(?P<part>\d),(?P<group>\d*),(?P<channel>[^,]?),"
    rb"(?P<payload>[\x30-\x77]*),\d)\*(?P<sum>[0-9A-Fa-f]{2})"
)
# Where a line may state a time: in its tag block, behind the sentence, and before it.
_TAG_TIME = re.compile(rb"\\[^\\]*?\bc:(\d{9,13})[^\\]*\\")
_LAST_TIME = re.compile(rb",(\d{9,10}(?:\.\d+)?)\s*$")
_FIRST_TIME = re.compile(
    rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|\b\d{9,13}(?:\.\d+)?\b"
)
# A sentence ($PGHP) that states the time of the next one, in UTC.
_TIME_SENTENCE = re.compile(rb"\$PGHP,1,(\d{4}),(\d+),(\d+),(\d+),(\d+),(\d+),(\d+),")
_TAG_BLOCK = re.compile(rb"\\[^\\]*\\")
# Bytes at the start of a file in which a sentence is looked for.
_HEAD = 1 << 16
# First characters of payloads with a position: message types 1 to 4, 9, 18, 19, 21, 27.
_POSITIONS = {*(b"1", b"2", b"3", b"4", b"9", b"B", b"C", b"E", b"K")}
# By type, the values for 'no speed' and 'no course' if not 102.3 and 360 (ITU-R M.1371).
_NONE = {9: {"speed": 1023}, 27: {"speed": 63, "course": 511}}
_KINDS = {
    "mmsi": pa.int64(), "message_type": pa.int64(), "time": pa.string(), "lon": pa.float64(),
    "lat": pa.float64(), "speed": pa.float64(), "course": pa.float64(), "heading": pa.int64(),
    "status": pa.int64(),
}  # fmt: skip
# Columns of numbers that may be missing.
_NUMBERS = tuple(name for name in _KINDS if name not in {"mmsi", "message_type", "time"})
# Maximum number of incomplete messages, which wait for their other sentences.
_MOST_PARTS = 10_000


def has_sentences(path: Path) -> bool:
    """Return whether a file starts with AIS sentences."""
    with path.open("rb") as file:
        return _SENTENCE.search(file.read(_HEAD)) is not None


def from_nmea(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read the position reports of AIS messages, one sentence a line.

    The time of a message is that of its tag block, or the one before or after its sentence.
    Messages without a position are left out.

    Raises
    ------
    UsageError
        pyais is not installed.
    """
    try:
        from pyais import decode
    except ImportError as error:
        raise missing_package("pyais", "nmea", "NMEA 0183 files") from error
    for rows, lines, refused in in_batches(_messages(path, decode)):
        yield _batch(rows, lines, refused, naming, path)


def _batch(
    rows: list[Row],
    lines: list[int],
    refused: list[tuple[int, Reason]],
    naming: Naming,
    path: Path,
) -> Batch:
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in _KINDS.items()}
    roles = naming.roles([*_KINDS], path)
    return batch_of(pa.table(columns), np.array(lines, np.int64), roles, refused)


def _messages(path: Path, decode: Callable[..., Any]) -> Iterator[tuple[int, Row | Reason]]:
    """Yield position reports with the line of their last sentence."""
    parts = _Parts()
    time_for_next: str | None = None
    with path.open("rb") as file:
        for line, text in enumerate(file, start=1):
            sentence = _SENTENCE.search(text)
            if sentence is None:
                time_for_next = _time_for_next(text) or time_for_next
                if b"!" in text:
                    yield line, Reason.plain("no whole AIS sentence")
                continue
            if reduce(xor, sentence["body"]) != int(sentence["sum"], 16):
                yield line, Reason.plain("an AIS sentence whose checksum is wrong")
                continue
            time, time_for_next = _time(text, sentence) or time_for_next, None
            sentences, time = parts.whole(sentence, time)
            # The sixth field is the payload, whose first character states the message type.
            if sentences and sentences[0].split(b",")[5][:1] in _POSITIONS:
                yield line, _row(sentences, time, decode)


class _Parts:
    """Buffer of the sentences of incomplete messages; the oldest are dropped."""

    def __init__(self) -> None:
        # By total, group and channel of a message: its sentences and times by their number.
        self._held: dict[tuple[bytes, ...], dict[int, tuple[bytes, str | None]]] = {}

    def whole(self, sentence: re.Match[bytes], time: str | None) -> tuple[list[bytes], str | None]:
        """Return all sentences of a message and its time once the last has arrived."""
        total = int(sentence["total"])
        if total <= 1:
            return [sentence[0]], time
        key = (sentence["total"], sentence["group"], sentence["channel"])
        parts = self._held.setdefault(key, {})
        parts[int(sentence["part"])] = (sentence[0], time)
        if len(parts) < total:
            if len(self._held) > _MOST_PARTS:
                del self._held[next(iter(self._held))]
            return [], None
        del self._held[key]
        ordered = [parts[n] for n in sorted(parts)]
        first_time = next((part_time for _, part_time in ordered if part_time), None)
        return [text for text, _ in ordered], first_time


def _time_for_next(text: bytes) -> str | None:
    """Return the time that a sentence states for the next one."""
    match = _TIME_SENTENCE.search(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, milli = map(int, match.groups())
    return f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z"


def _time(text: bytes, sentence: re.Match[bytes]) -> str | None:
    """Return the time of a line from its tag block, its end or its start."""
    match = _TAG_TIME.search(text) or _LAST_TIME.search(text, sentence.end())
    if match:
        return match[1].decode()
    first = _FIRST_TIME.search(_TAG_BLOCK.sub(b"", text[: sentence.start()]))
    return first[0].decode() if first else None


def _row(sentences: list[bytes], time: str | None, decode: Callable[..., Any]) -> Row | Reason:
    from pyais.exceptions import AISBaseException

    try:
        message = decode(*sentences)
    except (AISBaseException, ValueError, IndexError, KeyError):
        return Reason.plain("an AIS message that cannot be decoded")
    row: Row = {"mmsi": int(message.mmsi), "message_type": int(message.msg_type), "time": time}
    for name in _NUMBERS:
        value = getattr(message, name, None)
        absent = _NONE.get(row["message_type"], {}).get(name)
        row[name] = None if value is None or value == absent else float(value)
    for name in ("heading", "status"):
        row[name] = None if row[name] is None else int(row[name])
    return row
