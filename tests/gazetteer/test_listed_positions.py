"""Areas and lines of positions that a text lists."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

from geotrack.errors import UsageError
from geotrack.gazetteer import UnstatedShapeError
from geotrack.gazetteer.listed_positions import listed_positions

_AREA = "70-00N 176-00E; 74-00N 170-00W; 71-30N 172-00W"
_CORNERS = [(176.0, 70.0), (190.0, 74.0), (188.0, 71.5)]


def _ring(text: str) -> shapely.LinearRing:
    listed = listed_positions(text, "en")
    assert listed is not None
    return shapely.from_geojson(str(listed[0]).replace("'", '"')).exterior


def test_an_area_has_straight_edges_on_a_mercator_chart() -> None:
    ring = _ring(f"Area bounded by {_AREA}")
    chart = Transformer.from_crs("EPSG:4326", "+proj=merc +lon_0=180", always_xy=True)
    straight = shapely.LinearRing(np.column_stack(chart.transform(*np.transpose(_CORNERS))))
    x, y = chart.transform(*shapely.get_coordinates(shapely.segmentize(ring, 0.01)).T)
    # The chart is stretched by 1 / cos(latitude), at most 3.6.
    assert shapely.distance(straight, shapely.points(x, y)).max() < 2 * 3.6


def test_an_area_of_the_air_has_geodesics() -> None:
    ring, geod = _ring(f"air area: {_AREA}"), Geod(ellps="WGS84")
    for lon, lat in geod.npts(*_CORNERS[0], *_CORNERS[1], 20):
        place = shapely.Point(lon % 360, lat)
        nearest = shapely.get_coordinates(shapely.shortest_line(place, ring))[1]
        assert geod.inv(lon, lat, *nearest)[2] < 4


def test_an_area_round_the_pole_contains_it() -> None:
    ring = _ring("area: 85N 0E; 85N 90E; 85N 180E; 85N 90W")
    assert shapely.Polygon(ring).contains(shapely.Point(100, 89.9))


def test_a_list_that_states_no_shape_offers_each() -> None:
    with pytest.raises(UnstatedShapeError) as asked:
        listed_positions(_AREA, "en")
    assert [*asked.value.choices] == ["area", "air area", "line", "points"]
    for choice in asked.value.choices.values():
        listed = listed_positions(choice, "en")
        assert listed is not None
        assert listed[1]["described"] == choice


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("area: 71N 25E; 72N", "'72N' is no position"),
        ("area: 71N 25E; 72N 26E", "three corners"),
        ("line: 71N 0E; 72N 180E", "half a turn"),
    ],
)
def test_what_is_no_shape_is_refused(text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        listed_positions(text, "en")
