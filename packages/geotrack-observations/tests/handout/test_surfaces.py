"""Observations handed out: coloured as Python counts them, where PROJ says; told in words."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pptx import Presentation

from dataset_maps import put_dataset
from drawn_charts import DPI, chart_and_pixels, on_sheet
from folium_polar.geometry.plane import unproject
from geotrack.dates import Period
from geotrack.handout.chart.chart import draw
from geotrack.handout.markdown import markdown
from geotrack.handout.options import Options
from geotrack.handout.output import new_figure
from geotrack.handout.sheet import picture
from geotrack.handout.slides import write
from geotrack.handout.slides.pictures import picture as slides_picture
from geotrack.mapview.map_view import MapView
from geotrack.model.query import Query
from geotrack_observations import DatasetQuery, count_hexagons, open_dataset
from geotrack_observations.extension import ObservationLayers
from tests.handout.conftest import made, page_of
from tests.handout.sheet.test_picture import pages, silent, texts
from tests.records import feature, point

pytestmark = pytest.mark.slow

MAP = """
title = "M"
marking = "UNCLASSIFIED"
projection = "{crs}"
[view]
lat = 72
lon = -170
radius_km = 1500
[[observations]]
dataset = "observations/ais"
title = "Ships & boats"
source = "Made up <here>"
draw = {draw}
"""
Make = Callable[..., MapView]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no names and degrees, which lie over observations."""
    monkeypatch.setattr("geotrack.handout.chart.map_labels.Names.seas_and_lands", lambda _: None)
    monkeypatch.setattr("geotrack.handout.chart.chart.draw_degrees", lambda *_: None)


