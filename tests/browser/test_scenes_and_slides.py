"""What a scene shows on an open page is what its slide shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from geotrack.handout.slides.scenes import records_in_scene
from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt

ROOT = Path(__file__).parents[2]
LISTED = """() => [...document.querySelectorAll(".index .record")]
    .filter((row) => !row.closest(".left-out"))
    .map((row) => Number(row.dataset.record)).sort((a, b) => a - b)"""


@pytest.mark.parametrize("name", ["overview", "bering-strait"])
def test_a_scene_lets_the_same_records_through(page_at: PageAt, tmp_path: Path, name: str) -> None:
    made = briefing(open_workspace(ROOT), name)
    path = tmp_path / f"{name}.html"
    made.view.numbers_file = None
    made.save(str(path))
    page = page_at(path, 1440, 900)
    for number, scene in enumerate(made.view.definition.scenes, 1):
        page.keyboard.press("ArrowRight")
        total = len(made.view.definition.scenes)
        expect(page.locator(".caption-at")).to_have_text(f"Scene {number} of {total}")
        shown = sorted(entry.number for entry in records_in_scene(made.view, scene))
        page.wait_for_function(f"(shown) => `${{({LISTED})()}}` === `${{shown}}`", arg=shown)
