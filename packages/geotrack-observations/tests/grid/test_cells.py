"""Positions in a grid's cells are judged as each would be alone."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import disc
from folium_polar.geometry.plane import project, unproject
from geotrack.footprint.outline import BORDER_M, Footprint, within_reach
from geotrack.model.query import Query
from geotrack.queries.areas import Area, Match
from geotrack.queries.discs import CUT as DISCS_CUT
from geotrack.queries.discs import INSIDE, Discs, discs_in
from geotrack.queries.resolve import areas_of
from geotrack.workspace import Workspace
from geotrack_observations.grid.cells import CERTAIN, NO, POSSIBLE, CellGrid
from geotrack_observations.grid.stack import CellStack
from tests.examples import few

CODES = {None: NO, Match.POSSIBLE: POSSIBLE, Match.CERTAIN: CERTAIN}
QUESTIONS = {
    "a strait": Query(regions=("Bering Strait",)),
    "a sea of islands": Query(regions=("Kara Sea",)),
    "round the pole": Query(regions=("Arctic Ocean",)),
    "two seas": Query(regions=("Bering Sea", "Chukchi Sea")),
    "a box across 180°": Query(bbox=(170.0, 60.0, -170.0, 70.0)),
    "the far north": Query(north_of=80.0),
    "nothing": Query(regions=("Bering Strait",), north_of=85.0),
}


@pytest.fixture(scope="module", autouse=True)
def at_once() -> Iterator[None]:
    """Make every grid at once: few positions are judged without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geotrack_observations.grid.cells._MIN_FOR_GRID", -1)
        yield


def near_a_disc(workspace: Workspace) -> list[Area]:
    """Return what is within 300 km of a record: certain well inside, possible round that."""
    radii = ((event.id, event.place.radius_km or 0) for event in workspace.events if event.place)
    id_ = next(id_ for id_, radius_km in radii if 50 <= radius_km <= 100)
    return areas_of(Query(within=(300.0, id_)), workspace)


def alone(area: Area, x: np.ndarray, y: np.ndarray) -> list[int]:
    judged = (area.judge(Footprint((shapely.Point(*at),))) for at in zip(x, y, strict=True))
    return [int(CODES[match]) for match in judged]


