"""A density surface of made-up positions on a page: bytes, and how soon it can be used.

    python benchmarks/density.py [COUNT…]

*Counted* is the time to count all positions in seven sizes of hexagons. *Bytes* are those by which
a page with the surface is larger than the same map without it, of the surface alone and with the
script that draws it. *Usable* is the time from the start of navigation until the page has loaded, a
frame with the surface has been drawn, and its key stands there: as a ratio to the map without it,
until a frame with its coast has been drawn. *Frame* is the 95th in a hundred of the times between
two animation frames while the map is dragged. Medians of three, in turn, in one run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
from arctic_events import ROOT
from make_observations import traffic
from playwright.sync_api import Browser
from pyarrow import csv

from browser import SIZE, chromium
from geotrack.model.query import Query
from geotrack.page import Briefing, briefing
from geotrack.workspace import open_workspace
from geotrack_observations import DatasetQuery, build, count_hexagons, open_dataset
from geotrack_observations.grid.hexagons import AREAS_KM2
from geotrack_observations.page.layers import observed_css, observed_js

COUNTS = (1_000_000, 10_000_000)
RUNS = 3
MAP = 'title = "M"\nmarking = "UNCLASSIFIED"\n[select]\nfrom = "1900"\nto = "1901"\n'
SURFACE = (
    '[[observations]]\ndataset = "traffic"\ntitle = "Ships"\nsource = "Made up"\ndraw = "density"\n'
)
WATCH = """
window.usable = new Promise((done) => addEventListener("load", () => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  (async () => {
    while (!document.querySelector("THERE")) await frame();
    await frame();
    done(performance.now());
  })();
}));"""
FRAMES = """() => {
  window.frames95 = [];
  let last = performance.now();
  const step = (now) => {
    window.frames95.push(now - last);
    last = now;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}"""


def written(folder: Path, count: int) -> None:
    """Write a workspace with traffic and two maps, with it and without."""
    pieces = map(pa.table, traffic(count))
    first = next(pieces).select(["time", "lon", "lat"])
    with csv.CSVWriter(folder / "traffic.csv", first.schema) as out:
        out.write_table(first)
        for piece in pieces:
            out.write_table(piece.select(first.column_names))
    build([folder / "traffic.csv"], folder / "traffic")
    for name in ("events", "maps"):
        (folder / name).mkdir()
    (folder / "maps" / "without.toml").write_text(MAP, encoding="utf-8")
    (folder / "maps" / "surface.toml").write_text(MAP + SURFACE, encoding="utf-8")


def opened(browser: Browser, path: Path, there: str) -> tuple[float, float]:
    """Return when a page was usable, ms, and the 95th in a hundred of its frames."""
    context = browser.new_context(viewport=SIZE, offline=True)
    page = context.new_page()
    page.add_init_script(WATCH.replace("THERE", there))
    page.goto(path.as_uri())
    usable = float(page.evaluate("window.usable"))
    page.mouse.move(850, 400)
    page.mouse.down()
    page.evaluate(FRAMES)
    for step in range(60):
        page.mouse.move(850 + 4 * (step % 30), 400 + 3 * (step % 20))
    page.mouse.up()
    frames = sorted(page.evaluate("window.frames95"))
    context.close()
    return usable, frames[int(0.95 * (len(frames) - 1))]


def compare(browser: Browser, count: int) -> None:
    """Print the figures for so many positions."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, count)
        dataset_query = DatasetQuery(
            open_dataset(folder / "traffic"), Query(), open_workspace(ROOT)
        )
        start = time.perf_counter()
        count_hexagons(dataset_query, AREAS_KM2)
        counted = time.perf_counter() - start
        paths = {}
        for one in ("without", "surface"):
            made: Briefing = briefing(folder, one)
            paths[one] = folder / f"{one}.html"
            made.save(str(paths[one]))
        runs = [
            (
                opened(browser, paths["without"], ".leaflet-plate-pane canvas"),
                opened(browser, paths["surface"], ".density-key .classes"),
            )
            for _ in range(RUNS)
        ]
        sizes = {one: path.stat().st_size for one, path in paths.items()}
    more = sizes["surface"] - sizes["without"]
    script = len(observed_js(points_alone=False).encode()) + len(
        observed_css(points_alone=False).encode()
    )
    plain, surface = (statistics.median(run[i][0] for run in runs) for i in (0, 1))
    frames = statistics.median(run[1][1] for run in runs)
    print(
        f"{count:>12,} positions  counted {counted:5.2f} s  {(more - script) / 1000:6.0f} kB, "
        f"{more / 1000:6.0f} with the script  usable {surface:5.0f} ms, "
        f"{surface / plain:.2f} × without  frame {frames:4.1f} ms"
    )


def main() -> None:
    """Compare for each count."""
    counts = [int(float(text)) for text in sys.argv[1:]] or list(COUNTS)
    with chromium() as browser:
        for count in counts:
            compare(browser, count)


if __name__ == "__main__":
    main()
