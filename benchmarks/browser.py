"""Debian's Chromium, without a window or a graphics card, as pages are measured in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

__all__ = ["CHROMIUM", "SIZE", "chromium"]

# The browser that readers have, where it is installed.
CHROMIUM = os.environ.get("GEOTRACK_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-headless-shell"))), "chromium"
)
SIZE: ViewportSize = {"width": 1440, "height": 900}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the browser, and close it afterwards."""
    # As root, in a container, Chromium has no sandbox of its own to start.
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--disable-gpu", *sandbox]
        )
        yield browser
        browser.close()
