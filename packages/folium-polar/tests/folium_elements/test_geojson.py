from __future__ import annotations

import json
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import folium
import geopandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box, mapping

from folium_polar import PolarMap
from folium_polar.errors import MapWarning, UsageError
from folium_polar.folium_elements.geojson import check_places

LONG = box(-100, 60, 100, 80)
SHORT = box(-50, 60, 50, 80)


def feature(geometry: Any, **members: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry, **members}


def collection(*features: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **members}


def draw(layer: folium.map.Layer) -> str:
    polar_map = PolarMap(basemap=False)
    layer.add_to(polar_map)
    return str(polar_map.get_root().render())


def in_file(folder: Path, data: Any) -> str:
    path = folder / "data.geojson"
    path.write_text(json.dumps(data))
    return str(path)


WAYS_IN = {
    "dict": lambda data, _: folium.GeoJson(data),
    "text": lambda data, _: folium.GeoJson(json.dumps(data)),
    "file": lambda data, folder: folium.GeoJson(in_file(folder, data)),
    "styled": lambda data, _: folium.GeoJson(data, style_function=lambda _: {"color": "red"}),
    "grouped": lambda data, _: folium.FeatureGroup().add_child(folium.GeoJson(data)),
    "choropleth": lambda data, _: folium.Choropleth(data, fill_color="blue"),
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_an_edge_longer_than_half_a_turn_is_told_with_its_feature_and_polygon(
    way: str, tmp_path: Path
) -> None:
    shapes = mapping(MultiPolygon([SHORT, LONG]))
    data = collection(feature(mapping(SHORT), id="a"), feature(shapes, id="b"))
    with pytest.warns(MapWarning) as told:
        draw(WAYS_IN[way](data, tmp_path))
    (message,) = [str(one.message) for one in told]
    assert message.startswith(
        "GeoJson feature 'b', polygon 1: the edge from longitude 100 to -100 spans 200°"
    )
    for remedy in ("cut the shape at 180°", "edges='lonlat'", "put a vertex on the edge"):
        assert remedy in message


def test_a_geodataframe_is_told_by_its_index() -> None:
    frame = geopandas.GeoDataFrame(geometry=[SHORT, LONG], index=["a", "b"], crs=4326)
    with pytest.warns(MapWarning, match="feature 'b', polygon 0"):
        draw(folium.GeoJson(frame))


@pytest.mark.parametrize(
    ("geometry", "named"),
    [
        (mapping(LONG), "GeoJson, polygon 0:"),
        (feature(mapping(LONG)), "GeoJson, polygon 0:"),
        (feature(mapping(LONG), id=7), "GeoJson feature 7, polygon 0:"),
        (
            collection(feature(mapping(SHORT)), feature(mapping(LONG))),
            "GeoJson feature 1, polygon 0:",
        ),
        (mapping(box(-170, 60, 170, 85).difference(LONG)), "GeoJson, polygon 0:"),
        (
            {
                "type": "Polygon",
                "coordinates": [
                    [[-179, 50], [0, 50], [179, 50], [0, 85], [-179, 50]],
                    [[-95, 60], [95, 60], [0, 70], [-95, 60]],
                ],
            },
            "GeoJson, polygon 0, hole 0:",
        ),
        ({"type": "LineString", "coordinates": [[170, 70], [-170, 70]]}, "GeoJson:"),
        (
            {"type": "MultiLineString", "coordinates": [[[0, 70], [9, 70]], [[95, 70], [-95, 70]]]},
            "GeoJson, line 1:",
        ),
        (
            {"type": "GeometryCollection", "geometries": [mapping(SHORT), mapping(LONG)]},
            "GeoJson, polygon 0:",
        ),
    ],
)
def test_parts_are_named(geometry: Any, named: str) -> None:
    with pytest.warns(MapWarning, match="the edge from longitude") as told:
        draw(folium.GeoJson(geometry))
    assert [str(one.message).startswith(f"{named} the edge") for one in told] == [True]


def test_many_are_told_at_once() -> None:
    data = collection(*(feature(mapping(LONG)) for _ in range(9)))
    with pytest.warns(MapWarning) as told:
        draw(folium.GeoJson(data))
    (message,) = [str(one.message) for one in told]
    assert message.startswith("GeoJson feature 0, polygon 0: ")
    assert "So is feature 1, polygon 0; feature 2, polygon 0;" in message
    assert "feature 5, polygon 0; 3 more." in message


@pytest.mark.parametrize(
    "geometry",
    [
        mapping(SHORT),
        mapping(box(-180, 60, 180, 90)),  # whole parallels
        mapping(box(-179.99999999999994, 60, 180, 80)),  # as Natural Earth spells them
        mapping(box(0, 60, 180, 90)),
        {"type": "LineString", "coordinates": [[170, 70], [190, 70]]},
        {
            "type": "Polygon",
            "coordinates": [
                [[-170, 60], [0, 60], [170, 60], [170, -90], [-170, -90], [-170, 60]],
            ],
        },
        {"type": "MultiPoint", "coordinates": [[170, 70], [-170, 70]]},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "Point", "coordinates": [0, 80, 12.5]},
        {"type": "Point", "coordinates": []},
    ],
)
def test_all_else_is_drawn_without_a_word(geometry: Any) -> None:
    draw(folium.GeoJson(feature(geometry)))
    draw(folium.GeoJson(collection(feature(geometry), feature(None))))


