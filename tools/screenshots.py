"""Take the pictures of the documentation: `python -m tools.screenshots [WORKSPACE]`.

Each sample briefing is built, opened from its file in Chromium with the network off, and taken at
1440 by 900 pixels into `docs/images/`, with a palette so that it stays small. Needs playwright
(of the `dev` extra), Pillow and a Chromium; `GEOTRACK_CHROMIUM` names one elsewhere.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from geotrack import briefing
from geotrack.taxonomy import taxonomy

__all__ = ["main", "picture"]

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
MAPS = ("overview", "bering-strait")
WIDTH, HEIGHT = 1440, 900
COLOURS = 256
LIMIT_KB = 400
"""More than this slows a README down for whoever reads it on a train."""
SETTLE_MS = 1500


def picture(page_file: Path) -> bytes:
    """Return a built page as PNG, opened offline at `WIDTH` by `HEIGHT` CSS pixels.

    Parameters
    ----------
    page_file : Path
        An HTML file.

    Returns
    -------
    bytes
        PNG with a palette of `COLOURS` colours.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("GEOTRACK_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--force-device-scale-factor=1"],
        )
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, offline=True, color_scheme="light"
        )
        page = context.new_page()
        page.goto(page_file.resolve().as_uri())
        page.wait_for_selector(".leaflet-map-pane", state="attached")
        # The basemap is drawn after the first frame.
        page.wait_for_timeout(SETTLE_MS)
        taken = page.screenshot(animations="disabled")
        browser.close()
    flat = _pillow().open(io.BytesIO(taken)).convert("RGB")
    out = io.BytesIO()
    _with_palette(flat).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _pillow() -> Any:
    # No dependency of the project, not even of `dev`: only who takes the pictures needs it.
    return import_module("PIL.Image")


def _with_palette(flat: Any) -> Any:
    """Return an image of `COLOURS` colours, those of the themes exact among them.

    Median cut alone gives the many shades of sea their own colours and the few pixels of a symbol
    none, so that research turns as blue as the navy.
    """
    pillow = _pillow()
    kept = sorted({theme.colour for theme in taxonomy().themes.values()} | {"#ffffff"})
    exact = [int(colour[n : n + 2], 16) for colour in kept for n in (1, 3, 5)]
    common = flat.quantize(COLOURS - len(kept), method=pillow.Quantize.MEDIANCUT)
    palette = pillow.new("P", (1, 1))
    palette.putpalette(exact + (common.getpalette() or [])[: 3 * (COLOURS - len(kept))])
    return flat.quantize(palette=palette, dither=pillow.Dither.NONE)


def main(workspace: Path) -> int:
    """Take all pictures; return 1 if one is too large."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    large = False
    for name in MAPS:
        with tempfile.TemporaryDirectory() as folder:
            built = Path(folder) / f"{name}.html"
            briefing(workspace, name).save(built)
            data = picture(built)
        path = IMAGES / f"{name}.png"
        path.write_bytes(data)
        kilobytes = len(data) / 1000
        large = large or kilobytes > LIMIT_KB
        print(f"{path.relative_to(ROOT)}: {kilobytes:.0f} kB")
    return int(large)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
