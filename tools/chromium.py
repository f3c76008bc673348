"""Where Chromium is: `GEOTRACK_CHROMIUM` names it, or else it is looked for."""

from __future__ import annotations

import os
import shutil

__all__ = ["executable"]

# The headless shell is the same browser without windows; it opens a page in two thirds of the time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def executable() -> str:
    """Return the path of the browser that tests and pictures are made with."""
    found = os.environ.get("GEOTRACK_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), "")
    if not found:
        message = "there is no Chromium: make chromium, or name one by GEOTRACK_CHROMIUM"
        raise FileNotFoundError(message)
    return found
