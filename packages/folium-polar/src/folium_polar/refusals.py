"""folium's classes that an offline polar map cannot draw.

An offline page would silently omit these elements, so they are refused when the map is built.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import folium
from branca.element import CssLink, Element, Html, IFrame, JavascriptLink
from folium.features import (
    ClickForMarker,
    CustomIcon,
    DivIcon,
    GeoJsonDetail,
    TopoJson,
    Vega,
    VegaLite,
)
from folium.map import Layer
from folium.raster_layers import TileLayer, VideoOverlay, WmsTileLayer

from folium_polar.errors import NeedsNetworkError, UsageError
from folium_polar.extent import parts
from folium_polar.folium_elements.geojson import geojson_of, refuse_other_crs
from folium_polar.folium_elements.pins import check_beautify_icon, check_icon
from folium_polar.folium_elements.plugins import (
    classes,
    has_class,
    is_offline,
    plugin_markup,
    plugin_remedy,
)
from folium_polar.markup import needs_network, refuse_markup, unfit, with_network
from folium_polar.raster_layers import tiles as polar_tiles
from folium_polar.raster_layers.folium_images import check_image, check_image_place
from folium_polar.view import check_latitudes

__all__ = ["descend", "picture_file", "refuse_unfit"]

_OR_NETWORK = "and PolarMap(network=True) takes tiles and WMS in its own projection"
_CHART = (
    "save the chart as SVG, as chart.save('chart.svg') of Altair does, "
    "and give the file's text: folium.Popup(svg)"
)
# Elements that fetch something, with the remedy.
_REMEDIES: tuple[tuple[type, str], ...] = (
    (WmsTileLayer, f"the packed basemap is drawn in its place, {_OR_NETWORK}"),
    (TileLayer, f"the packed basemap is drawn in its place, {_OR_NETWORK}"),
    (polar_tiles.TileLayer, "PolarMap(network=True) makes a map that may fetch them"),
    (TopoJson, "convert it to GeoJSON and use folium.GeoJson"),
    (Vega, _CHART),
    (VegaLite, _CHART),
    (JavascriptLink, "put the script's text into get_root().prelude, which runs before the map"),
    (CssLink, "put the style sheet's text into get_root().styles"),
)
# How edges between positions run.
_EDGES = ("written", "lonlat", "plane")
# Elements that a map with network=True may fetch.
_FETCHED = {WmsTileLayer, polar_tiles.TileLayer}
# Plugins of folium that fetch something, or cannot work here, with the remedy.
_BY_NAME = {
    "GeoMan": "use plugins.Draw",
    "Geocoder": "it asks a server for places; use plugins.Search on a layer of the map",
    "LocateControl": "browsers tell a position to pages of a server alone; add a folium.Marker",
    "Realtime": "it fetches its data again and again; use plugins.Timeline with the data",
    "RegularPolygonMarker": "use a folium.CircleMarker, or a DivIcon with an SVG",
    "TimestampedWmsTileLayers": "its pictures are of a server; use a folium.ImageOverlay a time",
    "VectorGridProtobuf": "its tiles are of a server; use a folium.GeoJson",
}
# Elements that cannot work here, with the remedy.
_UNFIT: tuple[tuple[type, str], ...] = (
    (VideoOverlay, "a video cannot be bent to a polar projection; use a folium.ImageOverlay"),
    (IFrame, "the page lets no frame in; put its content into the popup itself"),
)


def descend(element: Element) -> Iterator[Element]:
    """Yield an element and all that it contains, parents first.

    A popup's header, body and script are included, as are the markers of a GeoJson layer.
    """
    yield element
    for part in ("header", "html", "script", "marker", "color_scale"):
        part_value = vars(element).get(part)
        if isinstance(part_value, Element):
            yield from descend(part_value)
    for child in tuple(element._children.values()):
        yield from descend(child)


def refuse_unfit(root: Element, hemisphere: int = 1, *, network: bool = False) -> None:
    """Check an element and all that it contains.

    Parameters
    ----------
    root : Element
        A map, or what is added to one.
    hemisphere : int
        Of the map's pole: 1 north, -1 south.
    network : bool
        Whether the map may fetch tiles.

    Raises
    ------
    NeedsNetworkError
        If one of them would have to fetch something when the page is opened.
    UsageError
        If one of them cannot work in a polar map or in a page that is closed to frames.
    """
    for element in descend(root):
        try:
            _refuse(element, network=network)
        except NeedsNetworkError as refusal:
            raise with_network(refusal) if network else refusal from None
        if isinstance(element, folium.raster_layers.ImageOverlay):
            check_image_place(element, hemisphere)


def _refuse(element: Any, *, network: bool) -> None:
    name = type(element).__name__
    if network and isinstance(element, TileLayer):
        raise unfit(name, "its tiles are of Web Mercator; use folium_polar.TileLayer")
    for kind, remedy in _REMEDIES:
        if isinstance(element, kind) and not (network and kind in _FETCHED):
            raise needs_network(name, remedy)
    for kind, remedy in _UNFIT:
        if isinstance(element, kind):
            raise unfit(name, remedy)
    _refuse_plugin(element, name)
    if isinstance(element, folium.GeoJson) and not element.embed:
        raise needs_network(name, "use embed=True, so that its data are in the page")
    for url in _pictures(element):
        if not url.startswith("data:"):
            raise needs_network(name, "give the path of a picture file, which is embedded")
    _refuse_data(element, name)
    for html in _markup(element):
        refuse_markup(name, html)
    if isinstance(element, GeoJsonDetail):
        for place, value in _properties(element):
            refuse_markup(f"{name} ({place})", value)


def _refuse_plugin(element: Any, name: str) -> None:
    for plugin in _BY_NAME.keys() & {name, *classes(element)}:
        raise needs_network(name, _BY_NAME[plugin])
    if remedy := plugin_remedy(element):
        raise needs_network(name, remedy)
    if has_class(element, "DualMap") and not hasattr(element.m1, "hemisphere"):
        raise unfit(name, "its maps are no polar ones; use folium_polar.dual_map.DualMap")
    if not is_offline(element):
        links = [
            url for kind in ("default_js", "default_css") for _, url in getattr(element, kind, ())
        ]
        if links:
            remedy = "use a PolarMap" if isinstance(element, folium.Map) else "leave it out"
            raise needs_network(name, f"it loads {links[0]}; {remedy}")


def _refuse_data(element: Any, name: str) -> None:
    edges = getattr(element, "options", {}).get("edges", "written")
    if edges not in _EDGES:
        raise UsageError(f"{name} has edges={edges!r}: give one of {', '.join(map(repr, _EDGES))}")
    if (geojson := geojson_of(element)) is not None:
        refuse_other_crs(geojson[0])
        return
    if isinstance(element, folium.raster_layers.ImageOverlay):
        check_image(element)
        return
    check_latitudes(name, (lat for lats, _ in parts(element) for lat in lats))
    if isinstance(element, folium.Icon) and not isinstance(element, CustomIcon):
        check_icon(element)
    elif has_class(element, "BeautifyIcon"):
        check_beautify_icon(element)


def _pictures(element: Any) -> Iterator[str]:
    if isinstance(element, folium.raster_layers.ImageOverlay):
        yield str(element.url)
    elif has_class(element, "FloatImage"):
        path = picture_file(str(element.image))
        if path is None:
            yield str(element.image)
        elif not path.is_file():
            raise UsageError(f"FloatImage: there is no picture file {str(path)!r}")
    elif isinstance(element, CustomIcon):
        options = element.options
        for key in ("icon_url", "iconUrl", "shadow_url", "shadowUrl"):
            if options.get(key):
                yield str(options[key])


def picture_file(address: str) -> Path | None:
    """Return the file at the address of a picture, if it is one."""
    parts = urlsplit(address)
    if parts.scheme in {"data", "http", "https"} or parts.netloc:
        return None
    return Path(url2pathname(parts.path) if parts.scheme == "file" else address)


def _markup(element: Any) -> Iterator[str]:
    """Yield the HTML that an element passes to Leaflet; HTML in the page is checked elsewhere."""
    options = getattr(element, "options", None) or {}
    if isinstance(element, folium.Popup):
        children = element.html._children.values()
        yield from (str(part.data) for part in children if isinstance(part, Html) and part.script)
    elif isinstance(element, folium.Tooltip):
        yield f'<div style="{escape(getattr(element, "style", ""))}">{element.text}</div>'
    elif isinstance(element, DivIcon):
        yield f'<i class="{escape(str(options.get("class_name", "")))}">'
        yield str(options.get("html", ""))
    elif has_class(element, "BeautifyIcon"):
        styles = (str(options.get(key, "")) for key in ("icon_style", "inner_icon_style"))
        yield f'<i style="{escape(";".join(styles))}">{options.get("html", "")}'
    elif isinstance(element, GeoJsonDetail):
        style = getattr(element, "style", "")
        yield f'<div style="{escape(style)}">'
        yield from map(str, element.aliases)
    elif isinstance(element, ClickForMarker):
        yield str(element.popup)
    else:
        yield from plugin_markup(element)
    if isinstance(element, Layer):
        yield str(element.layer_name)
    if isinstance(options, dict) and options.get("attribution"):
        yield str(options["attribution"])


def _properties(detail: Any) -> Iterator[tuple[str, str]]:
    """Yield the values of a GeoJson layer's features that are shown as HTML, and where each is."""
    data = detail._parent.data if isinstance(detail._parent, folium.GeoJson) else {}
    for index, feature in enumerate(data.get("features", ())):
        properties = feature.get("properties") or {}
        for field in detail.fields:
            value = properties.get(field)
            # folium writes a list or an object as JSON into the HTML.
            text = value if isinstance(value, str) else json.dumps(value, default=str)
            if "<" in text:
                yield f"property {field!r} of feature {feature.get('id', index)}", text
