"""Records with their parts, and the parts' own: each link is followed once, however deep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Families"]

_NONE = -1
_Best: TypeAlias = tuple[float, int, int]
"""A value, and how deep and in which row it is, both negative: the greater is the better."""


class Families:
    """The family of each record: itself, its parts, theirs, and so on.

    A part that is refuted or only planned says nothing about where its whole was: it belongs only
    to wholes that did not happen either.

    Parameters
    ----------
    parts : mapping of int to sequence of int
        The parts of wholes, by row.
    happened : array of bool, shape (n,)
        Whether each record happened.
    scope : array of bool, shape (n,)
        The records that are judged; another has no part in a family, nor what is below it.
    """

    def __init__(
        self,
        parts: Mapping[int, Sequence[int]],
        happened: NDArray[np.bool_],
        scope: NDArray[np.bool_],
    ) -> None:
        self._happened, self._parts, self._scope = happened, parts, scope
        self._whole = {
            part: whole
            for whole, rows in parts.items()
            for part in rows
            if part != whole and scope[part]
        }
        left: dict[int, int] = {}
        for whole in self._whole.values():
            left[whole] = left.get(whole, 0) + 1
        self._upward = [row for row in self._whole if row not in left]
        for row in self._upward:  # which grows: a whole follows its last part
            whole = self._whole.get(row, _NONE)
            if whole != _NONE:
                left[whole] -= 1
                if not left[whole]:
                    self._upward.append(whole)
        self._cycles = self._rounds({row for row, count in left.items() if count})

    def _rounds(self, rows: set[int]) -> list[list[int]]:
        """Return the cycles of records that are parts of each other."""
        cycles = []
        while rows:
            at, cycle = rows.pop(), []
            cycle.append(at)
            while (at := self._whole[at]) in rows:
                rows.discard(at)
                cycle.append(at)
            cycles.append(cycle)
        return cycles

    def best(self, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """Return the highest value in the family of each row, and the row that has it.

        Of equal ones the record itself counts, then a part before a part of a part.
        """
        of_all, of_happened = (self._best(values, only) for only in (False, True))
        found, rows = values.copy(), np.arange(len(values), dtype=np.intp)
        for row in (*self._upward, *(row for cycle in self._cycles for row in cycle)):
            found[row], _, member = (of_happened if self._happened[row] else of_all)[row]
            rows[row] = -member
        return found, rows

    def best_of_places(
        self,
        values: NDArray[Any],
        vague: NDArray[np.bool_],
        restates: Callable[[int, int], bool],
    ) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """Return `best`, without vague parts that only say again where their whole was.

        Parameters
        ----------
        values : array, shape (n,)
            A value for each row.
        vague : array of bool, shape (n,)
            The rows that are known by regions alone.
        restates : callable
            Returns whether a vague row says again where a whole was.
        """
        found, rows = self.best(values)
        if not vague.any():
            return found, rows
        others, their_rows = self.best(np.where(vague, np.min(values), values))

        def counts(member: int, whole: int) -> bool:
            return not (vague[member] and restates(member, whole))

        best, best_rows = found.copy(), rows.copy()
        for row in np.flatnonzero(vague[rows] & (rows != np.arange(len(rows)))).tolist():
            if counts(int(rows[row]), row):
                continue
            only_happened = self._happened[row]
            parts = [
                part
                for part in self._parts.get(row, ())
                if self._scope[part] and (self._happened[part] or not only_happened)
            ]
            best[row], best_rows[row] = max(
                (values[row], row),
                (others[row], int(their_rows[row])),
                *((found[p], int(rows[p])) for p in parts if counts(int(rows[p]), row)),
                key=lambda one: one[0],
            )
        return best, best_rows

    def _best(self, values: NDArray[Any], only_happened: bool) -> dict[int, _Best]:
        best: dict[int, _Best] = {}

        def own(row: int) -> _Best:
            counts = self._happened[row] or not only_happened
            return values[row] if counts else -np.inf, 0, -row

        def raise_to(row: int, below: _Best) -> None:
            value, depth, member = below
            best[row] = max(best.get(row) or own(row), (value, depth - 1, member))

        for row in self._upward:
            best.setdefault(row, own(row))
            if row in self._whole:
                raise_to(self._whole[row], best[row])
        for cycle in self._cycles:
            highest = max(best.setdefault(row, own(row)) for row in cycle)
            for row in cycle:
                if best[row] != highest:
                    raise_to(row, highest)
        return best

    def is_part(self, row: int) -> bool:
        """Return whether a row is a part of another."""
        return row in self._whole

    def members(self, wholes: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows are in the families of some rows."""
        found = wholes.copy()
        # Whether a whole of each row is one of them: any, and one that did not happen.
        states: dict[int, tuple[bool, bool]] = {}

        def below(row: int) -> tuple[bool, bool]:
            one, other = states.get(row, (False, False))
            is_one = bool(wholes[row])
            return one or is_one, other or (is_one and not self._happened[row])

        def note(row: int, state: tuple[bool, bool]) -> None:
            states[row] = state
            found[row] |= state[0] if self._happened[row] else state[1]

        for cycle in self._cycles:
            each = [below(row) for row in cycle]
            for row in cycle:
                note(row, (any(one for one, _ in each), any(other for _, other in each)))
        for row in reversed(self._upward):
            if row in self._whole:
                note(row, below(self._whole[row]))
        return found
