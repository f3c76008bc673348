"""The briefing page beside folium's own ways, on the same events, as ratios of one run.

    python benchmarks/page.py [COUNT…]

Each page is opened from a file in headless Chromium, several times, in turn. *Usable* is the time
from the start of navigation until the page has loaded, a frame with its map has been drawn, and
the card or popup of a record that was clicked stands there. *Frame* is the longest between two
animation frames while the map is dragged about with the mouse, and *late* how many exceed 50 ms.

All three of folium's ways are given the same to tell: what our cards say, as the popup of a Marker,
or the events' own properties, as the popup of a GeoJson on a canvas and of GeoPandas' `explore()`.
Their pages ask the network for their libraries; here these are answered at once, from
web/node_modules or with nothing where the map works without, which is not counted to their bytes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import geopandas
import shapely
from arctic_events import ROOT, arctic, written
from playwright.sync_api import Browser, Page, Route

from browser import SIZE, chromium
from geotrack.page import briefing
from geotrack.workspace import open_workspace

# What pages of observations are measured with too.
__all__ = ["SIZE", "WATCH", "answer", "dragged"]

COUNTS = (1_000, 5_000)
RUNS = 3
LEAFLET = ROOT / "web" / "node_modules" / "leaflet" / "dist"
LATE = 50
# All that folium's popups ask of jQuery: an element of a piece of markup.
JQUERY = """window.$ = (markup) => {
  const made = document.createElement("template");
  made.innerHTML = markup.trim();
  return [made.content.firstElementChild];
};"""

# After load and a frame that was drawn, a record is asked for as a reader does.
WATCH = """
window.usable = new Promise((done) => addEventListener("load", () => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  const until = async (there) => { while (!there()) await frame(); };
  (async () => {
    await until(() => document.querySelector(".leaflet-overlay-pane, .leaflet-marker-pane"));
    await frame();
    window.drawn = performance.now();
    OPEN
    await until(() => document.querySelector(".leaflet-popup-content")?.textContent);
    await frame();
    done(performance.now());
  })();
}));
window.frames_ = [];
window.watchFrames = () => {
  let last = performance.now();
  window.frames_ = [];
  const next = (now) => {
    window.frames_.push(now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(next); });
};
"""
OPEN_OURS = """
const lines = [...document.querySelectorAll('.record .pick')];
lines[Math.min(COUNT, lines.length) >> 1].click();
"""
OPEN_THEIRS = """
const map = Object.values(window).find((value) => value instanceof L.Map);
const layers = [];
map.eachLayer((layer) => { if (layer.getLatLng) layers.push(layer); });
const one = layers[layers.length >> 1];
one.fire("click", { latlng: one.getLatLng() }, true);
"""


def ours(folder: Path, _: dict[str, Any]) -> Path:
    """Write the briefing page."""
    out = folder / "geotrack.html"
    briefing(open_workspace(folder)).save(str(out))
    return out


def markers(folder: Path, events: dict[str, Any]) -> Path:
    """Write a page of a Marker with a Popup for each event: its title and what is known of it."""
    page = _plain()
    for feature in events["features"]:
        lon, lat = _at(feature)
        text = "".join(f"<dt>{k}</dt><dd>{_text(v)}</dd>" for k, v in _told(feature).items())
        folium.Marker([lat, lon], popup=folium.Popup(f"<dl>{text}</dl>", max_width=340)).add_to(
            page
        )
    return _saved(page, folder / "markers.html")


def geojson(folder: Path, events: dict[str, Any]) -> Path:
    """Write a page of one GeoJson, drawn on a canvas, with popups of the events' properties."""
    page = _plain(prefer_canvas=True)
    fields = list(_told(events["features"][0]))
    folium.GeoJson(
        _flat(events),
        marker=folium.CircleMarker(radius=5, fill=True),
        popup=folium.GeoJsonPopup(fields),
    ).add_to(page)
    return _saved(page, folder / "geojson.html")


def explore(folder: Path, events: dict[str, Any]) -> Path:
    """Write the page of `GeoDataFrame.explore()` with popups."""
    frame = geopandas.GeoDataFrame.from_features(_flat(events), crs=4326)
    return _saved(frame.explore(tiles=None, popup=True, tooltip=False), folder / "explore.html")


def _plain(**options: Any) -> folium.Map:
    return folium.Map([72, 0], zoom_start=2, tiles=None, **options)


def _saved(page: Any, path: Path) -> Path:
    page.save(str(path))
    return path


