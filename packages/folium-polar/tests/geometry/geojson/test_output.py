from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape as flat
from shapely.geometry.base import BaseGeometry

from folium_polar.errors import GeometryError
from folium_polar.geometry import disc, distance_m, project, to_geojson, to_lonlat, to_plane
from known_shapes import (
    FAMILIES,
    SPELLINGS,
    Ring,
    box,
    offset,
    polar_rings,
    polygon,
    rings,
)
from tests.examples import few

PLANE_SHAPES = {
    "round-the-pole": shapely.box(-1e6, -1e6, 2e6, 1e6),
    "over-180": shapely.box(-1e6, 5e5, 2e6, 1e6),
    "west-of-180": shapely.box(-1e6, 5e5, 0, 1e6),
    "east-of-180": shapely.box(0, 5e5, 1e6, 1e6),
    "from-the-pole": shapely.box(0, 0, 1e6, 1e6),
    "half": shapely.box(-1e6, 0, 1e6, 1e6),
    "beside-the-pole": shapely.box(0.7, -1e6, 1e6, 1e6),
    "hole-at-the-pole": shapely.box(-1e6, -1e6, 2e6, 1e6) - shapely.box(-2e5, -2e5, 1e5, 1e5),
    "hole-over-180": shapely.box(-1e6, -1e6, 2e6, 1e6) - shapely.box(-2e5, 2e5, 1e5, 5e5),
    "disc-at-the-pole": disc(0, 90, 50_000),
    "disc-round-the-pole": disc(3, 89.9, 50_000),
    "disc-touching-the-pole": disc(0, 89, distance_m(0, 89, 0, 90)),
    "disc-over-180": disc(180, 70, 300_000),
    "great-disc": disc(-170, 66, 3_000_000),
    "parts": shapely.MultiPolygon([disc(180, 70, 3e5), disc(0, 70, 3e5), disc(0, 90, 3e5)]),
}


def check_rfc7946(geometry: dict[str, Any]) -> None:
    """Longitudes within -180 to 180, no edge of over half a turn but at the pole, right winding."""
    areas = flat(geometry)
    assert areas.is_valid
    assert areas.bounds[0] >= -180
    assert areas.bounds[2] <= 180
    for area in shapely.get_parts(areas):
        assert area.exterior.is_ccw
        assert not any(hole.is_ccw for hole in area.interiors)
        # No sliver: none is thinner than the last decimal of a degree.
        assert area.area / area.length > 1e-6


@pytest.mark.parametrize("name", PLANE_SHAPES)
@pytest.mark.parametrize("precision", [5, 7])
def test_areas_come_back(name: str, precision: int) -> None:
    area = PLANE_SHAPES[name]
    geometry = to_geojson(area, precision)
    check_rfc7946(geometry)
    back = to_plane(geometry)
    assert back.is_valid
    assert back.geom_type == area.geom_type
    assert offset(back, area) < 1.0
    assert back.hausdorff_distance(area) < (2.1 if precision == 5 else 1.1)


@pytest.mark.parametrize("radius_m", [5, 30, 200])
@pytest.mark.parametrize(("lon", "lat"), [(180, 71), (-179.9999, 71), (0, 90)])
def test_small_discs_at_the_seam_come_back(lon: float, lat: float, radius_m: float) -> None:
    area = disc(lon, lat, radius_m)
    assert offset(to_plane(to_geojson(area, 7)), area) < 0.05


@pytest.mark.parametrize(("family", "spelling"), SPELLINGS)
def test_every_spelling_is_written_as_one(family: str, spelling: str) -> None:
    area = to_plane(FAMILIES[family][spelling])
    geometry = to_geojson(area, 7)
    check_rfc7946(geometry)
    assert offset(to_plane(geometry), area) < 0.1


@few
@given(st.one_of(rings(), polar_rings()))
def test_random_areas_come_back(ring: Ring) -> None:
    area = to_plane(polygon([*ring[:-1], ring[0]]))
    geometry = to_geojson(area, 7)
    check_rfc7946(geometry)
    assert offset(to_plane(geometry), area) < 0.1


@few
@given(st.one_of(rings(), polar_rings()), st.integers(0, 3))
def test_coarse_numbers_still_make_sound_areas(ring: Ring, precision: int) -> None:
    area = to_plane(polygon([*ring[:-1], ring[0]]))
    assert flat(to_geojson(area, precision)).is_valid


