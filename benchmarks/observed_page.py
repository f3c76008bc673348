"""Observations on a page beside folium's points on a canvas, as ratios of one run.

    python benchmarks/observed_page.py [COUNT…]

Each page is opened from a file in headless Chromium without a graphics card, several times, in
turn. *Usable* is the time from the start of navigation until the points have been drawn and what
is told of one stands there: of ours the tip under the pointer, of folium's the popup of a point
that was clicked, with the same columns. A page of folium's with one point shows what Chromium and
Leaflet take by themselves. *Frames* is the share of those within 25 ms while the map
is dragged about with the mouse, and *longest* the longest. A million points take folium 174 MB, and
with them this takes a quarter of an hour.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import numpy as np
from make_observations import traffic
from playwright.sync_api import Browser

from browser import chromium
from geotrack.page import briefing
from geotrack_observations import build
from page import SIZE, WATCH, answer, dragged

COUNTS = (100_000, 300_000, 1_000_000)
RUNS = 3
IN_TIME = 25
COLUMNS = ("mmsi", "time", "speed_kn")
MAP = """
title = "Traffic"
marking = "UNCLASSIFIED"
[[observations]]
dataset = "observations"
title = "Ships"
source = "benchmarks/make_observations.py"
columns = ["mmsi", "speed_kn"]
"""
# Where the points are drawn, the pointer is moved on one of them.
OURS = """
const [layer] = geotrackObserved.layers;
await layer.ready;
await frame();
const map = layer._map;
const middle = map.containerPointToLayerPoint(map.getSize().divideBy(2));
const found = layer.nearest(middle, 100) ?? layer.nearest(middle, Infinity);
const box = map.getContainer().getBoundingClientRect();
const at = map.layerPointToContainerPoint(found.at);
map.getContainer().dispatchEvent(new MouseEvent("mousemove",
  { clientX: box.x + at.x, clientY: box.y + at.y, bubbles: true }));
"""
THEIRS = """
const map = Object.values(window).find((value) => value instanceof L.Map);
const layers = [];
map.eachLayer((layer) => { if (layer.getLatLng) layers.push(layer); });
const one = layers[layers.length >> 1];
one.fire("click", { latlng: one.getLatLng() }, true);
"""
TOLD = ".leaflet-popup-content"
TIP = ".observed-tip:not([hidden])"


def rows(count: int) -> dict[str, Any]:
    """Return made-up traffic, whole."""
    pieces = list(traffic(count))
    whole = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    good = (whole["lat"] <= 90) & (whole["time"] != "2024-02-30T00:00:00Z")
    return {name: values[good] for name, values in whole.items()}


def ours(more: str) -> Callable[[Path, dict[str, Any]], Path]:
    """Return what writes the briefing page, with more said of the observations."""

    def write(folder: Path, points: dict[str, Any]) -> Path:
        import pyarrow as pa
        from pyarrow import csv

        for name in ("events", "maps"):
            (folder / name).mkdir(exist_ok=True)
        csv.write_csv(pa.table(points), folder / "ais.csv")
        build([folder / "ais.csv"], folder / "observations")
        (folder / "maps" / "m.toml").write_text(MAP + more, encoding="utf-8")
        out = folder / f"ours{len(more)}.html"
        briefing(folder, "m").save(str(out))
        return out

    return write


def geojson(folder: Path, points: dict[str, Any]) -> Path:
    """Write a page of one GeoJson, drawn on a canvas, with popups of the same columns."""
    told = [dict(zip(COLUMNS, row, strict=True))
            for row in zip(*(points[name].tolist() for name in COLUMNS), strict=True)]  # fmt: skip
    places = zip(points["lon"].tolist(), points["lat"].tolist(), strict=True)
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": known}
        for at, known in zip(places, told, strict=True)
    ]
    page = folium.Map([72, 0], zoom_start=2, tiles=None, prefer_canvas=True)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=2, fill=True),
        popup=folium.GeoJsonPopup(list(COLUMNS)),
    ).add_to(page)
    out = folder / f"geojson{len(features)}.html"
    page.save(str(out))
    return out


def one_point(folder: Path, points: dict[str, Any]) -> Path:
    """Write the same page of a single point."""
    return geojson(folder, {name: values[:1] for name, values in points.items()})


WAYS: dict[str, tuple[Callable[[Path, dict[str, Any]], Path], str, str]] = {
    "geotrack, ships together": (ours('id = "mmsi"\n'), OURS, TIP),
    "geotrack, without an id": (ours(""), OURS, TIP),
    "folium GeoJson, canvas": (geojson, THEIRS, TOLD),
    "folium, one point": (one_point, THEIRS, TOLD),
}


def measured(browser: Browser, path: Path, opening: str, told: str) -> tuple[float, list[float]]:
    """Return when the page was usable, and its frames while dragged, in milliseconds."""
    context = browser.new_context(viewport=SIZE)
    context.route("**/*", answer)
    context.add_init_script(WATCH.replace("OPEN", opening).replace(TOLD, told))
    page = context.new_page()
    page.set_default_timeout(600_000)
    page.goto(path.as_uri(), wait_until="commit")
    usable = page.evaluate("window.usable")
    page.keyboard.press("Escape")
    frames = dragged(page)
    context.close()
    return usable, frames


def compare(browser: Browser, count: int) -> None:
    """Open every page in turn and print medians."""
    with tempfile.TemporaryDirectory() as name:
        points = rows(count)
        pages = {way: make(Path(name), points) for way, (make, _, _) in WAYS.items()}
        sizes = {way: path.stat().st_size for way, path in pages.items()}
        taken: dict[str, list[tuple[float, list[float]]]] = {way: [] for way in WAYS}
        for _ in range(RUNS):
            for way, (_, opening, told) in WAYS.items():
                taken[way].append(measured(browser, pages[way], opening, told))
    usable = {way: statistics.median(u for u, _ in runs) for way, runs in taken.items()}
    first = next(iter(WAYS))
    for way, runs in taken.items():
        frames = [frame for _, some in runs for frame in some]
        within = sum(frame <= IN_TIME for frame in frames) / len(frames)
        print(
            f"{count:>9,}  {way:26}{sizes[way] / 1e6:>8.2f}{sizes[way] / sizes[first]:>7.1f}"
            f"{usable[way]:>9.0f}{usable[way] / usable[first]:>7.1f}{within:>9.1%}"
            f"{max(frames):>9.0f}"
        )


def main() -> None:
    """Print the table."""
    counts = [int(float(argument)) for argument in sys.argv[1:]] or COUNTS
    head = ("MB", "×", "usable", "×", "frames", "longest")
    print(f"{'points':>9}  {'':26}" + "".join(
        f"{name:>{wide}}" for name, wide in zip(head, (8, 7, 9, 7, 9, 9), strict=True)
    ))  # fmt: skip
    with chromium() as browser:
        for count in counts:
            compare(browser, count)


if __name__ == "__main__":
    main()
