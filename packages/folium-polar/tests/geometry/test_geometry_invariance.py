"""What a shape is does not hang on how it is written, nor on which meridian points down."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import corridor, disc, nearest, to_geojson, to_plane
from known_shapes import Geometry, Ring, jumping, polar_rings, polygon, rings
from known_shapes import split as split_ring
from known_shapes import turned as turned_ring
from tests.examples import few

# Degrees as large as 900 are written to 1e-13, a hundredth of a micrometre.
ROUNDING_M = 1e-5
# A longitude within a millionth of a degree of 180 is taken as 180.
SNAPPED_M = 0.12
# Chords of the two spellings, cut at different vertices, are each off by up to 1 m.
CHORDS_M = 2.0


def closed(ring: Ring) -> Ring:
    return [*ring[:-1], ring[0]]


def shrunk(ring: Ring, part: float = 0.5) -> Ring:
    """A ring inside a star."""
    lon, lat = np.mean(ring[:-1], axis=0)
    return [[lon + part * (x - lon), lat + part * (y - lat)] for x, y in ring]


def with_hole(ring: Ring) -> Geometry:
    shell = np.array(ring)
    hole = shrunk(ring, 0.05)
    inside = shapely.Polygon(shell).contains(shapely.Polygon(hole))
    return polygon(ring, hole) if inside else polygon(ring)


def part(name: str, coordinates: Any) -> Geometry:
    return {"type": name, "coordinates": coordinates}


polar = polar_rings().map(closed)
simple = st.one_of(
    rings().map(lambda ring: part("Point", ring[0])),
    rings().map(lambda ring: part("MultiPoint", ring)),
    rings().map(lambda ring: part("LineString", ring[:-1])),
    polar.map(lambda ring: part("LineString", ring[: len(ring) // 2 + 1])),
    st.tuples(rings(), rings()).map(lambda two: part("MultiLineString", [r[:-1] for r in two])),
    rings().map(with_hole),
    polar.map(polygon),
    st.tuples(rings(), polar).map(lambda two: part("MultiPolygon", [[ring] for ring in two])),
)
geometries = st.one_of(
    simple,
    st.lists(simple, min_size=1, max_size=3).map(
        lambda parts: {"type": "GeometryCollection", "geometries": parts}
    ),
)


def respelt(geometry: Geometry, change: Callable[[Ring], Ring]) -> Geometry:
    """Change every list of positions."""
    if geometry["type"] == "GeometryCollection":
        return {**geometry, "geometries": [respelt(g, change) for g in geometry["geometries"]]}

    def walk(body: Any) -> Any:
        if not isinstance(body[0], list):
            return change([body])[0]
        return change(body) if not isinstance(body[0][0], list) else [walk(b) for b in body]

    return {**geometry, "coordinates": walk(geometry["coordinates"])}


def turned(geometry: Geometry, degrees: float) -> Geometry:
    return respelt(geometry, lambda positions: turned_ring(positions, degrees))


def started_elsewhere(positions: Ring) -> Ring:
    if len(positions) < 4 or positions[0] != positions[-1]:
        return positions
    middle = len(positions) // 2
    return [*positions[middle:-1], *positions[: middle + 1]]


def same(one: BaseGeometry, other: BaseGeometry, within_m: float) -> bool:
    """Whether no place of one outline is farther than this off the other."""
    if shapely.equals_exact(one, other, within_m, normalize=True):
        return True
    return all(
        reaches(a, b, within_m) and reaches(b, a, within_m)
        for a, b in zip(map(outline, parts_of(one)), map(outline, parts_of(other)), strict=True)
    )


def reaches(one: BaseGeometry, other: BaseGeometry, within_m: float) -> bool:
    """Whether every vertex of one is at most so far off the other: half of Hausdorff's distance."""
    shapely.prepare(other)
    return bool(
        shapely.dwithin(other, shapely.points(shapely.get_coordinates(one)), within_m).all()
    )


def outline(shape: BaseGeometry) -> BaseGeometry:
    return shape.boundary if shapely.get_dimensions(shape) == 2 else shape


def parts_of(shape: BaseGeometry) -> list[BaseGeometry]:
    return list(shape.geoms) if isinstance(shape, shapely.GeometryCollection) else [shape]


CHANGES: dict[str, Callable[[Ring], Ring]] = {
    "a turn on": lambda positions: turned_ring(positions, 360),
    "two turns back": lambda positions: turned_ring(positions, -720),
    "within 180": jumping,
    "the other way round": lambda positions: positions[::-1],
    "from another vertex": started_elsewhere,
}


@given(geometries, st.sampled_from(sorted(CHANGES)))
def test_any_type_written_another_way_is_the_same(geometry: Geometry, change: str) -> None:
    shape, other = to_plane(geometry), to_plane(respelt(geometry, CHANGES[change]))
    assert other.is_valid
    assert other.geom_type == shape.geom_type
    assert same(shape, other, ROUNDING_M)


@few
@given(rings())
def test_split_at_180_the_outline_is_the_same(ring: Ring) -> None:
    assert same(to_plane(polygon(ring)), to_plane(split_ring(ring)), CHORDS_M)


@few
@given(polar_rings())
def test_split_at_180_round_the_pole(ring: Ring) -> None:
    edged = [*ring, [ring[-1][0], 90], [ring[0][0], 90], ring[0]]
    assert same(to_plane(polygon(closed(ring))), to_plane(split_ring(edged)), CHORDS_M)


