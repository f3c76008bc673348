"""Take the pictures of the documentation: `python -m tools.screenshots [NAME…]`.

Each sample briefing is built, opened from its file in Chromium with the network off, brought to
what the picture shows, and taken into `docs/images/` with a palette, so that it stays small.
`tests/browser/test_screenshots.py` holds the pages to these pictures. Needs the `dev` extra and a
Chromium; `GEOTRACK_CHROMIUM` names one elsewhere.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from PIL import Image

from geotrack import briefing
from geotrack.mapview.sides import Sides
from geotrack.mapview.symbols import mixed
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import open_workspace
from tools.chromium import executable

__all__ = ["IMAGES", "SHOTS", "Shot", "main", "picture", "with_palette"]

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--force-device-scale-factor=1", "--disable-gpu"]
COLOURS = 256
LIMIT_KB = 400
"""More than this slows a README down for whoever reads it on a train."""
# Until nothing of the page has changed for a while, its relief is there, and nothing waits; half
# a minute at most.
SETTLED = """() => new Promise((done) => {
  let timer = 0;
  setTimeout(done, 30_000);
  const isShaded = () => {
    const { rasters, waterlines } = map_1.options.relief || { rasters: new Map(), waterlines: {} };
    return [...rasters.values()].every(Boolean) && waterlines.place === waterlines.done;
  };
  const end = () => (isShaded() ? requestIdleCallback(done, { timeout: 2000 }) : again());
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(end, 600);
  };
  const seen = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(again).observe(document, seen);
  again();
})"""
SHEET_DPI = 110


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture.

    Parameters
    ----------
    name : str
        Of its file in `docs/images/`.
    map : str
        A sample map, or `TRAFFIC`.
    width, height : int
        Of the window, CSS pixels.
    hash : str
        What a link to it carries.
    then : str
        A script that brings the page to what is shown.
    scheme : str
        `light` or `dark`.
    sheet : int, optional
        In place of the window the sheet of paper with this number, from 0.
    """

    name: str
    map: str
    width: int = 1440
    height: int = 900
    hash: str = ""
    then: str = ""
    scheme: Literal["light", "dark"] = "light"
    sheet: int | None = None


TRAFFIC = "traffic"
"""A map that is made for a picture: see `traffic_map`."""

_POSITIONS = 100_000
_TRAFFIC_TOML = """
title = "Traffic through the Bering Strait"
subtitle = "Made-up positions of ships, beside records of the strait"
marking = "UNCLASSIFIED // FOR BRIEFING"
as_of = "2026-11-24"
projection = "EPSG:3571"

[view]
lat = 66
lon = -172
radius_km = 1300

[select]
regions = ["bering-strait"]
certain = true

[[observations]]
dataset = "traffic"
title = "Ships, made up"
source = "benchmarks/make_observations.py, which makes them up"
draw = "density"
"""
# The pointer rests on the strait, where most ships pass.
_OVER_A_HEXAGON = """(() => {
  const [layer] = geotrackObserved.layers;
  const map = layer._map;
  const at = map.latLngToContainerPoint([66.6, -169.6]);
  const box = map.getContainer().getBoundingClientRect();
  const place = { clientX: box.x + at.x, clientY: box.y + at.y, bubbles: true };
  map.getContainer().dispatchEvent(new MouseEvent("mousemove", place));
})()"""
_PICK = "document.querySelector('#record-{} .pick').click()"

SHOTS = (
    Shot("overview", "overview"),
    Shot("bering-strait", "bering-strait"),
    Shot("selected", "bering-strait", then=_PICK.format(12)),
    Shot("turned", "overview", hash="p=EPSG:3995"),
    Shot("scene", "overview", hash="s=3"),
    Shot("dark", "bering-strait", scheme="dark"),
    Shot("phone", "overview", width=390, height=844),
    Shot("print", "bering-strait", sheet=0),
    Shot("density", TRAFFIC, then=_OVER_A_HEXAGON),
)


