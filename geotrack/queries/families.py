"""Records with their parts and the parts of these: each link is followed once, at any depth."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Families"]

# The row of no record.
_NO_ROW = -1
_Best: TypeAlias = tuple[float, int, int]
"""A value with its depth and row, both negative, so that the greater tuple is better."""


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
            part: parent
            for parent, rows in parts.items()
            for part in rows
            if part != parent and scope[part]
        }
        left: dict[int, int] = {}
        for parent in self._whole.values():
            left[parent] = left.get(parent, 0) + 1
        self._upward = [row for row in self._whole if row not in left]
        for row in self._upward:  # the list grows: a whole is appended after its last part
            parent = self._whole.get(row, _NO_ROW)
            if parent != _NO_ROW:
                left[parent] -= 1
                if not left[parent]:
                    self._upward.append(parent)
        self._cycles = self._rounds({row for row, count in left.items() if count})

    def _rounds(self, rows: set[int]) -> list[list[int]]:
        """Return the cycles of records that are parts of each other."""
        cycles = []
        while rows:
            current, cycle = rows.pop(), []
            cycle.append(current)
            while (current := self._whole[current]) in rows:
                rows.discard(current)
                cycle.append(current)
            cycles.append(cycle)
        return cycles

    def best(self, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """Return the highest value in the family of each row, and the row that has it.

        Of equal values that of the record itself counts, then that of the nearest part.
        """
        of_all, of_happened = (self._best(values, happened_only) for happened_only in (False, True))
        best_values, rows = values.copy(), np.arange(len(values), dtype=np.intp)
        for row in (*self._upward, *(row for cycle in self._cycles for row in cycle)):
            best_values[row], _, member = (of_happened if self._happened[row] else of_all)[row]
            rows[row] = -member
        return best_values, rows

    def best_of_places(
        self, values: NDArray[Any], vague: NDArray[np.bool_], restates: Callable[[int, int], bool]
    ) -> tuple[NDArray[Any], NDArray[np.intp]]:
        """Return `best` without vague parts that only repeat the place of their whole.

        Parameters
        ----------
        values : array, shape (n,)
            A value for each row.
        vague : array of bool, shape (n,)
            The rows that are known by regions alone.
        restates : callable
            Returns whether a vague row says again where a whole was.
        """
        best_values, rows = self.best(values)
        if not vague.any():
            return best_values, rows
        other_values, their_rows = self.best(np.where(vague, np.min(values), values))

        def counts(member: int, whole: int) -> bool:
            return not (vague[member] and restates(member, whole))

        best, best_rows = best_values.copy(), rows.copy()
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
                (other_values[row], int(their_rows[row])),
                *((best_values[p], int(rows[p])) for p in parts if counts(int(rows[p]), row)),
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

    @property
    def parts(self) -> Collection[int]:
        """The rows that are parts of another."""
        return self._whole.keys()

    def members(self, wholes: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows are in the families of some rows."""
        is_member = wholes.copy()
        # For each row: whether any of its wholes is one of them, and any that did not happen.
        states: dict[int, tuple[bool, bool]] = {}

        def below(row: int) -> tuple[bool, bool]:
            has_member, has_planned = states.get(row, (False, False))
            is_one = bool(wholes[row])
            return has_member or is_one, has_planned or (is_one and not self._happened[row])

        def note(row: int, state: tuple[bool, bool]) -> None:
            states[row] = state
            is_member[row] |= state[0] if self._happened[row] else state[1]

        for cycle in self._cycles:
            states_of_cycle = [below(row) for row in cycle]
            for row in cycle:
                note(
                    row,
                    (
                        any(one for one, _ in states_of_cycle),
                        any(other for _, other in states_of_cycle),
                    ),
                )
        for row in reversed(self._upward):
            if row in self._whole:
                note(row, below(self._whole[row]))
        return is_member
