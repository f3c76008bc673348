"""The number of an event on a map: issued once, never used again.

Slides and talking points say “number 7”; they must keep fitting when events come and go.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from geotrack.errors import GeotrackError
from geotrack.files import atomic_path, check_inside, read_regular

__all__ = [
    "NumbersError",
    "issue",
    "numbers_in",
    "numbers_text",
    "read_numbers",
    "write_numbers",
]

_MOST_BYTES = 64_000_000


class NumbersError(GeotrackError):
    """The file of issued numbers cannot be trusted."""


def issue(
    ids: Iterable[str], issued: Mapping[str, int], heirs: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Return the numbers of all ids: those issued before, and new ones past the highest.

    Parameters
    ----------
    ids : iterable of str
        Ids on the map, in the order in which new numbers are given.
    issued : Mapping of str to int
        Numbers issued before, also to events that are gone.
    heirs : Mapping of str to str, optional
        By the id of a record that was replaced, the id of the one that stands in for it: on the
        map it takes over the lowest number of those that it replaces, where it has none.

    Examples
    --------
    >>> issue(["b", "c"], {"a": 1, "b": 2})
    {'a': 1, 'b': 2, 'c': 3}
    >>> issue(["c"], {"a": 1, "b": 2}, {"a": "c", "b": "c"})
    {'b': 2, 'c': 1}
    """
    ids = list(ids)
    numbers = dict(issued)
    left = set(ids) - issued.keys()
    for old, number in sorted(issued.items(), key=lambda item: item[1]):
        heir = (heirs or {}).get(old)
        if heir in left:
            left.remove(heir)
            del numbers[old]
            numbers[heir] = number
    last = max(numbers.values(), default=0)
    for id_ in ids:
        if id_ not in numbers:
            last += 1
            numbers[id_] = last
    return numbers


def read_numbers(path: Path) -> dict[str, int]:
    """Read issued numbers; none where the file is not there yet.

    Raises
    ------
    NumbersError
        The file is no object of positive, different whole numbers.
    """
    return numbers_in(read_regular(path, _MOST_BYTES), str(path)) if path.exists() else {}


def numbers_in(text: bytes, file: str) -> dict[str, int]:
    """Return the issued numbers of a file's text; see `read_numbers`."""
    try:
        numbers: dict[str, int] = json.loads(text.decode())
        # Half of a surrogate pair, which JSON can spell, is no text.
        json.dumps(numbers, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        message = f"{file}: not JSON: {error}; restore it from its history, numbers are kept there"
        raise NumbersError(message) from error
    sound = isinstance(numbers, dict) and all(
        isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in numbers.values()
    )
    if not sound or len(set(numbers.values())) != len(numbers):
        message = f"{file}: every id needs a whole number of its own; restore it from its history"
        raise NumbersError(message)
    return numbers


def numbers_text(numbers: Mapping[str, int]) -> str:
    """Return the file of issued numbers, in their order."""
    ordered = dict(sorted(numbers.items(), key=lambda item: item[1]))
    return json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"


def write_numbers(path: Path, numbers: Mapping[str, int]) -> None:
    """Write issued numbers in their order, all or nothing, into `maps/` of a workspace.

    Raises
    ------
    UsageError
        `maps/` is a link that leads out of the workspace.
    NumbersError
        The file cannot be written.
    """
    # Numbers are kept for good: whoever looks sees the old file or the new one, never a half.
    check_inside(path.parent, path.parent.parent)
    try:
        with atomic_path(path) as new:
            new.write_text(numbers_text(numbers), encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = (
            f"the numbers issued on this map are not kept in {path}: {reason}; "
            "another page of it may number new records otherwise"
        )
        raise NumbersError(message) from error