def traffic_map(folder: Path) -> Path:
    """Build a page that draws made-up traffic as a density surface, and return its file.

    Parameters
    ----------
    folder : Path
        Empty; gets a copy of the sample workspace with a dataset in it.
    """
    from geotrack_observations import build

    for name in ("events", "layers", "maps", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "geotrack.toml", folder)
    rows, maker = folder / "traffic.csv", ROOT / "benchmarks" / "make_observations.py"
    subprocess.run([sys.executable, maker, str(_POSITIONS), rows], check=True)
    build([rows], folder / "traffic")
    (folder / "maps" / f"{TRAFFIC}.toml").write_text(_TRAFFIC_TOML, encoding="utf-8")
    page = folder / f"{TRAFFIC}.html"
    briefing(folder, TRAFFIC).save(str(page))
    return page


def picture(browser: Any, shot: Shot, page_file: Path) -> Image.Image:
    """Return what a picture shows, in full colour.

    Parameters
    ----------
    browser : playwright Browser
        To open the page in.
    shot : Shot
        What to show.
    page_file : Path
        The built page.
    """
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        offline=True,
        color_scheme=shot.scheme,
        reduced_motion="reduce",
        has_touch=shot.width < shot.height,
    )
    page = context.new_page()
    page.goto(page_file.resolve().as_uri() + (f"#{shot.hash}" if shot.hash else ""))
    page.wait_for_selector(".leaflet-map-pane", state="attached")
    page.evaluate(SETTLED)
    if shot.then:
        page.evaluate(shot.then)
        page.evaluate(SETTLED)
    if shot.sheet is None:
        taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    else:
        taken = _sheet(page.pdf(prefer_css_page_size=True), shot.sheet).convert("RGB")
    context.close()
    return taken


def _sheet(document: bytes, number: int) -> Image.Image:
    import pypdfium2

    sheet = pypdfium2.PdfDocument(document)[number]
    image: Image.Image = sheet.render(scale=SHEET_DPI / 72).to_pil()
    return image


def with_palette(flat: Image.Image) -> Image.Image:
    """Return an image of `COLOURS` colours, those of themes and sides exact among them.

    Median cut alone gives the many shades of sea their own colours and the few pixels of a symbol
    none, so that research turns as blue as the navy.
    """
    themes = {theme.colour for theme in built_in_taxonomy().themes.values()}
    kept = sorted(themes | _side_colours() | {"#ffffff"})
    exact = [int(colour[n : n + 2], 16) for colour in kept for n in (1, 3, 5)]
    common = flat.quantize(COLOURS - len(kept), method=Image.Quantize.MEDIANCUT)
    palette = Image.new("P", (1, 1))
    palette.putpalette(exact + (common.getpalette() or [])[: 3 * (COLOURS - len(kept))])
    return flat.quantize(palette=palette, dither=Image.Dither.NONE)


@cache
def _side_colours() -> set[str]:
    """Return the colours of the sides of a sample map, and the tints of their halves."""
    definition = open_workspace(ROOT).maps["overview"].record
    if definition is None:  # the sample is sound
        raise AssertionError
    pairs = Sides(definition.sides).colours.values()
    tints = {mixed(day, "#fffdf8", share) for day, _ in pairs for share in (0.2, 0.45)}
    return tints | {colour for pair in pairs for colour in pair}


def main(names: Iterable[str] = ()) -> int:
    """Take the pictures of these names, or all; return 1 if one is too large."""
    from playwright.sync_api import sync_playwright

    wanted = set(names)
    shots = [shot for shot in SHOTS if not wanted or shot.name in wanted]
    IMAGES.mkdir(parents=True, exist_ok=True)
    large = False
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        pages = {}
        for name in sorted({shot.map for shot in shots}):
            pages[name] = Path(folder) / f"{name}.html"
            if name == TRAFFIC:
                (Path(folder) / "workspace").mkdir()
                pages[name] = traffic_map(Path(folder) / "workspace")
            else:
                briefing(ROOT, name).get_root().save(str(pages[name]))
        for shot in shots:
            image = with_palette(picture(browser, shot, pages[shot.map]))
            path = IMAGES / f"{shot.name}.png"
            image.save(path, format="PNG", optimize=True)
            kilobytes = path.stat().st_size / 1000
            large = large or kilobytes > LIMIT_KB
            print(f"{path.relative_to(ROOT)}: {kilobytes:.0f} kB")
        browser.close()
    return int(large)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
