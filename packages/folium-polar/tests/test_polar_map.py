from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import folium
import pytest

from folium_polar import Basemap, Depth, Graticule, PolarMap, Relief
from folium_polar.errors import MapWarning, UsageError
from html_page import Page


def script(polar_map: PolarMap) -> str:
    return Page(polar_map.get_root().render()).scripts[1]


def test_it_is_a_folium_map_round_the_pole(polar_map: PolarMap) -> None:
    assert isinstance(polar_map, folium.Map)
    assert polar_map.location == [90, 0]
    assert polar_map.crs == "EPSG:3995"


def test_fit_is_corners_or_places() -> None:
    assert "fit: [[58.0, 165.0], [74.0, -150.0]]" in script(PolarMap(fit=[(58, 165), (74, -150)]))
    assert "fit: null" in script(PolarMap())


@pytest.mark.parametrize("fit", [[], [(91, 0), (80, 0)]])
def test_a_fit_that_is_no_place_is_refused(fit: list[tuple[float, float]]) -> None:
    with pytest.raises(UsageError, match=re.escape("(lat, lon)")):
        PolarMap(fit=fit)


SOUTHERN: dict[str, dict[str, Any]] = {
    "location": {"location": (-33.9, 18.4)},
    "corners": {"fit": [(-60, -20), (-1, 40)]},
    "places": {"fit": [(-60, -20), (-75, 40), (-90, 0)]},
}


@pytest.mark.parametrize("options", SOUTHERN.values(), ids=SOUTHERN)
def test_a_view_of_the_southern_hemisphere_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"southern hemisphere.*use a folium\.Map"):
        PolarMap(**options)


def test_a_view_south_of_the_basemap_is_warned_of_where_it_is_written() -> None:
    for options in ({"location": (20, 0)}, {"fit": [(0, 0), (34, 40)]}):
        with pytest.warns(MapWarning, match="empty sheet: the basemap ends at 35° N"):
            PolarMap(**options)
    with pytest.warns(MapWarning) as told:
        PolarMap((20, 0))
    assert told[0].filename == __file__


def test_a_map_reaches_further_south_if_told_to() -> None:
    page = PolarMap((20, 0), south=0).get_root().render()
    assert page.count('id="geotrack-far-coast"') == 1
    assert page.count('"limit":0,') == 2  # basemap and graticule
    plain = PolarMap().get_root().render()
    assert "geotrack-far-coast" not in Page(plain).data
    with pytest.raises(UsageError, match=re.escape("20° S: give a latitude between them")):
        PolarMap(south=-30)


def test_a_map_of_the_south_pole_has_its_own_basemap_and_end() -> None:
    polar_map = PolarMap(crs=3031, max_bounds=True)
    assert polar_map.location == [-90, 0]
    page = polar_map.get_root().render()
    assert set(Page(page).data) == {"geotrack-antarctica"}
    Depth().add_to(polar_map)
    deep = Page(polar_map.get_root().render()).data
    assert set(deep) == {"geotrack-antarctica", "geotrack-antarctica-depth"}
    Relief().add_to(polar_map)
    shaded = Page(polar_map.get_root().render()).data
    assert set(shaded) - set(deep) == {"geotrack-antarctica-relief"}
    assert set(Page(PolarMap().get_root().render()).data) == {"geotrack-basemap"}
    assert page.count('"limit":-35.0,') == 2  # basemap and graticule
    assert '"words":"Antarctic Circle"' in page
    assert '"maxBounds":[[-90,-180,],[-35.0,180,],]' in re.sub(r"\s", "", page)
    own = PolarMap(
        crs=3031,
        basemap=Basemap(styles={"shelves": None, "antarctica": {"fill": "#123456"}}),
        graticule=Graticule(circle_label="Sørlige polarsirkel"),
    )
    assert '"layers":[null,{"fill":"#123456"' in script(own)
    assert '"words":"Sørlige polarsirkel"' in script(own)


def test_what_a_map_of_the_south_pole_lacks_is_refused() -> None:
    with pytest.raises(UsageError, match=re.escape("ends at 35° S: leave `south` out")):
        PolarMap(crs=3031, south=10)
    with pytest.raises(UsageError, match=re.escape("ends at 35° S: leave `south` out")):
        PolarMap(crs=3031, basemap=Basemap(south=10)).get_root().render()
    with pytest.raises(UsageError, match=r"northern hemisphere.*give crs=\"EPSG:3995\""):
        PolarMap((60, 0), crs=3976)
    with pytest.warns(MapWarning, match="empty sheet: the basemap ends at 35° S; move the view"):
        PolarMap((-20, 0), crs=3976)


