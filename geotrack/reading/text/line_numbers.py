"""Line numbers of JSON pointers (RFC 6901).

The text is scanned only when there is something to report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined] # the standard parser's own, untyped

__all__ = ["lines_of", "path_of", "pointer", "values_of"]

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
    for each in pointers:
        steps = each.split("/")
        ancestors.update("/".join(steps[: n + 1]) for n in range(len(steps)))
    offsets = {at: start for at, start, _ in values_of(text, ancestors.__contains__)}
    lines: dict[int, int] = {}
    line, counted = 1, 0
    for offset in sorted(set(offsets.values())):
        line += text.count("\n", counted, offset)
        lines[offset], counted = line, offset
    found: dict[str, int] = {}
    for each in pointers:
        known = each
        while known not in offsets:
            known = known.rpartition("/")[0]
        found[each] = lines[offsets[known]]
    return found


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
    yield from _Walk(text, within).value(_space(text, 0), "")


def _space(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr] # `*` always matches


class _Walk:
    """A traversal of a JSON text; each step sets `end` to the end of its value."""

    def __init__(self, text: str, within: Callable[[str], bool]) -> None:
        self.text = text
        self.within = within
        self.end = 0

    def value(self, at: int, here: str) -> Iterator[tuple[str, int, int]]:
        opener = self.text[at]
        if opener not in "{[":
            self.end = self._scalar(at, opener)
        elif not self.within(here):
            self.end = _passed(self.text, at)[1]
        elif opener == "{":
            yield from self._members(at, here)
        else:
            yield from self._items(at, here)
        yield here, at, self.end

    def _scalar(self, at: int, opener: str) -> int:
        if opener == '"':
            return int(scanstring(self.text, at + 1, True)[1])
        match = _SCALAR.match(self.text, at)
        return match.end() if match else at + 1

    def _members(self, at: int, here: str) -> Iterator[tuple[str, int, int]]:
        at = _space(self.text, at + 1)
        while self.text[at] != "}":
            key, end = scanstring(self.text, at + 1, True)
            at = _space(self.text, _space(self.text, end) + 1)
            yield from self.value(at, here + pointer(key))
            at = self._next()
        self.end = at + 1

    def _items(self, at: int, here: str) -> Iterator[tuple[str, int, int]]:
        at = _space(self.text, at + 1)
        index = 0
        while self.text[at] != "]":
            yield from self.value(at, f"{here}/{index}")
            index += 1
            at = self._next()
        self.end = at + 1

    def _next(self) -> int:
        at = _space(self.text, self.end)
        return _space(self.text, at + 1) if self.text[at] == "," else at
