"""Splitting of a file of GeoJSON Features into smaller ones, read as a stream.

Features and what stands between them keep their bytes: nothing is parsed and written again.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from geotrack.errors import UsageError

__all__ = ["PartLimits", "split_features"]

_BLOCK = 1 << 22
_SPACE = " \t\r\n"
_RECORD_SEPARATOR = "\x1e"  # of a sequence of JSON texts, RFC 8142
_FEATURES = "features"


@dataclass(frozen=True, slots=True)
class PartLimits:
    """The most that a part may hold.

    Values and positions are estimated by counting brackets and commas; there may be fewer.
    """

    size: float
    features: float = float("inf")
    values: float = float("inf")
    positions: float = float("inf")


def split_features(
    path: Path,
    folder: Path,
    limits: PartLimits,
    progress: Callable[[int], object] = lambda _: None,
) -> list[tuple[Path, int]]:
    """Write the Features of a file to parts in a folder.

    Parameters
    ----------
    path : pathlib.Path
        A FeatureCollection, or a sequence: a Feature a line, or after each separator (RFC 8142).
    folder : pathlib.Path
        An empty folder.
    limits : PartLimits
        The most that a part may hold. A Feature that exceeds it is a part by itself.
    progress : callable
        Receives the number of further bytes that were read.

    Returns
    -------
    list of (pathlib.Path, int)
        The parts in order, each with its number of Features.

    Raises
    ------
    UsageError
        The file is neither a FeatureCollection nor a sequence of Features, or its JSON is invalid.
    """
    parts = _Parts(folder, path.suffix, limits)
    with path.open("rb") as file, closing(parts):
        text = _Text(path, file, progress)
        is_separated = text.first_character() == _RECORD_SEPARATOR
        if is_separated or text.is_one_feature_per_line():
            for piece in text.pieces(_RECORD_SEPARATOR if is_separated else "\n"):
                parts.add(piece, piece, is_feature=bool(piece.strip(_SPACE + _RECORD_SEPARATOR)))
        else:
            _split_collection(text, parts)
    return parts.finished()


def _split_collection(text: _Text, parts: _Parts) -> None:
    """Add the Features of a FeatureCollection, with what stands before and after them."""
    parts.head = text.head()
    before = text.take_space()
    while text.peek() == "{":
        feature = text.value()
        # In a part of its own a Feature has no comma before it.
        parts.add(before + feature, before.replace(",", "", 1) + feature, is_feature=True)
        before = text.take_space()
        if text.peek() == ",":
            before += text.take(1) + text.take_space()
    if text.peek() != "]":
        raise text.error("no Feature")
    parts.tail = before + text.rest()


@dataclass
class _Parts:
    """The parts that are written."""

    folder: Path
    suffix: str
    limits: PartLimits
    head: str = ""
    tail: str = ""
    written: list[tuple[Path, int]] = field(default_factory=list)
    file: BinaryIO | None = None
    size: int = 0
    features: int = 0
    values: int = 0
    positions: int = 0

    def add(self, piece: str, at_start: str, *, is_feature: bool) -> None:
        """Add a text; `at_start` is its form at the start of a part."""
        content = piece.encode()
        values = sum(map(piece.count, ",[{"))
        positions = piece.count("[")
        limits = self.limits
        is_full = (
            self.size + len(content) > limits.size
            or self.features + is_feature > limits.features
            or self.values + values > limits.values
            or self.positions + positions > limits.positions
        )
        file = self.file
        if file is None or (is_feature and self.features and is_full):
            file = self._begin()
            content = f"{self.head}{at_start}".encode()
        file.write(content)
        self.size += len(content)
        self.features += is_feature
        self.values += values
        self.positions += positions

    def _begin(self) -> BinaryIO:
        """Open the file of the next part."""
        self.close()
        path = self.folder / f"{len(self.written) + 1}{self.suffix}"
        self.file = path.open("wb")
        self.written.append((path, 0))
        return self.file

    def close(self) -> None:
        """End the present part."""
        if self.file is not None:
            self.file.close()
            self.written[-1] = (self.written[-1][0], self.features)
        self.file = None
        self.size = self.features = self.values = self.positions = 0

    def finished(self) -> list[tuple[Path, int]]:
        """Add to each part what stands after the Features, and return the parts."""
        for path, _ in self.written:
            with path.open("ab") as file:
                file.write(self.tail.encode())
        return self.written


class _Text:
    """A text that is read in blocks; what was taken of it is dropped."""

    def __init__(self, path: Path, file: BinaryIO, progress: Callable[[int], object]) -> None:
        self._path, self._file, self._progress = path, file, progress
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._raw_decode = json.JSONDecoder().raw_decode
        self._buffer, self._at = "", 0
        self._is_whole = False
        self._fill()

    def _fill(self) -> bool:
        """Read a further block; return whether there was one."""
        if self._is_whole:
            return False
        block = self._file.read(_BLOCK)
        self._progress(len(block))
        try:
            text = self._decode(block, final=not block)
        except UnicodeDecodeError:
            raise UsageError(f"{self._path}: not UTF-8; save it as UTF-8") from None
        self._buffer, self._at = self._buffer[self._at :] + text, 0
        self._is_whole = not block
        return bool(block)

    def error(self, what: str) -> UsageError:
        """Return the error that the text does not go on as it should."""
        shown = self._buffer[self._at : self._at + 40]
        return UsageError(
            f"{self._path}: {what} at {shown!r}; `geotrack check` says what is wrong with a file"
        )

    def peek(self) -> str:
        """Return the next character; empty at the end."""
        while self._at == len(self._buffer):
            if not self._fill():
                return ""
        return self._buffer[self._at]

    def take(self, count: int) -> str:
        """Take characters that were looked at."""
        self._at += count
        return self._buffer[self._at - count : self._at]

    def take_space(self) -> str:
        """Take white space."""
        taken = []
        while (character := self.peek()) and character in _SPACE:
            taken.append(self.take(1))
        return "".join(taken)

    def first_character(self) -> str:
        """Return the first character that is no white space, without taking it."""
        return next((c for c in self._buffer if c not in _SPACE), "")

    def value(self) -> str:
        """Take a value of JSON."""
        while True:
            with suppress(json.JSONDecodeError):
                _, end = self._raw_decode(self._buffer, self._at)
                # A number may go on in the next block.
                if end < len(self._buffer) or self._is_whole:
                    return self.take(end - self._at)
            if not self._fill():
                raise self.error("no JSON")

    def rest(self) -> str:
        """Take all that is left."""
        while self._fill():
            pass
        return self.take(len(self._buffer) - self._at)

    def pieces(self, divider: str) -> Iterator[str]:
        """Take the texts that end with a newline, or begin with a separator."""
        while self.peek():
            while (cut := self._buffer.find(divider, self._at + 1)) < 0 and self._fill():
                pass
            # A newline is part of its line; a separator begins the next text.
            end = cut + 1 if divider == "\n" else cut
            stop = len(self._buffer) if cut < 0 else end
            yield self.take(stop - self._at)

    def is_one_feature_per_line(self) -> bool:
        """Return whether the first line is a Feature, and another follows."""
        lines = self._buffer.lstrip(_SPACE).split("\n", 1)
        try:
            first = json.loads(lines[0])
        except (json.JSONDecodeError, RecursionError):
            return False
        is_feature = isinstance(first, dict) and first.get("type") == "Feature"
        return is_feature and bool(lines[1:] and lines[1].strip(_SPACE))

    def head(self) -> str:
        """Take all up to the bracket that opens the list of Features."""
        head = self.take_space()
        if self.peek() != "{":
            raise self.error("no FeatureCollection")
        head += self.take(1) + self.take_space()
        while self.peek() == '"':
            key = self.value()
            head += key + self.take_space()
            if self.peek() != ":":
                raise self.error("no colon")
            head += self.take(1) + self.take_space()
            if json.loads(key) == _FEATURES and self.peek() == "[":
                return head + self.take(1)
            head += self.value() + self.take_space()
            if self.peek() == ",":
                head += self.take(1) + self.take_space()
        raise self.error("no list 'features'")
