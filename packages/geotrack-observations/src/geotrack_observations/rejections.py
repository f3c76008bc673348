"""Reasons why rows are rejected, counted by kind.

A million rows with different wrong values are one kind, with one example.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from textwrap import shorten
from typing import Any, NamedTuple

__all__ = ["Reason", "Refusal", "count_by_kind", "reason_of"]

# Maximum number of characters of a value in a message.
_LONGEST = 40


class Reason(NamedTuple):
    """Why a row is rejected. Only the value differs between many; the rest is stored once.

    Parameters
    ----------
    before, value, after : str
        Parts of the text: before the value, the value as shown (may be empty), after it.
    kind : str
        The text without the value, shared by rows of one kind.
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
        Reason of the first row.
    file : str
        Name of the input of the first row.
    line : int
        Its line in a text, number of a Feature, or row of a Parquet file.
    count : int
        Number of rows.
    """

    reason: Reason
    file: str
    line: int
    count: int = field(default=0)


def count_by_kind(refused: Iterable[tuple[str, int, Reason]]) -> tuple[Refusal, ...]:
    """Count rejected rows by the kind of their reasons.

    Parameters
    ----------
    refused : iterable of (str, int, Reason)
        Name of the input, line and reason of each row.

    Returns
    -------
    tuple of Refusal
        Most frequent first; ties in order of occurrence.
    """
    refusals: dict[str, Refusal] = {}
    for file, line, reason in refused:
        refusals.setdefault(reason.kind, Refusal(reason, file, line)).count += 1
    return tuple(sorted(refusals.values(), key=lambda refusal: -refusal.count))


def reason_of(name: str, value: Any, rule: str) -> Reason:
    """Return the reason of a cell.

    Parameters
    ----------
    name : str
        Name of the column.
    value : pyarrow.Scalar
        The cell.
    rule : str
        The broken rule, such as `is no number`.
    """
    before, after, kind = _message_parts(name, rule)
    return Reason(before, _shown(value), after, kind)


@cache
def _message_parts(name: str, rule: str) -> tuple[str, str, str]:
    """Return the text before a value and after it, and both joined; cached."""
    return f"{name} ", f" {rule}", f"{name} {rule}"


def _shown(value: Any) -> str:
    """Return a shortened cell for a message."""
    text = str(value.as_py())
    return repr(shorten(text, _LONGEST, placeholder="…")) if value.is_valid else "(empty)"
