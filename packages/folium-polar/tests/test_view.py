"""Places beyond a pole, beyond a map's end and out of its view."""

from __future__ import annotations

import warnings
from typing import Any

import folium
import pytest
from folium.plugins import HeatMap, MarkerCluster

from folium_polar import PolarMap
from folium_polar.errors import MapWarning, UsageError

LINE = {"type": "LineString", "coordinates": [[-100, 40], [-90, 45]]}


def messages(polar_map: PolarMap) -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        polar_map.get_root().render()
    return [str(each.message) for each in caught if each.category is MapWarning]


@pytest.mark.parametrize(
    "element",
    [
        folium.Marker((170, 70)),
        folium.Circle((-90.1, 0), radius=1),
        folium.PolyLine([(70, 0), (91, 0)]),
        folium.Polygon([[(70, 0), (95, 0), (80, 1)]]),
        folium.Rectangle([(70, 0), (95, 20)]),
        MarkerCluster([(100, 0)]),
        HeatMap([(100, 0)]),
    ],
    ids=lambda element: type(element).__name__,
)
def test_a_latitude_beyond_the_pole_is_refused_when_it_is_added(element: Any) -> None:
    with pytest.raises(UsageError, match=r"beyond the pole: give \(lat, lon\) in degrees"):
        element.add_to(PolarMap(basemap=False))


def test_a_location_or_view_beyond_the_pole_is_refused() -> None:
    for options in ({"location": (170, 70)}, {"fit": [(60, 0), (95, 0)]}):
        with pytest.raises(UsageError, match="beyond the pole"):
            PolarMap(**options)


def test_rounding_that_passes_the_pole_is_no_fault() -> None:
    polar_map = PolarMap((90.0000001, 0), basemap=False)
    folium.Marker((90.0000001, 0)).add_to(polar_map)
    track = {"type": "LineString", "coordinates": [[0, 80], [0, 90.0000001]]}
    folium.GeoJson(track).add_to(polar_map)
    assert not messages(polar_map)
    folium.GeoJson({"type": "Point", "coordinates": [0.0, 90.001]}).add_to(polar_map)
    with pytest.raises(UsageError, match=r"latitude 90\.001 is beyond the pole"):
        polar_map.get_root().render()


def test_a_zoom_that_is_not_reached_is_warned_of() -> None:
    with pytest.warns(MapWarning, match="zoom_start=12 is beyond max_zoom=11, at which the map"):
        PolarMap(zoom_start=12)
    with pytest.warns(MapWarning, match="zoom_start=1 is beyond min_zoom=2"):
        PolarMap(zoom_start=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        PolarMap(zoom_start=12, max_zoom=12)
        PolarMap(zoom_start=12, fit=[(70, 0), (80, 9)])


def test_content_out_of_view_is_warned_of() -> None:
    (message,) = messages(PolarMap((80, 0), zoom_start=7, basemap=False).add_child(_markers()))
    assert message.startswith("the map opens at 80, 0 and zoom 7, which shows none of its content")
    assert not messages(PolarMap((66, -170), zoom_start=7, basemap=False).add_child(_markers()))
    # 1,300 pixels off: beyond a screen of 1920 by 1080.
    marker = folium.Marker((70, -150))
    assert messages(PolarMap((80, 20), zoom_start=6, basemap=False).add_child(marker))
    fitted = PolarMap((80, 0), zoom_start=7, basemap=False).add_child(_markers())
    fitted.fit_bounds(fitted.get_bounds())
    assert not messages(fitted)
    # Of an area over the view itself, of a line over 180° and of content at the Pole.
    for place, shape in (
        ((80, 0), folium.Polygon([(70, -60), (70, 60), (88, 60), (88, -60)])),
        ((70, -179), folium.PolyLine([(70, 175), (70, 179.9)])),
        ((89, 0), folium.Marker((89, 180))),
    ):
        assert not messages(PolarMap(place, zoom_start=8, basemap=False).add_child(shape))


def _markers() -> folium.FeatureGroup:
    group = folium.FeatureGroup()
    for lon in (-168, -172):
        folium.Marker((65, lon)).add_to(group)
    return group


def test_a_map_opens_on_the_scale_that_folium_users_write() -> None:
    polar_map = PolarMap((43, -100), zoom_start=4, basemap=False)
    folium.GeoJson(LINE).add_to(polar_map)
    assert not messages(polar_map)


def test_an_element_beyond_the_end_of_the_map_is_warned_of() -> None:
    polar_map = PolarMap(basemap=False).add_child(folium.Marker((70, 20)))
    polar_map.add_child(folium.Marker((-33, 18))).add_child(folium.Circle((10, 0), radius=9))
    (message,) = messages(polar_map)
    assert message.startswith("Marker at latitude -33 and 1 more: nothing is seen there")
    assert 'ends at 35° N; give crs="EPSG:3031", or use a folium.Map' in message
    (message,) = messages(PolarMap(basemap=False).add_child(folium.Circle((10, 0), radius=9)))
    assert "ends at 35° N; give a lower `south`" in message
    south = PolarMap(crs=3031, basemap=False).add_child(folium.Marker((70, 20)))
    (message,) = messages(south)
    assert 'ends at 35° S; give crs="EPSG:3995"' in message


def test_other_words_for_edges_are_refused() -> None:
    with pytest.raises(UsageError, match="edges='straight': give one of 'written', 'lonlat'"):
        folium.GeoJson(LINE, edges="straight").add_to(PolarMap(basemap=False))
