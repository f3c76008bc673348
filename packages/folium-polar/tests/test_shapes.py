from __future__ import annotations

import numpy as np
import pytest
import shapely

from folium_polar import Corridor, Disc, HatchedPolygon, PolarMap, rings
from folium_polar.errors import GeometryError
from folium_polar.geometry import geodesic, project


def test_rings_are_lat_lon_rounded_and_open() -> None:
    square = shapely.box(10, 70, 20.00004, 75)
    (ring,) = rings(square.__geo_interface__)
    assert sorted(ring) == [[70, 10], [70, 20], [75, 10], [75, 20]]


def test_holes_parts_and_collections_lie_in_one_list() -> None:
    holed = shapely.box(0, 70, 30, 80).difference(shapely.box(10, 72, 20, 78))
    parts = shapely.MultiPolygon([holed, shapely.box(40, 70, 50, 80)])
    assert len(rings(parts.__geo_interface__)) == 3
    collection = {"type": "GeometryCollection", "geometries": [parts.__geo_interface__]}
    assert rings(collection) == rings(parts.__geo_interface__)


def test_places_that_rounding_makes_equal_are_one() -> None:
    line = {"type": "LineString", "coordinates": [[0, 70], [0.00001, 70], [1, 70]]}
    assert rings(line) == [[[70, 0], [70, 1]]]


def test_a_point_has_no_outline() -> None:
    with pytest.raises(GeometryError, match="Point"):
        rings({"type": "Point", "coordinates": [0, 80]})


def test_looks_are_told_apart() -> None:
    solid, dashed, hollow = (
        Disc((80, 0), 1000, look=look).options for look in ("solid", "dashed", "hollow")
    )
    assert solid["fill"]
    assert "dashArray" not in solid
    assert dashed["fill"]
    assert dashed["dashArray"]
    assert not hollow["fill"]
    assert hollow["dashArray"]
    assert solid["radius"] == 1000


def test_a_corridor_holds_its_line_and_its_width() -> None:
    corridor = Corridor([(70, 170), (72, -170)], 50_000, geodesic_edges=True)
    assert corridor.options["edges"] == "plane"
    (ring,) = corridor.locations
    lats, lons = np.transpose(ring)
    outline = shapely.Polygon(np.column_stack(project(lons, lats)))
    line = np.transpose(geodesic([(170, 70), (190, 72)], 10_000))
    assert shapely.contains_xy(outline, *project(*line)).all()
    assert len(ring) < 150


def test_a_hatch_is_carried_in_its_colour(polar_map: PolarMap) -> None:
    HatchedPolygon([(70, 0), (70, 9), (75, 9)], colour="#0f766e", gap=9).add_to(polar_map)
    html = polar_map.get_root().render()
    assert '"hatch": {"angle": 45, "colour": "#0f766e", "gap": 9, "weight": 0.9}' in html
