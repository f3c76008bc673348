"""Legends of colour scales have the colours of the scale, and need no network."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import branca.colormap
import folium
import geopandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from folium_polar import PolarMap
from folium_polar.errors import UsageError
from folium_polar.folium_elements.colour_scales import legend_svg

COLOURS = ["#ff0000", "#ffff00", "#0000ff", "#00ff00"]
AREA = {"type": "Feature", "id": "a", "properties": {}, "geometry": box(0, 70, 20, 80)}


def _rgb(text: str) -> list[int]:
    return [int(text[n : n + 2], 16) for n in (1, 3, 5)]


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=4, unique=True), st.floats(0, 1))
def test_a_linear_scale_has_its_colour_at_each_place(index: list[float], share: float) -> None:
    index.sort()
    scale = branca.colormap.LinearColormap(COLOURS, index=index, vmin=index[0], vmax=index[-1])
    found = re.findall(r'offset="([^"]+)" stop-color="(#\w{6})', legend_svg(scale))
    stops = [(float(offset), _rgb(colour)) for offset, colour in found]
    assert (stops[0][0], stops[-1][0]) == (0, 1)
    for (left, one), (right, other) in pairwise(stops):
        if left <= share <= right and right - left > 0.01:
            part = (share - left) / (right - left)
            value = scale.vmin + share * (scale.vmax - scale.vmin)
            expected = _rgb(scale.rgb_hex_str(value))
            drawn = [a + part * (b - a) for a, b in zip(one, other, strict=True)]
            assert drawn == pytest.approx(expected, abs=6)


def test_steps_are_as_wide_as_their_values_and_labels_stand_at_them() -> None:
    scale = branca.colormap.StepColormap(COLOURS[:3], index=[0, 10, 20, 100], vmin=0, vmax=100)
    svg = legend_svg(scale)
    bars = re.findall(r'<rect x="([\d.]+)"[^>]* width="([\d.]+)"[^>]*fill="(#\w{6})', svg)
    widths = [float(width) for _, width, _ in bars]
    assert [colour for *_, colour in bars] == COLOURS[:3]
    assert widths == pytest.approx([27.6, 27.6, 220.8])
    assert re.findall(r">([\d.]+)</text>", svg) == ["0", "10", "20", "100"]


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=12, unique=True))
def test_no_label_of_a_scale_covers_another(index: list[float]) -> None:
    scale = branca.colormap.StepColormap(["red", "blue"], vmin=min(index), vmax=max(index))
    scale.tick_labels = index
    spans = []
    for x, edge, text in re.findall(
        r'<text x="([\d.]+)" [^>]*anchor="(\w+)">([^<]+)', legend_svg(scale)
    ):
        width = 6 * len(text)
        spans.append((float(x) - {"start": 0, "middle": width / 2, "end": width}[edge], width))
    assert all(left + width <= right for (left, width), (right, _) in pairwise(sorted(spans)))
    assert text == f"{max(index):.6g}"


@pytest.mark.parametrize("text", ["<b>ice</b>", '"><script>x()</script>', "Å & Ø"])
def test_texts_are_escaped(text: str) -> None:
    scale = branca.colormap.LinearColormap(["red", "blue"], caption=text, text_color=text)
    svg = legend_svg(scale)
    assert "<b>" not in svg
    assert "<script>" not in svg


def test_a_choropleth_and_explore_have_their_legends_offline() -> None:
    polar_map = PolarMap(basemap=False)
    feature: dict[str, Any] = {**AREA, "geometry": AREA["geometry"].__geo_interface__}
    areas = {"type": "FeatureCollection", "features": [feature]}
    folium.Choropleth(areas, data={"a": 3.0}, key_on="feature.id", legend_name="Ice").add_to(
        polar_map
    )
    frame = geopandas.GeoDataFrame(
        {"v": [1.0, 2.0]}, geometry=[box(0, 70, 5, 75), box(5, 70, 9, 75)], crs=4326
    )
    frame.explore("v", m=polar_map, tiles=None)
    page = polar_map.get_root().render()
    assert page.count("'polar-legend'") == 2
    assert "d3.min.js" not in page
    assert "cdnjs" not in page
    assert polar_map.get_root().render() == page


def test_a_scale_off_a_map_is_refused() -> None:
    polar_map = PolarMap(basemap=False)
    group = folium.FeatureGroup().add_to(polar_map)
    branca.colormap.LinearColormap(["red", "blue"]).add_to(group)
    with pytest.raises(UsageError, match="LinearColormap must be added to a map"):
        polar_map.get_root().render()
