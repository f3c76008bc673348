from __future__ import annotations

from typing import Any

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar import Disc, HatchedPolygon, Labels, PolarMap

LONS = st.lists(st.integers(-180, 180), min_size=1, max_size=8)


def polygon(*ring: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[lon, lat] for lon, lat in ring]]}


def line(*places: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(place) for place in places]}


def narrowest(lons: list[int]) -> int:
    """Give the width of the narrowest box, trying each place as its western side."""
    return min(max((lon - west) % 360 for lon in lons) for west in lons)


@given(st.lists(st.floats(-80, 80), min_size=1, max_size=4))
def test_no_place_lies_outside_the_box_by_rounding(lons: list[float]) -> None:
    polar_map = PolarMap(basemap=False)
    for lon in lons:
        folium.Marker((60, lon)).add_to(polar_map)
    (_, west), (_, east) = polar_map.get_bounds()
    assert west is not None
    assert east is not None
    assert west - 1e-11 <= min(lons)
    assert max(lons) <= east + 1e-11


@given(LONS)
def test_the_box_of_places_is_the_narrowest_and_holds_them_all(lons: list[int]) -> None:
    polar_map = PolarMap(basemap=False)
    for number, lon in enumerate(lons):
        folium.Marker((60 + number, lon)).add_to(polar_map)
    (south, west), (north, east) = polar_map.get_bounds()
    assert (south, north) == (60, 59 + len(lons))
    assert west is not None
    assert east is not None
    assert all((lon - west) % 360 <= (east - west) % 360 for lon in lons)
    assert (east - west) % 360 == narrowest(lons)


@given(st.lists(st.integers(-89, 89), min_size=2, max_size=8))
def test_where_180_is_not_near_the_box_is_foliums(lons: list[int]) -> None:
    polar_map = PolarMap(basemap=False)
    folium.PolyLine([(70 + i / 3, lon + 0.123456) for i, lon in enumerate(lons)]).add_to(polar_map)
    assert polar_map.get_bounds() == folium.Map.get_bounds(polar_map)


@pytest.mark.parametrize(
    ("layer", "west", "east"),
    [
        (folium.PolyLine([(70, 170), (70, -170)]), 170, -170),
        (folium.PolyLine([[(70, 170), (70, 179)], [(70, -179), (70, -170)]]), 170, -170),
        (folium.Polygon([(70, 170), (72, -170), (74, 175)]), 170, -170),
        (folium.Polygon([(80, 0), (80, 90), (80, 180), (80, -90)]), -180, 180),
        (folium.PolyLine([(80, 0), (80, 90), (80, 180), (80, -90)]), 0, -90),
        (folium.PolyLine([(80, -180), (80, 180)]), -180, 180),
        (folium.Rectangle([(70, 170), (73, -170)]), 170, -170),
        (folium.Rectangle([(70, -170), (73, 170)]), -170, 170),
        (folium.raster_layers.ImageOverlay("data:,", [(70, 170), (73, 190)]), 170, -170),
        (HatchedPolygon([(70, 170), (72, -170), (74, 175)]), 170, -170),
        (Disc((70, 180), 1000), 180, 180),
        (folium.GeoJson({"type": "MultiPoint", "coordinates": [[179, 70], [-179, 70]]}), 179, -179),
        (
            folium.GeoJson(
                {
                    "type": "GeometryCollection",
                    "geometries": [
                        polygon((170, 70), (180, 70), (180, 75), (170, 70)),
                        polygon((-180, 70), (-175, 70), (-180, 75), (-180, 70)),
                    ],
                }
            ),
            170,
            -175,
        ),
        (folium.GeoJson(line((170, 70), (180, 70), (-180, 71), (-170, 71))), 170, -170),
        (folium.GeoJson(line((170, 70), (180, 70), (-180, 70), (-170, 70))), 170, -170),
        (folium.GeoJson(line((170, 70), (179.9999999, 70), (-179.9999999, 71))), 170, 180),
        (folium.GeoJson(line((-180, 70), (180, 70))), -180, 180),
        (folium.GeoJson(line((170, 70), (-170, 70)), edges="lonlat"), 170, -170),
        (folium.GeoJson(line((170, 70), (-170, 70))), -170, 170),
        # As written, so the long way (RFC 7946, 3.1.9).
        (folium.GeoJson(polygon((-100, 60), (100, 60), (100, 80), (-100, 60))), -100, 100),
    ],
    ids=lambda value: value._name if isinstance(value, folium.Element) else None,
)
def test_lines_areas_and_boxes_cross_180(layer: Any, west: float, east: float) -> None:
    polar_map = PolarMap()
    group = folium.FeatureGroup("Group").add_to(polar_map)
    layer.add_to(group)
    (_, found_west), (_, found_east) = polar_map.get_bounds()
    assert found_west is not None
    assert found_east is not None
    assert found_west % 360 == west % 360
    assert found_east % 360 == east % 360
    assert (found_west == found_east) == (west == east)
    assert (found_west > found_east) == (west > east)


def test_a_feature_without_a_place_and_names_have_no_box() -> None:
    polar_map = PolarMap()
    Labels([{"text": "Arctic Ocean", "lat": 84, "lon": -170}]).add_to(polar_map)
    feature = {"type": "Feature", "properties": {}, "geometry": None}
    folium.GeoJson({"type": "FeatureCollection", "features": [feature]}).add_to(polar_map)
    assert polar_map.get_bounds() == [[None, None], [None, None]]
