"""A desk in a process of its own, its workspace and its pages, for tests in a browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from geotrack.resources import PACKAGE

WAIT_S = 60


def sample_workspace(folder: Path, *files: str) -> Path:
    """Copy layers, reports and some files of records of the sample into a folder; return it."""
    sample = PACKAGE.parent
    for name in ("layers", "seeds"):
        shutil.copytree(sample / name, folder / name)
    (folder / "events").mkdir()
    for name in files:
        shutil.copy(sample / "events" / name, folder / "events")
    shutil.copy(sample / "geotrack.toml", folder)
    return folder


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
        """Interrupt the server, whose pages may be open, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout
        output = self.process.stdout.read()
        self.process.stdout.close()
        if self._context is not None:
            self._context.close()
        assert "Traceback" not in output
        return self.process.wait(WAIT_S)


def records(page: Page) -> FrameLocator:
    """Return the page of all records in the desk."""
    return page.frame_locator(".board iframe:not(.waiting)")


def panel(page: Page) -> Locator:
    """Return the panel that is open."""
    return page.locator(".panel:not([hidden])")


def tab(page: Page, name: str) -> None:
    """Open a panel by its tab, or close it."""
    page.locator(".tab", has_text=name).click()


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file on the desk."""
    file = page.evaluate_handle(
        """([name, text]) => {
          const held = new DataTransfer();
          held.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
          return held;
        }""",
        [name, b64encode(content).decode()],
    )
    page.dispatch_event("body", "dragenter", {"dataTransfer": file})
    page.dispatch_event(".drop", "drop", {"dataTransfer": file})


def save(page: Page, why: str | None = None) -> None:
    """Press *Save* and answer its dialog."""
    panel(page).locator("footer .main").click()
    page.get_by_label("Your name").fill("Kari Moe")
    if why:
        page.get_by_label("Reason for the change").fill(why)
    with page.expect_response("**/api/records"):  # an earlier save may be told still
        page.locator("dialog .main").click()
    expect(page.locator(".status")).to_contain_text("Saved")