def test_who_asks_for_the_short_way_gets_it_without_a_word() -> None:
    assert '"edges": "lonlat"' in draw(folium.GeoJson(mapping(LONG), edges="lonlat"))


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-89, 89)), min_size=2, max_size=6))
def test_a_line_is_told_just_where_one_of_its_edges_is_longer(
    line: list[tuple[float, float]],
) -> None:
    spans = [abs(b[0] - a[0]) for a, b in pairwise(line)]
    layer = folium.GeoJson({"type": "LineString", "coordinates": [list(place) for place in line]})
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        check_places(layer.data, is_written=True)
    assert bool(told) == any(180 < span < 360 - 2e-6 for span in spans)


OTHER_CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32624"}}
PROJECTED = {"type": "Point", "coordinates": [500_000.0, 7_900_000.0]}


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (collection(feature(PROJECTED), crs=OTHER_CRS), "GeoJson has"),
        (feature(PROJECTED, crs=OTHER_CRS), "GeoJson has"),
        (collection(feature(PROJECTED, id="ship", crs=OTHER_CRS)), "GeoJson feature 'ship' has"),
        (collection(feature({**PROJECTED, "crs": OTHER_CRS})), "GeoJson feature 0 has"),
        ({**PROJECTED, "crs": OTHER_CRS}, "GeoJson has"),
    ],
)
def test_another_crs_is_refused_when_it_is_added(data: Any, named: str) -> None:
    with pytest.raises(UsageError, match=rf"^{named} .*EPSG::32624.*gdf\.to_crs\(4326\)"):
        folium.GeoJson(data).add_to(PolarMap(basemap=False))
    with pytest.raises(UsageError, match="EPSG::32624"):
        folium.Choropleth(data).add_to(PolarMap(basemap=False))


def test_a_crs_without_a_name_is_refused() -> None:
    link = {"type": "link", "properties": {"href": "https://example.org/crs"}}
    with pytest.raises(UsageError, match="another system"):
        draw(folium.GeoJson(collection(feature(PROJECTED), crs=link)))


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"]
)
def test_longitude_and_latitude_by_their_names_are_drawn(name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    draw(folium.GeoJson(collection(feature(mapping(SHORT)), crs=crs)))
    draw(folium.GeoJson(collection(feature(mapping(SHORT)), crs=None)))


def test_geopandas_writes_what_is_refused_and_its_frames_are_reprojected() -> None:
    frame = geopandas.GeoDataFrame(geometry=[Point(0, 80)], crs=4326).to_crs(3413)
    with pytest.raises(UsageError, match="3413"):
        draw(folium.GeoJson(frame.to_json()))
    data = folium.GeoJson(frame).data
    assert data["features"][0]["geometry"]["coordinates"] == pytest.approx([0, 80])


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (PROJECTED, r"feature 0: latitude 7900000 is beyond .*gdf\.to_crs\(4326\)"),
        (mapping(box(0, 0, 9, 91)), "feature 0, polygon 0: latitude 91 is beyond the pole"),
        ({"type": "Point", "coordinates": [71.2, -179.5]}, "write longitude before latitude"),
        ({"type": "Point", "coordinates": [0.0, float("nan")]}, "not a position"),
        ({"type": "Point", "coordinates": [0]}, "not a position"),
        ({"type": "LineString", "coordinates": [[0, 70], [9, None]]}, "not a position"),
    ],
)
def test_what_is_no_longitude_and_latitude_is_refused(geometry: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        draw(folium.GeoJson(collection(feature(geometry))))