def test_how_the_cap_is_written() -> None:
    cap = to_geojson(to_plane(polygon(box(-180, 80, 180, 90))))
    (ring,) = cap["coordinates"]
    lats = {lat for lon, lat in ring if abs(lon) == 180}
    assert cap["type"] == "Polygon"
    assert lats == {80, 90}
    assert len(flat(cap).interiors) == 0


def test_numbers_are_rounded_and_plain() -> None:
    point = to_geojson(shapely.Point(*project(-168.5123456, 65.7000001)), 3)
    assert point == {"type": "Point", "coordinates": [-168.512, 65.7]}
    assert str(to_geojson(shapely.Point(*project(-1e-9, 80)), 5)["coordinates"][0]) == "0.0"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ([(-1e6, 1e6), (1e6, 1e6)], 2),
        ([(-1e6, -1e6), (1e6, -1e6)], 1),
        ([(-1e6, 1e6), (1e6, -1e6)], 1),
        ([(0, 1e6), (0, -1e6)], 1),
        ([(-1e6, 1e6), (0, 1e6), (0, 5e5), (1e6, 5e5)], 2),
        ([(-1e6, 1e6), (0, 1e6), (0, 5e5), (-1e6, 5e5)], 1),
        ([(-1e6, 1e6), (1e6, 1e6), (1e6, 5e5), (-1e6, 5e5), (-1e6, 2e5), (1e6, -2e5)], 3),
        ([(5e5, 5e5), (0, 0)], 1),
        ([(-1e6, -1), (1e6, -1)], 1),
    ],
)
def test_lines_come_back_cut_at_180(line: list[tuple[float, float]], parts: int) -> None:
    plane_line = shapely.LineString(line)
    geometry = to_geojson(plane_line, 7)
    assert geometry["type"] == ("LineString" if parts == 1 else "MultiLineString")
    if parts > 1:
        assert len(geometry["coordinates"]) == parts
    back = to_plane(geometry)
    assert back.hausdorff_distance(plane_line) < 1.1
    assert back.length == pytest.approx(plane_line.length, abs=1)


def test_a_line_that_leaves_180_and_comes_back_to_it_round_the_world_has_no_edge_over_it() -> None:
    line = {"type": "LineString", "coordinates": [[-1, 60], [2, 60], [179, 60], [-179, 60]]}
    written = to_geojson(to_plane(line))
    assert [[part[0][0], part[-1][0]] for part in written["coordinates"]] == [
        [-1, 180],
        [-180, -179],
    ]


def test_other_types() -> None:
    points = shapely.MultiPoint([(0, 0), (0, 1e6)])
    assert to_geojson(points)["coordinates"][0] == [0.0, 90.0]
    mixed = to_geojson(shapely.GeometryCollection([points, disc(180, 70, 1e5)]))
    assert [part["type"] for part in mixed["geometries"]] == ["MultiPoint", "MultiPolygon"]
    assert to_plane(mixed).geom_type == "GeometryCollection"


def test_the_smallest_disc_is_not_lost() -> None:
    area = disc(30, 71, 1)
    assert offset(to_plane(to_geojson(area, 3)), area) < 0.1


def test_nothing_cannot_be_written() -> None:
    with pytest.raises(GeometryError) as caught:
        to_geojson(shapely.Polygon())
    assert caught.value.rule == "empty"


@pytest.mark.parametrize("area", PLANE_SHAPES.values(), ids=PLANE_SHAPES)
def test_for_drawing_longitudes_are_continuous(area: BaseGeometry) -> None:
    drawn = to_lonlat(area)
    assert drawn.geom_type == area.geom_type
    for part, plane_part in zip(shapely.get_parts(drawn), shapely.get_parts(area), strict=True):
        for ring, plane_ring in zip(
            (part.exterior, *part.interiors),
            (plane_part.exterior, *plane_part.interiors),
            strict=True,
        ):
            lon, lat = np.array(ring.coords).T[:, : len(plane_ring.coords)]
            assert np.abs(np.diff(lon)).max() <= 180
            assert np.allclose(np.column_stack(project(lon, lat)), plane_ring.coords, atol=1e-4)


def test_for_drawing_other_types_keep_their_shape() -> None:
    line = shapely.LineString([(-1e5, 1e6), (1e5, 1e6)])
    assert [round(lon, 1) for lon, _ in to_lonlat(line).coords] == [-174.3, -185.7]
    assert to_lonlat(shapely.Point(0, 1e6)).x == 180
    both = shapely.GeometryCollection([line, shapely.MultiPoint([(0, 0), (0, 1)])])
    assert [part.geom_type for part in to_lonlat(both).geoms] == ["LineString", "MultiPoint"]
