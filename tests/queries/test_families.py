"""Families of records against a walk over all parts of each."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geotrack.queries.families import Families

SIZE = 9
ROWS = st.lists(st.integers(-1, SIZE - 1), min_size=SIZE, max_size=SIZE)
FLAGS = st.lists(st.booleans(), min_size=SIZE, max_size=SIZE)
VALUES = st.lists(st.integers(0, 4), min_size=SIZE, max_size=SIZE)


def walked(
    row: int, parts: dict[int, list[int]], happened: list[bool], scope: list[bool]
) -> set[int]:
    """Return a record, its parts, theirs and so on, each found by its links."""
    found, waiting = {row}, [row]
    while waiting:
        new = [one for one in parts.get(waiting.pop(), ()) if one not in found and scope[one]]
        found.update(new)
        waiting += new
    return {one for one in found if one == row or happened[one] or not happened[row]}


@given(wholes=ROWS, happened=FLAGS, scope=FLAGS, values=VALUES, asked=FLAGS)
def test_families_are_what_the_links_lead_to(
    wholes: list[int], happened: list[bool], scope: list[bool], values: list[int], asked: list[bool]
) -> None:
    parts: dict[int, list[int]] = {}
    for row, whole in enumerate(wholes):
        if whole >= 0:
            parts.setdefault(whole, []).append(row)
    families = Families(parts, np.array(happened), np.array(scope))
    each = [walked(row, parts, happened, scope) for row in range(SIZE)]
    best, rows = families.best(np.array(values, dtype=np.int8))
    for row in range(SIZE):
        assert best[row] == max(values[one] for one in each[row])
        assert rows[row] in each[row]
        assert values[rows[row]] == best[row]
        if values[row] == best[row]:
            assert rows[row] == row
    members = families.members(np.array(asked))
    expected = set().union(*(each[row] for row in range(SIZE) if asked[row]))
    assert set(np.flatnonzero(members).tolist()) == expected
