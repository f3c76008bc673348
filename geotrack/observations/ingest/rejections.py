"""Reasons why rows are rejected, counted by kind.

A million rows with different wrong values are one kind, with one example.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from textwrap import shorten
from typing import Any, NamedTuple

__all__ = ["Reason", "Refusal", "reason_of", "tallied"]

_LONGEST = 40


class Reason(NamedTuple):
    """Why a row is rejected. Only the value differs between many; the rest is stored once.

    Parameters
    ----------
    before, value, after : str
        In words, with the value as it is shown; it is empty where it says nothing.
    kind : str
        The same without it: what many rows share.
    """

    before: str
    value: str
    after: str
    kind: str

    @property
    def text(self) -> str:
        """Return the reason as text.

        Examples
        --------
        >>> Reason("lon ", "'181'", " is beyond 180", "lon is beyond 180").text
        "lon '181' is beyond 180"
        """
        return f"{self.before}{self.value}{self.after}"

    @classmethod
    def plain(cls, text: str) -> Reason:
        """Return a reason without a value."""
        return cls(text, "", "", text)


@dataclass(slots=True)
class Refusal:
    """All rows rejected for reasons of one kind.

    Parameters
    ----------
    reason : Reason
        That of the first.
    file : str
        The name of the input in which it stands.
    line : int
        Where in it: the line of a text, the number of a Feature, the row of a Parquet file.
    many : int
        How many they are.
    """

    reason: Reason
    file: str
    line: int
    many: int = field(default=0)


def tallied(refused: Iterable[tuple[str, int, Reason]]) -> tuple[Refusal, ...]:
    """Count rejected rows by the kind of their reasons.

    Parameters
    ----------
    refused : iterable of (str, int, Reason)
        The name of the input, the line and why; read as they come.

    Returns
    -------
    tuple of Refusal
        Most first, and of as many the one that came first.
    """
    found: dict[str, Refusal] = {}
    for file, line, reason in refused:
        found.setdefault(reason.kind, Refusal(reason, file, line)).many += 1
    return tuple(sorted(found.values(), key=lambda one: -one.many))


def reason_of(name: str, value: Any, rule: str) -> Reason:
    """Return the reason of a cell.

    Parameters
    ----------
    name : str
        Of its column.
    value : pyarrow.Scalar
        The cell.
    rule : str
        What it is not, such as `is no number`.
    """
    before, after, kind = _around(name, rule)
    return Reason(before, _shown(value), after, kind)


@cache
def _around(name: str, rule: str) -> tuple[str, str, str]:
    """Return the text before a value and after it, and both joined; cached."""
    return f"{name} ", f" {rule}", f"{name} {rule}"


def _shown(value: Any) -> str:
    """Return a shortened cell for a message."""
    text = str(value.as_py())
    return repr(shorten(text, _LONGEST, placeholder="…")) if value.is_valid else "(empty)"
