from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import area_km2, project, to_plane
from known_shapes import (
    FAMILIES,
    SPELLINGS,
    WRANGEL,
    Geometry,
    Ring,
    box,
    jumping,
    multipolygon,
    offset,
    polar_rings,
    polygon,
    rings,
    sector,
    split,
    turned,
)
from tests.examples import few

# Densified between different vertices, two spellings are each off by up to 1 m.
SAME_M = 1.0


@pytest.mark.parametrize(("family", "spelling"), SPELLINGS)
def test_all_spellings_are_one_shape(family: str, spelling: str) -> None:
    shape = to_plane(FAMILIES[family][spelling])
    first = to_plane(next(iter(FAMILIES[family].values())))
    assert shape.is_valid
    assert shape.geom_type == "Polygon"
    assert len(shape.interiors) == len(first.interiors)
    assert offset(shape, first) < SAME_M


def test_what_the_known_shapes_are() -> None:
    geod = pyproj.Geod(ellps="WGS84")
    lon = np.linspace(0, 360, 20_000, endpoint=False)
    cap = {s: abs(geod.polygon_area_perimeter(lon, lon * 0 + s)[0]) / 1e6 for s in (70, 80)}
    shapes = {name: to_plane(next(iter(family.values()))) for name, family in FAMILIES.items()}
    assert area_km2(shapes["cap"]) == pytest.approx(cap[80], rel=2e-6)
    assert area_km2(shapes["annulus"]) == pytest.approx(cap[70] - cap[80], rel=2e-6)
    assert area_km2(shapes["sector"]) == pytest.approx(cap[80] / 6, rel=2e-6)
    assert shapes["cap"].contains(shapely.Point(0, 0))
    assert not shapes["annulus"].contains(shapely.Point(0, 0))
    assert not shapes["hole-across-180"].contains(shapely.Point(*project(180, 65)))


def respelt(ring: Ring) -> list[Geometry]:
    """One ring with continuous longitudes, closed, that does not go round the pole."""
    middle = len(ring) // 2
    return [
        polygon(ring[::-1]),
        polygon(turned(ring, 360)),
        polygon(turned(ring, -720)),
        polygon([*ring[middle:-1], *ring[: middle + 1]]),
        polygon([[*position, 12.5] for position in ring]),
        polygon(jumping(ring)),
        split(ring),
    ]


@few
@given(rings())
def test_spelt_another_way_an_area_is_the_same(ring: Ring) -> None:
    shape = to_plane(polygon(ring))
    assert shape.is_valid
    for other in respelt(ring):
        assert to_plane(other).is_valid
        assert offset(to_plane(other), shape) < SAME_M


@few
@given(polar_rings())
def test_round_the_pole_too(ring: Ring) -> None:
    closed = [*ring[:-1], ring[0]]
    edged = [*ring, [ring[-1][0], 90], [ring[0][0], 90], ring[0]]
    shape = to_plane(polygon(closed))
    assert shape.is_valid
    assert shape.contains(shapely.Point(0, 0))
    others = [
        polygon(closed[::-1]),
        polygon(turned(closed, 360)),
        polygon([*ring, ring[0]]),
        polygon(jumping(closed)),
        polygon(edged),
        polygon(edged[::-1]),
        split(edged),
    ]
    for other in others:
        assert to_plane(other).is_valid
        assert offset(to_plane(other), shape) < SAME_M


@few
@given(polar_rings(), st.floats(0.2, 0.8))
def test_an_annulus_cut_or_with_a_hole(ring: Ring, part: float) -> None:
    inner = [[lon, lat + part * (90 - lat)] for lon, lat in ring]
    holed = to_plane(polygon([*ring[:-1], ring[0]], [*inner[:-1], inner[0]]))
    cut = to_plane(polygon([*ring, *inner[::-1], ring[0]]))
    assert holed.is_valid
    assert cut.is_valid
    assert len(cut.interiors) == 1
    assert offset(cut, holed) < SAME_M


@given(rings(), st.floats(-600, 600), st.floats(40, 89))
def test_a_place_is_inside_as_in_longitude_and_latitude(ring: Ring, lon: float, lat: float) -> None:
    flat, shape = shapely.Polygon(ring), to_plane(polygon(ring))
    place = shapely.Point(*project(lon, lat))
    if shape.boundary.distance(place) > 1:
        inside = any(flat.contains(shapely.Point(lon + 360 * k, lat)) for k in range(-3, 4))
        assert shape.contains(place) == inside


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:3571", "+proj=stere +lat_0=90 +lon_0=137"])
@given(polar_rings(), st.floats(-180, 180), st.floats(40, 90))
def test_a_place_is_inside_as_in_another_projection(
    crs: str, ring: Ring, lon: float, lat: float
) -> None:
    other = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    part = np.linspace(0, 1, 200, endpoint=False)[:, np.newaxis]
    vertices = np.array(ring)
    dense = (vertices[:-1, np.newaxis] + part * np.diff(vertices, axis=0)[:, np.newaxis]).reshape(
        -1, 2
    )
    true = shapely.Polygon(np.column_stack(other.transform(*dense.T)))
    place = shapely.Point(other.transform(lon, lat))
    # Chords of a hundredth of an edge are themselves off by up to 40 m in this projection.
    if true.boundary.distance(place) > 100:
        shape = to_plane(polygon([*ring[:-1], ring[0]]))
        assert shape.contains(shapely.Point(*project(lon, lat))) == true.contains(place)