def _flat(events: dict[str, Any]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": f["id"],
            "geometry": f["geometry"] or {"type": "Point", "coordinates": _at(f)},
            "properties": _told(f),
        }
        for f in events["features"]
    ]
    return {"type": "FeatureCollection", "features": features}


def _told(feature: dict[str, Any]) -> dict[str, Any]:
    """Return what a reader is told of an event, each as one text."""
    known = feature["properties"]
    keys = ("title", "summary", "type", "start", "place", "actors", "sources")
    return {key: _text(known.get(key, "")) for key in keys}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(_text(part) for part in value.values())
    return "; ".join(map(_text, value)) if isinstance(value, list) else str(value)


def _at(feature: dict[str, Any]) -> tuple[float, float]:
    """Return a place for a marker; one that names regions alone is put at the pole."""
    if not feature["geometry"]:
        return 0.0, 89.0
    spot = shapely.geometry.shape(feature["geometry"]).representative_point()
    return spot.x, spot.y


WAYS: dict[str, tuple[Callable[[Path, dict[str, Any]], Path], str]] = {
    "geotrack": (ours, OPEN_OURS),
    "folium Marker + Popup": (markers, OPEN_THEIRS),
    "folium GeoJson, canvas": (geojson, OPEN_THEIRS),
    "GeoDataFrame.explore()": (explore, OPEN_THEIRS),
}


def answer(route: Route) -> None:
    """Answer what folium's pages ask the network for."""
    url = route.request.url
    if url.startswith(("file:", "data:")):
        route.continue_()
    elif "/leaflet.js" in url or "/leaflet.css" in url or "/images/" in url:
        route.fulfill(path=LEAFLET / url.split("/dist/")[-1])
    elif "jquery" in url:
        route.fulfill(body=JQUERY, content_type="text/javascript")
    else:
        route.fulfill(body="", content_type="text/css" if "css" in url else "text/javascript")


def measured(browser: Browser, path: Path, opening: str, count: int) -> tuple[float, float, int]:
    """Return when the page was usable, its longest frame while dragged, and how many were late."""
    context = browser.new_context(viewport=SIZE)
    context.route("**/*", answer)
    context.add_init_script(WATCH.replace("OPEN", opening.replace("COUNT", str(count))))
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto(path.as_uri(), wait_until="commit")
    usable = page.evaluate("window.usable")
    page.keyboard.press("Escape")
    frames = dragged(page)
    context.close()
    return usable, max(frames), sum(frame > LATE for frame in frames)


def dragged(page: Page) -> list[float]:
    """Drag the map three times across itself, and return the milliseconds of each frame."""
    x, y = page.locator(".leaflet-container").evaluate(
        "(map) => { const { x, y, width, height } = map.getBoundingClientRect();"
        " return [x + width / 2, y + height / 2]; }"
    )
    page.mouse.move(x, y)
    page.wait_for_timeout(500)
    page.evaluate("watchFrames()")
    for dx, dy in ((320, 0), (-320, 160), (0, -160)):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx, y + dy, steps=40)
        page.mouse.up()
        page.wait_for_timeout(500)
    frames: list[float] = page.evaluate("window.frames_")
    return frames


def compare(browser: Browser, count: int) -> None:
    """Open every page in turn and print medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, count)
        events = arctic(count)
        pages = {way: make(folder, events) for way, (make, _) in WAYS.items()}
        taken: dict[str, list[tuple[float, float, int]]] = {way: [] for way in WAYS}
        for _ in range(RUNS):
            for way, (_, opening) in WAYS.items():
                taken[way].append(measured(browser, pages[way], opening, count))
        sizes = {way: path.stat().st_size for way, path in pages.items()}
    usable = {way: statistics.median(u for u, _, _ in runs) for way, runs in taken.items()}
    for way, runs in taken.items():
        frame, late = statistics.median(f for _, f, _ in runs), max(n for _, _, n in runs)
        print(
            f"{count:>7,}  {way:24}{sizes[way] / 1e6:>8.2f}{sizes['geotrack'] / sizes[way]:>7.2f}"
            f"{usable[way]:>9.0f}{usable['geotrack'] / usable[way]:>7.2f}{frame:>9.0f}{late:>6}"
        )


def main() -> None:
    """Print the table."""
    counts = [int(argument) for argument in sys.argv[1:]] or COUNTS
    print(f"{'events':>7}  {'':24}{'MB':>8}{'×':>7}{'usable':>9}{'×':>7}{'frame':>9}{'late':>6}")
    with chromium() as browser:
        for count in counts:
            compare(browser, count)


if __name__ == "__main__":
    main()