def rows() -> list[tuple[Any, ...]]:
    chance = np.random.default_rng(4)
    found: list[tuple[Any, ...]] = [("", -170.0, 72.0, "tug")]
    for n in range(25):
        lon, lat = chance.uniform(-185, -155), chance.uniform(65, 79)
        for _ in range(int(chance.geometric(0.03))):
            month = chance.integers(3, 7)
            kind = ("tug", "cargo")[n % 2]
            time = f"2024-{month:02}-{chance.integers(1, 31):02}T12:00:00Z"
            found.append((time, round((lon + 180) % 360 - 180, 5), round(lat, 5), kind))
    return found


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with a dataset of the rows, only to be copied."""
    folder = tmp_path_factory.mktemp("dataset")
    put_dataset(folder, ("time", "lon", "lat", "kind"), rows())
    return folder


@pytest.fixture
def make(dataset: Path, tmp_path: Path) -> Make:
    """Make a page that draws a dataset of rows."""

    def page(draw: str = '"density"', more: str = "", crs: str = "EPSG:3571") -> MapView:
        near = {"precision": "near", "radius_km": 300}
        folder = made(
            tmp_path / "w",
            MAP.format(draw=draw, crs=crs) + more,
            [feature("e", point(-100, 60), place=near)],
        )
        shutil.copytree(dataset, folder, dirs_exist_ok=True)
        return page_of(folder)

    return page


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)], dtype=float)


def counted(page: MapView, km2: float, **asked: Any) -> Any:
    dataset = open_dataset(page.workspace.root / "observations" / "ais")
    dataset_query = DatasetQuery(dataset, Query.parse(**asked), page.workspace)
    return count_hexagons(dataset_query, [km2]).levels[0].whole()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("crs", ["EPSG:3571", "EPSG:3995"])
@pytest.mark.parametrize("period", [None, ("2024-04-20", "2024-05-03")])
def test_each_hexagon_has_the_colour_of_its_class(
    make: Make, crs: str, period: tuple[str, str] | None
) -> None:
    page = make(crs=crs)
    chart, pixels = chart_and_pixels(page, period=Period.parse(*period) if period else None)
    [surface] = chart.observed.surfaces
    assert surface.months == (2 if period else 4)
    assert surface.cut == bool(period)
    asked = {"start": "2024-04", "end": "2024-05"} if period else {}
    level = counted(page, surface.km2, **asked)
    across = level.lattice.across_m / chart.plane.metres_per_point / 0.75
    assert 8 <= across < 17
    at = on_sheet(chart, *unproject(*level.lattice.centres(level.q, level.r)))
    seen = set()
    for (x, y), many in zip(at, level.certain, strict=True):
        wanted = sum(many / surface.months >= one for one in surface.classes)
        # What shines through is water, land or a coast.
        off = pixels[y, x] - 0.82 * rgb(surface.colours[wanted])
        assert np.all((off > 0.18 * 120) & (off < 0.18 * 256)), (many, pixels[y, x])
        seen.add(wanted)
    assert len(seen) > 3


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    "period",
    [("2024-04", "2024-05"), ("2023-02-10", "2023-11-10"), ("2024-02-10", "2025-02-10")],
)
def test_a_period_of_whole_months_cuts_no_surface(make: Make, period: tuple[str, str]) -> None:
    [surface] = draw(new_figure(7, 6), make(), period=Period.parse(*period)).observed.surfaces
    assert not surface.cut


@pytest.mark.usefixtures("bare")
def test_points_are_where_proj_says_in_the_colours_of_their_classes(make: Make) -> None:
    page = make('"points"', 'colour = "kind"\npositions = "1 m"\n')
    chart, pixels = chart_and_pixels(page)
    assert chart.observed.surfaces == ()
    [layer] = page.observed
    alone = {row[1:] for row in rows()}
    _, none = chart_and_pixels(page, period=Period.parse("2030", "2030"))
    at = on_sheet(chart, [lon for lon, _, _ in alone], [lat for _, lat, _ in alone])
    for (x, y), (_, _, kind) in zip(at, alone, strict=True):
        colour = rgb(layer.colours[layer.classes.values.index(kind)])
        apart = [
            np.abs(one[y - 1 : y + 2, x - 1 : x + 2] - colour).max(axis=2).min()
            for one in (pixels, none)
        ]
        assert apart[0] < 0.75 * apart[1]
    _, spring = chart_and_pixels(page, period=Period.parse("2024-03", "2024-03"))
    assert (spring != none).any()
    assert (spring != pixels).any()


def test_few_points_are_larger_than_each_of_many(make: Make) -> None:
    page = make('"points"')
    colour = rgb(page.observed[0].colours[0])
    _, none = chart_and_pixels(page, period=Period.parse("2030", "2030"))
    chart, few = chart_and_pixels(page, period=Period.parse("2024-03", "2024-03"))
    inked = (np.abs(few - colour).max(axis=2) < 12) & (few != none).any(axis=2)
    [at] = [row for row in rows() if row[0].startswith("2024-03")][:1]
    [(x, y)] = on_sheet(chart, [at[1]], [at[2]])
    # Seven pixels of a page, of which each is a pixel and a half here.
    assert inked[y - 2 : y + 3, x - 2 : x + 3].all()


def test_without_records_the_map_takes_the_sheet_and_says_of_what_it_is(make: Make) -> None:
    page = make()
    page.record_views = []
    said = texts(picture.svg(page, Options(), silent))
    assert "positions from" in "".join(said)
    assert "Made up <here>" in "".join(said)
    wide = 0.9 * 297 / 25.4 * DPI
    pixels = np.asarray(Image.open(io.BytesIO(picture.png(page, Options(dpi=DPI), silent))))
    row = pixels[pixels.shape[0] // 2, :, :3]
    assert (row != 255).any(axis=1).sum() > 0.9 * wide


def test_where_both_ways_are_a_picture_has_the_surface(make: Make) -> None:
    page = make('["density", "points"]')
    assert len(page.observed) == 2
    chart, pixels = chart_and_pixels(page)
    assert [one.layer.kind for one in chart.observed.surfaces] == ["density"]
    without, _ = page.observed
    page.observed = ObservationLayers([without], page.workspace)
    assert (chart_and_pixels(page)[1] == pixels).all()


def test_what_is_not_on_the_map_at_first_is_not_drawn(make: Make) -> None:
    page = make(more="shown = false\n")
    chart, _ = chart_and_pixels(page)
    assert chart.observed.surfaces == ()
    assert "Ships & boats" not in " ".join(texts(picture.svg(page, Options(), silent)))


def test_sheets_tell_what_colours_mean_and_who_says_so(make: Make) -> None:
    page = make()
    svg = picture.svg(page, Options(), silent)
    said = texts(svg)
    [surface] = draw(new_figure(7, 6), page).observed.surfaces
    assert "Source: Made up <here>" in said
    assert "observed, only possibly in the selection" not in said
    assert any(one.startswith("Ships & boats, a month in") for one in said)
    assert {f"{one:g}" for one in surface.classes} <= {one.replace("\u202f", "") for one in said}
    assert picture.svg(page, Options(), silent) == svg
    whole = " ".join(pages(picture.pdf(page, Options(), silent)))
    assert f"{len(rows())} positions from".replace(",", "\u202f") in whole
    assert "the stronger its colour" in whole


@pytest.mark.parametrize("draw", ['"density"', '"points"'])
def test_what_is_only_possible_has_a_sign_and_where_they_are_a_name(make: Make, draw: str) -> None:
    only = "observed, only possibly in the selection"
    page = make(draw, 'within = "3000km"\nof = "e"\n')
    assert page.observed[0].possible_count
    said = texts(picture.svg(page, Options(), silent))
    slides = Presentation(io.BytesIO(write(page, Options(), silent)))
    shapes = [shape for slide in slides.slides for shape in slide.shapes if shape.has_text_frame]
    words = [shape.text_frame.text for shape in shapes]
    for told in (said, words):
        assert only in told
        plain = [one.replace("\xa0", " ") for one in told]
        assert any(one.startswith("Ships & boats, within 3000 km of ‘A patrol’") for one in plain)


def test_the_head_counts_positions_as_the_page_does(make: Make) -> None:
    page = make('["density", "points"]')
    many = f"{len(rows())} observed positions"
    assert any(f"1 record · {many}" in one for one in texts(picture.svg(page, Options(), silent)))
    assert f"1 record · {many} · digest" in markdown(page)


def test_text_and_slides_tell_of_them_too(make: Make) -> None:
    page = make('["density", "points"]')
    told = markdown(page)
    assert "## Observations" in told
    assert r"Made up \<here\>" in told or "Made up &lt;here" in told
    slides = Presentation(io.BytesIO(write(page, Options(), silent)))
    shapes = [shape for slide in slides.slides for shape in slide.shapes if shape.has_text_frame]
    words = [shape.text_frame.text for shape in shapes]
    assert any(text.startswith("Ships & boats, a month in") and "<" in text for text in words)
    assert sum(text.startswith("≥ ") for text in words) >= 3
    # Once, in however many ways they are drawn.
    assert sum(text.count("Source: Made up <here>") for text in words) == 1


def test_slides_show_the_observations_that_a_scene_names(make: Make) -> None:
    scenes = """
[[scenes]]
title = "Without"
observations = []
[[scenes]]
title = "Points alone"
observations = ["Ships & boats/points"]
"""
    page = make('["density", "points"]', scenes)
    slides = Presentation(io.BytesIO(write(page, Options(), silent)))
    told = {}
    for slide in slides.slides:
        names = [shape.name for shape in slide.shapes]
        words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        for title in ("Without", "Points alone"):
            if title in words:
                told[title] = [name for name in names if name.startswith("Ships & boats")]
    assert told == {"Without": [], "Points alone": ["Ships & boats"] * 2}


def test_a_scene_without_a_period_shows_observations_without_a_time_too(make: Make) -> None:
    page = make('"points"', '[[scenes]]\ntitle = "All of it"\n')
    [scene] = page.definition.scenes
    shown, whole = (slides_picture(page, one, page.record_views, 500, 400) for one in (scene, None))
    assert shown.png == whole.png
