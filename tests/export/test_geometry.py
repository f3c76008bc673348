from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import to_plane
from geotrack.export import FORMATS, Terms, gather
from geotrack.export.geometry import cut, flat_shape
from geotrack.export.record_footprints import footprints
from geotrack.footprint.land_mask import footprint
from tests.examples import few
from tests.export.conftest import hard_records, written
from tests.records import cap, feature, point, polygon, sector, workspace

AS_WRITTEN = [
    {"type": "Point", "coordinates": [180.0, 71.0]},
    {"type": "Point", "coordinates": [7, 73, 120.5]},
    {"type": "LineString", "coordinates": [[170, 70], [180, 71]]},
    {"type": "LineString", "coordinates": [[170, 70, 5], [170, 70, 5], [-5, 71, 6]]},
    sector(-10, 10, 70, 75),
    {
        "type": "Polygon",
        "coordinates": [[[-180, 80], [180, 80], [180, 90], [-180, 90], [-180, 80]]],
    },
]
CUT = [
    {"type": "LineString", "coordinates": [[170, 70], [-170, 72]]},
    {"type": "LineString", "coordinates": [[170, 70], [190, 72]]},
    {"type": "LineString", "coordinates": [[170, 70], [180, 71], [-180, 71], [-170, 72]]},
    {"type": "LineString", "coordinates": [[170, 70], [30, 90], [-20, 72]]},
    sector(175, 185, 70, 75),
    polygon([175, 70], [-175, 70], [-175, 75], [175, 75]),
    polygon([-170, 80], [-60, 80], [60, 80], [170, 80]),
    polygon([0, 80], [90, 80], [180, 80], [270, 80]),
]


@pytest.mark.parametrize("km", [5, 40, 600])
@pytest.mark.parametrize("kind", ["air/patrol", "coastguard/sighting"])
def test_footprints_are_simplified_within_the_stated_tolerance(
    tmp_path: Path, km: float, kind: str
) -> None:
    place = {"precision": "near", "radius_km": km}
    whole = workspace(tmp_path, feature("a", point(18, 70), place=place, type=kind))
    product = gather(whole, whole.current, Terms())
    (found,), missing = footprints(product)
    exact = shapely.union_all(footprint(whole.current[0], whole.regions).shapes)
    tolerance = min(25.0, 1e-3 * exact.area**0.5)
    edges = (shapely.boundary(one) for one in (found.shape, exact))
    assert shapely.hausdorff_distance(*edges) < 1.01 * tolerance
    assert shapely.get_num_coordinates(found.shape) < shapely.get_num_coordinates(exact)
    assert found.area == exact.area
    assert (found.shape.is_valid, missing) == (True, [])


@pytest.mark.parametrize("geometry", AS_WRITTEN, ids=str)
def test_what_reads_as_it_is_meant_stays_as_it_is_written(geometry: dict[str, Any]) -> None:
    assert cut(geometry) == geometry


@pytest.mark.parametrize("geometry", CUT, ids=str)
def test_what_crosses_180_is_cut_there_and_stays_the_same_shape(geometry: dict[str, Any]) -> None:
    made = cut(geometry)
    assert made != geometry
    assert_safe(made)
    assert_same(made, geometry)


def assert_safe(geometry: dict[str, Any]) -> None:
    """No longitude out of bounds, and no edge the wrong way round the globe but at the pole."""
    shape = shapely.geometry.shape(geometry)
    lon, lat = shapely.get_coordinates(shape).T
    assert np.abs(lon).max() <= 180.0
    assert shape.is_valid
    for part in shapely.get_parts(shape):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            lon, lat = shapely.get_coordinates(ring).T
            wide = np.abs(np.diff(lon)) > 180.0
            assert not (wide & (lat[:-1] < 90.0)).any()


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    a, b = to_plane(one), to_plane(other)
    assert shapely.hausdorff_distance(a, b) < 3.0
    if b.area:
        assert shapely.symmetric_difference(a, b).area < 1e-5 * b.area + 1e3


