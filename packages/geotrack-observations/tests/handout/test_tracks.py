"""Tracks handed out: lines where PROJ says that the shortest ways lead, broken over gaps."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pptx import Presentation
from pyproj import Geod

from dataset_maps import put_dataset
from drawn_charts import chart_and_pixels, on_sheet
from geotrack.dates import Period
from geotrack.handout.options import Options
from geotrack.handout.sheet import picture
from geotrack.handout.slides import write
from geotrack.mapview.map_view import MapView
from tests.handout.conftest import made, page_of
from tests.handout.sheet.test_picture import silent, texts
from tests.records import feature, point

pytestmark = pytest.mark.slow

GEOD = Geod(ellps="WGS84")
MAP = """
title = "M"
marking = "UNCLASSIFIED"
projection = "{crs}"
[view]
lat = 82
lon = -170
radius_km = 1500
[[observations]]
dataset = "observations/ais"
title = "Ships & boats"
source = "Made up"
draw = {draw}
columns = ["ship"]
id = "ship"
"""
# Over 180° by a leg and a gap, over the pole, and one alone.
ROWS = [
    ("seam", "2024-05-01T22:00:00Z", 172.0, 80.0),
    ("seam", "2024-05-02T02:00:00Z", -175.0, 81.0),
    ("seam", "2024-05-04T02:00:00Z", -150.0, 80.0),
    ("pole", "2024-05-08T00:00:00Z", 60.0, 88.0),
    ("pole", "2024-05-08T05:00:00Z", -130.0, 88.0),
    ("sole", "2024-05-09T00:00:00Z", 150.0, 80.0),
]
Make = Callable[..., MapView]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Make a page that draws tracks, and no names and degrees over them."""
    monkeypatch.setattr("geotrack.handout.chart.map_labels.Names.seas_and_lands", lambda _: None)
    monkeypatch.setattr("geotrack.handout.chart.chart.draw_degrees", lambda *_: None)

    def page(draw: str = '"tracks"', more: str = "", crs: str = "EPSG:3995") -> MapView:
        near = {"precision": "near", "radius_km": 300}
        text = MAP.format(draw=draw, crs=crs) + more
        folder = made(tmp_path / "w", text, [feature("e", point(-100, 60), place=near)])
        put_dataset(folder, ("ship", "time", "lon", "lat"), ROWS)
        return page_of(folder)

    return page


def way(one: int, other: int, many: int = 30) -> list[tuple[float, float]]:
    ends = ROWS[one][2:], ROWS[other][2:]
    between = [(float(lon), float(lat)) for lon, lat in GEOD.npts(*ends[0], *ends[1], many)]
    return [ends[0], *between, ends[1]]


def ink_of(page: MapView, **given: Any) -> Callable[[list[tuple[float, float]]], np.ndarray]:
    """Return whether tracks have changed a pixel at places, or next to them, as a function."""
    chart, with_them = chart_and_pixels(page, **given)
    all_of_them = page.observed
    page.observed = None
    _, without = chart_and_pixels(page, **given)
    page.observed = all_of_them
    off = np.abs(with_them - without).max(axis=2)

    def inked(places: list[tuple[float, float]]) -> np.ndarray:
        at = on_sheet(chart, *np.array(places).T)
        return np.array([off[y - 1 : y + 2, x - 1 : x + 2].max() > 40 for x, y in at])

    return inked


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:3571"])
def test_lines_are_where_proj_says(make: Make, crs: str) -> None:
    inked = ink_of(make(crs=crs))
    for one, other in ((0, 1), (3, 4)):
        assert inked(way(one, other)).all()
    assert 0.3 < inked(way(1, 2, 200)).mean() < 0.98
    assert inked([ROWS[5][2:]]).all()
    assert not inked([(150.0, 83.0), (0.0, 87.0), (120.0, 82.0)]).any()


def test_a_period_cuts_legs_and_leaves_gaps_whole(make: Make) -> None:
    inked = ink_of(make(), period=Period.parse("2024-05-02", "2024-05-03"))
    seen = inked(way(0, 1, 19))
    assert seen[12:].all()
    assert not seen[:9].any()
    assert inked(way(1, 2, 200)).mean() > 0.3
    assert not inked([*way(3, 4), ROWS[5][2:]]).any()


@pytest.mark.parametrize("other", ["density", "points"])
def test_tracks_are_drawn_with_other_ways(make: Make, other: str) -> None:
    page = make(f'["{other}", "tracks"]')
    assert len(page.observed) == 2
    assert ink_of(page)(way(3, 4)).all()


@pytest.mark.parametrize(
    ("more", "gap"),
    [
        ("", "over 12 h: nothing is known"),
        ('longest_gap = "3d"\n', "over 12 h, up to 72 h: nothing is known"),
    ],
)
def test_the_key_says_what_is_dashed(make: Make, more: str, gap: str) -> None:
    page = make(more=f'gap = "12h"\n{more}')
    said = texts(picture.svg(page, Options(), silent))
    assert "Ships & boats" in said
    assert gap in said
    slides = Presentation(io.BytesIO(write(page, Options(), silent)))
    shapes = [shape for slide in slides.slides for shape in slide.shapes if shape.has_text_frame]
    words = [shape.text_frame.text for shape in shapes]
    assert gap in words
    assert "Ships & boats" in words
