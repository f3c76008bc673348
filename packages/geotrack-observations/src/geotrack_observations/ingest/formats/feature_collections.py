"""Streaming reader of the Features of a FeatureCollection.

The file is read in pieces, and one parsed Feature is in memory at a time.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from geotrack.errors import UsageError

__all__ = ["LONGEST", "PIECE", "features_of"]

PIECE = 1 << 20
"""Bytes read at once."""

LONGEST = 64 << 20
"""Maximum number of characters of one Feature, or of another member."""

_WHITE_SPACE = " \t\r\n"
# What may continue a number.
_NUMBER_CHARACTERS = "0123456789.eE+-"
# How names of a CRS of longitude and latitude end.
_LON_LAT_CRS = ("CRS84", "EPSG::4326", "EPSG:4326")


def features_of(path: Path) -> Iterator[Any]:
    """Yield the parsed items of the list `features` of a file.

    Raises
    ------
    UsageError
        The file is not a FeatureCollection, is incomplete or invalid JSON, or has another CRS.
    """
    with path.open("rb") as file:
        text = _Text(path, file)
        members: dict[str, Any] = {}
        text.expect("{")
        while not text.accept("}"):
            if members:
                text.expect(",")
            name = text.value()
            text.expect(":")
            if name == "features":
                yield from _list_items(text)
            members[name] = True if name == "features" else text.value()
            _check_type_and_crs(members, path)
        if text.next():
            text.fail(f"{text.next()!r} stands after the end")
    if "features" not in members:
        message = f"{path}: is no FeatureCollection: it has no list of features"
        raise UsageError(message)


def _list_items(text: _Text) -> Iterator[Any]:
    """Yield the items of the JSON list that is next, each as soon as it is parsed."""
    text.expect("[")
    is_first = True
    while not text.accept("]"):
        if not is_first:
            text.expect(",")
        is_first = False
        yield text.value()


def _check_type_and_crs(members: dict[str, Any], path: Path) -> None:
    kind, crs = members.get("type", "FeatureCollection"), members.get("crs")
    if kind != "FeatureCollection":
        raise _wrong_type(kind, path)
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) else None
    if name is not None and not str(name).endswith(_LON_LAT_CRS):
        message = (
            f"{path}: its CRS is {name}, and observations are in longitude and latitude "
            "(OGC:CRS84): reproject it first"
        )
        raise UsageError(message)


def _wrong_type(kind: str, path: Path) -> UsageError:
    return UsageError(
        f"{path}: is no FeatureCollection, but a {kind}; a file of Features one a line is read "
        "from a name that ends in .geojsonl"
    )


class _Text:
    """The text read so far, and the position in it."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._parser = json.JSONDecoder()
        # The text from somewhere in the file on, the position in it, and how many characters of the
        # file came before it.
        self._buffer, self._at, self._before = "", 0, 0
        self._ended = False

    def next(self) -> str:
        """Return the next character that is not white space; empty at the end."""
        while True:
            while self._at < len(self._buffer):
                character = self._buffer[self._at]
                if character not in _WHITE_SPACE:
                    return character
                self._at += 1
            if not self._read():
                return ""

    def accept(self, sign: str) -> bool:
        """Consume a character if it is next; return whether it was."""
        matches = self.next() == sign
        self._at += matches
        return matches

    def expect(self, sign: str) -> None:
        """Consume a character that must be next."""
        if not self.accept(sign):
            character = self.next()
            self.fail(
                f"{character!r} stands where {sign!r} belongs" if character else "it is broken off"
            )

    def value(self) -> Any:
        """Consume a JSON value."""
        self.next()
        while True:
            try:
                value, end = self._parser.raw_decode(self._buffer, self._at)
            except RecursionError:
                self.fail("what stands here is nested too deeply")
            except ValueError:
                end = -1
            # A value at the end of the text read so far may continue, such as a number before `.5`.
            rest = self._buffer[end : end + 1]
            if end >= 0 and (self._ended or (rest and rest not in _NUMBER_CHARACTERS)):
                self._at = end
                return value
            if len(self._buffer) - self._at > LONGEST:
                self.fail(f"what stands here is no JSON, or longer than {LONGEST:,} characters")
            if self._ended:
                self.fail("what stands here is no JSON, or broken off")
            self._read()

    def fail(self, problem: str) -> NoReturn:
        """Raise an error for the current position.

        Raises
        ------
        UsageError
            Always.
        """
        message = f"{self._path}: character {self._before + self._at + 1:,}: {problem}"
        raise UsageError(message)

    def _read(self) -> bool:
        """Read more text, doubling the buffer, so that a long value is not parsed too often."""
        if self._ended:
            return False
        block = self._file.read(max(PIECE, len(self._buffer) - self._at))
        try:
            text = self._decoder.decode(block, final=not block)
        except UnicodeDecodeError:
            message = f"{self._path}: not UTF-8; save the file as UTF-8"
            raise UsageError(message) from None
        self._ended = not block
        self._before += self._at
        self._buffer, self._at = self._buffer[self._at :] + text, 0
        return not self._ended
