"""folium's plugins whose scripts a page contains where its map uses them.

Each has a script in ``static/plugins/``, made of its npm package or of ours by
``web/build.mjs``. A plugin is known by the name of its class, since to import `folium.plugins`
takes 50 ms.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from functools import cache
from typing import Any

from branca.element import Element
from folium.template import tojavascript

from folium_polar.escaping import json_for_script

__all__ = [
    "classes",
    "has_class",
    "is_offline",
    "plugin_markup",
    "plugin_names",
    "plugin_remedy",
    "plugin_script",
]

_SCRIPTS = {
    "AntPath": ["ant-path"],
    "BoatMarker": ["boat-marker"],
    "CirclePattern": ["pattern"],
    "DualMap": ["sync"],
    "Draw": ["draw"],
    "FastMarkerCluster": ["marker-cluster"],
    "FeatureGroupSubGroup": ["feature-group-sub-group"],
    "Fullscreen": ["fullscreen"],
    "HeatMap": ["heat-map"],
    "HeatMapWithTime": ["time-dimension", "time-heat-map"],
    "MarkerCluster": ["marker-cluster"],
    "MeasureControl": ["measure"],
    "MiniMap": ["mini-map"],
    "MousePosition": ["mouse-position"],
    "OverlappingMarkerSpiderfier": ["spiderfier"],
    "PolyLineFromEncoded": ["encoded"],
    "PolyLineOffset": ["polyline-offset"],
    "PolyLineTextPath": ["polyline-text-path"],
    "PolygonFromEncoded": ["encoded"],
    "ScrollZoomToggler": ["scroll-zoom"],
    "Search": ["search"],
    "SemiCircle": ["semi-circle"],
    "SideBySideLayers": ["side-by-side"],
    "StripePattern": ["pattern"],
    "TagFilterButton": ["tag-filter"],
    "Terminator": ["terminator"],
    "TimeSliderChoropleth": ["moment", "time-slider"],
    "Timeline": ["moment", "timeline"],
    "TimelineSlider": ["moment", "timeline"],
    "TimestampedGeoJson": ["moment", "time-dimension"],
    "TreeLayerControl": ["tree-layer-control"],
}
"""Names of the scripts by those of the classes, each after those that it needs."""

_IN_BUNDLE = {"BeautifyIcon", "GroupedLayerControl"}
"""Plugins whose script is a part of polarmap.js, or of pins.js."""


def has_class(element: Element, name: str) -> bool:
    """Return whether an element is a folium plugin, by the name of its class."""
    return name in classes(element)


def classes(element: Element) -> frozenset[str]:
    """Return the names of the classes of a plugin; of any other element none."""
    return _classes(type(element))  # type: ignore[arg-type]  # a class has a hash


@cache
def _classes(kind: type) -> frozenset[str]:
    return frozenset(
        base.__name__ for base in kind.__mro__ if base.__module__.startswith("folium.plugins.")
    )


def plugin_names(elements: Iterable[Element]) -> list[str]:
    """Return the names of the scripts that elements need, each once, in loading order."""
    used = {name for item in elements for name in classes(item)}
    return list(dict.fromkeys(item for name in _SCRIPTS if name in used for item in _SCRIPTS[name]))


def plugin_script(element: Any) -> str | None:
    """Return the script of a plugin whose own template does not fit the page."""
    for name in classes(element) & _REWRITTEN.keys():
        return _REWRITTEN[name](element)
    return None


def is_offline(element: Element) -> bool:
    """Return whether the page contains the script of a plugin."""
    return bool(classes(element) & (_SCRIPTS.keys() | _IN_BUNDLE))


def plugin_remedy(element: Any) -> str | None:
    """Return what to give to a plugin in place of what it would fetch, or ``None``."""
    if has_class(element, "MiniMap") and element.tile_layer.tile_name != "openstreetmap":
        return "leave out its tile_layer: it shows the polar basemap"
    if not has_class(element, "TimestampedGeoJson"):
        return None
    if not element.embed:
        return "give its data as a dict or an open file, not an address"
    icons = (properties.get("iconstyle") or {} for properties in _timed_properties(element))
    pictures = [icon[key] for icon in icons for key in ("iconUrl", "shadowUrl") if icon.get(key)]
    if all(str(picture).startswith("data:") for picture in pictures):
        return None
    return "give an iconUrl as a data: address, which folium.utilities.image_to_url(path) makes"


def plugin_markup(element: Any) -> Iterator[str]:
    """Yield the HTML that a plugin passes to the page's script."""
    if has_class(element, "GroupedLayerControl"):
        yield from map(str, element.grouped_overlays)
    elif has_class(element, "MousePosition"):
        yield from (str(element.options.get(key, "")) for key in ("prefix", "separator"))
    elif has_class(element, "TreeLayerControl"):
        yield from _labels([element.base_tree, element.overlay_tree])
    elif has_class(element, "TimestampedGeoJson"):
        for properties in _timed_properties(element):
            yield from (str(properties.get(key, "")) for key in ("popup", "tooltip"))


