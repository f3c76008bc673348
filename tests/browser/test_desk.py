"""The desk in a browser: records are made and corrected without a terminal or an editor."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from geotrack.resources import PACKAGE
from geotrack.workspace import open_workspace

WAIT_S = 60
TITLE = "Two ships seen north of the strait"


class Served:
    """A desk in a process of its own, and pages of it."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        self.folder = folder
        self._browser = browser
        self._context: BrowserContext | None = None
        self.process = subprocess.Popen(
            [sys.executable, "-m", "geotrack", "--workspace", str(folder), "serve", "--no-open"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout
        self._link = self.process.stdout.readline().strip()

    def open(self, lang: str = "en") -> Page:
        """Follow the link, or open another page of the same browser session."""
        if self._context is None:
            self._context = self._browser.new_context(viewport={"width": 1280, "height": 800})
            page = self._context.new_page()
            page.goto(self._link)
            page.wait_for_url("**/")
        else:
            page = self._context.new_page()
        address = self._link.partition("/start")[0]
        page.goto(f"{address}/?lang={lang}")
        page.set_default_timeout(WAIT_S * 1000)
        records(page).locator("html.in-desk").wait_for(state="attached")
        return page

    def end(self) -> int:
        """Interrupt the server and return its exit code."""
        if self._context is not None:
            self._context.close()
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout
        output = self.process.stdout.read()
        self.process.stdout.close()
        assert "Traceback" not in output
        return self.process.wait(WAIT_S)


def records(page: Page) -> FrameLocator:
    """Return the page of all records in the desk."""
    return page.frame_locator(".board iframe:not(.waiting)")


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("desk")
    for name in ("layers", "seeds"):
        shutil.copytree(PACKAGE.parent / name, folder / name)
    (folder / "events").mkdir()
    for name in ("bombers.geojson", "coastguard.geojson"):
        shutil.copy(PACKAGE.parent / "events" / name, folder / "events")
    shutil.copy(PACKAGE.parent / "geotrack.toml", folder)
    desk = Served(folder, chromium)
    yield desk
    assert desk.end() == 0


def save(page: Page, why: str | None = None) -> None:
    """Press *Save* and answer its dialog."""
    page.locator(".panel:not([hidden]) footer .main").click()
    page.get_by_label("Your name").fill("Kari Moe")
    if why:
        page.get_by_label("Reason for the change").fill(why)
    page.locator("dialog .main").click()
    expect(page.locator(".status")).to_contain_text("Saved")


def test_a_record_is_made_and_corrected(served: Served) -> None:
    page = served.open()
    page.get_by_role("button", name="New record").click()
    page.get_by_label("Title").fill(TITLE)
    box = page.get_by_role("combobox", name="Type")
    box.fill("kystvakt obs")  # in either language
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Coastguard / Sighting of coastguard ships")
    page.get_by_label("Start").fill("1 October 2024")
    expect(page.locator(".meaning")).to_have_text("1 October 2024")
    place = page.get_by_label("Place", exact=True)
    place.fill("40 nm NW of Point Hope")
    place.press("Enter")
    expect(page.locator(".position")).to_contain_text("68.81")
    expect(page.locator(".field-sources .findings")).to_contain_text("needed")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Citation 1").fill("A press release")
    expect(page.locator(".field-sources .findings li")).to_have_count(0)
    save(page)
    line = records(page).locator(".record", has_text=TITLE)
    expect(line.locator(".pick")).to_have_attribute("aria-current", "true")
    stored = next(e for e in open_workspace(served.folder).events if e.title == TITLE)
    assert stored.type.id == "coastguard/sighting"
    assert stored.place
    assert stored.place.radius_km == 38
    page.get_by_role("button", name="Edit record").click()
    page.get_by_label("Title").fill(f"{TITLE} of the Bering Sea")
    save(page, why="the source says which")
    expect(records(page).locator(".record", has_text="of the Bering Sea")).to_have_count(1)
    last = open_workspace(served.folder).by_id[stored.id].revisions[-1]
    assert (last.what, last.by, last.why) == ("changed title", "Kari Moe", "the source says which")
    page.close()


def test_a_change_of_a_file_appears_by_itself(served: Served) -> None:
    page = served.open()
    path = served.folder / "events" / "bombers.geojson"
    file = json.loads(path.read_text(encoding="utf-8"))
    file["features"][0]["properties"]["title"] = "Changed in an editor"
    path.write_text(json.dumps(file), encoding="utf-8")
    expect(records(page).locator(".record", has_text="Changed in an editor")).to_have_count(1)
    page.close()


def test_the_form_survives_a_reload_and_the_second_is_told(served: Served) -> None:
    mine, theirs = served.open(), served.open()
    for page, title in ((mine, "As I see it"), (theirs, "As they see it")):
        records(page).locator(".record .pick").nth(2).click()
        page.get_by_role("button", name="Edit record").click()
        page.get_by_label("Title").fill(title)
    mine.reload()
    expect(mine.get_by_label("Title")).to_have_value("As I see it")
    save(theirs, why="one account")
    mine.locator(".panel:not([hidden]) footer .main").click()
    mine.locator("dialog .main").click()
    conflict = mine.locator(".conflict")
    expect(conflict).to_contain_text("changed by someone else")
    expect(conflict).to_contain_text("As they see it")
    expect(mine.get_by_label("Title")).to_have_value("As I see it")
    conflict.get_by_role("button", name="Save mine over it").click()
    mine.locator("dialog .main").click()
    expect(mine.locator(".status")).to_contain_text("Saved")
    titles = {event.title for event in open_workspace(served.folder).events}
    assert "As I see it" in titles
    assert "As they see it" not in titles
    for page in (mine, theirs):
        page.close()
