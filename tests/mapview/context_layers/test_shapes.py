"""Shapes of context layers lie where pyproj and shapely put them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from folium_polar.geometry.plane import plane_radius
from geotrack.importing.table import Table
from geotrack.mapview.context_layers import layer as layer_module
from geotrack.mapview.context_layers.layer import ContextLayer, context_layers, style_of
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.mapview.context_layers.read import table_features
from geotrack.mapview.context_layers.shapes import Feature, cut_features, simplified_shapes, step_of
from geotrack.mapview.open import definition_of
from geotrack.model.maps.layer_file import LayerFile
from geotrack.workspace import Workspace, open_workspace
from tests.mapview.conftest import HEAD, area, entry, line
from tests.records import cap, collection, polygon, sector

SETTINGS = LayerFile(file="a.geojson", name="A", source="S", licence="L")
TO_PLANE = Transformer.from_crs(3413, 6931, always_xy=True)


def layers_of(workspace: Workspace) -> list[ContextLayer]:
    return context_layers(workspace, definition_of(workspace, "m"))


def shape_of(layer: ContextLayer, *kinds: str) -> Any:
    return shapely.union_all([shape for kind, shape in layer.plane if kind in kinds])


def drawn(shape: Any, accuracy_m: int = 25) -> ContextLayer:
    """Return a shape of the plane as it is drawn."""
    shapes = simplified_shapes(cut_features([Feature(shape, "")]), accuracy_m)
    style = style_of(SETTINGS, 0)
    return ContextLayer(SETTINGS, style, tuple(shapes), step_of(accuracy_m), accuracy_m)


def put_map(folder: Path, more: str = "", file: str = "a.gpkg") -> Workspace:
    for name in ("events", "layers", "maps"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "maps" / "m.toml").write_text(HEAD + entry(file, more), "utf-8")
    return open_workspace(folder)


@given(
    middle=st.tuples(st.floats(-2e6, 2e6), st.floats(-2e6, 2e6)),
    radii=st.lists(st.floats(2e4, 9e5), min_size=3, max_size=24),
)
@example(middle=(0.0, 0.0), radii=[1e6] * 8)  # round the pole
@example(middle=(-1.2e6, 1.2e6), radii=[4e5, 2e4, 4e5, 2e4])  # over 180 degrees
def test_a_projected_polygon_lies_where_pyproj_puts_it(
    middle: tuple[float, float], radii: list[float]
) -> None:
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(radii)[:, None] + middle
    polygon_3413 = shapely.Polygon(ring)
    table = Table(Path("a.gpkg"), {}, [polygon_3413], ["feature 1"], crs="EPSG:3413")
    [feature] = table_features(table, SETTINGS).features
    layer = drawn(feature.shape)
    # Straight edges of EPSG:3413 are curves in the plane.
    dense = shapely.segmentize(polygon_3413, 2_000)
    there = shapely.transform(dense, lambda xy: np.column_stack(TO_PLANE.transform(*xy.T)))
    here = shape_of(layer, "area")
    # Reprojection bends edges to 55 m in the middle; simplification adds what the page states.
    least = 60 + layer.accuracy_m
    assert shapely.hausdorff_distance(there.boundary, here.boundary) < least
    assert shapely.symmetric_difference(there, here).area < least * there.length


@given(st.integers(25, 5_000), st.integers(0, 2**32))
def test_an_edge_is_drawn_no_further_off_than_is_stated(accuracy_m: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    away = np.cumsum(random.normal(0, 2_000, (400, 2)), axis=0)
    coast = shapely.LineString(away + random.uniform(-3.5e6, 3.5e6, 2))
    here = shape_of(drawn(coast, accuracy_m), "line")
    wgs84, lonlat = Geod(ellps="WGS84"), Transformer.from_crs(6931, 4326, always_xy=True)
    off = 0.0
    for xy in shapely.get_coordinates(coast):
        near = here.interpolate(here.project(shapely.Point(xy)))
        ends = [lonlat.transform(*xy), lonlat.transform(near.x, near.y)]
        off = max(off, wgs84.inv(*ends[0], *ends[1])[2])
    assert off <= accuracy_m


@pytest.mark.parametrize(
    ("geometry", "held", "not_held"),
    [
        (cap(80), [(0, 90), (180, 85), (-91, 81)], [(0, 79), (180, 79)]),
        (sector(175, 185, 66, 70), [(180, 68), (-176, 69)], [(174, 68), (0, 68)]),
        (polygon([-10, 70], [10, 70], [0, 60]), [(0, 68)], [(0, 72)]),
    ],
    ids=["round the pole", "over 180 degrees", "plain"],
)
def test_rings_hold_what_they_go_round(
    mapped: Callable[..., Workspace],
    geometry: dict[str, Any],
    held: list[tuple[float, float]],
    not_held: list[tuple[float, float]],
) -> None:
    [layer] = layers_of(mapped({"a.geojson": collection(area(geometry))}, entry("a.geojson")))
    shape = shape_of(layer, "area")
    to_plane = Transformer.from_crs(4326, 6931, always_xy=True)
    for places, expected in ((held, True), (not_held, False)):
        for place in places:
            assert shape.contains(shapely.Point(to_plane.transform(*place))) is expected, place


def test_a_shape_ends_at_the_limit_of_the_map_and_its_edge_does_not_run_along_it() -> None:
    limit = float(plane_radius(35))
    layer = drawn(shapely.box(-1e6, -1.2 * limit, 1e6, -0.5 * limit))
    assert [kind for kind, _ in layer.plane] == ["fill", "line"]
    fill, edge = shape_of(layer, "fill"), shape_of(layer, "line")
    assert np.hypot(*shapely.get_coordinates(fill).T).max() < limit + 50
    away = limit - np.hypot(*shapely.get_coordinates(edge).T)
    assert away.min() > -50
    assert (away < 200).sum() == 2  # the two ends only
    assert edge.length == pytest.approx(2e6 + 2 * (np.sqrt(limit**2 - 1e12) - limit / 2), rel=1e-3)


def test_features_beyond_the_limit_are_not_drawn(mapped: Callable[..., Workspace]) -> None:
    south = [line([10, -40], [20, -50]), area(sector(0, 10, 10, 20)), line([5, 70], [6, 71])]
    [layer] = layers_of(mapped({"a.geojson": collection(*south)}, entry("a.geojson")))
    assert [(one.kind, len(one.parts)) for one in layer.shapes] == [("line", 1)]
    workspace = mapped({"a.geojson": collection(*south[:2])}, entry("a.geojson"))
    with pytest.raises(
        LayerFileError, match=r"'Cables': file: a\.geojson has no feature north of 35"
    ):
        layers_of(workspace)


def test_layers_larger_than_a_page_allows_are_simplified_until_they_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_module, "MOST_BYTES", 9_000)
    turns = np.linspace(0, 2 * np.pi, 9_000)
    radii = 1.5e6 + np.random.default_rng(1).normal(0, 300, len(turns)).cumsum()
    ring = np.column_stack([radii * np.cos(turns), radii * np.sin(turns)])
    gpd.GeoDataFrame(geometry=[shapely.Polygon(ring)], crs=6931).to_file(tmp_path / "a.gpkg")
    [layer] = layers_of(put_map(tmp_path))
    assert 3_000 < len(layer.packed) <= 9_000
    assert 25 < layer.accuracy_m < 2_000
    [shapes] = layer.shapes
    edge = layer.geometry(shapes).boundary
    shapely.prepare(edge)
    assert shapely.dwithin(shapely.points(ring[::7]), edge, layer.accuracy_m + 60).all()
    # Pictures have all vertices, to what reprojecting rounds.
    whole = shape_of(layer, "area").boundary
    assert layer.whole_m == 0
    assert shapely.get_num_coordinates(whole) >= len(ring)
    assert shapely.dwithin(shapely.points(ring[::7]), whole, 0.01).all()


def test_more_shapes_than_a_page_allows_are_refused_with_a_remedy(
    mapped: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [line([n, 70], [n, 71], name=f"Line {n}") for n in range(9)]
    workspace = mapped({"a.geojson": collection(*many)}, entry("a.geojson", 'label = "name"\n'))
    remedy = "9 shapes; choose a smaller file, leave 'label' out, or cut out what the map shows"
    for limit in ("_MOST_PARTS", "MOST_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(layer_module, limit, 7)
            with pytest.raises(LayerFileError, match=remedy):
                layers_of(workspace)


def test_small_parts_are_left_out_but_the_largest_of_a_feature() -> None:
    islands = [shapely.Point(x * 1e5, 0).buffer(r) for x, r in ((1, 60), (2, 90), (3, 9_000))]

    def many(accuracy_m: int, *shapes: Any) -> int:
        features = [Feature(shape, "") for shape in shapes]
        [found] = simplified_shapes(cut_features(features), accuracy_m)
        return len(found.parts)

    assert many(25, shapely.MultiPolygon(islands)) == 3
    assert many(400, shapely.MultiPolygon(islands)) == 1
    assert many(400, *islands) == 3
