"""The map alone: symbols where PROJ puts their places, none on another, the same bytes twice."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from folium_polar import POLAR_CRS
from geotrack.handout.boxes import Box
from geotrack.handout.chart.areas import Areas
from geotrack.handout.chart.chart import Chart, draw
from geotrack.handout.chart.projection import Plane, fitted, radius_m
from geotrack.handout.chart.symbol_placement import Room, spread
from geotrack.handout.output import new_figure, png
from geotrack.mapview.record.geometry import draw as draw_record
from geotrack.mapview.record.shapes import PlaneArea
from geotrack.model.maps.view import View
from tests.records import feature, polygon, workspace

BOX = Box(20, 30, 480, 420)
BOX_EDGES = (BOX.left, BOX.top, BOX.right, BOX.bottom)


@pytest.fixture(scope="module")
def figure_and_chart(strait: Any) -> tuple[Any, Chart]:
    figure = new_figure(7, 6)
    return figure, draw(figure, strait)


@pytest.mark.parametrize("crs", POLAR_CRS)
def test_every_projection_is_projs(crs: str) -> None:
    to_map = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    pole = np.array(to_map.transform(0, 90))
    plane = Plane(crs, (0.0, 0.0), 1.0)
    for lon, lat in [(0, 89.9), (30, 60), (-169, 65.75), (180, 71), (-150, 35), (179.9, 50)]:
        x, y = np.array(to_map.transform(lon, lat)) - pole
        px, py = plane.to_points(lon, lat)
        assert (px, -py) == pytest.approx((x, y), abs=0.01), (lon, lat)
        back = plane.degrees(px, py)
        assert back[1] == pytest.approx(lat, abs=1e-9)
        assert math.cos(math.radians(back[0] - lon)) == pytest.approx(1, abs=1e-12)
    assert radius_m(crs, 90.0) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("crs", POLAR_CRS)
def test_a_view_fits_its_box_and_touches_it(crs: str) -> None:
    view = View(lat=70, lon=-170, radius_km=1500)
    plane = fitted(crs, view, BOX)
    geod = Geod(ellps="WGS84")
    rim = [geod.fwd(view.lon, view.lat, angle, 1_500_000)[:2] for angle in range(0, 360, 2)]
    places = [plane.to_points(lon, lat) for lon, lat in rim]
    assert all(BOX.contains(x, y, -0.5) for x, y in places)
    assert not all(BOX.contains(x, y, 1.0) for x, y in places)


@pytest.mark.slow
def test_symbols_stand_for_the_places_that_proj_gives(
    strait: Any, figure_and_chart: tuple[Any, Chart]
) -> None:
    _, chart = figure_and_chart
    to_map = Transformer.from_crs("EPSG:4326", chart.crs, always_xy=True)
    told = {e.number: e for e in strait.record_views}
    assert len(chart.marks) > 10
    for mark in chart.marks:
        lon, lat = told[mark.number].drawing.lonlat
        x, y = to_map.transform(lon, lat)
        pole, scale = chart.plane.pole, chart.plane.metres_per_point
        assert mark.at == pytest.approx((pole[0] + x / scale, pole[1] - y / scale), abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("crs", POLAR_CRS)
def test_in_every_projection_symbols_stand_where_proj_has_them(strait: Any, crs: str) -> None:
    chart = draw(new_figure(4, 4), strait, crs=crs)
    to_map = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    pole = np.array(to_map.transform(0, 90))
    told = {e.number: e for e in strait.record_views}
    assert chart.marks
    for mark in chart.marks:
        lon, lat = told[mark.number].drawing.lonlat
        x, y = (np.array(to_map.transform(lon, lat)) - pole) / chart.plane.metres_per_point
        assert mark.at == pytest.approx(
            (chart.plane.pole[0] + x, chart.plane.pole[1] - y), abs=0.01
        )


def test_a_small_area_is_drawn_with_all_its_corners(tmp_path: Path) -> None:
    # 100 m square; a page, which has no such zoom, leaves three of its corners.
    corners = [(15, 76), (15.0037, 76), (15.0037, 76.0009), (15, 76.0009)]
    own = workspace(tmp_path, feature("a", polygon(*map(list, corners))))
    plane = fitted("EPSG:3995", View(lat=76, lon=15, radius_km=1), BOX)
    ground: Any = SimpleNamespace(plane=plane, pixel=1.0, window=lambda: BOX_EDGES)
    drawing = draw_record(own.events[0], own.regions)
    [shape] = drawing.shapes if drawing else ()
    assert isinstance(shape, PlaneArea)
    drawn = Areas(ground).clipped(shape.plane)
    expected = shapely.Polygon([plane.to_points(*corner) for corner in corners])
    assert expected.length > 50, "points"
    assert drawn.hausdorff_distance(expected) < 0.3


def test_a_map_of_nothing_is_a_map(strait: Any) -> None:
    chart = draw(new_figure(4, 4), strait, numbers=[])
    assert chart.marks == chart.off_screen == ()


def test_what_does_not_stand_out_is_fainter(strait: Any) -> None:
    figure = new_figure(5, 4)
    chart = draw(figure, strait, lit=[1])
    ways = {
        text.get_gid(): text.get_zorder()
        for text in figure.axes[0].texts
        if (text.get_gid() or "").startswith("record-")
    }
    assert set(ways) == {f"record-{m.number}" for m in chart.marks}
    others = [z for gid, z in ways.items() if gid != "record-1"]
    assert ways["record-1"] > max(others)


def test_the_scale_is_true_at_the_middle(figure_and_chart: tuple[Any, Chart]) -> None:
    _, chart = figure_and_chart
    box = chart.box
    x, y = box.left + box.width / 2, box.top + box.height / 2
    lon, lat = chart.plane.degrees(x, y)
    lon2, lat2 = chart.plane.degrees(x + 10, y)
    metres = Geod(ellps="WGS84").inv(lon, lat, lon2, lat2)[2]
    assert chart.metres_per_point == pytest.approx(metres / 10, rel=0.01)


def test_no_symbol_hides_another_or_leaves_the_map(figure_and_chart: tuple[Any, Chart]) -> None:
    _, chart = figure_and_chart
    for one, other in itertools.combinations(chart.marks, 2):
        if one.stack and one.stack == other.stack:
            assert (one.x, one.y) == (other.x, other.y)
            continue
        assert math.hypot(one.x - other.x, one.y - other.y) > 0.9 * one.size
    assert all(chart.box.contains(m.x, m.y, m.size / 2) for m in chart.marks)


def test_only_requested_records_are_rendered(
    strait: Any, figure_and_chart: tuple[Any, Chart]
) -> None:
    _, whole = figure_and_chart
    some = [mark.number for mark in whole.marks][:3]
    chart = draw(new_figure(5, 4), strait, numbers=some)
    assert [mark.number for mark in chart.marks] == some


def test_what_lies_outside_the_frame_is_told(strait: Any) -> None:
    view = View(lat=54, lon=170, radius_km=200)
    chart = draw(new_figure(5, 4), strait, view=view)
    placed = {e.number for e in strait.record_views if e.placed}
    assert {m.number for m in chart.marks} | set(chart.off_screen) == placed
    assert chart.off_screen


def test_the_same_map_has_the_same_bytes(strait: Any) -> None:
    pictures = []
    for _ in range(2):
        figure = new_figure(4, 3)
        draw(figure, strait)
        pictures.append(png(figure, 60))
    assert pictures[0] == pictures[1]


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 400)), min_size=2, max_size=60),
    st.booleans(),
)
@example([(1.9, 0.0)] * 15, True)
@example([(500.0, 0.0)] * 58, True)
def test_symbols_are_parted_wherever_they_belong(
    places: list[tuple[float, float]], together: bool
) -> None:
    where = np.array(places)
    if together:
        where[:] = where[0]
    spots = spread(where, 14, Room(BOX))
    apart = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    assert (apart + 99 * np.eye(len(spots)) > 13.99).all()
    assert all(BOX.contains(x, y, -1e-6) for x, y in spots)


@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 400), st.sampled_from([0.0, 0.0, 0.0, 35.0])),
        min_size=2,
        max_size=20,
    )
)
@settings(max_examples=10)
def test_stacks_and_symbols_are_parted_as_their_outlines_are(
    places: list[tuple[float, float, float]],
) -> None:
    where = np.array([place[:2] for place in places])
    ends = np.array([place[2] for place in places])
    spots = spread(where, 14, Room(BOX), ends)
    lines = [
        shapely.LineString([(x - end, y), (x + end, y)]) if end else shapely.Point(x, y)
        for (x, y), end in zip(spots, ends, strict=True)
    ]
    for one, other in itertools.combinations(lines, 2):
        assert one.distance(other) > 13.9
    assert all(BOX.contains(x - end, y, -1e-6) for (x, y), end in zip(spots, ends, strict=True))
    assert all(BOX.contains(x + end, y, -1e-6) for (x, y), end in zip(spots, ends, strict=True))


def test_a_stack_bears_the_numbers_of_the_records_that_are_there(strait: Any) -> None:
    [stack] = strait.stacks
    figure = new_figure(5, 4)
    chart = draw(figure, strait, numbers=stack[:2])
    assert {mark.stack for mark in chart.marks} == {tuple(stack[:2])}
    texts = {text.get_gid(): text.get_text() for text in figure.axes[0].texts if text.get_gid()}
    assert texts == {f"record-{number}": str(number) for number in stack[:2]}
    alone = draw(new_figure(5, 4), strait, numbers=stack[:1])
    assert [mark.stack for mark in alone.marks] == [()]
