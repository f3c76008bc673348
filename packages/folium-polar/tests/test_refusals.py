from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import folium
import folium.plugins
import geopandas
import pytest
import xyzservices.providers
from branca.element import CssLink, Element, Figure, IFrame, JavascriptLink, MacroElement
from folium.template import Template
from folium.utilities import image_to_url

from folium_polar import PolarMap
from folium_polar.errors import NeedsNetworkError, UsageError
from folium_polar.folium_elements.plugins import is_offline

POINT = {"type": "Point", "coordinates": [0, 80]}
TOPOLOGY = {"type": "Topology", "objects": {"a": {"type": "GeometryCollection", "geometries": []}}}
WEB = "https://example.org/x.png"

AREA = {
    "type": "Feature",
    "id": "a",
    "properties": {},
    "geometry": {"type": "Polygon", "coordinates": [[[0, 70], [20, 70], [20, 80], [0, 70]]]},
}


def choropleth() -> folium.Choropleth:
    areas = {"type": "FeatureCollection", "features": [AREA]}
    return folium.Choropleth(areas, data={"a": 3.0}, key_on="feature.id")


NEED_A_NETWORK = {
    "TileLayer": lambda: folium.TileLayer("OpenStreetMap"),
    "WmsTileLayer": lambda: folium.WmsTileLayer("https://example.org/wms", layers="a"),
    "CustomIcon": lambda: folium.Marker((80, 0), icon=folium.CustomIcon(WEB)),
    "ImageOverlay": lambda: folium.raster_layers.ImageOverlay(WEB, [[70, 0], [75, 10]]),
    "TopoJson": lambda: folium.TopoJson(TOPOLOGY, "objects.a"),
    "MiniMap": lambda: folium.plugins.MiniMap("OpenTopoMap"),
    "TimestampedGeoJson": lambda: folium.plugins.TimestampedGeoJson("https://example.org/x.json"),
    "LocateControl": folium.plugins.LocateControl,
    "Geocoder": folium.plugins.Geocoder,
    "Realtime": lambda: folium.plugins.Realtime("https://example.org/x.json"),
    "VectorGridProtobuf": lambda: folium.plugins.VectorGridProtobuf("https://example.org", "a"),
    "RegularPolygonMarker": lambda: folium.RegularPolygonMarker((80, 0)),
    "VegaLite": lambda: folium.Popup().add_child(folium.VegaLite({})),
    "JavascriptLink": lambda: JavascriptLink("https://example.org/x.js"),
    "FloatImage": lambda: folium.plugins.FloatImage(WEB),
    "CssLink": lambda: CssLink("https://example.org/x.css"),
}


@pytest.mark.parametrize("name", NEED_A_NETWORK)
def test_what_needs_a_network_is_refused_by_its_class(polar_map: PolarMap, name: str) -> None:
    element = NEED_A_NETWORK[name]()
    with pytest.raises(NeedsNetworkError, match=rf"^{name} needs a network .*: \w") as refusal:
        polar_map.add_child(element)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ["LocateControl", "Realtime", "CustomIcon", "FloatImage"])
def test_a_map_with_a_network_says_that_it_lets_in_tiles_alone(name: str) -> None:
    polar_map = PolarMap(network=True, basemap=False)
    with pytest.raises(
        NeedsNetworkError, match=f"^{name} is refused also with network=True, which"
    ):
        polar_map.add_child(NEED_A_NETWORK[name]())


def test_a_library_runs_before_what_uses_it(polar_map: PolarMap) -> None:
    with pytest.raises(NeedsNetworkError, match=r"get_root\(\)\.prelude") as refusal:
        polar_map.add_js_link("foo", "https://example.org/foo.js")
    assert str(refusal.value).endswith("get_root().prelude, which runs before the map")
    with pytest.raises(NeedsNetworkError, match=r"get_root\(\)\.styles$"):
        polar_map.add_css_link("foo", "https://example.org/foo.css")
    root = polar_map.get_root()
    root.prelude.append("L.foo = () => 1;")
    root.scripts.append("L.foo();")
    page = root.render()
    map_made = page.index("geotrackPolar.map(")
    assert page.index("L.foo = ") < map_made < page.index("L.foo();")


