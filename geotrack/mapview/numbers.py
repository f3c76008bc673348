"""Numbers of records on a map: issued once, never reused.

Slides and talking points refer to “number 7”, which must stay valid when events are added and
removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from geotrack.errors import GeotrackError
from geotrack.files import atomic_path, check_inside, read_regular
from geotrack.messages import Message

__all__ = [
    "NumbersError",
    "issue",
    "numbers_in",
    "numbers_text",
    "read_numbers",
    "write_numbers",
]

# Bytes of a file of numbers at most.
_MOST_BYTES = 64_000_000


class NumbersError(GeotrackError):
    """The file of issued numbers is invalid, or cannot be written."""


def issue(
    ids: Iterable[str], issued: Mapping[str, int], heirs: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Return the numbers of all ids: the issued ones, and new ones above the highest.

    Parameters
    ----------
    ids : iterable of str
        Ids on the map, in the order of new numbers.
    issued : Mapping of str to int
        Numbers issued before, also to events that no longer exist.
    heirs : Mapping of str to str, optional
        Ids of replaced records, with the ids of the records that replace them. Without a number of
        its own, the new record takes the lowest number of those that it replaces.

    Examples
    --------
    >>> issue(["b", "c"], {"a": 1, "b": 2})
    {'a': 1, 'b': 2, 'c': 3}
    >>> issue(["c"], {"a": 1, "b": 2}, {"a": "c", "b": "c"})
    {'b': 2, 'c': 1}
    """
    ids = list(ids)
    numbers = dict(issued)
    left = set(ids).difference(issued)
    for old in sorted((heirs or {}).keys() & issued.keys(), key=issued.__getitem__):
        heir, number = (heirs or {})[old], issued[old]
        if heir in left:
            left.remove(heir)
            del numbers[old]
            numbers[heir] = number
    last = max(numbers.values(), default=0)
    for id_ in ids if left else ():
        if id_ not in numbers:
            last += 1
            numbers[id_] = last
    return numbers


def read_numbers(path: Path) -> dict[str, int]:
    """Read issued numbers; none if the file does not exist.

    Raises
    ------
    NumbersError
        The file is not an object of distinct positive integers.
    """
    return numbers_in(read_regular(path, _MOST_BYTES), str(path)) if path.exists() else {}


def numbers_in(text: bytes, file: str) -> dict[str, int]:
    """Return the issued numbers in a file's text; see `read_numbers`."""
    try:
        numbers: dict[str, int] = json.loads(text.decode())
        # JSON allows half of a surrogate pair, which is no text.
        json.dumps(numbers, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        message = Message(
            "{file}: not JSON: {error}; restore it from its history, numbers are kept there",
            file,
            error,
        )
        raise NumbersError(message) from error
    sound = isinstance(numbers, dict) and all(
        isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in numbers.values()
    )
    if not sound or len(set(numbers.values())) != len(numbers):
        raise NumbersError(
            Message(
                "{file}: every id needs a whole number of its own; restore it from its history",
                file,
            )
        )
    return numbers


def numbers_text(numbers: Mapping[str, int]) -> str:
    """Return the text of the file of issued numbers."""
    ordered = dict(sorted(numbers.items(), key=lambda item: item[1]))
    return json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"


def write_numbers(path: Path, numbers: Mapping[str, int]) -> None:
    """Write issued numbers in their order into `maps/` of a workspace, atomically.

    Raises
    ------
    UsageError
        `maps/` is a link to outside the workspace.
    NumbersError
        The file cannot be written.
    """
    # Numbers are permanent: a reader sees the old file or the new one, never a part.
    check_inside(path.parent, path.parent.parent)
    try:
        with atomic_path(path) as new:
            new.write_bytes(numbers_text(numbers).encode())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = Message(
            "the numbers issued on this map are not kept in {path}: {reason}; another page of it "
            "may number new records otherwise",
            path,
            reason,
        )
        raise NumbersError(message) from error
