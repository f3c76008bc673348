"""Insets on paper: their scale and place against PROJ, tangents, each symbol once."""

from __future__ import annotations

import io
import math
from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.image import imread
from matplotlib.patches import Rectangle
from pyproj import Geod, Transformer

from geotrack.handout.boxes import RoundBox
from geotrack.handout.chart.basemap import without_discs
from geotrack.handout.chart.chart import Chart, chart_ground, draw
from geotrack.handout.chart.insets import tangents
from geotrack.handout.chart.symbol_placement import Room, spread
from geotrack.handout.output import new_figure, png
from geotrack.mapview.map_view import MapView
from geotrack.model import MapDefinition
from tests.records import feature, point, workspace

INSET = {"name": "Strait", "lat": 65.6, "lon": -169.5, "radius_km": 300}
DEFINITION = {
    "title": "M",
    "marking": None,
    "insets": [INSET],
    "view": {"lat": 74, "lon": -150, "radius_km": 2500},
}


@pytest.fixture(scope="module")
def map_view(tmp_path_factory: pytest.TempPathFactory) -> MapView:
    places = [(-168.0 - n / 5, 65.0 + n / 8) for n in range(8)] + [(-168.9, 68.4), (-140, 72)]
    records = [feature(f"r{n}", point(*place)) for n, place in enumerate(places)]
    own = workspace(tmp_path_factory.mktemp("inset"), *records)
    return MapView(own, MapDefinition.model_validate(DEFINITION))


@pytest.fixture(scope="module")
def chart(map_view: MapView) -> Chart:
    return draw(new_figure(8, 6), map_view, named=[9, 10])


def test_an_inset_has_the_scale_of_the_map_times_its_factor(
    map_view: MapView, chart: Chart
) -> None:
    [one] = chart.insets
    inset = one.inset
    ground = one.ground(new_figure(8, 6), chart_ground(map_view, new_figure(8, 6)))
    to_map = Transformer.from_crs("EPSG:4326", chart.crs, always_xy=True)
    geod = Geod(ellps="WGS84")
    rim = [
        geod.fwd(inset.lon, inset.lat, angle, 1000 * inset.radius_km)[:2]
        for angle in range(0, 360, 5)
    ]
    x, y = np.array(to_map.transform(*np.transpose([(inset.lon, inset.lat), *rim])))
    metres = np.hypot(x[1:] - x[0], y[1:] - y[0])
    radii = metres / chart.plane.metres_per_point
    # The projection stretches a circle a little; the one on the sheet has its area.
    assert one.source.radius == pytest.approx(math.sqrt(np.mean(radii**2)), rel=0.01)
    assert one.target.radius == pytest.approx(5 * one.source.radius)
    assert ground.plane.to_points(inset.lon, inset.lat) == pytest.approx(one.target.middle)
    places = np.array([ground.plane.to_points(*place) for place in rim])
    assert np.hypot(*(places - one.target.middle).T) == pytest.approx(5 * radii, rel=1e-4)


def test_each_symbol_is_drawn_once_in_its_circle_or_off_it(map_view: MapView, chart: Chart) -> None:
    placed = Counter(mark.number for mark in chart.marks)
    assert set(placed.values()) == {1}
    expected = {e.number for e in map_view.record_views if e.drawing} - set(chart.off_screen)
    assert set(placed) == expected
    assert len(chart.annotations) == 2
    [one] = chart.insets
    for mark in chart.marks:
        in_inset = mark.number in one.inset.numbers
        for circle in (one.source, one.target):
            inside = circle.contains(mark.x, mark.y)
            assert inside == (in_inset and circle is one.target), mark.number
    for annotation in chart.annotations:
        box = annotation.box.outline
        assert not box.intersects(one.target.outline)
        assert not box.intersects(one.source.outline)
    a_view = map_view.definition.view
    assert not draw(new_figure(3, 3), map_view, view=a_view, numbers=[]).insets


circles = st.tuples(st.floats(-300, 300), st.floats(-300, 300), st.floats(5, 60))


@given(circles, circles)
def test_a_tangent_touches_both_circles(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> None:
    one, other = RoundBox.around(*first), RoundBox.around(*second)
    if math.dist(first[:2], second[:2]) < one.radius + other.radius + 1:
        return
    for line in tangents(one, other):
        stroke = shapely.LineString(line)
        for circle, end in zip((one, other), line, strict=True):
            assert math.dist(end, circle.middle) == pytest.approx(circle.radius)
            away = shapely.distance(shapely.Point(circle.middle), stroke)
            assert away == pytest.approx(circle.radius, abs=1e-6), "it does not cut the circle"
    (a, b), (c, d) = tangents(one, other)
    assert not shapely.LineString([a, b]).crosses(shapely.LineString([c, d])), "outer ones"


def test_symbols_keep_off_discs_and_inside_a_round_box() -> None:
    round_box = RoundBox.around(100, 100, 90)
    hole = RoundBox.around(110, 100, 20)
    places = np.array([(110.0, 101.0 + n / 10) for n in range(20)] + [(300.0, 100.0)])
    spots = spread(places, 14, Room(round_box, [hole]))
    assert (np.hypot(*(spots - hole.middle).T) >= hole.radius + 7 - 0.01).all()
    assert (np.hypot(*(spots - round_box.middle).T) <= round_box.radius + 0.01).all()


def test_nothing_is_added_on_the_source(map_view: MapView) -> None:
    figure = new_figure(8, 6)
    figure.set_facecolor("white")
    page = chart_ground(map_view, figure)
    discs = [RoundBox.around(200, 200, 30), RoundBox.around(220, 200, 30)]
    without_discs(page, discs).add(Rectangle((0, 0), 600, 500, facecolor="black"))
    pixels = imread(io.BytesIO(png(figure, 72)))
    columns, rows = [200, 210, 240, 300], [200, 215, 200, 300]
    assert pixels[rows, columns, 0].tolist() == [1.0, 1.0, 1.0, 0.0]