def test_bounds_to_fit_are_looked_at_too(polar_map: PolarMap) -> None:
    with pytest.raises(UsageError, match="southern hemisphere"):
        polar_map.fit_bounds([[-60, 0], [-30, 40]])
    with pytest.warns(MapWarning, match="empty sheet"):
        polar_map.fit_bounds([[-60, 0], [30, 40]])
    polar_map.fit_bounds([[-90, -180], [90, 180]])
    polar_map.fit_bounds([[None, None], [None, None]])


def test_a_view_that_reaches_the_basemap_is_taken() -> None:
    PolarMap((35, 0))
    PolarMap(fit=[(-90, -180), (90, 180)])
    PolarMap(location=(-33.9, 18.4), fit=[(60, 0), (70, 20)])


def test_options_reach_leaflet() -> None:
    text = script(PolarMap(max_zoom=9, zoom_start=4.5, dragging=False, prefer_canvas=True))
    for option in ('"maxZoom": 9', '"zoom": 4.5', '"dragging": false', '"preferCanvas": true'):
        assert option in text


# A value of each argument of folium.Map that is not its default.
ARGUMENTS: dict[str, Any] = {
    "location": (71, -179),
    "width": 300,
    "height": "50%",
    "left": "10%",
    "top": 20,
    "position": "absolute",
    "min_zoom": 3,
    "max_zoom": 7,
    "zoom_start": 4,
    "min_lat": 60,
    "max_lat": 80,
    "min_lon": 170,
    "max_lon": -170,
    "max_bounds": True,
    "crs": 3571,
    "control_scale": False,
    "prefer_canvas": True,
    "no_touch": True,
    "disable_3d": True,
    "zoom_control": "topright",
    "font_size": "2rem",
}
WITHOUT_EFFECT = {
    "attr": "of tiles alone",
    "tiles": "refused",
    "png_enabled": "of notebooks, by selenium",
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_no_argument_of_folium_is_ignored_silently(name: str) -> None:
    bounded = {"max_bounds": True} if name[:4] in {"min_", "max_"} and name != "max_bounds" else {}
    usual = PolarMap(basemap=False, **bounded).get_root().render()
    changed = PolarMap(basemap=False, **bounded, **{name: ARGUMENTS[name]})
    assert changed.get_root().render() != usual


def test_each_argument_of_folium_is_known() -> None:
    known = set(inspect.signature(folium.Map).parameters) - {"kwargs"}
    assert known == set(ARGUMENTS) | set(WITHOUT_EFFECT)
    page = (Path(__file__).parents[3] / "docs" / "reference" / "polarmap.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in WITHOUT_EFFECT)


def test_the_font_size_is_written_where_it_is_not_the_usual_one() -> None:
    usual = PolarMap().get_root().render()
    for size, written in ((20, "20px"), ("1.2em", "1.2em")):
        assert f"    font-size: {written};" in PolarMap(font_size=size).get_root().render()
        assert f"    font-size: {written};" not in usual


def test_controls_and_layers_can_be_left_out() -> None:
    bare = script(PolarMap(basemap=False, graticule=False, control_scale=False, cursor=False))
    full = script(PolarMap())
    for part in ("basemap(", "graticule(", "scale(", "cursor("):
        assert f"geotrackPolar.{part}" not in bare
        assert f"geotrackPolar.{part}" in full


def test_ones_own_layers_are_taken() -> None:
    styles = {"lakes": None, "land": {"fill": "#123456"}}
    text = script(
        PolarMap(
            basemap=Basemap(styles=styles, control=True),
            graticule=Graticule(circle_colour=None),
            zoom_control="bottomright",
        )
    )
    assert '"fill":"#123456","stroke":"#8b8f86"' in text
    assert '"layers":[{"fill":"#123456"' in text
    assert ",null," in text
    assert '"circle":false' in text
    assert 'L.control.zoom({ position: "bottomright" })' in text


def test_layers_stay_in_front(polar_map: PolarMap) -> None:
    layer = folium.FeatureGroup("Front").add_to(polar_map)
    polar_map.keep_in_front(layer)
    assert re.search(r"feature_group_\d+\.bringToFront\(\)", script(polar_map))


def test_title_names_page_and_map() -> None:
    html = PolarMap(title='The "High" North').get_root().render()
    assert "<title>The &quot;High&quot; North</title>" in html
    assert 'aria-label="The &#34;High&#34; North"' in html


def test_save_writes_the_page_as_utf8(polar_map: PolarMap, tmp_path: Path) -> None:
    folium.Marker((70.7, 23.7), popup="Hammerfest · Hámmerfeasta").add_to(polar_map)
    path = tmp_path / "map.html"
    polar_map.save(str(path))
    assert path.read_text(encoding="utf-8") == polar_map.get_root().render()


def test_other_maps_of_folium_are_not_changed(polar_map: PolarMap) -> None:
    polar_map.get_root().render()
    plain = folium.Map().get_root().render()
    assert "leaflet.js" in plain
    assert "geotrackPolar" not in plain
