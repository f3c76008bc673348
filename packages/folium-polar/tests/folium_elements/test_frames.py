"""Edges of projected frames, held to shapely in the plane of the map."""

from __future__ import annotations

import re
from typing import Any

import folium
import geopandas
import numpy as np
import pytest
import shapely
from folium.plugins import Timeline, TimeSliderChoropleth
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from folium_polar import PolarMap
from folium_polar.crs import projected_crs
from folium_polar.errors import UsageError
from folium_polar.folium_elements.frames import FrameData, draw_frame

ROUND_THE_POLE = shapely.Point(0, 0).buffer(900_000, quad_segs=2)
OVER_180 = shapely.Point(-1_500_000, 1_500_000).buffer(800_000, quad_segs=2)
BOX = shapely.box(-1e6, -3e6, 2e6, -1e6)
UTM = 32633
SHAPES = {"pole": ROUND_THE_POLE, "180": OVER_180, "box": BOX, "none": None}


def frame(crs: int | str = 3413) -> geopandas.GeoDataFrame:
    data = {"name": list(SHAPES), "start": "2024-01-01", "end": "2024-02-01"}
    return geopandas.GeoDataFrame(data, geometry=list(SHAPES.values()), crs=crs)


def off_m(shape: Any, drawn: Any, frame_crs: Any, code: str) -> float:
    """Return how far the outline on the map is from the frame's own, metres of the map."""
    there = Transformer.from_crs(frame_crs, projected_crs(code), always_xy=True)
    out = Transformer.from_crs(4326, projected_crs(code), always_xy=True)
    fine = shapely.segmentize(shape, shape.length / 2000)
    true = shapely.transform(fine.boundary, lambda p: np.column_stack(there.transform(*p.T)))
    on_map = shapely.transform(drawn.boundary, lambda p: np.column_stack(out.transform(*p.T)))
    both = ((true, on_map), (on_map, true))
    return max(
        float(
            shapely.distance(shapely.points(_along(line, np.linspace(0, 1, 1000)).T), other).max()
        )
        for line, other in both
    )


@pytest.mark.parametrize("code", ["EPSG:3413", "EPSG:3995@90", "EPSG:3571"])
def test_each_edge_of_a_frame_is_straight_in_its_own_plane(code: str) -> None:
    layer = folium.GeoJson(frame())
    assert isinstance(layer.data, FrameData)
    drawn = draw_frame(layer.data, code)
    for shape, feature in zip(SHAPES.values(), drawn["features"], strict=True):
        if shape is None:
            assert feature["geometry"] is None
            continue
        outline = shapely.geometry.shape(feature["geometry"])
        assert off_m(shape, outline, 3413, code) < 25
        is_same = code != "EPSG:3571"  # both stereographic: a straight edge needs no vertex
        added = shapely.get_num_coordinates(outline) - shapely.get_num_coordinates(shape)
        assert (added == 0) == is_same
    assert frame().geometry.to_wkt().equals(layer.data.frame.geometry.to_wkt())


@given(
    st.sampled_from([3413, 3571, UTM, 3408]),
    st.sampled_from(["EPSG:3995", "EPSG:3573"]),
    st.lists(st.integers(-2000, 2000), min_size=8, max_size=8, unique=True),
)
def test_lines_of_any_projected_frame_are_as_they_are(
    crs: int, code: str, numbers: list[int]
) -> None:
    corners = np.array(numbers, dtype=float).reshape(4, 2) * 400
    if crs == UTM:
        corners = corners / 2 + (500_000, 8_000_000)
    line = shapely.LineString(corners)
    data = folium.GeoJson(geopandas.GeoSeries([line], crs=crs)).data
    (feature,) = draw_frame(data, code)["features"]
    drawn = shapely.geometry.shape(feature["geometry"])
    there = Transformer.from_crs(crs, projected_crs(code), always_xy=True)
    out = Transformer.from_crs(4326, projected_crs(code), always_xy=True)
    share = np.linspace(0, 1, 101)
    true = shapely.points(np.column_stack(there.transform(*_along(line, share))))
    on_map = shapely.transform(drawn, lambda p: np.column_stack(out.transform(*p.T)))
    assert shapely.distance(true, on_map).max() < 25


def _along(line: shapely.LineString, share: Any) -> Any:
    return shapely.get_coordinates(shapely.line_interpolate_point(line, share, normalized=True)).T


LAYERS = {
    "GeoJson": folium.GeoJson,
    "Choropleth": lambda data: folium.Choropleth(data, fill_color="blue"),
    "Timeline": Timeline,
    "TimeSliderChoropleth": lambda data: TimeSliderChoropleth(data, {"0": {"1": {}}}),
}


@pytest.mark.parametrize("kind", LAYERS)
def test_all_layers_of_a_frame_follow_one_rule(kind: str) -> None:
    polar_map = PolarMap(crs=3571, basemap=False)
    layer = LAYERS[kind](frame().dropna())
    layer.add_to(polar_map)
    assert re.search(r'"edges": ?"plane"', polar_map.get_root().render())


@pytest.mark.parametrize("of", [frame().dropna(), frame().dropna().geometry])
def test_explore_draws_a_frame_as_geojson_does(of: Any) -> None:
    drawn = []
    for add in (lambda m: of.explore(m=m), lambda m: folium.GeoJson(of).add_to(m)):
        polar_map = PolarMap(crs=3571, basemap=False)
        add(polar_map)
        page = polar_map.get_root().render()
        assert '"edges": "plane"' in page
        drawn.append(sorted(re.findall(r'"coordinates": ?(\[\[\[.*?\]\]\])', page)))
    assert drawn[0] == drawn[1]


def test_other_maps_and_frames_in_degrees_stay_as_folium_has_them() -> None:
    PolarMap()  # wraps explore
    plain = folium.Map()
    in_degrees = frame().dropna().to_crs(4326)
    folium.GeoJson(frame().dropna()).add_to(plain)
    frame().dropna().explore(m=plain)
    assert "plane" not in plain.get_root().render()
    assert type(folium.GeoJson(in_degrees).data) is dict


def test_a_choropleth_takes_edges() -> None:
    area = shapely.geometry.mapping(shapely.box(170, 70, 180, 75))
    polar_map = PolarMap(basemap=False)
    folium.Choropleth(area, edges="lonlat").add_to(polar_map)
    assert '"edges": "lonlat"' in polar_map.get_root().render()
    with pytest.raises(UsageError, match="GeoJson has edges='short': give one of"):
        folium.Choropleth(area, edges="short").add_to(polar_map)
