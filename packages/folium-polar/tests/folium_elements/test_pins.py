from __future__ import annotations

import json
import re
from typing import Any

import folium
import pytest
from folium.plugins import BeautifyIcon
from hypothesis import given
from hypothesis import strategies as st

from folium_polar import PolarMap, glyph_svg
from folium_polar.assets import glyphs
from folium_polar.errors import MapWarning, UsageError
from folium_polar.folium_elements.pins import check_icon, pin_scripts

NAMES = {prefix: sorted(font["glyphs"] | font["aliases"]) for prefix, font in glyphs().items()}
# What folium's own documentation and its users write.
USUAL = {
    "glyphicon": "arrow-up asterisk camera certificate cloud cog exclamation-sign eye-open fire "
    "flag glass globe heart home info-sign leaf map-marker music off ok ok-sign pencil plane plus "
    "pushpin question-sign record remove remove-sign road screenshot search star tags time tint "
    "tower tree-conifer user warning-sign wrench",
    "fa": "anchor arrow-down arrow-left arrow-right arrow-up bicycle bolt building bus camera car "
    "circle circle-info city cloud utensils exclamation exclamation-triangle eye fire fish flag "
    "helicopter home house industry info info-circle leaf location-dot map-marker map-pin person "
    "plane question satellite ship skull snowflake star times train tree truck user water wind",
}


def used(polar_map: PolarMap) -> dict[str, dict[str, Any]]:
    """Give the glyphs of a page."""
    found = re.search(r"geotrackPolar\.glyphs = (\{.*\});</script>", polar_map.get_root().render())
    return json.loads(found[1]) if found else {}


@pytest.mark.parametrize("prefix", USUAL)
def test_the_usual_glyphs_are_packed(prefix: str) -> None:
    assert set(USUAL[prefix].split()) - set(NAMES[prefix]) == set()


@pytest.mark.usefixtures("by_name")
def test_a_page_has_the_glyphs_of_its_pins_alone(polar_map: PolarMap) -> None:
    without = polar_map.get_root().render()
    assert "glyphs" not in without
    icons = [
        folium.Icon(),
        folium.Icon(icon="fa-anchor", prefix="fa"),
        folium.Icon(icon="home", prefix="fa"),
        BeautifyIcon(),
        BeautifyIcon(number=3, icon_shape="marker"),
        folium.Icon(icon=""),
    ]
    for icon in icons:
        folium.Marker((80, 0), icon=icon).add_to(polar_map)
    fa = {"anchor", "home", "leaf"}
    assert {key: set(value) for key, value in used(polar_map).items()} == {
        "fa": fa,
        "glyphicon": {"info-sign"},
    }
    page = polar_map.get_root().render()
    assert page == polar_map.get_root().render()
    assert re.search(r"/\*! Font Awesome Free [\d.]+ by @fontawesome .*CC BY 4.0", page, re.DOTALL)
    assert "Permission is hereby granted" in page
    assert "cdn" not in page


@pytest.mark.usefixtures("by_name")
def test_styles_and_scripts_of_the_user_may_name_glyphs(polar_map: PolarMap) -> None:
    point = {"type": "Point", "coordinates": [0, 80]}
    folium.GeoJson(
        {"type": "Feature", "properties": {"icon": "globe"}, "geometry": point},
        marker=folium.Marker(icon=folium.Icon(icon="ship", prefix="fa")),
        style_function=lambda _: {"markerColor": "red", "icon": "plane"},
    ).add_to(polar_map)
    code = "const icon = L.AwesomeMarkers.icon({\n icon: 'fire', markerColor: 'red'});"
    polar_map.get_root().scripts += [code, "L.AwesomeMarkers.icon({})"]
    found = {key: set(value) for key, value in used(polar_map).items()}
    assert found["fa"] >= {"ship", "plane"}
    assert found["glyphicon"] >= {"fire", "home"}


@given(st.sampled_from([(prefix, name) for prefix in NAMES for name in NAMES[prefix]]))
def test_every_packed_glyph_is_found_by_folium_s_name(each: tuple[str, str]) -> None:
    prefix, name = each
    icon = folium.Icon(icon=name, prefix=prefix)
    check_icon(icon)
    scripts = pin_scripts([f"L.AwesomeMarkers.icon({json.dumps(icon.options)})"])
    data = json.loads(scripts[0].partition("geotrackPolar.glyphs = ")[2].rstrip(";"))
    assert list(data) == [prefix]
    assert list(data[prefix]) == [name]
    width, height, path = data[prefix][name][:3]
    assert width > 0 < height
    assert re.fullmatch(r"[MmLlHhVvCcSsQqTtAaZz\d\s.,-]+", path)
    assert f'd="{path}"' in glyph_svg(name, prefix)


@pytest.mark.parametrize(
    ("icon", "message"),
    [
        (folium.Icon(icon="ship"), "Bootstrap has no glyph 'ship', but Font Awesome has: .*'fa'"),
        (folium.Icon(icon="info-sign", prefix="fa"), "Bootstrap has: give prefix='glyphicon'"),
        (folium.Icon(icon="hous", prefix="fa"), "no glyph 'hous'; near names are .*house"),
        (folium.Icon(icon="qqqqqqqq", prefix="fa"), "no glyph 'qqqqqqqq'; choose another"),
        (folium.Icon(icon="github", prefix="fa"), "'github'; choose another, .* logo of a brand$"),
        (folium.Icon(icon="github", prefix="fab"), "prefix 'fab' are not packed; .* 'glyphicon'"),
        (folium.Icon(icon_color="whit"), "icon_color='whit' is no colour; choose one of beige,"),
        (BeautifyIcon(icon="planee"), "BeautifyIcon .*'planee'; near names are plane"),
        (BeautifyIcon(border_color="blak"), "border_color='blak' is no colour"),
        (BeautifyIcon(inner_icon_style="background: url(https://example.org/x.png)"), "it loads"),
        (BeautifyIcon(html="<b onclick='go()'>x</b>"), "'onclick'"),
    ],
)
def test_what_is_not_packed_is_refused_by_name(
    polar_map: PolarMap, icon: Any, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        polar_map.add_child(folium.Marker((80, 0), icon=icon))


def test_another_shape_is_drawn_as_folium_draws_it(polar_map: PolarMap) -> None:
    icon = BeautifyIcon(icon="plane", icon_shape="triangle")
    with pytest.warns(MapWarning, match="no icon_shape 'triangle' and is drawn as a rectangle"):
        polar_map.add_child(folium.Marker((80, 0), icon=icon))


@pytest.mark.filterwarnings("ignore:color argument of Icon")
def test_colours_of_folium_and_of_css_are_accepted(polar_map: PolarMap) -> None:
    for colour in [*folium.Icon.color_options, "#0b62a4", "#abc", "teal", "rgb(1, 2, 3)"]:
        folium.Marker((80, 0), icon=folium.Icon(color=colour, icon_color=colour)).add_to(polar_map)
    with pytest.raises(UsageError, match="color='bleu' is no colour"):
        folium.Marker((80, 0), icon=folium.Icon(color="bleu")).add_to(polar_map)