def places(area: Area, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return places over all of the north, round an area, and within metres of its edge."""
    chance = np.random.default_rng(seed)
    x, y = project(chance.uniform(-180, 180, 300), chance.uniform(50, 90, 300))
    if area.shape.is_empty:
        return x, y
    west, south, east, north = area.shape.bounds
    near_x = chance.uniform(west - 5e4, east + 5e4, 400)
    near_y = chance.uniform(south - 5e4, north + 5e4, 400)
    line = shapely.boundary(area.shape)
    on = shapely.get_coordinates(
        shapely.line_interpolate_point(line, chance.uniform(0, line.length, 300))
        if line.geom_type == "LineString"
        else shapely.points(chance.choice(shapely.get_coordinates(line), 300))
    )
    away = chance.choice([0, 0.3, 0.95, 1.05, 3.0], (300, 1)) * chance.choice([-1, 1], (300, 2))
    edge = on + away * [1, 0.1]
    return np.concatenate([x, near_x, edge[:, 0]]), np.concatenate([y, near_y, edge[:, 1]])


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_is_judged_as_it_is_alone(workspace: Workspace, name: str) -> None:
    for area in areas_of(QUESTIONS[name], workspace):
        x, y = places(area, seed=len(name))
        assert CellGrid(area).judge(x, y).tolist() == alone(area, x, y)


def test_what_is_only_possibly_near_a_record_is_possible(workspace: Workspace) -> None:
    (area,) = near_a_disc(workspace)
    x, y = places(area, seed=3)
    found = CellGrid(area).judge(x, y)
    assert {NO, POSSIBLE, CERTAIN} <= set(found.tolist())
    assert found.tolist() == alone(area, x, y)


def disc_alone(area: Area, x: float, y: float, radius: float) -> int:
    """Judge what a record with this radius would be judged."""
    lon, lat = (float(axis) for axis in unproject(x, y))
    at = shapely.Point(x, y)
    if radius > BORDER_M:
        at = within_reach(partial(disc, lon, lat, radius))
    return int(CODES[area.judge(Footprint((at,), doubt="unstated" if math.isnan(radius) else ""))])


@pytest.fixture(scope="module", params=QUESTIONS)
def gridded(
    workspace: Workspace, request: pytest.FixtureRequest
) -> Iterator[list[tuple[Area, CellGrid, CellStack]]]:
    areas = areas_of(QUESTIONS[request.param], workspace)
    yield [(area, CellGrid(area), CellStack([CellGrid(area)])) for area in areas]
    # The grids of one question take a hundred megabytes, which cycles of references keep.
    gc.collect()


RADII = st.one_of(
    st.floats(1.1, 5e5), st.sampled_from([0.0, 0.7, math.nan, 30.0, 2e3, 9e5, 8e6, 1.5e7])
)


@few
@given(data=st.data())
def test_a_disc_is_judged_as_one_of_a_record(
    gridded: list[tuple[Area, CellGrid, CellStack]], data: st.DataObject
) -> None:
    for area, grid, stack in gridded:
        x, y = places(area, seed=data.draw(st.integers(0, 9)))
        rows = data.draw(st.lists(st.integers(0, len(x) - 1), min_size=1, max_size=8))
        radius = np.array([data.draw(RADII) for _ in rows])
        x, y = x[rows], y[rows]
        alone_ = [disc_alone(area, *one) for one in zip(x, y, radius, strict=True)]
        assert grid.judge(x, y, radius).tolist() == alone_
        certain, possible = stack.judge(x, y, radius)
        assert (2 * certain + possible).tolist() == alone_


@pytest.mark.slow
def test_discs_by_the_thousand_are_judged_as_each_is(workspace: Workspace) -> None:
    chance = np.random.default_rng(11)
    areas = [area for query in QUESTIONS.values() for area in areas_of(query, workspace)]
    areas += (unsure := near_a_disc(workspace))
    parts = [places(area, seed=n) for n, area in enumerate(areas)]
    x, y = (np.concatenate(axis) for axis in zip(*parts, strict=True))
    radius = 10 ** chance.uniform(0.1, 5.5, len(x))
    certain, possible = CellStack([CellGrid(area) for area in areas]).judge(x, y, radius)
    for n, area in enumerate(areas):
        found = discs_in(area, Discs.at(x, y, radius))
        bit = np.uint64(1 << n)
        assert ((certain & bit != 0) == (found == INSIDE)).all()
        assert ((possible & bit != 0) == (found == DISCS_CUT)).all()
    at = chance.choice(len(parts[-1][0]), 150)
    x, y, radius = parts[-1][0][at], parts[-1][1][at], radius[: len(at)]
    alone_ = [disc_alone(unsure[0], *one) for one in zip(x, y, radius, strict=True)]
    assert {NO, POSSIBLE, CERTAIN} == set(alone_)
    assert CellGrid(unsure[0]).judge(x, y, radius).tolist() == alone_


def test_few_positions_are_judged_without_a_grid(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.grid.cells._MIN_FOR_GRID", 700)
    (area,) = areas_of(QUESTIONS["a sea of islands"], workspace)
    x, y = places(area, seed=4)
    radius = np.where(np.arange(len(x)) % 2, 3e4, 0.0)
    whole = CellGrid(area)
    wanted = whole.judge(x, y), whole.judge(x, y, radius)
    grid = CellGrid(area)
    some = slice(300, 600)
    assert (grid.judge(x[some], y[some]) == wanted[0][some]).all()
    assert (grid.judge(x[some], y[some], radius[some]) == wanted[1][some]).all()
    assert "codes" not in vars(grid)
    grid.judge(x[some], y[some])
    assert "codes" in vars(grid)


def test_most_cells_need_no_closer_look(workspace: Workspace) -> None:
    (area,) = areas_of(QUESTIONS["a sea of islands"], workspace)
    codes = CellGrid(area).codes
    assert (codes == -1).mean() < 0.05


def test_a_stack_of_areas_says_of_each_what_its_own_grid_says(workspace: Workspace) -> None:
    areas = [area for query in QUESTIONS.values() for area in areas_of(query, workspace)]
    areas += near_a_disc(workspace)
    grids = [CellGrid(area) for area in areas]
    parts = [places(area, seed=n) for n, area in enumerate(areas)]
    x, y = (np.concatenate(axis) for axis in zip(*parts, strict=True))
    certain, possible = CellStack(grids).judge(x, y)
    assert not (certain & possible).any()
    for n, grid in enumerate(grids):
        alone_ = grid.judge(x, y)
        for mask, code in ((certain, CERTAIN), (possible, POSSIBLE)):
            assert ((mask >> np.uint64(n)) & np.uint64(1) == (alone_ == code)).all()
    assert not any(mask.any() for mask in CellStack([]).judge(x, y))
    with pytest.raises(ValueError, match="65 areas; a stack has bits for 64"):
        CellStack(grids[:1] * 65)
