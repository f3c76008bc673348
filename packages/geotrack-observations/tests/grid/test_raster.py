"""Which cells edges go through, beside a box of each cell that is compared with them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.geojson.shapes import polygonal
from geotrack_observations.grid.raster import CUT, Cells, rastered, steps_to

ROWS, COLUMNS, SIZE = 9, 13, 10.0
CELLS = Cells(-20.0, 5.0, SIZE, ROWS, COLUMNS)


@st.composite
def shapes(draw: st.DrawFn) -> BaseGeometry:
    """Return areas, some with holes, in parts or beyond the cells, many along their sides."""
    whole = st.integers(-6, 22).map(lambda n: n * SIZE / 2 - 20.0)
    anywhere = st.one_of(whole, st.floats(-60, 160))
    united: BaseGeometry = shapely.Polygon()
    for _ in range(draw(st.integers(1, 3))):
        ring = draw(st.lists(st.tuples(anywhere, anywhere), min_size=3, max_size=7, unique=True))
        part = shapely.buffer(shapely.Polygon(ring), 0)
        united = polygonal(shapely.symmetric_difference(united, part))
    return united


@given(shapes(), st.sampled_from([0.0, 0.5, 4.0]))
def test_each_cell_is_what_its_box_is(shape: BaseGeometry, margin: float) -> None:
    def inside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.asarray(shapely.contains_xy(shape, x, y)).astype(np.int8)

    line = shapely.boundary(shape)
    found = rastered([line], CELLS, margin, inside)
    row, column = np.indices((ROWS, COLUMNS))
    west, south = CELLS.west + column * SIZE, CELLS.south + row * SIZE

    def met(grown: float) -> np.ndarray:
        box = (west - grown, south - grown, west + SIZE + grown, south + SIZE + grown)
        return np.asarray(shapely.intersects(line, shapely.box(*box)))

    # The box less a hair, and the box and a hair: what is on its side is either.
    assert (found == CUT)[met(margin - 1e-6)].all()
    assert (found != CUT)[~met(margin + 1e-6)].all()
    whole = found != CUT
    middle = inside((west + SIZE / 2)[whole], (south + SIZE / 2)[whole])
    assert (found[whole] == middle).all()


def test_two_lines_cut_what_either_does() -> None:
    def zero(x: np.ndarray, _: np.ndarray) -> np.ndarray:
        return np.zeros(len(x), np.int8)

    lines = [shapely.LineString([(-30, 8), (200, 40)]), shapely.LineString([(0, 0), (0.5, 99)])]
    either = [rastered([line], CELLS, 1.0, zero) == CUT for line in lines]
    assert (either[0] | either[1] == (rastered(lines, CELLS, 1.0, zero) == CUT)).all()
    assert not (rastered([shapely.LineString()], CELLS, 1.0, zero) == CUT).any()


@pytest.mark.parametrize("most", [1, 2, 5, 16, 17, 90])
def test_steps_are_those_of_a_chess_king(most: int) -> None:
    chance = np.random.default_rng(most)
    marked = chance.random((40, 60)) < 0.004
    marked[7, 50] = True
    row, column = np.nonzero(marked)
    rows, columns = np.indices(marked.shape)
    away = np.maximum(abs(rows[..., None] - row), abs(columns[..., None] - column)).min(axis=-1)
    assert (steps_to(marked, most) == np.minimum(away, most)).all()