@few
@given(geometries)
def test_written_out_and_read_again_it_is_the_same(geometry: Geometry) -> None:
    shape = to_plane(geometry)
    again = to_plane(to_geojson(shape, precision=7))
    # The seventh place of a degree is a centimetre.
    if shape.geom_type == again.geom_type:
        assert same(shape, again, CHORDS_M)
    assert again.area == pytest.approx(shape.area, rel=1e-5, abs=100)


@given(geometries, st.floats(-360, 360))
def test_turned_longitudes_turn_the_plane(geometry: Geometry, degrees: float) -> None:
    shape = affinity.rotate(to_plane(geometry), degrees, origin=(0, 0))
    other = to_plane(turned(geometry, degrees))
    assert other.geom_type == shape.geom_type
    assert same(shape, other, SNAPPED_M)


@given(geometries, geometries, st.floats(-360, 360))
def test_what_two_shapes_are_to_each_other_does_not_turn(
    first: Geometry, second: Geometry, degrees: float
) -> None:
    one, other = to_plane(first), to_plane(second)
    one_turned, other_turned = to_plane(turned(first, degrees)), to_plane(turned(second, degrees))
    for a, a_turned in zip(parts_of(one), parts_of(one_turned), strict=True):
        for b, b_turned in zip(parts_of(other), parts_of(other_turned), strict=True):
            if a.intersects(b) != a_turned.intersects(b_turned):
                assert max(a.distance(b), a_turned.distance(b_turned)) < SNAPPED_M
            if a.covers(b) != a_turned.covers(b_turned):
                assert outline(a).distance(b) < SNAPPED_M
            shared = a.intersection(b).area
            assert a_turned.intersection(b_turned).area == pytest.approx(shared, rel=1e-9, abs=10)
    here, there = nearest(one, other), nearest(one_turned, other_turned)
    assert there.metres == pytest.approx(here.metres, abs=0.15, rel=2e-6)


@few
@given(st.floats(-180, 180), st.floats(50, 90), st.floats(1e3, 1e6), st.floats(-360, 360))
def test_discs_turn(lon: float, lat: float, radius: float, degrees: float) -> None:
    shape = affinity.rotate(disc(lon, lat, radius), degrees, origin=(0, 0))
    assert same(shape, disc(lon + degrees, lat, radius), ROUNDING_M)


@few
@given(rings(), st.floats(1e3, 2e5), st.floats(-360, 360))
def test_corridors_turn(ring: Ring, radius: float, degrees: float) -> None:
    shape = affinity.rotate(corridor(ring[:-1], radius), degrees, origin=(0, 0))
    other = corridor(turned_ring(ring[:-1], degrees), radius)
    assert other.area == pytest.approx(shape.area, rel=1e-6)
    assert same(shape, other, CHORDS_M)
    back = corridor(ring[-2::-1], radius)
    assert same(shape, affinity.rotate(back, degrees, origin=(0, 0)), CHORDS_M)


@st.composite
def grids(draw: st.DrawFn) -> shapely.Polygon:
    """A union of boxes on a grid: edges on 180 and on the pole, right round, and with holes."""
    west = 10 * draw(st.integers(-30, 9))
    columns, rows = st.integers(0, 36), st.integers(10, 18)
    corners = draw(st.lists(st.tuples(columns, columns, rows, rows), min_size=1, max_size=6))
    if draw(st.booleans()):
        corners.append((0, 36, *draw(st.tuples(rows, rows))))
    boxes = [
        shapely.box(west + 10 * min(a, b), 5 * min(c, d), west + 10 * max(a, b), 5 * max(c, d))
        for a, b, c, d in corners
        if a != b and c != d
    ]
    largest = max(shapely.get_parts(shapely.union_all(boxes)), key=shapely.area, default=None)
    assume(largest is not None)
    # No edge is so long that it would be taken the short way.
    return shapely.segmentize(largest, draw(st.sampled_from([25, 45, 90])))


@cache
def ring_area(south: int) -> float:
    """Square metres between a parallel and the next one, five degrees on, and ten meridians."""
    geod, lon = pyproj.Geod(ellps="WGS84"), np.linspace(0, 360, 20_000, endpoint=False)
    caps = [geod.polygon_area_perimeter(lon, lon * 0 + lat)[0] for lat in (south, south + 5)]
    return float(caps[0] - caps[1]) / 36


@given(grids(), st.sampled_from(sorted(CHANGES)))
def test_a_union_of_boxes_is_as_large_as_they_are(flat: shapely.Polygon, change: str) -> None:
    shell, *holes = (
        [list(place) for place in ring.coords] for ring in (flat.exterior, *flat.interiors)
    )
    written = [polygon(shell, *holes)]
    # An edge right round cannot be written within 180.
    if max(np.abs(np.diff(shell, axis=0))[:, 0]) < 180:
        written.append(respelt(written[0], CHANGES[change]))
    if not holes:
        written.append(split_ring(shell))
    lon, lat = np.meshgrid(flat.bounds[0] + np.arange(0, 360, 10), np.arange(50, 90, 5))
    held = shapely.contains_xy(flat, lon + 5, lat + 2.5)
    size = sum(ring_area(int(south)) for south in lat[held])
    for geometry in written:
        shape = to_plane(geometry)
        assert shape.is_valid
        # Chords leave a parallel by up to a metre, on the same side all along.
        assert shape.area == pytest.approx(size, abs=1e4 + shape.length)
