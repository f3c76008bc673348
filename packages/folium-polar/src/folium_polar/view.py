"""Whether a map's places lie on the Earth, on the map and in its view."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import folium
from branca.element import Element
from folium.raster_layers import ImageOverlay

from folium_polar.basemap.files import FAR_SOUTH
from folium_polar.errors import MapWarning, UsageError
from folium_polar.extent import Arc, parts, tree
from folium_polar.geometry.geodesy import distance_m

__all__ = ["POLE", "check_latitudes", "check_view", "check_zoom", "warn_out_of_view"]

POLE = 90.0
_ROUNDING = 1e-6
"""Degrees by which rounding may pass the pole, 0.1 m."""
_ZOOM_0_M = 160_000.0  # as in web/src/leaflet/crs.js
_HALF_SCREEN = 1_200
"""Pixels from the middle to a corner of a screen of 1920 by 1080, and what a projection shrinks."""


def check_latitudes(name: str, lats: Iterable[float | None]) -> None:
    """Refuse a latitude beyond a pole.

    Parameters
    ----------
    name : str
        What has the latitudes, for the message.
    lats : iterable of float or None
        Degrees; rounding may pass the pole by a millionth.

    Raises
    ------
    UsageError
        By the first that is beyond.
    """
    for lat in lats:
        if lat is not None and abs(lat) > POLE + _ROUNDING:
            raise UsageError(
                f"{name} has latitude {lat:.10g}, which is beyond the pole: give (lat, lon) in "
                "degrees, latitude first and from -90 to 90"
            )


def check_zoom(zoom: float, least: float, most: float) -> None:
    """Warn of a zoom at the start that the limits of the map do not allow."""
    for name, limit, is_beyond in (
        ("min_zoom", least, zoom < least),
        ("max_zoom", most, zoom > most),
    ):
        if is_beyond:
            message = (
                f"zoom_start={zoom:g} is beyond {name}={limit:g}, at which the map opens: give "
                f"zoom_start={limit:g}, or {name}={zoom:g}"
            )
            warnings.warn(message, MapWarning, stacklevel=3)


def check_view(places: Iterable[Sequence[float | None]], hemisphere: int, limit: float) -> None:
    """Refuse a view of the other hemisphere, and warn of one outside the map.

    Parameters
    ----------
    places : iterable of (lat, lon)
        Degrees.
    hemisphere : int
        Of the map's pole: 1 north, -1 south.
    limit : float
        Latitude at which the map ends, degrees.
    """
    is_north = hemisphere > 0
    side, pole, crs = ("south", "North", 3031) if is_north else ("north", "South", 3995)
    lats = [hemisphere * lat for lat, _ in places if lat is not None]
    check_latitudes("the view", lats)
    poleward = max(lats, default=POLE)
    lat = f"latitude {hemisphere * poleward:g} or further {side}"
    if poleward < 0:
        raise UsageError(
            f"the map would open in the {side}ern hemisphere, at {lat}, and it is one of the "
            f'{pole} Pole: give crs="EPSG:{crs}", or use a folium.Map'
        )
    if poleward < hemisphere * limit:
        message = f"the map opens at {lat}, on an empty sheet: {_end(hemisphere, limit, poleward)}"
        warnings.warn(message, MapWarning, stacklevel=3)


def _end(hemisphere: int, limit: float, lat: float, remedy: str = "move the view") -> str:
    """Return the sentence on where a map ends, with the remedy for a latitude beyond its end."""
    if hemisphere > 0:
        remedy = f"give a lower `south`, down to {FAR_SOUTH:g}"
        if lat < FAR_SOUTH:
            remedy = 'give crs="EPSG:3031", or use a folium.Map'
    return f"the basemap ends at {abs(limit):g}° {'N' if hemisphere > 0 else 'S'}; {remedy}"


def warn_out_of_view(polar_map: Any, limit: float) -> None:
    """Warn of elements that lie beyond a map's end, and of a view that shows none of them.

    Parameters
    ----------
    polar_map : PolarMap
        The map, with all that it contains.
    limit : float
        Latitude at which it ends, degrees.
    """
    side = polar_map.hemisphere
    out_of_view, nearest = [], math.inf
    for element in tree(polar_map):
        is_image = isinstance(element, ImageOverlay)  # whose place is checked when it is added
        boxes = [] if is_image else list(_boxes(element))
        if not boxes:
            continue
        poleward = max(side * lat for lats, _ in boxes for lat in lats)
        if poleward < side * limit:
            out_of_view.append((type(element).__name__, side * poleward))
        elif nearest > _reach_m(polar_map):
            nearest = min(_distance_m(polar_map.location, box) for box in boxes)
    if out_of_view:
        suffix = f" and {len(out_of_view) - 1} more" if len(out_of_view) > 1 else ""
        name, lat = out_of_view[0]
        end = _end(side, limit, lat, 'give crs="EPSG:3995"')
        message = f"{name} at latitude {lat:g}{suffix}: nothing is seen there, for {end}"
        warnings.warn(message, MapWarning, stacklevel=4)
    fits = (folium.FitBounds, folium.FitOverlays)
    is_fitted = polar_map.fit is not None or any(isinstance(e, fits) for e in tree(polar_map))
    if not is_fitted and _reach_m(polar_map) < nearest < math.inf:
        lat, lon = polar_map.location
        message = (
            f"the map opens at {lat:g}, {lon:g} and zoom {polar_map.options['zoom']:g}, which "
            f"shows none of its content: the nearest is {nearest / 1000:,.0f} km away; give "
            "fit=[(lat, lon), …] or a lower zoom_start"
        )
        warnings.warn(message, MapWarning, stacklevel=4)


def _boxes(element: Element) -> Iterator[tuple[Sequence[float], Arc]]:
    for lats, arc in parts(element):
        yield (min(lats), max(lats)), arc


def _reach_m(polar_map: Any) -> float:
    zoom = max(float(polar_map.options["zoom"]), float(polar_map.options["minZoom"]))
    return float(_HALF_SCREEN * _ZOOM_0_M / 2.0**zoom)


def _distance_m(location: Sequence[float], box: tuple[Sequence[float], Arc]) -> float:
    """Return the least distance to a box of longitudes and latitudes, or to its near meridian."""
    (south, north), (west, width) = box
    lat, lon = location
    ahead = (lon - west) % 360.0
    to_east, to_west = ahead - width, 360.0 - ahead
    nearest_lon = lon if ahead <= width else west + width if to_east < to_west else west
    lats = (south, min(max(lat, south), north), north)
    return min(float(distance_m(lon, lat, nearest_lon, side_lat)) for side_lat in lats)