def _timed_properties(element: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the properties of each feature of a TimestampedGeoJson."""
    data = json.loads(element.data) if element.embed else {}
    for feature in data.get("features", (data,)):
        yield feature.get("properties") or {}


def _labels(tree: Any) -> Iterator[str]:
    """Yield the labels of a tree of layers."""
    for branch in tree if isinstance(tree, list) else [tree]:
        if isinstance(branch, list):
            yield from _labels(branch)
        elif isinstance(branch, dict):
            yield str(branch.get("label", ""))
            yield from _labels(branch.get("children", []))


def _mini_map(element: Any) -> str:
    """Return the script of a MiniMap without its tile layer, which a server provides."""
    name, parent = element.get_name(), element._parent.get_name()
    options = tojavascript(element.options)
    return f"var {name} = new L.Control.MiniMap(null, {options}).addTo({parent});"


def _scroll_zoom(element: Any) -> str:
    """Return the script of a ScrollZoomToggler without its picture, which a server provides."""
    name, parent = element.get_name(), element._parent.get_name()
    return f"var {name} = new L.Control.ScrollZoom().addTo({parent});"


def _search(element: Any) -> str:
    """Return the script of a Search with escaped values."""
    keys = {
        "property_name": element.search_label or "title",
        "text_placeholder": element.placeholder,
        "collapsed": element.collapsed,
        "position": element.position,
        "zoom": element.search_zoom,
        "style": element.options,
    }
    options = tojavascript({key: value for key, value in keys.items() if value not in (None, {})})
    name, parent = element.get_name(), element._parent.get_name()
    layer = element.layer.get_name()
    return f"var {name} = new L.Control.Search({{layer: {layer}, ...{options}}}).addTo({parent});"


def _time_slider(element: Any) -> str:
    """Return the script of a TimeSliderChoropleth without D3 and jQuery."""
    name = element.get_name()
    options = {
        "styles": element.styledict,
        "times": element.timestamps,
        "start": element.init_timestamp,
        "format": element.date_format,
        "highlight": element.highlight,
        "stroke": {
            "color": element.stroke_color,
            "opacity": element.stroke_opacity,
            "weight": element.stroke_width,
        },
        **getattr(element, "options", {}),
    }
    values = f"{json_for_script(element.data)}, {json_for_script(options)}"
    return f"var {name} = L.timeSliderChoropleth({values});"


def _time_heat_map(element: Any) -> str:
    """Return the script of a HeatMapWithTime without the classes in the header of the page."""
    copied = copy(element)  # folium writes its lists as Python does
    copied.index = json_for_script([str(name) for name in element.index])
    copied.data = json_for_script([[[*map(float, row)] for row in rows] for rows in element.data])
    script = type(element)._template.module.script(copied, {})
    return str(script).replace("L.Control.TimeDimensionCustom", "L.Control.TimeDimensionHeat")


# Plugins of which folium writes a script that would not run here.
_REWRITTEN: dict[str, Callable[[Any], str]] = {
    "HeatMapWithTime": _time_heat_map,
    "MiniMap": _mini_map,
    "ScrollZoomToggler": _scroll_zoom,
    "Search": _search,
    "TimeSliderChoropleth": _time_slider,
}
