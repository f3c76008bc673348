"""The pages look as the pictures of the documentation show them.

Both are brought to an eighth of their size first, so that another machine's letters, which lie a
pixel aside, count for little, and a symbol, a panel or a colour that is gone counts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tools.screenshots import IMAGES, SHOTS, TRAFFIC, Shot, picture, traffic_map, with_palette

EIGHTH = 8
# Of 255: the mean over the picture, and what a hundredth of its places may exceed.
MEAN = 4.0
HUNDREDTH = 30.0


def small(image: Image.Image) -> np.ndarray:
    size = (image.width // EIGHTH, image.height // EIGHTH)
    return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX), dtype=float)


def apart(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Return how far two pictures are apart: on the mean, and at their worst hundredth."""
    assert one.size == other.size
    difference = np.abs(small(one) - small(other)).max(axis=2)
    return float(difference.mean()), float(np.quantile(difference, 0.99))


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_page_looks_like_its_picture(
    shot: Shot, briefed: Callable[[str], Path], chromium: Browser, tmp_path: Path
) -> None:
    # The overview as it is shipped, a round sheet.
    name = "round" if shot.map == "overview" else shot.map
    page = traffic_map(tmp_path) if shot.map == TRAFFIC else briefed(name)
    now = with_palette(picture(chromium, shot, page))
    mean, worst = apart(now, Image.open(IMAGES / f"{shot.name}.png"))
    assert mean < MEAN, f"{mean:.1f}: look at it with `python -m tools.screenshots {shot.name}`"
    assert worst < HUNDREDTH, f"{worst:.0f}: `python -m tools.screenshots {shot.name}`"


def test_what_is_missing_shows() -> None:
    picture_ = Image.open(IMAGES / "overview.png").convert("RGB")
    for box in [(0, 0, 348, 900), (0, 0, 1440, 22), (780, 60, 960, 280)]:
        without = picture_.copy()
        without.paste((251, 250, 247), box)
        mean, worst = apart(picture_, without)
        assert mean > MEAN or worst > HUNDREDTH, box
    moved = picture_.copy()  # its edge stays, where a new image would be black
    moved.paste(picture_, (1, 1))
    assert apart(picture_, moved)[0] < MEAN, "a pixel aside is nothing"
