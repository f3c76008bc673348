"""A desk in a process of its own, its workspace and its pages, for tests in a browser."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Route, expect

from geotrack.files.resources import PACKAGE
from tests.browser.reuse import LESS_DRAWN

WAIT_S = 60
# The draft that the browser keeps, encrypted by a key of the desk; with an argument it is set.
_DRAFT = """async (draft) => {
  const headers = { "x-geotrack": localStorage["geotrack-session"] };
  const words = await (await fetch("/api/vocabulary", { headers })).json();
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
  const hex = (all) => Array.from(all, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const uses = ["encrypt", "decrypt"];
  const key = await crypto.subtle.importKey("raw", bytes(words.draft_key), "AES-GCM", false, uses);
  const cipher = (iv) => ({ name: "AES-GCM", iv });
  if (draft) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(cipher(iv), key, new TextEncoder().encode(draft));
    sessionStorage["geotrack-draft"] = hex(iv) + hex(new Uint8Array(sealed));
    return draft;
  }
  const kept = bytes(sessionStorage["geotrack-draft"]);
  const [iv, sealed] = [kept.slice(0, 12), kept.slice(12)];
  return new TextDecoder().decode(await crypto.subtle.decrypt(cipher(iv), key, sealed));
}"""


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
            self._context = self._browser.new_context(
                viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
            )
            self._context.add_init_script(LESS_DRAWN)
            page = self._context.new_page()
            page.goto(self._link.replace("/start", f"/start?lang={lang}"))
        else:  # the browser has the session
            page = self._context.new_page()
            page.goto(f"{self._link.partition('/start')[0]}/?lang={lang}")
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


def kept_draft(page: Page) -> Any:
    """Return the record of the form, as the browser keeps it."""
    return json.loads(page.evaluate(_DRAFT))["feature"]


def open_draft(page: Page, feature: Any) -> None:
    """Load the desk with a record in its form, as after a reload."""
    page.evaluate(_DRAFT, json.dumps({"feature": feature, "base": None}))
    page.reload()


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


def held_requests(page: Page, address: str) -> list[Route]:
    """Hold the requests for an address, until the test lets them go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold)
    return held


def sign(page: Page, name: str = "Kari Moe") -> None:
    """Enter a name in the dialog of saving; it is asked for once a browser."""
    box, other = page.locator("dialog [name=by]"), page.locator("dialog .signature button")
    expect(box.or_(other).locator("visible=true").first).to_be_visible()
    if other.is_visible():
        other.click()
    box.fill(name)


def save(page: Page, why: str | None = None) -> None:
    """Press *Save* and answer its dialog."""
    panel(page).locator("footer .main").click()
    sign(page)
    if why:
        page.get_by_label("Reason for the change").fill(why)
    with page.expect_response("**/api/records"):  # an earlier save may be told still
        page.locator("dialog .main").click()
    expect(page.locator(".status")).to_contain_text("Saved")
