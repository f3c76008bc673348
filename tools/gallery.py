"""Take the twelve pictures of folium-polar's README: `python -m tools.gallery`.

Each function returns a map, whose picture is `packages/folium-polar/gallery/NAME.png`. Needs the
`dev` extra and a Chromium.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import numpy as np
from folium.raster_layers import ImageOverlay
from PIL import Image
from pyproj import Geod

from folium_polar import Corridor, Depth, Disc, HatchedPolygon, Labels, PolarMap, rings
from folium_polar.geometry import area_km2, to_plane
from tools.chromium import executable

__all__ = ["CHARTS", "FOLDER", "main"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "packages" / "folium-polar" / "gallery"
WIDTH, HEIGHT = 780, 552  # from 760 pixels on, a page is no phone's
SHARE = 480 / WIDTH
"""Size of the picture, of the page."""
SECONDS_TO_SETTLE = 0.6
COLOURS = 160

SEAS = ("kara-sea", "laptev-sea", "east-siberian-sea", "chukchi-sea", "beaufort-sea", "barents-sea")
TOWNS = {
    "Tromsø": (69.65, 18.96),
    "Murmansk": (68.97, 33.08),
    "Longyearbyen": (78.22, 15.63),
    "Utqiagvik": (71.29, -156.79),
    "Nuuk": (64.18, -51.72),
    "Tiksi": (71.64, 128.87),
}
GEOD = Geod(ellps="WGS84")


def markers() -> PolarMap:
    """Show markers with names that stay."""
    chart = PolarMap(fit=[*TOWNS.values(), (60, 20), (65, -160)])
    for name, place in TOWNS.items():
        folium.Marker(place, tooltip=folium.Tooltip(name, permanent=True)).add_to(chart)
    return chart


def date_line() -> PolarMap:
    """Show a box and a line over 180°."""
    chart = PolarMap(crs=3571, fit=[(63, 166), (73, -160)])
    folium.Rectangle([(66, 172), (71, -172)], color="#b3261e", fill=True).add_to(chart)
    folium.PolyLine([(64.4, 177.5), (71, 179), (71.2, -178), (65.8, -169)], weight=3).add_to(chart)
    folium.Marker((71.2, -179.5), tooltip="Wrangel Island").add_to(chart)
    return chart


def pole() -> PolarMap:
    """Show circles on the ellipsoid, round the pole and round a town."""
    chart = PolarMap(fit=[(70, 0), (70, 90), (70, 180), (70, -90)])
    for radius in (500_000, 1_000_000, 1_500_000):
        folium.Circle((90, 0), radius=radius, color="#0f766e", weight=2).add_to(chart)
        folium.Circle(TOWNS["Tromsø"], radius=radius, color="#b45309", weight=2).add_to(chart)
    return chart


def _seas() -> dict[str, Any]:
    layer = json.loads((ROOT / "layers" / "regions.geojson").read_text("utf-8"))
    return {**layer, "features": [f for f in layer["features"] if f["id"] in SEAS]}


def choropleth() -> PolarMap:
    """Show a choropleth with its legend: areas of seas."""
    seas = _seas()
    areas = [(f["id"], area_km2(to_plane(f["geometry"])) / 1000) for f in seas["features"]]
    chart = PolarMap(fit=[(68, 30), (72, 100), (70, -140)])
    folium.Choropleth(
        seas,
        areas,
        key_on="feature.id",
        fill_color="YlGnBu",
        fill_opacity=0.8,
        legend_name="Area, 1,000 km²",
    ).add_to(chart)
    return chart


def routes() -> PolarMap:
    """Show GeoJSON with a style for each feature."""
    colours = {"northern-sea-route": "#b3261e", "northwest-passage": "#1d4ed8"}
    chart = PolarMap(fit=[(70, 30), (66, -168), (66, -60)])
    folium.GeoJson(
        json.loads((ROOT / "layers" / "routes.geojson").read_text("utf-8")),
        style_function=lambda f: {"color": colours.get(f["id"], "#0f766e"), "weight": 3},
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(chart)
    return chart


def image() -> PolarMap:
    """Show an array, bent to the projection: hours of daylight in May."""
    lats, declination = np.radians(np.linspace(90, 45, 180))[:, None], np.radians(20.0)
    hours = 24 / np.pi * np.arccos(np.clip(-np.tan(lats) * np.tan(declination), -1, 1))
    share = np.repeat(hours / 24, 360, axis=1)
    picture = np.stack([255 + 0 * share, 60 + 180 * share, 40 + 60 * share, 60 + 150 * share], 2)
    chart = PolarMap(fit=[(58, 0), (58, 90), (58, 180), (58, -90)])
    ImageOverlay(picture.astype(np.uint8), [(45, -180), (90, 180)]).add_to(chart)
    return chart


def antarctica() -> PolarMap:
    """Show the Antarctic, with a circle round its pole."""
    chart = PolarMap(crs=3031, fit=[(-62, lon) for lon in (0, 90, 180, -90)])
    folium.Circle((-90, 0), radius=1_000_000, color="#b3261e", weight=2).add_to(chart)
    folium.Marker((-72.01, 2.53), tooltip=folium.Tooltip("Troll", permanent=True)).add_to(chart)
    return chart


def depth() -> PolarMap:
    """Show deeper sea darker, in the projection of sea ice data."""
    chart = PolarMap(crs=3413, fit=[(72, 0), (72, 120), (72, -120)])
    Depth().add_to(chart)
    return chart


def corridor() -> PolarMap:
    """Show all places within a distance of a line or a place."""
    chart = PolarMap(crs=3571, fit=[(62, 176), (70, -160)])
    Corridor([(63, -174), (66, -169), (68.5, -168)], 60_000, colour="#0f766e").add_to(chart)
    Disc((64.4, 177.5), 90_000, look="dashed", colour="#b3261e").add_to(chart)
    Disc((68.9, 179.4), 60_000, look="hollow", colour="#1d4ed8").add_to(chart)
    return chart


def hatched() -> PolarMap:
    """Show an area that is hatched, and a name along its parallel."""
    chart = PolarMap(crs=3576, fit=[(69, 50), (80, 105)])
    kara = next(f for f in _seas()["features"] if f["id"] == "kara-sea")
    HatchedPolygon(rings(kara["geometry"]), colour="#b45309").add_to(chart)
    Labels([{"text": "Kara Sea", "lat": 75.5, "lon": 72, "size": "sea", "rotation": 0}]).add_to(
        chart
    )
    return chart


def far_south() -> PolarMap:
    """Show a map to the tropics, with geodesics."""
    chart = PolarMap(south=5, zoom_start=1.9, min_zoom=1)
    start = (60.32, 24.97)
    for end in ((35.77, 140.39), (37.62, -122.38), (25.25, 55.36)):
        middle = GEOD.npts(start[1], start[0], end[1], end[0], 60)
        line = [start, *((lat, lon) for lon, lat in middle), end]
        folium.PolyLine(line, color="#b3261e", weight=2).add_to(chart)
    return chart


def layers() -> PolarMap:
    """Show groups in a layer control, and a popup that is open."""
    chart = PolarMap(fit=[(64, -25), (80, 45)])
    towns = folium.FeatureGroup("Towns").add_to(chart)
    rings_ = folium.FeatureGroup("300 km").add_to(chart)
    for name in ("Tromsø", "Longyearbyen", "Murmansk"):
        popup = folium.Popup(f"<b>{name}</b>", show=name == "Longyearbyen")
        folium.CircleMarker(TOWNS[name], radius=6, fill=True, popup=popup).add_to(towns)
        folium.Circle(TOWNS[name], radius=300_000, color="#0f766e", weight=1).add_to(rings_)
    folium.LayerControl(collapsed=False).add_to(chart)
    return chart


CHARTS: tuple[Callable[[], PolarMap], ...] = (
    *(markers, date_line, pole, choropleth, routes, image),
    *(antarctica, depth, corridor, hatched, far_south, layers),
)


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(offline=True, viewport={"width": WIDTH, "height": HEIGHT})
        for chart in CHARTS:
            if names and chart.__name__ not in names:
                continue
            page = context.new_page()
            page.set_content(chart().get_root().render())
            page.wait_for_timeout(1000 * SECONDS_TO_SETTLE)
            flat = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
            page.close()
            path = FOLDER / f"{chart.__name__.replace('_', '-')}.png"
            flat = flat.resize(
                [round(SHARE * side) for side in flat.size], Image.Resampling.LANCZOS
            )
            flat.quantize(COLOURS, method=Image.Quantize.MEDIANCUT).save(path, optimize=True)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