@few
@given(
    st.lists(
        st.tuples(st.integers(-179, 179), st.integers(60, 89)), min_size=2, max_size=6, unique=True
    )
)
def test_any_line_is_cut_to_one_that_every_reader_draws_the_same(
    positions: list[tuple[int, int]],
) -> None:
    lon = [x + 0.25 for x, _ in positions]
    steps = np.abs(np.diff(lon))
    if (np.minimum(steps, 360 - steps) == 180).any():  # which way round is not said
        return
    line = {"type": "LineString", "coordinates": [[x + 0.25, y] for x, y in positions]}
    made = cut(line)
    assert_safe(made)
    assert shapely.hausdorff_distance(to_plane(made), to_plane(line)) < 3.0


@given(st.floats(-540, 540), st.floats(50, 85), st.floats(1, 60), st.floats(0.5, 4.5))
def test_any_box_is_cut_to_one_that_every_reader_draws_the_same(
    west: float, south: float, width: float, height: float
) -> None:
    west, south = round(west, 3), round(south, 3)
    geometry = sector(west, west + round(width, 3), south, south + round(height, 3))
    made = cut(geometry)
    assert_safe(made)
    assert_same(made, geometry)


def test_a_collection_is_cut_part_by_part() -> None:
    whole = {"type": "GeometryCollection", "geometries": [*AS_WRITTEN[:1], *CUT[:1]]}
    parts = cut(whole)["geometries"]
    assert parts[0] == AS_WRITTEN[0]
    assert parts[1]["type"] == "MultiLineString"


def test_shapes_for_tables_are_flat_and_run_anticlockwise() -> None:
    clockwise = {
        "type": "Polygon",
        "coordinates": [[[0, 70, 1], [0, 75, 1], [9, 75, 1], [0, 70, 1]]],
    }
    shape = flat_shape(clockwise)
    assert not shape.has_z
    assert shape.exterior.is_ccw
    assert flat_shape(cut(cap(85))).is_valid


@few
@given(
    st.lists(
        st.tuples(st.floats(-180, 179.9).map(lambda lon: round(lon, 2)), st.floats(-85, -10)),
        min_size=4,
        max_size=12,
        unique_by=lambda one: one[0],
    ),
    st.integers(0, 11),
    st.booleans(),
    st.sampled_from(["within", "past"]),
)
def test_a_ring_round_the_south_pole_is_the_area_that_holds_it(
    given_: list[tuple[float, float]], first: int, clockwise: bool, spelling: str
) -> None:
    """A position a little south of the ring is in it, a little north of it is not."""
    lon, lat = np.array(sorted(given_)).T
    if np.diff(np.append(lon, lon[0] + 360)).max() >= 179:  # which way round is not said
        return
    ring = np.column_stack([np.roll(lon, -first), np.roll(lat, -first)])
    if spelling == "past":
        ring[:, 0] = np.unwrap(ring[:, 0], period=360)
    ring = ring[::-1] if clockwise else ring
    made = cut(polygon(*ring.tolist()))
    assert_safe_round(made)
    shape = shapely.geometry.shape(made)
    there = np.arange(-179.5, 180, 7)
    edge = np.interp(there, lon, lat, period=360)
    for off, inside in ((-0.01, True), (0.01, False)):
        assert (shapely.contains_xy(shape, there, edge + off) == inside).all()
    assert shapely.contains_xy(shape, there, -89.99).all()
    assert not shapely.contains_xy(shape, there, 0.0).any()


def assert_safe_round(geometry: dict[str, Any]) -> None:
    """Like `assert_safe`, with an edge along the South Pole; outer rings run anticlockwise."""
    shape = shapely.geometry.shape(geometry)
    lon, lat = shapely.get_coordinates(shape).T
    assert np.abs(lon).max() <= 180.0
    assert lat.min() == -90.0
    assert shape.is_valid
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        for ring in (part.exterior, *part.interiors):
            lon, lat = shapely.get_coordinates(ring).T
            wide = np.abs(np.diff(lon)) > 180.0
            assert not (wide & (lat[:-1] > -90.0)).any()


