"""One look for page and picture: each colour stands where both read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geotrack.handout.sheet.theme import colour, marking_colour
from geotrack.resources import PACKAGE

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
