"""folium's image overlays: their source and bounds."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from folium.raster_layers import ImageOverlay
from folium.utilities import image_to_url
from numpy.typing import NDArray

from folium_polar.basemap.files import SOUTH
from folium_polar.errors import UsageError

__all__ = ["check_image", "check_image_place", "unwarped_url"]

_POLE = 90.0
_construct = ImageOverlay.__init__
_SIGNATURE = inspect.signature(_construct)


class _Source(NamedTuple):
    """The data of an image before it was warped to Mercator."""

    array: NDArray[np.float64]
    origin: str
    colormap: Callable[..., Any] | None


@functools.wraps(_construct)
def _keep_source(self: ImageOverlay, *args: Any, **options: Any) -> None:
    _construct(self, *args, **options)
    arguments = _SIGNATURE.bind(self, *args, **options)
    arguments.apply_defaults()
    image, origin, colormap = (arguments.arguments[key] for key in ("image", "origin", "colormap"))
    warped = arguments.arguments["mercator_project"]
    # As floats, as folium colours a warped image.
    self._source = _Source(np.array(image, dtype=float), origin, colormap) if warped else None


# folium warps the picture and keeps neither the array nor that it did so.
ImageOverlay.__init__ = _keep_source


def check_image(image: ImageOverlay) -> None:
    """Refuse an image with unknown or impossible bounds.

    Raises
    ------
    UsageError
        If its bounds are no latitudes, if it has a CRS or is a GeoTIFF, or if it was created before
        this module was imported.
    """
    if getattr(image, "needs_raster", False):
        return  # it checks itself
    name = type(image).__name__
    if "crs" in image.options or image.url.startswith("data:image/tif"):
        raise UsageError(
            f"{name} of folium has no CRS and reads no GeoTIFF: use folium_polar.ImageOverlay"
        )
    south, north = sorted(float(lat) for lat, _ in image.bounds)
    if south < -_POLE or north > _POLE:
        raise UsageError(f"{name} has bounds from latitude {south:g} to {north:g}: give degrees")
    if "_source" not in vars(image) and image.url.startswith("data:image/png"):
        raise UsageError(
            f"{name} was made before PolarMap was imported, so nothing tells whether "
            "mercator_project warped it: write 'from folium_polar import PolarMap' above it"
        )


def check_image_place(image: ImageOverlay, hemisphere: int) -> None:
    """Refuse an image of which a map would show nothing.

    Parameters
    ----------
    image : ImageOverlay
        Its bounds are latitudes.
    hemisphere : int
        Of the map's pole: 1 north, -1 south.

    Raises
    ------
    UsageError
        If it lies on the other side of the parallel at which the map ends.
    """
    if getattr(image, "needs_raster", False):
        return  # where its map ends
    if max(hemisphere * float(lat) for lat, _ in image.bounds) <= SOUTH:
        side, end = ("south", "N") if hemisphere > 0 else ("north", "S")
        raise UsageError(
            f"{type(image).__name__} lies {side} of {SOUTH:g}° {end}, where the map ends: "
            "use a folium.Map"
        )


def unwarped_url(image: ImageOverlay) -> str:
    """Return an image as a data URL, with rows evenly spaced in latitude."""
    source: _Source | None = vars(image).get("_source")
    if source is None:
        return str(image.url)
    return str(image_to_url(source.array, origin=source.origin, colormap=source.colormap))
