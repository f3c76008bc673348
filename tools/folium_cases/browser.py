"""Pages of cases, opened offline in Chromium."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tools.folium_cases.case import Case

__all__ = ["opened"]

SECONDS_TO_SETTLE = 0.3


def opened(found: list[Case], pages: dict[str, str]) -> list[Case]:
    """Return the cases, of which those fail whose page has an error in the browser."""
    errors = _errors(pages)
    return [Case(c.name, "fails", errors[c.name]) if c.name in errors else c for c in found]


def _errors(pages: dict[str, str]) -> dict[str, str]:
    """Open pages offline in one browser and return what was wrong, by name."""
    from playwright.sync_api import sync_playwright

    from tools.chromium import executable

    wrong: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(offline=True, viewport={"width": 900, "height": 600})
        for number, (name, text) in enumerate(pages.items()):
            if not text:
                continue
            path = Path(folder) / f"{number}.html"
            path.write_text(text, encoding="utf-8")
            if said := _told_by(context, path):
                wrong[name] = "; ".join(said)
        browser.close()
    return wrong


def _told_by(context: Any, path: Path) -> list[str]:
    """Open one page, and return its console errors and requests."""
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    own = path.as_uri()
    page.on(
        "request",
        lambda request: (
            None
            if request.url.partition("#")[0] == own or request.url.startswith(("data:", "blob:"))
            else said.append(f"request of {request.url[:90]}")
        ),
    )
    page.goto(own)
    page.wait_for_timeout(1000 * SECONDS_TO_SETTLE)
    if not page.locator(".leaflet-container").count():
        said.append("no map is on the page")
    page.close()
    return said