ROUND_SOUTH = polygon([-170, -70], [-60, -70], [60, -70], [170, -70])


def test_a_hole_round_the_south_pole_leaves_the_rest() -> None:
    outer = [[-180, -60], [-60, -60], [60, -60], [180, -60], [180, -90], [-180, -90], [-180, -60]]
    hole = ROUND_SOUTH["coordinates"][0]
    shape = shapely.geometry.shape(cut({"type": "Polygon", "coordinates": [outer, hole]}))
    lon = np.arange(-179.5, 180, 7)
    for lat, inside in ((-80, False), (-65, True), (-50, False)):
        assert (shapely.contains_xy(shape, lon, lat) == inside).all()


def test_parts_in_both_hemispheres_are_read_each_in_its_own() -> None:
    both = [
        ROUND_SOUTH["coordinates"],
        cap(85)["coordinates"],
        sector(175, 185, 70, 75)["coordinates"],
    ]
    shape = shapely.geometry.shape(cut({"type": "MultiPolygon", "coordinates": both}))
    lon = np.arange(-179.5, 180, 7)
    for lat, inside in ((-80, True), (-60, False), (60, False), (87, True)):
        assert (shapely.contains_xy(shape, lon, lat) == inside).all()
    assert shape.contains(shapely.Point(178, 72))


def test_a_line_in_the_south_is_cut_there() -> None:
    line = {"type": "LineString", "coordinates": [[170, -70], [-170, -72]]}
    made = cut(line)
    assert_safe(made)
    (west, east) = (shapely.get_coordinates(part) for part in shapely.geometry.shape(made).geoms)
    assert sorted([west[0].tolist(), east[-1].tolist()]) == [[-170, -72], [170, -70]]
    assert np.interp(west[:, 0], [170, 190], [-70, -72]) == pytest.approx(west[:, 1], abs=1e-4)


@pytest.mark.parametrize("name", FORMATS)
def test_what_becomes_of_a_ring_round_the_south_pole_is_told(name: str, tmp_path: Path) -> None:
    made = workspace(tmp_path / "w", feature("ice", ROUND_SOUTH, place={"precision": "area"}))
    _, notes = written(name, gather(made, made.current, Terms(title="t")))
    said = {
        "gpkg": "not drawn, and in without_geometry: ice (it reaches where the projection has no "
        "coordinates)"
    }
    whole = "round the South Pole, read as the area that contains it: ice"
    assert said.get(name, whole) in notes


def longer(value: Any, *more: float) -> Any:
    """Return a geometry whose positions have more numbers."""
    if isinstance(value, dict):
        parts = {
            k: longer(v, *more) for k, v in value.items() if k in {"coordinates", "geometries"}
        }
        return {**value, **parts}
    return (
        [*value[:2], *more]
        if isinstance(value[0], int | float)
        else [longer(v, *more) for v in value]
    )


MEASURED = [
    {**one, "geometry": longer(one["geometry"], 5.0, 7.0)}
    for one in hard_records()
    if one["geometry"] is not None
]


@pytest.mark.parametrize("one", MEASURED, ids=lambda one: one["id"])
def test_a_measure_changes_no_shape(one: dict[str, Any]) -> None:
    plain = longer(one["geometry"])
    assert flat_shape(cut(one["geometry"])).equals_exact(flat_shape(cut(plain)), 0)


@pytest.mark.parametrize("name", FORMATS)
def test_records_with_measures_are_handed_over(name: str, tmp_path: Path) -> None:
    made = workspace(tmp_path / "w", *MEASURED)
    assert not made.left_out
    content, notes = written(
        name, gather(made, made.current, Terms(title="t", marking="RESTRICTED"))
    )
    assert content
    assert any("heights, which" in note for note in notes) or "geojson" in name


def test_a_line_may_have_a_height_at_some_positions_only() -> None:
    line = {"type": "LineString", "coordinates": [[5, 70, 12.5], [6, 71]]}
    assert flat_shape(line).wkt == "LINESTRING (5 70, 6 71)"
