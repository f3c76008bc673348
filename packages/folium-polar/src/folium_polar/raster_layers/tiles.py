"""Tiles and WMS in a map's own projection, for maps that may use a network."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import folium
from branca.element import Element
from folium.raster_layers import WmsTileLayer
from folium.template import tojavascript

from folium_polar.crs import ANTARCTIC_CRS, POLAR_CRS
from folium_polar.errors import UsageError
from folium_polar.escaping import json_for_script
from folium_polar.layers import PolarLayer
from folium_polar.markup import refuse_markup

if TYPE_CHECKING:
    from xyzservices import TileProvider

__all__ = ["TileGrid", "TileLayer", "network_note", "tile_hosts", "wms_script"]

# Levels of tiles at most.
_MOST_LEVELS = 20
_GIBS = "gibs.earthdata.nasa.gov"
# Polar CRS in which NASA GIBS serves tiles.
_GIBS_SYSTEMS = {"EPSG:3413", "EPSG:3031"}
# The resolution in an address of GIBS: `/250m/`.
_MATRIX_SET = re.compile(r"/(\d+(?:\.\d+)?)(k?)m/")


class TileGrid(NamedTuple):
    """The grid of a set of tiles; each level has twice the columns and rows of the one before it.

    Parameters
    ----------
    origin : (x, y)
        North-western corner of the first tile, metres of the tiles' projection.
    resolution : float
        Metres a pixel at level 0.
    tile_size : int
        Pixels along a side of a tile.
    size : (columns, rows)
        Tiles at level 0.
    """

    origin: tuple[float, float]
    resolution: float
    tile_size: int = 256
    size: tuple[int, int] = (1, 1)


GIBS_GRID = TileGrid((-4_194_304, 4_194_304), 8192, 512, (2, 2))
"""NASA's Global Imagery Browse Services in polar stereographic projections."""


class TileLayer(PolarLayer):
    """
    Tiles in the map's own projection, which the page fetches from their server.

    Parameters
    ----------
    tiles : xyzservices.TileProvider or str
        A provider, or an address with ``{z}``, ``{x}``, ``{y}`` and perhaps ``{s}``.
    crs : str, optional
        Projection of the tiles; that of the provider, or the map's.
    grid : TileGrid, optional
        Their grid; known for NASA GIBS.
    attr : str, optional
        Attribution as HTML; required for an address.
    name : str, optional
        What a layer control calls it.
    min_zoom, max_zoom : int, optional
        First and last level of the tiles.
    opacity : float
        0 to 1.
    control, show : bool
        As in folium.

    Raises
    ------
    UsageError
        The grid is not known, there is no attribution, or the address is none of http or https.
    """

    def __init__(
        self,
        tiles: TileProvider | str,
        *,
        crs: str | None = None,
        grid: TileGrid | None = None,
        attr: str | None = None,
        name: str | None = None,
        min_zoom: int = 0,
        max_zoom: int | None = None,
        opacity: float = 1,
        control: bool = True,
        show: bool = True,
    ) -> None:
        if not isinstance(tiles, str):
            crs = crs or str(tiles.get("crs", "EPSG:3857"))
            attr = attr or str(tiles.html_attribution)
            name = name or str(tiles.name)
            max_zoom = tiles.get("max_zoom") if max_zoom is None else max_zoom
            tiles = str(tiles.build_url(fill_subdomain=False, scale_factor="{r}"))
        super().__init__(name=name or "Tiles", overlay=True, control=control, show=show)
        self._name = "TileLayer"
        self.url, self.crs = tiles, crs
        self.hosts = _hosts(tiles, "TileLayer")
        if crs is not None and crs not in {**POLAR_CRS, **ANTARCTIC_CRS}:
            raise UsageError(
                f"TileLayer {self.layer_name!r} has tiles in {crs}, which cannot be bent to a "
                "polar projection; choose tiles in it, such as NASAGIBS.BlueMarble3413"
            )
        if not attr:
            raise UsageError("TileLayer: tiles must have an attribution; give attr")
        refuse_markup("TileLayer", attr)
        self.grid = grid or _known_grid(tiles, crs)
        last = _MOST_LEVELS if max_zoom is None else max_zoom
        levels = [min_zoom, min(last, _last_level(tiles))]
        self._options = {
            "levels": levels,
            "tileSize": self.grid.tile_size,
            "opacity": opacity,
            "attribution": f"{attr} · {network_note(self.hosts)}",
        }

    def expression(self) -> str:
        """Return the JavaScript that makes the layer.

        Raises
        ------
        UsageError
            The tiles have another projection than the map.
        """
        crs = _map_of(self).crs
        if self.crs is not None and self.crs != crs:
            raise UsageError(
                f"TileLayer {self.layer_name!r} has tiles in {self.crs}, and the map is in {crs}: "
                f"tiles cannot be bent; choose tiles in {crs}, or another crs of the PolarMap"
            )
        grid = {
            "crs": crs,
            "origin": self.grid.origin,
            "resolution": self.grid.resolution,
            "columns": self.grid.size[0],
            "rows": self.grid.size[1],
        }
        arguments = ", ".join(map(json_for_script, (self.url, grid, self._options)))
        return f"geotrackPolar.tiles({arguments})"


