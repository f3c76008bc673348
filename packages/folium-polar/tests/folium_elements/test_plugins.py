from __future__ import annotations

import re
from typing import Any

import folium
import pytest
from folium import plugins

from folium_polar import PolarMap, assets
from folium_polar.dual_map import DualMap
from folium_polar.errors import MapWarning, NeedsNetworkError, UsageError
from folium_polar.folium_elements.plugins import _SCRIPTS
from folium_polar.resources import PACKAGE
from html_page import Page

FOLDER = PACKAGE / "static" / "plugins"
SCRIPTS = sorted({name for names in _SCRIPTS.values() for name in names})
FREE = {"", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "MIT License"}
AREA: dict[str, Any] = {
    "type": "Feature",
    "id": "a",
    "properties": {"name": "Ma's"},
    "geometry": {"type": "Polygon", "coordinates": [[[0, 70], [20, 70], [20, 80], [0, 70]]]},
}
AREAS = {"type": "FeatureCollection", "features": [AREA]}


def track(**properties: Any) -> dict[str, Any]:
    times = {"times": ["2024-05-01", "2024-05-02"], **properties}
    line = {"type": "LineString", "coordinates": [[179, 70], [-179, 71]]}
    feature = {"type": "Feature", "properties": times, "geometry": line}
    return {"type": "FeatureCollection", "features": [feature]}


def test_each_script_is_of_a_plugin_and_each_plugin_has_its_script() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.js")) == SCRIPTS
    assert {path.stem for path in FOLDER.glob("*.css")} <= set(SCRIPTS)
    assert all(hasattr(plugins, name) or name == "CirclePattern" for name in _SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_loads_nothing_and_passes_free_licences_on(name: str) -> None:
    code, _, licences = assets.plugin_js(name).partition("/*! This file contains:")
    assert not re.search(r"\beval\(|\bFunction\(|sourceMappingURL", code)
    assert not re.search(r"url\((?!['\"]?data:)|@import|@font-face", assets.plugin_css(name))
    packages = re.findall(r"^[\w.-]+ \d+\.\d+\.\d+(?: \((.+)\))?$", licences, re.M)
    assert FREE.issuperset(packages)
    texts = re.findall(r"Permission is hereby|Permission to use|Redistribution and use", licences)
    assert len(texts) >= len(packages)
    assert bool(licences) == bool(packages)


def test_a_page_contains_the_scripts_of_its_plugins_once_and_no_others(by_name: None) -> None:
    polar_map = PolarMap()
    plain = Page(polar_map.get_root().render())
    assert len(plain.scripts) == 2
    for _ in range(2):
        plugins.MarkerCluster([(80, 0)]).add_to(polar_map)
    plugins.MiniMap().add_to(polar_map)
    html = polar_map.get_root().render()
    page = Page(html)
    used = {assets.plugin_js("marker-cluster"), assets.plugin_js("mini-map")}
    assert len(page.scripts) == 4
    assert used < set(page.scripts)
    assert page.hashes <= page.allowed
    assert page.addresses == []
    assert "openstreetmap" not in html
    assert assets.plugin_css("mini-map").strip() in html
    assert html == polar_map.get_root().render()


def test_what_a_plugin_shows_as_html_is_checked() -> None:
    remote = '<img src="https://example.org/x.png">'
    groups = {"label": remote, "children": []}
    for element in (
        plugins.MousePosition(prefix=remote),
        plugins.TimestampedGeoJson(track(popup=remote)),
        plugins.TreeLayerControl(overlay_tree={"label": "all", "children": [groups]}),
        plugins.TimestampedGeoJson(track(iconstyle={"iconUrl": "https://example.org/x.png"})),
    ):
        with pytest.raises(NeedsNetworkError, match=type(element).__name__):
            element.add_to(PolarMap(basemap=False))


def test_geojson_of_plugins_is_longitude_and_latitude() -> None:
    other = {"crs": {"type": "name", "properties": {"name": "EPSG:32624"}}}
    with pytest.raises(UsageError, match="32624"):
        plugins.TimestampedGeoJson(track() | other).add_to(PolarMap())
    with pytest.raises(UsageError, match="32624"):
        plugins.TimeSliderChoropleth(AREAS | other, {"a": {"1": {}}}).add_to(PolarMap())


def test_an_edge_over_180_is_told_but_for_a_track_in_time(recwarn: pytest.WarningsRecorder) -> None:
    polar_map = PolarMap(basemap=False)
    plugins.TimestampedGeoJson(track()).add_to(polar_map)
    polar_map.get_root().render()
    assert not recwarn
    plugins.TimeSliderChoropleth(track(), {"0": {"1": {}}}).add_to(polar_map)
    with pytest.warns(MapWarning, match="358°"):
        polar_map.get_root().render()


def test_the_extent_of_points_of_plugins_crosses_180() -> None:
    places = [(70, 179), (71, -178)]
    for element in (
        plugins.HeatMap(places),
        plugins.FastMarkerCluster(places),
        plugins.MarkerCluster(places),
        plugins.HeatMapWithTime([[list(place)] for place in places]),
        plugins.AntPath(places),
        plugins.PolyLineOffset(places, offset=9),
    ):
        polar_map = PolarMap(basemap=False)
        element.add_to(polar_map)
        assert polar_map.get_bounds() == [[70, 179], [71, -178]]
    polar_map = PolarMap(basemap=False)
    plugins.TimestampedGeoJson(track()).add_to(polar_map)
    assert polar_map.get_bounds() == [[70, 179], [71, -179]]


def test_texts_of_a_search_are_escaped() -> None:
    polar_map = PolarMap(basemap=False)
    area = {**AREA, "properties": {"it's </script>": 1}}
    layer = folium.GeoJson({"type": "FeatureCollection", "features": [area]}).add_to(polar_map)
    plugins.Search(layer, search_label="it's </script>", placeholder="'\"<").add_to(polar_map)
    script = Page(polar_map.get_root().render()).scripts[-1]
    assert "it's" not in script.partition("L.Control.Search")[2].replace('"it\\u0027s', "")


def test_a_dual_map_copies_what_is_in_both_and_places_its_maps() -> None:
    both = DualMap(crs=3571, layout="vertical", basemap=False)
    group = folium.FeatureGroup("both").add_to(both)
    folium.Marker((70, 180), tooltip="in both").add_to(group)
    single = folium.FeatureGroup("single").add_to(both.m2)
    folium.Marker((71, 180), tooltip="in one").add_to(single)
    folium.LayerControl().add_to(both)
    html = both.get_root().render()
    assert html == both.get_root().render()
    assert html.count("in both") == 2
    assert html.count("in one") == 1
    assert html.rindex("L.control.layers(") > html.index("in one")
    assert re.findall(r"#map_\d+ {[^}]*?height: ([\d.]+%)[^}]*?top: ([\d.]+%)", html) == [
        ("50.0%", "0.0%"),
        ("50.0%", "50.0%"),
    ]
    with pytest.raises(UsageError, match=r"DualMap.layout='diagonal'"):
        DualMap(layout="diagonal")
    with pytest.raises(UsageError, match=r"DualMap.left=…"):
        DualMap(left="50%")
    page = PolarMap(basemap=False).get_root()
    plugins.DualMap(tiles=None).add_to(page)
    with pytest.raises(UsageError, match=r"use folium_polar\.dual_map\.DualMap"):
        page.render()
