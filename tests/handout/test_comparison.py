"""Accounts beside each other on a sheet and on a slide."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pptx import Presentation

from geotrack.handout.boxes import SHEETS, Box
from geotrack.handout.comparison import contested, described, draw_comparison
from geotrack.handout.options import Options
from geotrack.handout.output import new_figure, page_axes
from geotrack.handout.slides.presentation import presentation
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from tests.records import feature, region, sector, workspace


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> MapView:
    areas = [region("west", sector(-175, -165, 66, 72)), region("east", sector(-165, -155, 66, 72))]
    sources = [
        {"cite": "A", "claimant": "One", "start": "2024-07-24", "place": "W", "regions": ["west"]},
        {"cite": "B", "claimant": "Two", "start": "2024-07-25", "place": "both"},
        {"cite": "C", "claimant": "Three", "place": "E", "regions": ["west", "east"]},
        {"cite": "D", "claimant": "Four", "says": "It was.", "assets": ["2 Tu-95"]},
    ]
    alone = [{"cite": "A", "claimant": "One", "start": "2024-07-24"}]
    records = [
        feature("sortie", title="A sortie", start="[2024-07-24,2024-07-25]", sources=sources),
        feature("other", sources=alone),
    ]
    root = tmp_path_factory.mktemp("compared")
    return open_map(workspace(root, *records, regions=areas))


def texts(view: MapView, size: str) -> list[tuple[str, float]]:
    sheet = SHEETS[size]
    figure = new_figure(*sheet.inches)
    page_axes(figure)
    box = Box(20, 20, sheet.width - 40, sheet.height - 40)
    [record] = contested(view)
    assert draw_comparison(figure, view, record, box, sheet.scale) < sheet.height
    return [(t.get_text(), t.get_fontsize()) for axes in figure.axes for t in axes.texts]


def test_a_sheet_says_what_the_accounts_say(view: MapView) -> None:
    found = texts(view, "a4")
    assert min(size for _, size in found) >= 7
    words = [text for text, _ in found]
    for text in (
        "One", "24 July 2024", "24 or 25 July 2024, not both",
        "unless zones differ; none is stated", "1 of 2", "2 of 2", "not stated", "only one says it",
    ):  # fmt: skip
        assert text in words
    assert "named in words only" in " ".join(words)


def test_a_slide_has_them_as_a_picture_with_its_words(view: MapView, tmp_path: Path) -> None:
    slides = Presentation(io.BytesIO(presentation(view, Options(), lambda _: None))).slides
    found = [shape for slide in slides for shape in slide.shapes if shape.name == "Who says what"]
    [picture] = found
    [record] = contested(view)
    assert picture._element.nvPicPr.cNvPr.get("descr") == described(record)
    assert "24 or 25 July 2024, not both" in described(record)
