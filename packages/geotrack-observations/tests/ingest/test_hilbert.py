"""The curve, beside Hilbert's own construction of it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry.plane import PLANE_LIMIT_M
from geotrack_observations.ingest.hilbert import ORDER, hilbert

SIDE = 2 * PLANE_LIMIT_M / (1 << ORDER)
CELLS = st.integers(0, (1 << ORDER) - 1)


def at(columns: list[int], rows: list[int]) -> list[int]:
    """Return where the middles of cells lie along the curve."""
    x, y = ((np.array(cells) + 0.5) * SIDE - PLANE_LIMIT_M for cells in (columns, rows))
    found: list[int] = hilbert(x, y).tolist()
    return found


def drawn(order: int) -> list[tuple[int, int]]:
    """Return the cells in order as Hilbert draws them: four small curves, two of them turned."""
    if not order:
        return [(0, 0)]
    small, half = drawn(order - 1), 1 << (order - 1)
    return [
        *((y, x) for x, y in small),
        *((x, y + half) for x, y in small),
        *((x + half, y + half) for x, y in small),
        *((2 * half - 1 - y, half - 1 - x) for x, y in small),
    ]


def test_it_is_the_curve_as_it_is_drawn() -> None:
    # With ten bits more, which all lie in the first quarters, the curve is turned ten times: back.
    columns, rows = zip(*drawn(6), strict=True)
    assert at(list(columns), list(rows)) == list(range(1 << 12))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=40, unique=True))
def test_each_cell_has_a_number_of_its_own(cells: list[tuple[int, int]]) -> None:
    columns, rows = zip(*cells, strict=True)
    assert len(set(at(list(columns), list(rows)))) == len(cells)


@given(CELLS, CELLS)
def test_its_neighbours_are_side_by_side(column: int, row: int) -> None:
    (here,) = at([column], [row])
    around = [(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)]
    inside = [(c, r) for c, r in around if 0 <= c < 1 << ORDER and 0 <= r < 1 << ORDER]
    numbers = at([c for c, _ in inside], [r for _, r in inside])
    wanted = {here - 1, here + 1} - {-1, 1 << 2 * ORDER}
    assert wanted <= set(numbers)


def test_what_lies_on_the_rim_of_the_plane_is_on_the_curve() -> None:
    ends = np.array([-PLANE_LIMIT_M, PLANE_LIMIT_M])
    assert len(set(hilbert(ends, ends).tolist())) == 2
