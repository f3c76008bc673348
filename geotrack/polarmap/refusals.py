"""What a map that works without a network cannot draw, by the name of its class.

A page that is opened offline and allows no foreign script would stay silent where one of these is
missing; so it is said when the map is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import folium
from branca.colormap import ColorMap
from branca.element import CssLink, Element, IFrame, JavascriptLink
from folium.features import CustomIcon, TopoJson, Vega, VegaLite
from folium.raster_layers import TileLayer, VideoOverlay, WmsTileLayer

from geotrack.errors import NeedsNetworkError, UsageError
from geotrack.polarmap.geojson import refuse_other_crs
from geotrack.polarmap.images import check_image

__all__ = ["descend", "is_grouped_control", "refuse_markup", "refuse_unfit"]

_REMEDIES: tuple[tuple[type, str], ...] = (
    (WmsTileLayer, "the packed basemap is drawn in its place"),
    (TileLayer, "its tiles are Mercator images; the packed basemap is drawn in its place"),
    (TopoJson, "convert it to GeoJSON and use folium.GeoJson"),
    (ColorMap, "its legend fetches D3; write the legend as HTML"),
    (Vega, "draw the chart as an image or SVG and put that in the popup"),
    (VegaLite, "draw the chart as an image or SVG and put that in the popup"),
    (JavascriptLink, "put the script's text into get_root().scripts"),
    (CssLink, "put the style sheet's text into get_root().styles"),
)
_UNFIT: tuple[tuple[type, str], ...] = (
    (VideoOverlay, "a video cannot be bent to a polar projection; use a folium.ImageOverlay"),
    (IFrame, "the page lets no frame in; put its content into the popup itself"),
)


def is_grouped_control(element: Element) -> bool:
    """Tell folium's GroupedLayerControl without the 50 ms of importing its package."""
    return any(
        kind.__module__ == "folium.plugins.groupedlayercontrol" for kind in type(element).__mro__
    )


def descend(element: Element) -> Iterator[Element]:
    """
    Go through an element and all that it holds, parents first.

    A popup's own header, body and script count as held, as do the markers of a GeoJson layer.
    """
    yield element
    for part in ("header", "html", "script", "marker", "color_scale"):
        held = vars(element).get(part)
        if isinstance(held, Element):
            yield from descend(held)
    for child in tuple(element._children.values()):
        yield from descend(child)


def refuse_unfit(root: Element) -> None:
    """
    Check an element and all that it holds.

    Raises
    ------
    NeedsNetworkError
        If one of them would have to fetch something when the page is opened.
    UsageError
        If one of them cannot work in a polar map or in a page that is closed to frames.
    """
    for element in descend(root):
        _refuse(element)


def _refuse(element: Any) -> None:
    name = type(element).__name__
    if isinstance(element, folium.Icon) and not isinstance(element, CustomIcon):
        raise _needs_network(name, "its glyphs are a web font; use a DivIcon with an SVG")
    for kind, remedy in _REMEDIES:
        if isinstance(element, kind):
            raise _needs_network(name, remedy)
    for kind, remedy in _UNFIT:
        if isinstance(element, kind):
            message = f"{name} cannot be used on a polar map: {remedy}"
            raise UsageError(message)
    # The grouped control is in the bundle, so its links are left out.
    if not is_grouped_control(element):
        links = [
            url for kind in ("default_js", "default_css") for _, url in getattr(element, kind, ())
        ]
        if links:
            raise _needs_network(name, f"it loads {links[0]}")
    if isinstance(element, folium.GeoJson) and not element.embed:
        raise _needs_network(name, "use embed=True, so that its data are in the page")
    if name == "ScrollZoomToggler":
        raise _needs_network(name, "it loads a picture; use scrollWheelZoom=False")
    for url in _pictures(element):
        if not url.startswith("data:"):
            raise _needs_network(name, "give the path of a picture file, which is embedded")
    _refuse_data(element)


def _refuse_data(element: Any) -> None:
    if isinstance(element, folium.GeoJson):
        refuse_other_crs(element.data)
    elif isinstance(element, folium.raster_layers.ImageOverlay):
        check_image(element)


def _pictures(element: Any) -> Iterator[str]:
    if isinstance(element, folium.raster_layers.ImageOverlay):
        yield str(element.url)
    elif type(element).__name__ == "FloatImage":
        yield str(element.image)
    elif isinstance(element, CustomIcon):
        options = element.options
        for key in ("icon_url", "iconUrl", "shadow_url", "shadowUrl"):
            if options.get(key):
                yield str(options[key])


def refuse_markup(name: str, html: str) -> None:
    """
    Check the HTML that an element made.

    Parameters
    ----------
    name : str
        The element's class, to refuse it by.
    html : str
        What it put into the page; text that is escaped in it is no markup.

    Raises
    ------
    NeedsNetworkError
        If it would fetch something when the page is opened.
    UsageError
        If it has a handler that the page's security policy would not run.
    """
    markup = _Markup()
    markup.feed(html)
    markup.close()
    if markup.fetched:
        raise _needs_network(name, f"it loads {markup.fetched[0]}")
    if markup.handlers:
        message = (
            f"{name} cannot be used on a polar map: the page's security policy would not run its "
            f"{markup.handlers[0]!r}; bind it in get_root().scripts"
        )
        raise UsageError(message)


class _Markup(HTMLParser):
    """Collects what tags would fetch from elsewhere, and their handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fetching = ("href",) if tag == "link" else ("src", "srcset", "poster", "data")
        for key, value in attrs:
            address = (value or "").strip().lower()
            # A <script> is refused for itself.
            if tag != "script" and key in fetching and address.startswith(("http", "//")):
                self.fetched.append(value or "")
            elif key.startswith("on"):
                self.handlers.append(key)


def _needs_network(name: str, remedy: str) -> NeedsNetworkError:
    return NeedsNetworkError(f"{name} needs a network when the page is opened: {remedy}")
