"""The desk with many records: its page has them from the server, and takes changes in."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.desk import WAIT_S, Served, records
from tests.records import feature, point, written

COUNT = 640
TYPES = ("naval/patrol", "air/patrol", "coastguard/patrol")

# What a reader sees of the records: each line and those of the filters, counts, and what stands on
# the map and in the timeline.
SEEN = """async () => {
  const frame = () => new Promise((done) => setTimeout(done, 30));
  const list = document.getElementById("records");
  const top = list.scrollTop;
  const lines = [];
  for (const group of document.querySelectorAll(".records:not(.left-out)")) {
    group.scrollIntoView();
    while (!group.firstElementChild || group.querySelector(".pending")) await frame();
    for (const line of group.querySelectorAll(".record:not(.left-out)"))
      lines.push([line.id, line.className, line.querySelector(".pick").textContent]);
  }
  list.scrollTop = top;
  const texts = (selector) => [...document.querySelectorAll(selector)].map((one) =>
    [one.textContent, one.getAttribute("aria-label"), one.matches(".off, .left-out, .empty")]);
  return { lines, chips: texts(".finder-panel .chip"), discs: texts(".record-cluster").sort(),
    counts: texts(".how-many, .unplaced h2 .count, .finder-count, .timeline-count, .timeline-fold"),
    layers: texts(".leaflet-control-layers-overlays i"), legend: texts(".key-box dl > div"),
    tabs: texts(".beyond-tab") };
}"""


def some_feature(chance: random.Random, name: str) -> dict[str, Any]:
    """Return a record at a place and day by chance; one in ten has no place."""
    where = point(round(chance.gauss(60, 12), 3), round(chance.gauss(74, 2), 3))
    year, day = chance.randrange(2001, 2012), chance.randrange(1, 28)
    return feature(
        name,
        where if chance.random() < 0.9 else None,
        title=f"Patrol {name}",
        type=chance.choice(TYPES),
        start=f"{year}-05-{day:02}",
        place={"name": chance.choice(["Kara Sea", "Barents Sea"]), "precision": "exact"},
    )


def changed(
    chance: random.Random, features: list[dict[str, Any]], n: int, stays: str
) -> list[dict[str, Any]]:
    """Return records of which some are added, some removed, and some changed, as one that stays."""
    others = [one for one in features if one["id"] != stays]
    kept = chance.sample(others, len(others) - chance.randrange(1, 5))
    for place in chance.sample(range(len(kept)), 4):
        kept[place] = some_feature(chance, kept[place]["id"])
    (one,) = (found for found in features if found["id"] == stays)
    one = {**one, "properties": {**one["properties"], "summary": f"Changed {n} times."}}
    return [one, *kept, *(some_feature(chance, f"new{n}-{k}") for k in range(5 + n))]


def stored(folder: Path, features: list[dict[str, Any]]) -> None:
    """Write the records of the workspace at once, as a program beside the desk does."""
    (folder / "new").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    (folder / "new").replace(folder / "events" / "many.geojson")


@pytest.fixture
def many(chromium: Browser, tmp_path: Path) -> Iterator[tuple[Served, list[dict[str, Any]]]]:
    chance = random.Random(7)  # noqa: S311 (a draw for a test, no secret)
    features = [some_feature(chance, f"e{n}") for n in range(COUNT)]
    written(tmp_path / "events" / "many.geojson", *features)
    (tmp_path / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    desk = Served(tmp_path, chromium)
    yield desk, features
    assert desk.end() == 0


def frame_of(page: Page) -> Frame:
    """Return the page of all records when it has a first line."""
    expect(records(page).locator(".record:not(.pending)").first).to_be_attached()
    (frame,) = (found for found in page.frames if "/page?" in found.url)
    return frame


def content_of(frame: Frame) -> Any:
    """Return what a reader sees, with all filters open."""
    if frame.locator(".finder-opener").get_attribute("aria-expanded") != "true":
        frame.locator(".finder-opener").click()
    return frame.evaluate(SEEN)


def content_of_new_page(desk: Served) -> Any:
    page = desk.open()
    found = content_of(frame_of(page))
    page.close()
    return found


@pytest.mark.slow
def test_a_page_that_replaced_its_records_equals_a_new_one(
    many: tuple[Served, list[dict[str, Any]]], chromium: Browser
) -> None:
    desk, features = many
    frame = frame_of(page := desk.open())
    frame.evaluate("window.isSame = true")
    assert len(content_of(frame)["lines"]) == COUNT
    # As a file, which has all of it.
    file = desk.folder / "many.html"
    briefing(open_workspace(desk.folder)).save(str(file))
    as_file = chromium.new_page(viewport={"width": 1280, "height": 800})
    as_file.goto(file.as_uri())
    assert as_file.evaluate(SEEN)["lines"] == content_of(frame)["lines"]
    as_file.close()

    # A record is chosen, and filters are on: they stay.
    frame.locator(".finder-theme .chip").first.click()
    chosen = frame.locator(".record:not(.left-out)").first
    id_ = chosen.locator(".pick-title").inner_text().removeprefix("Patrol ")
    chosen.locator(".pick").click()
    chance = random.Random(11)  # noqa: S311 (a draw for a test, no secret)
    for n in range(1, 4):
        features = changed(chance, features, n, id_)
        stored(desk.folder, features)
        expect(frame.locator(".finder-count")).to_contain_text(
            f"of {len(features)}", timeout=WAIT_S * 1000
        )
        expect(frame.locator(".leaflet-popup .card").last).to_contain_text(f"Changed {n} times.")
    frame.locator(".finder-clear").click()
    page.keyboard.press("Escape")
    anew = content_of_new_page(desk)
    for _ in range(100):  # until the map has come to rest
        if content_of(frame) == anew:
            break
        page.wait_for_timeout(100)
    assert content_of(frame) == anew
    assert frame.evaluate("window.isSame")
