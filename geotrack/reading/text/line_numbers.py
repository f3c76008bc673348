"""Line numbers of JSON pointers (RFC 6901).

The text is scanned only when there is something to report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined] # the standard parser's own, untyped

__all__ = ["after_space", "lines_of", "path_of", "pointer", "scanstring", "values_of"]

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^,\]\}\s]+")
# Python's scanner skips a value several times faster than a regular expression. As int it would
# refuse numbers of thousands of digits.
_passed = JSONDecoder(parse_int=float).scan_once  # type: ignore[attr-defined] # likewise


def pointer(*parts: str | int) -> str:
    """Return the JSON pointer of a path.

    Examples
    --------
    >>> pointer("features", 3, "a/b")
    '/features/3/a~1b'
    """
    return "".join(f"/{str(p).replace('~', '~0').replace('/', '~1')}" for p in parts)


def path_of(at: str) -> tuple[str, ...]:
    """Return the path of a JSON pointer, with indexes as text.

    Examples
    --------
    >>> path_of("/features/3/a~1b")
    ('features', '3', 'a/b')
    """
    return tuple(p.replace("~1", "/").replace("~0", "~") for p in at.split("/")[1:])


def lines_of(text: str, pointers: Iterable[str]) -> dict[str, int]:
    r"""Return the line of each pointer in a JSON text.

    Parameters
    ----------
    text : str
        Valid JSON.
    pointers : iterable of str
        JSON pointers. One that is not in the text gets the line of its nearest ancestor; a
        repeated key that of its last occurrence.

    Returns
    -------
    dict of str to int
        Line numbers from 1, by pointer.

    Examples
    --------
    >>> lines_of('{"a": [1,\n 2]}', ["/a/1", "/a/7"])
    {'/a/1': 2, '/a/7': 1}
    """
    pointers = list(pointers)
    ancestors: set[str] = set()
    for requested in pointers:
        steps = requested.split("/")
        ancestors.update("/".join(steps[: n + 1]) for n in range(len(steps)))
    offsets = {location: start for location, start, _ in values_of(text, ancestors.__contains__)}
    lines: dict[int, int] = {}
    line, counted = 1, 0
    for offset in sorted(set(offsets.values())):
        line += text.count("\n", counted, offset)
        lines[offset], counted = line, offset
    line_numbers: dict[str, int] = {}
    for requested in pointers:
        ancestor = requested
        while ancestor not in offsets:
            ancestor = ancestor.rpartition("/")[0]
        line_numbers[requested] = lines[offsets[ancestor]]
    return line_numbers


def values_of(text: str, within: Callable[[str], bool]) -> Iterator[tuple[str, int, int]]:
    """Yield the values of a JSON text with their offsets.

    Parameters
    ----------
    text : str
        Valid JSON.
    within : callable
        Returns whether to descend into the list or object at a pointer.

    Yields
    ------
    pointer, start, end : str, int, int
        A value's pointer and its offsets in the text, in the order of their ends.
    """
    yield from _Walk(text, within).value(after_space(text, 0), "")


def after_space(text: str, offset: int) -> int:
    """Return the offset of the first character that is no white space."""
    return _SPACE.match(text, offset).end()  # type: ignore[union-attr] # `*` always matches


class _Walk:
    """A traversal of a JSON text; each step sets `end` to the end of its value."""

    def __init__(self, text: str, within: Callable[[str], bool]) -> None:
        self.text = text
        self.within = within
        self.end = 0

    def value(self, offset: int, location: str) -> Iterator[tuple[str, int, int]]:
        opener = self.text[offset]
        if opener not in "{[":
            self.end = self._scalar(offset, opener)
        elif not self.within(location):
            self.end = _passed(self.text, offset)[1]
        elif opener == "{":
            yield from self._members(offset, location)
        else:
            yield from self._items(offset, location)
        yield location, offset, self.end

    def _scalar(self, offset: int, opener: str) -> int:
        if opener == '"':
            return int(scanstring(self.text, offset + 1, True)[1])
        match = _SCALAR.match(self.text, offset)
        return match.end() if match else offset + 1

    def _members(self, offset: int, location: str) -> Iterator[tuple[str, int, int]]:
        offset = after_space(self.text, offset + 1)
        while self.text[offset] != "}":
            key, end = scanstring(self.text, offset + 1, True)
            offset = after_space(self.text, after_space(self.text, end) + 1)
            yield from self.value(offset, location + pointer(key))
            offset = self._next()
        self.end = offset + 1

    def _items(self, offset: int, location: str) -> Iterator[tuple[str, int, int]]:
        offset = after_space(self.text, offset + 1)
        index = 0
        while self.text[offset] != "]":
            yield from self.value(offset, f"{location}/{index}")
            index += 1
            offset = self._next()
        self.end = offset + 1

    def _next(self) -> int:
        offset = after_space(self.text, self.end)
        return after_space(self.text, offset + 1) if self.text[offset] == "," else offset
