"""Make the tables of folium's classes in a page: `python -m tools.folium_page`.

The page is `docs/reference/polarmap.md`. An example of each class is put on a `PolarMap`, and the
map is rendered; what happens is the row.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import folium
import folium.plugins
import numpy as np
from branca.element import Element

from folium_polar import PolarMap
from geotrack.errors import UsageError

__all__ = ["PAGE", "classes", "example", "main", "outcome", "page"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "polarmap.md"
BLOCK = re.compile(
    r"(<!-- Made by `python -m tools\.folium_page` -->\n).*?(<!-- End -->)", re.DOTALL
)

_BASES = {"Element", "MacroElement", "Link", "Map", "Figure"}
"""Classes that others are made of, and the map and its page themselves."""
_BESIDE = (
    folium.raster_layers.ImageOverlay,
    folium.raster_layers.VideoOverlay,
    folium.features.GeoJsonTooltip,
)

LINE = [[70, 0], [75, 20]]  # folium writes the tuples of a HeatMapWithTime as Python does
AREA = [*LINE, [70, 40]]
BOX = LINE
PICTURE = "data:image/png;base64,iVBORw0KGgo="
FEATURE = {
    "type": "Feature",
    "id": "0",
    "properties": {
        "name": "a",
        "times": ["2024-01-01"],
        "start": "2024-01-01",
        "end": "2024-01-02",
    },
    "geometry": {"type": "LineString", "coordinates": [[0, 70], [20, 75]]},
}
DATA = {"type": "FeatureCollection", "features": [FEATURE]}

Put = Callable[[PolarMap], Any]


def _marker(to: PolarMap, **options: Any) -> folium.Marker:
    return folium.Marker((75, 20), **options).add_to(to)


def _group(to: PolarMap) -> folium.FeatureGroup:
    return folium.FeatureGroup("a group").add_to(to)


def _own(name: str, *arguments: Any, **options: Any) -> Put:
    """Return a function that adds a class, made with such arguments, to a map."""
    kind = getattr(folium, name, None) or getattr(folium.plugins, name)
    return lambda to: kind(*arguments, **options).add_to(to)


_f, _p = folium, folium.plugins
EXAMPLES: dict[str, Put] = {
    "AntPath": _own("AntPath", LINE),
    "BeautifyIcon": lambda to: _marker(to, icon=_p.BeautifyIcon()),
    "BoatMarker": _own("BoatMarker", (75, 20), heading=30),
    "Choropleth": _own("Choropleth", DATA),
    "Circle": _own("Circle", (75, 20), radius=1000),
    "CircleMarker": _own("CircleMarker", (75, 20)),
    "CirclePattern": _own("CirclePattern"),
    "ColorLine": _own("ColorLine", LINE, [0.5], colormap=["red", "blue"]),
    "Control": _own("Control", "Scale"),
    "CssLink": _own("CssLink", "style.css"),
    "CustomIcon": lambda to: _marker(to, icon=_f.CustomIcon(PICTURE)),
    "Div": lambda to: _f.Figure().add_child(_f.Div().add_child(to)),
    "DivIcon": lambda to: _marker(to, icon=_f.DivIcon("here")),
    "DualMap": lambda to: _p.DualMap(tiles=None).add_to(to.get_root()),
    "FastMarkerCluster": _own("FastMarkerCluster", LINE),
    "FeatureGroupSubGroup": lambda to: _p.FeatureGroupSubGroup(_group(to)).add_to(to),
    "FitBounds": _own("FitBounds", BOX),
    "FloatImage": _own("FloatImage", PICTURE),
    "GeoJson": _own("GeoJson", DATA),
    "GeoJsonPopup": lambda to: _f.GeoJson(DATA, popup=_f.GeoJsonPopup(["name"])).add_to(to),
    "GeoJsonTooltip": lambda to: _f.GeoJson(DATA, tooltip=_f.GeoJsonTooltip(["name"])).add_to(to),
    "GroupedLayerControl": lambda to: _p.GroupedLayerControl({"groups": [_group(to)]}).add_to(to),
    "HeatMap": _own("HeatMap", LINE),
    "HeatMapWithTime": _own("HeatMapWithTime", [LINE]),
    "Html": lambda to: _marker(to, popup=_f.Popup(_f.Html("text"))),
    "IFrame": lambda to: _marker(to, popup=_f.Popup(_f.IFrame("text"))),
    "Icon": lambda to: _marker(to, icon=_f.Icon()),
    "ImageOverlay": lambda to: _f.raster_layers.ImageOverlay(np.array([[0.5]]), BOX).add_to(to),
    "JavascriptLink": _own("JavascriptLink", "script.js"),
    "LinearColormap": _own("LinearColormap", ["red", "blue"]),
    "Marker": _marker,
    "PolyLine": _own("PolyLine", LINE),
    "PolyLineFromEncoded": _own("PolyLineFromEncoded", "_p~iF~ps|U_ulLnnqC"),
    "PolyLineOffset": _own("PolyLineOffset", LINE, offset=5),
    "PolyLineTextPath": lambda to: _p.PolyLineTextPath(
        _f.PolyLine(LINE).add_to(to), "a name"
    ).add_to(to),
    "Polygon": _own("Polygon", AREA),
    "PolygonFromEncoded": _own("PolygonFromEncoded", "_p~iF~ps|U_ulLnnqC_mqNvxq`@"),
    "Popup": lambda to: _marker(to, popup="text"),
    "Realtime": _own("Realtime", {"type": "json", "url": "places.json"}),
    "Rectangle": _own("Rectangle", BOX),
    "RegularPolygonMarker": _own("RegularPolygonMarker", (75, 20)),
    "Search": lambda to: _p.Search(_f.GeoJson(DATA).add_to(to), search_label="name").add_to(to),
    "SemiCircle": _own("SemiCircle", (75, 20), radius=1000, start_angle=0, stop_angle=90),
    "SideBySideLayers": lambda to: _p.SideBySideLayers(_group(to), _group(to)).add_to(to),
    "StepColormap": _own("StepColormap", ["red", "blue"]),
    "StripePattern": _own("StripePattern"),
    "TagFilterButton": _own("TagFilterButton", ["red", "blue"]),
    "TileLayer": _own("TileLayer"),
    "TimeSliderChoropleth": _own("TimeSliderChoropleth", DATA, {"0": {"0": {"color": "red"}}}),
    "Timeline": _own("Timeline", DATA),
    "TimelineSlider": lambda to: (
        _p.TimelineSlider().add_timelines(_p.Timeline(DATA).add_to(to)).add_to(to)
    ),
    "TimestampedGeoJson": _own("TimestampedGeoJson", DATA),
    "TimestampedWmsTileLayers": lambda to: _p.TimestampedWmsTileLayers(
        _f.WmsTileLayer("https://example.org/wms", layers="ice")
    ).add_to(to),
    "Tooltip": lambda to: _marker(to, tooltip="text"),
    "TopoJson": _own("TopoJson", {"objects": {"a": {}}}, "objects.a"),
    "TreeLayerControl": lambda to: _p.TreeLayerControl(
        overlay_tree={"label": "groups", "layer": _group(to)}
    ).add_to(to),
    "Vega": lambda to: _marker(to, popup=_f.Popup().add_child(_f.Vega({}))),
    "VegaLite": lambda to: _marker(to, popup=_f.Popup().add_child(_f.VegaLite({}))),
    "VectorGridProtobuf": _own("VectorGridProtobuf", "https://example.org/{z}/{x}/{y}.pbf"),
    "VideoOverlay": lambda to: _f.raster_layers.VideoOverlay("ice.webm", BOX).add_to(to),
    "WmsTileLayer": _own("WmsTileLayer", "https://example.org/wms", layers="ice"),
}
"""An example of each class that cannot be made without arguments."""


def classes() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each part of folium and its classes that can be put on a map."""
    for part, module in (("folium", folium), ("folium.plugins", folium.plugins)):
        names = {name for name in module.__all__ if isinstance(getattr(module, name), type)}
        names = {name for name in names if issubclass(getattr(module, name), Element)} - _BASES
        if module is folium:
            names |= {kind.__name__ for kind in _BESIDE}
        yield part, sorted(names - {"ColorMap"}, key=str.lower)