def test_every_plugin_of_folium_that_loads_something_is_in_the_page_or_refused() -> None:
    for name in folium.plugins.__all__:
        plugin = getattr(folium.plugins, name)
        links = [*getattr(plugin, "default_js", ()), *getattr(plugin, "default_css", ())]
        element = plugin.__new__(plugin)
        Element.__init__(element)
        if links and not is_offline(element):
            with pytest.raises(NeedsNetworkError, match=name):
                PolarMap(basemap=False).add_child(element)


def test_it_is_found_deep_in_a_group_that_was_filled_later(polar_map: PolarMap) -> None:
    group = folium.FeatureGroup("Group").add_to(polar_map)
    folium.Marker((80, 0), icon=folium.CustomIcon(WEB)).add_to(group)
    with pytest.raises(NeedsNetworkError, match="CustomIcon"):
        polar_map.get_root().render()


def test_the_marker_of_a_geojson_is_looked_at(polar_map: PolarMap) -> None:
    layer = folium.GeoJson(POINT, marker=folium.Marker(icon=folium.CustomIcon(WEB)))
    with pytest.raises(NeedsNetworkError, match="CustomIcon"):
        layer.add_to(polar_map)


FOREIGN = '<i class="fa fa-ship"></i>'


@pytest.mark.parametrize(
    ("icon", "style", "message"),
    [
        (None, {"icon": folium.DivIcon(FOREIGN)}, "DivIcon .*'fa-ship'"),
        (None, {"icon": folium.Icon(icon="shipp", prefix="fa")}, "Icon .*near names are ship"),
        (folium.DivIcon(), {"html": FOREIGN}, "DivIcon .*'fa-ship'"),
        (folium.Icon(), {"icon": "ship"}, "Icon .*prefix='fa'"),
        (folium.Icon(), {"markerColor": "greem"}, "Icon .*color='greem'"),
    ],
)
def test_an_icon_that_a_style_function_makes_or_changes_is_looked_at(
    polar_map: PolarMap, icon: Any, style: dict[str, Any], message: str
) -> None:
    marker = folium.Marker(icon=icon)
    folium.GeoJson(POINT, marker=marker, style_function=lambda _: dict(style)).add_to(polar_map)
    with pytest.raises(UsageError, match=message):
        polar_map.get_root().render()


def test_a_geojson_that_stays_outside_the_page_is_refused(
    polar_map: PolarMap, tmp_path: Path
) -> None:
    path = tmp_path / "data.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(NeedsNetworkError, match=r"GeoJson .* embed=True"):
        folium.GeoJson(str(path), embed=False).add_to(polar_map)


def test_what_cannot_work_is_refused(polar_map: PolarMap) -> None:
    with pytest.raises(UsageError, match="VideoOverlay"):
        folium.raster_layers.VideoOverlay("x.mp4", [[70, 0], [75, 10]]).add_to(polar_map)
    with pytest.raises(UsageError, match="IFrame"):
        folium.Marker((80, 0), popup=folium.Popup(IFrame("<p>x</p>"))).add_to(polar_map)
    subplot = Figure().add_subplot(1, 2, 1)
    subplot.add_child(polar_map)
    with pytest.raises(UsageError, match=r"not into a Div .* position=\"absolute\""):
        subplot._parent.render()


def test_tiles_and_links_are_refused(polar_map: PolarMap) -> None:
    with pytest.raises(NeedsNetworkError, match="tiles"):
        PolarMap(tiles="OpenStreetMap")
    with pytest.raises(NeedsNetworkError, match="jquery"):
        polar_map.add_js_link("jquery", "https://example.org/jquery.js")
    with pytest.raises(NeedsNetworkError, match="theme"):
        polar_map.add_css_link("theme", "https://example.org/theme.css")
    assert folium.Map.default_js, "folium's own maps keep their links"


def test_a_script_in_the_markup_is_refused_since_the_policy_would_stop_it(
    polar_map: PolarMap,
) -> None:
    polar_map.get_root().html.add_child(Element("<script>1</script>"))
    with pytest.raises(UsageError, match=r"get_root\(\)\.scripts"):
        polar_map.get_root().render()