def _map_of(element: Element) -> Any:
    parent = element._parent
    while parent is not None and not isinstance(parent, folium.Map):
        parent = parent._parent
    if not getattr(parent, "network", False):
        raise UsageError(f"{type(element).__name__}: its map must be a PolarMap(network=True)")
    return parent


def _known_grid(url: str, crs: str | None) -> TileGrid:
    if urlsplit(url).hostname == _GIBS and crs in _GIBS_SYSTEMS:
        return GIBS_GRID
    raise UsageError(
        "TileLayer: the grid of these tiles is not known; give it from the server's capabilities, "
        "as grid=TileGrid(origin=(-4e6, 4e6), resolution=8000, tile_size=512, size=(2, 2))"
    )


def _last_level(url: str) -> int:
    """Return the last level of tiles: of GIBS by the resolution in the address, else a high one."""
    match = _MATRIX_SET.search(url)
    if urlsplit(url).hostname != _GIBS or match is None:
        return _MOST_LEVELS
    metres = float(match[1]) * (1000 if match[2] else 1)
    return round(math.log2(GIBS_GRID.resolution / metres))


def _hosts(url: str, name: str) -> tuple[str, ...]:
    """Return scheme and host of an address, as a security policy names them; of each `{s}`."""
    addresses = [url.replace("{s}", letter) for letter in "abc"] if "{s}" in url else [url]
    hosts = []
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
            raise UsageError(f"{name}: {url!r} is no address of a server; give one with https://")
        hosts.append(f"{parts.scheme}://{parts.netloc}")
    return tuple(hosts)


def tile_hosts(elements: Iterable[Element]) -> list[str]:
    """Return the servers from which elements of a page fetch pictures."""
    return list(dict.fromkeys(host for element in elements for host in _hosts_of(element)))


def _hosts_of(element: Element) -> Iterator[str]:
    if isinstance(element, TileLayer):
        yield from element.hosts
    elif isinstance(element, WmsTileLayer):
        yield from _hosts(element.url, "WmsTileLayer")


def network_note(hosts: Iterable[str]) -> str:
    """Return the sentence of a map that is not offline."""
    names = ", ".join(dict.fromkeys(urlsplit(host).hostname or host for host in hosts))
    return f"This map is not offline: it loads pictures from {names}"


def wms_script(layer: WmsTileLayer) -> str:
    """Return the JavaScript of folium's WMS layer, in the map's own projection."""
    hosts = _hosts(layer.url, "WmsTileLayer")
    code = _map_of(layer).crs
    if "@" in code:
        base = code.partition("@")[0]
        raise UsageError(f"WmsTileLayer: no server knows {code}: make the map in {base}")
    words = [layer.options.get("attribution", ""), network_note(hosts)]
    options = {**layer.options, "attribution": " · ".join(filter(None, words))}
    url = json_for_script(layer.url)
    return f"var {layer.get_name()} = geotrackPolar.wms({url}, {tojavascript(options)});"
