"""Pages that draw observations: how they are made, opened and looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from pyproj import Transformer

from dataset_maps import put_map
from geotrack.page import briefing
from tests.records import feature, point

__all__ = ["Built", "on_screen", "opened", "put_page", "says"]

MAP = """
title = "M"
marking = "UNCLASSIFIED"
projection = "{crs}"
[[observations]]
dataset = "observations/ais"
title = "Ships <b>of</b> AIS"
source = "Made up"
"""


def put_page(
    folder: Path,
    head: Sequence[str],
    rows: Iterable[Any],
    more: str,
    crs: str = "EPSG:3995",
    **event: Any,
) -> Path:
    """Build a page that draws rows as its definition goes on; it has a record `e` at 60° E 60° N.

    Parameters
    ----------
    folder : path
        Becomes its workspace.
    head, rows
        Of the dataset.
    more : str
        How the definition goes on after title and source of the observations.
    crs : str
        Its projection.
    **event
        More of the record's properties.
    """
    (folder / "events").mkdir(exist_ok=True)
    record = feature("e", point(60, 60), start="2024-01-01", end="2024-12-31", **event)
    (folder / "events" / "e.geojson").write_text(json.dumps(record), encoding="utf-8")
    put_map(folder, MAP.format(crs=crs) + more, head, rows)
    out = folder / "m.html"
    briefing(folder, "m").save(str(out))
    return out


class Built:
    """Pages of a module by what they are made of: each is built once, in a folder of its own.

    Parameters
    ----------
    folder : path
        Holds theirs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: dict[str, Path] = {}

    def __call__(self, *args: Any, **named: Any) -> Path:
        """Return the page that `put_page` builds of these."""
        asked = repr((args, named))
        if asked not in self.pages:
            own = self.folder / str(len(self.pages))
            own.mkdir()
            self.pages[asked] = put_page(own, *args, **named)
        return self.pages[asked]


def opened(page: Page) -> Page:
    """Wait until all observations of a page are read."""
    page.evaluate("Promise.all(geotrackObserved.layers.map((one) => one.ready)).then(() => 0)")
    return page


def on_screen(
    page: Page, crs: str, places: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Return where PROJ says that places lie in the window, pixels."""
    scale, origin_x, origin_y, pole_x, pole_y = page.evaluate(
        """() => {
          const [layer] = geotrackObserved.layers;
          const map = layer._map;
          const origin = map.getPixelOrigin();
          const moved = map.containerPointToLayerPoint([0, 0]);
          const box = map.getContainer().getBoundingClientRect();
          return [map.options.crs.scale(map.getZoom()), box.x - origin.x - moved.x,
            box.y - origin.y - moved.y, ...map.options.crs.polar.pole];
        }"""
    )
    change = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    xs, ys = change.transform(*zip(*places, strict=True))
    return [
        (origin_x + (x - pole_x) * scale, origin_y - (y - pole_y) * scale)
        for x, y in zip(xs, ys, strict=True)
    ]


def says(page: Page, count: str) -> None:
    """Wait until the list of layers counts so many."""
    there = "(told) => document.querySelector('[data-observed] ~ i').textContent === told"
    page.wait_for_function(there, arg=count)