def example(name: str) -> str:
    """
    Return the page of a map with a class.

    Raises
    ------
    UsageError
        If PolarMap refuses the class.
    """
    polar_map = PolarMap(basemap=False, graticule=False)
    put = EXAMPLES[name] if name in EXAMPLES else _own(name)
    text: str = put(polar_map).get_root().render()
    return text


def outcome(name: str) -> str | None:
    """Return the message with which a class is refused, or ``None``."""
    try:
        example(name)
    except UsageError as refusal:
        return str(refusal)
    return None


def page(text: str) -> str:
    """Return the text of the page with a current table."""
    anew = _drawn_anew(text)
    lines: list[str] = []
    for part, names in classes():
        lines += [f"| class of `{part}` | on a polar map |", "| --- | --- |"]
        lines += [f"| `{name}` | {_row(outcome(name), name in anew)} |" for name in names]
        lines.append("")
    return BLOCK.sub(lambda found: found[1] + "\n".join(lines) + found[2], text)


def _drawn_anew(text: str) -> set[str]:
    """Return the classes that the page's own table says are drawn differently."""
    section = text.partition("## What is drawn differently\n")[2].partition("\n## ")[0]
    heads = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    return {name for head in heads for name in re.findall(r"`(?:\w+\.)*(\w+)`", head)}


def _row(refusal: str | None, is_anew: bool) -> str:
    if refusal is None:
        return "[drawn anew](#what-is-drawn-differently)" if is_anew else "works"
    reason = refusal.partition(": ")[2] or refusal
    reason = re.sub(r"it loads https?://[^;\s]+", "it loads a script", reason)
    reason = reason.replace("|", "\\|").replace("<", "&lt;")
    kind = "needs a network" if "needs a network" in refusal else "cannot be used"
    return f"refused, {kind}: {reason}"


def main() -> None:
    """Write the table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