class Badge(MacroElement):
    """An element with some HTML of its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._name = "Badge"
        self._template = Template("{% macro html(this, kwargs) %}" + html + "{% endmacro %}")


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<img src="https://example.org/x.png">', "Badge needs a network .*x.png"),
        ("<IMG SRC='//example.org/x.png'>", "Badge needs a network"),
        ('<link rel="stylesheet" href="http://example.org/x.css">', "Badge needs a network"),
        ('<b onclick="go()">x</b>', "Badge cannot be used .* 'onclick'"),
    ],
)
def test_html_that_would_fetch_or_run_something_is_refused_by_its_class(
    polar_map: PolarMap, html: str, message: str
) -> None:
    Badge(html).add_to(polar_map)
    with pytest.raises(UsageError, match=message):
        polar_map.get_root().render()


def test_escaped_text_and_links_are_no_such_html(polar_map: PolarMap) -> None:
    text = '<img src="https://example.org/x.png" onclick="go()">'
    Badge(f'<p title="{escape(text)}">{escape(text)}</p>').add_to(polar_map)
    Badge('<a href="https://example.org/">x</a><img src="data:,">').add_to(polar_map)
    folium.Marker((80, 0), popup=escape(text), tooltip=escape(text)).add_to(polar_map)
    assert escape(text) in polar_map.get_root().render()


def test_who_takes_the_page_apart_is_sent_to_the_whole_of_it(polar_map: PolarMap) -> None:
    whole = polar_map.get_root().render()
    # As st_folium does, and as folium's example for Flask.
    with pytest.raises(UsageError, match=r"st_folium .*streamlit\.components\.v1\.html"):
        polar_map.render()
    for part in ("header", "html", "script"):
        with pytest.raises(UsageError, match=r"get_root\(\)\.render\(\)"):
            getattr(polar_map.get_root(), part).render()
    assert polar_map.get_root().render() == whole


def test_the_remedies_work(polar_map: PolarMap, tmp_path: Path) -> None:
    """What a refusal recommends is taken."""
    choropleth().geojson.add_to(polar_map)
    picture = tmp_path / "ship of mine.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    folium.plugins.FloatImage(str(picture)).add_to(polar_map)
    folium.plugins.FloatImage(picture.as_uri()).add_to(polar_map)
    html = f'<img src="{image_to_url(str(picture))}">'
    folium.Marker((80, 0), popup=html, icon=folium.CustomIcon(str(picture))).add_to(polar_map)
    root = polar_map.get_root()
    root.after = "<div class='legend'>legend</div>"
    html = root.render()
    assert '"fillColor": "#' in html
    assert html.count("data:image/svg+xml;base64,") == 4
    assert "data:image/svg;" not in html
    assert root.render() == html


def test_a_picture_that_is_not_there_is_said_to_be_missing(polar_map: PolarMap) -> None:
    with pytest.raises(UsageError, match=r"FloatImage: there is no picture file '/path\.png'"):
        folium.plugins.FloatImage("/path.png").add_to(polar_map)


@pytest.mark.slow
def test_the_legends_of_explore_are_drawn_without_a_network(polar_map: PolarMap) -> None:
    places = geopandas.GeoDataFrame(
        {"kind": ["a", "b"], "number": [1, 2]},
        geometry=geopandas.points_from_xy([20, 179], [75, 70]),
        crs="EPSG:4326",
    )
    assert "polar-legend" in places.explore("number", m=PolarMap()).get_root().render()
    page = places.explore("kind", m=PolarMap()).get_root().render()
    assert re.findall(r"</span>(\w+)</li>", page) == ["a", "b"]
    assert "jquery" not in page
    hostile = places.rename(columns={"kind": "<script>x()</script>"})
    with pytest.raises(UsageError, match="script"):
        hostile.explore("<script>x()</script>", m=PolarMap()).get_root().render()
    for column in ("kind", "number"):
        places.explore(column, m=polar_map, legend=False)
    assert polar_map.get_root().render().count("L.geoJson(") == 2


def test_no_refusal_of_tiles_speaks_of_mercator_on_a_polar_tile_set() -> None:
    polar = xyzservices.providers.NASAGIBS.BlueMarble3413
    for add in (
        lambda: folium.TileLayer(polar).add_to(PolarMap(crs=3413)),
        lambda: PolarMap(crs=3413, tiles=polar),
    ):
        with pytest.raises(NeedsNetworkError) as refusal:
            add()
        assert "Mercator" not in str(refusal.value)
        assert "packed basemap" in str(refusal.value)
