"""One look for page and picture: each colour stands where both read it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from geotrack.files.resources import PACKAGE
from geotrack.handout.chart.symbols import symbol
from geotrack.handout.fonts_and_colours import colour, marking_colour
from geotrack.handout.output import new_figure, page_axes, png
from geotrack.mapview.symbols import STYLES
from geotrack.taxonomy import OUTLINES, Theme

WEB = Path(__file__).parents[2] / "web" / "src"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("region", "page/map/region-shapes.js"),
        ("hatching", "page/map/region-shapes.js"),
    ],
)
def test_what_the_script_draws_has_the_colour_of_the_style_sheet(name: str, place: str) -> None:
    assert f'"{colour(name)}"' in (WEB / place).read_text("utf-8")


@pytest.mark.parametrize("name", ["route", "boundary"])
def test_lines_of_the_page_have_it_too(name: str) -> None:
    text = (PACKAGE / "page" / "layers.py").read_text("utf-8")
    assert f'"{colour(name)}"' in text


def test_a_colour_is_that_of_the_day() -> None:
    css = (WEB / "page" / "page.css").read_text("utf-8")
    for name, said in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css.partition("}")[0]):
        assert colour(name) == said
    assert colour("ring") == "#ffffff"


def test_each_marking_has_its_own_ground() -> None:
    grounds = [marking_colour(level) for level in (0, 1, 2, 3)]
    assert len(set(grounds)) == 4
    assert marking_colour(None) == marking_colour(9) not in grounds


@pytest.mark.parametrize("style", ["assumed", "unstated"])
def test_symbols_have_the_fill_and_the_line_of_the_style_sheet(style: str) -> None:
    css = (WEB / "page" / "page.css").read_text("utf-8")
    (rule,) = re.findall(rf"\.symbol\.{style} :is\(use, path\) {{ (.*) }}", css)
    values = dict(re.findall(r"([\w-]+): (.*?);", rule))
    share = re.search(r"var\(--theme\) (\d+)%", values["fill"])
    dashes = values.get("stroke-dasharray")
    look = STYLES[style]
    assert look.fill == (int(share[1]) / 100 if share else 0.0)
    assert look.line == float(values["stroke-width"])
    assert look.dashes == (tuple(map(float, dashes.split())) if dashes else None)
    assert "var(--hollow)" in values["fill"]


def _middle(shape: str, style: str) -> np.ndarray[Any, Any]:
    """Return the middle of a symbol with an edge of ten pixels, in the lightest theme."""
    figure = new_figure(10 / 72, 10 / 72)
    symbol(page_axes(figure), (5.0, 5.0), 10.0, Theme("any", {}, "#a16207", shape), style=style)
    with Image.open(io.BytesIO(png(figure, 72))) as image:
        return np.asarray(image.convert("RGB"), dtype=int)[3:7, 3:7]


@pytest.mark.parametrize("shape", OUTLINES)
def test_styles_differ_at_ten_pixels(shape: str) -> None:
    full, hollow, pale = (_middle(shape, s) for s in ("reported", "assumed", "unstated"))
    for one, other in ((full, pale), (pale, hollow), (full, hollow)):
        assert np.median(np.abs(one - other).max(axis=2)) > 60
