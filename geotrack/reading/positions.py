"""From JSON pointers (RFC 6901) to lines.

The text is walked only when there is something to report, so a good file costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from json.decoder import scanstring  # type: ignore[attr-defined] # the standard parser's own, untyped

__all__ = ["lines_of", "pointer"]

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^,\]\}\s]+")


def pointer(*parts: str | int) -> str:
    """Return the JSON pointer of a path.

    Examples
    --------
    >>> pointer("features", 3, "a/b")
    '/features/3/a~1b'
    """
    return "".join(f"/{str(p).replace('~', '~0').replace('/', '~1')}" for p in parts)


def lines_of(text: str, wanted: Iterable[str]) -> dict[str, int]:
    r"""Return the line of each wanted pointer in a JSON text.

    Parameters
    ----------
    text : str
        Text that has already been parsed without error.
    wanted : iterable of str
        JSON pointers; one that is not in the text gets the line of its nearest ancestor.

    Returns
    -------
    dict of str to int
        Line numbers from 1, by pointer.

    Examples
    --------
    >>> lines_of('{"a": [1,\\n 2]}', ["/a/1", "/a/7"])
    {'/a/1': 2, '/a/7': 1}
    """
    ancestors: set[str] = set()
    pointers = list(wanted)
    for each in pointers:
        steps = each.split("/")
        ancestors.update("/".join(steps[: n + 1]) for n in range(len(steps)))
    offsets: dict[str, int] = {}
    _Walk(text, ancestors, offsets).value(_SPACE.match(text, 0).end(), "")  # type: ignore[union-attr] # `*` always matches
    found: dict[str, int] = {}
    for each in pointers:
        known = each
        while known not in offsets:
            known = known.rpartition("/")[0]
        found[each] = text.count("\n", 0, offsets[known]) + 1
    return found


class _Walk:
    """A recursive walk that notes where the wanted values start."""

    def __init__(self, text: str, wanted: set[str], offsets: dict[str, int]) -> None:
        self.text = text
        self.wanted = wanted
        self.offsets = offsets

    def space(self, at: int) -> int:
        return _SPACE.match(self.text, at).end()  # type: ignore[union-attr] # `*` always matches

    def value(self, at: int, here: str) -> int:
        if here in self.wanted:
            self.offsets[here] = at
        opener = self.text[at]
        if opener == "{":
            return self.members(at, here)
        if opener == "[":
            return self.items(at, here)
        if opener == '"':
            return int(scanstring(self.text, at + 1, True)[1])
        match = _SCALAR.match(self.text, at)
        return match.end() if match else at + 1

    def members(self, at: int, here: str) -> int:
        at = self.space(at + 1)
        while self.text[at] != "}":
            key, end = scanstring(self.text, at + 1, True)
            at = self.space(self.space(end) + 1)
            at = self.space(self.value(at, here + pointer(key)))
            if self.text[at] == ",":
                at = self.space(at + 1)
        return at + 1

    def items(self, at: int, here: str) -> int:
        at = self.space(at + 1)
        index = 0
        while self.text[at] != "]":
            at = self.space(self.value(at, f"{here}/{index}"))
            index += 1
            if self.text[at] == ",":
                at = self.space(at + 1)
        return at + 1