@pytest.mark.parametrize("lon", [10.1, -69.9, 37.123456789, 179.3])
@pytest.mark.parametrize("turns", [-1, 0, 1])
def test_parts_that_meet_along_a_meridian_written_two_ways_are_one(lon: float, turns: int) -> None:
    other = lon + 360 * turns
    shape = to_plane(multipolygon(sector(lon - 40, 50, lon), sector(other, 50, other + 30)))
    assert shape.geom_type == "Polygon"
    assert shape.boundary.distance(shapely.Point(*project(lon, 70))) > 1e6


def test_seams_leave_nothing() -> None:
    thirds = [sector(-180 + k * 40.1, 66.56, -180 + (k + 1) * 40.1) for k in range(8)]
    last = sector(-180 + 8 * 40.1, 66.56, 180)
    circle = to_plane(multipolygon(*thirds, last))
    assert circle.geom_type == "Polygon"
    assert not circle.interiors


def test_a_mended_shell_keeps_its_own_hole_and_the_others() -> None:
    cut, hole = box(-180, 60, 180, 80), box(20, 65, 30, 70)
    shape = to_plane(polygon(cut, hole))
    assert len(shape.interiors) == 2
    assert offset(shape, to_plane(polygon(cut)) - to_plane(polygon(hole))) < SAME_M
    spiked = [[0, 60], [120, 60], [120, 90], [120, 60], [240, 60], [360, 60], [0, 60]]
    assert len(to_plane(polygon(spiked, hole)).interiors) == 1


def test_the_two_sides_of_a_cut_may_have_vertices_at_different_places() -> None:
    """An annulus cut at 60 east, with a tongue to the pole: GEOS took its hole for a part."""
    ring: Ring = [
        *([60, 55], [60, 67.5], [60, 80], *([lon, 80.0] for lon in range(40, -1, -20))),
        *([0, 90], [-20, 90], *([lon, 80.0] for lon in range(-20, -281, -20))),
        *([-300, 80], [-300, 70], [-300, 65], [-300, 55]),
        *([lon, 55.0] for lon in range(-290, 60, 20)),
        [60, 55],
    ]
    annulus, tongue = polygon(box(-180, 55, 180, 80)), polygon(sector(-20, 80, 0))
    expected = to_plane(annulus).union(to_plane(tongue))
    for spelt in (ring, ring[::-1], turned(ring, -360), [*ring[9:-1], *ring[:10]]):
        shape = to_plane(polygon(spelt))
        assert shape.is_valid
        assert offset(shape, expected) < SAME_M


def test_parts_that_do_not_meet_stay_apart() -> None:
    shape = to_plane(
        multipolygon(box(170, 60, 180, 70), box(-180, 71, -170, 72), box(0, 60, 9, 70))
    )
    assert shape.geom_type == "MultiPolygon"
    assert len(shape.geoms) == 3


def test_parts_that_overlap_are_united() -> None:
    shape = to_plane(multipolygon(box(0, 60, 10, 70), box(5, 60, 15, 70)))
    assert shape.is_valid
    assert offset(shape, to_plane(polygon(box(0, 60, 15, 70)))) < SAME_M


def test_an_edge_along_a_parallel_follows_it() -> None:
    shape = to_plane(polygon(box(0, 70, 90, 80)))
    assert shape.contains(shapely.Point(*project(45, 79.9999)))
    assert not shape.contains(shapely.Point(*project(45, 80.0001)))


def test_points_and_lines() -> None:
    assert to_plane({"type": "Point", "coordinates": [77, 90, 3]}).equals(shapely.Point(0, 0))
    points = to_plane({"type": "MultiPoint", "coordinates": [[190, 70], [-170, 70]]})
    assert points.geoms[0].equals(points.geoms[1])
    over = [
        to_plane({"type": "LineString", "coordinates": line})
        for line in ([[170, 70], [190, 70]], [[-190, 70], [-170, 70]], [[170, 70], [-170, 70]])
    ]
    halves = to_plane(
        {
            "type": "MultiLineString",
            "coordinates": [[[170, 70], [180, 70]], [[-180, 70], [-170, 70]]],
        }
    )
    for line in over:
        assert line.equals_exact(over[0], 1e-6)
        assert line.hausdorff_distance(halves) < 1
    pole = to_plane({"type": "LineString", "coordinates": [[0, 80], [5, 90], [180, 80]]})
    assert pole.length == pytest.approx(2 * -project(0, 80)[1])
    still = to_plane({"type": "LineString", "coordinates": [[5, 80], [5, 80]]})
    assert still.distance(shapely.Point(*project(5, 80))) == 0


def test_a_collection_keeps_its_members() -> None:
    members = [polygon(WRANGEL), {"type": "Point", "coordinates": [0, 80]}]
    shape = to_plane({"type": "GeometryCollection", "geometries": members})
    assert [part.geom_type for part in shape.geoms] == ["Polygon", "Point"]


def test_the_whole_world_and_its_halves() -> None:
    world = area_km2(to_plane(polygon(box(-180, -90, 180, 90))))
    assert world == pytest.approx(510_065_622, rel=2e-6)
    assert area_km2(to_plane(polygon(box(-180, 0, 180, 90)))) == pytest.approx(world / 2, rel=2e-6)
