"""Restriction of GDAL to one driver."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["one_driver"]

# Drivers by format, in order of preference.
_DRIVERS = {
    "KML": ("LIBKML", "KML"),
    "GPX": ("GPX",),
    "GeoPackage": ("GPKG",),
    "Shapefile": ("ESRI Shapefile",),
    "FlatGeobuf": ("FlatGeobuf",),
    "Esri JSON": ("ESRIJSON",),
    "TopoJSON": ("TopoJSON",),
}
_SKIP = "GDAL_SKIP"
_TURN = threading.Lock()


@contextmanager
def one_driver(kind: str) -> Iterator[None]:
    """Register only the driver of a format while a block runs.

    GDAL offers a file to each of its drivers. Some of the sixty read other files, use the network
    or start programs. pyogrio cannot choose the driver, so the others are unregistered.

    Parameters
    ----------
    kind : str
        The format's name: `KML`, `GPX`, `GeoPackage`, `Shapefile` or `FlatGeobuf`.

    Raises
    ------
    RuntimeError
        GDAL lacks the driver, or keeps others.
    """
    import pyogrio
    from pyogrio.core import _register_drivers

    with _TURN:
        there = list(pyogrio.list_drivers())
        driver = next((d for d in _DRIVERS[kind] if d in there), None)
        if driver is None:
            raise RuntimeError(f"GDAL has no driver {_DRIVERS[kind][0]!r} here")
        before = pyogrio.get_gdal_config_option(_SKIP)
        try:
            # GDAL reads this option whenever drivers are registered.
            others = ",".join(d for d in there if d != driver)
            pyogrio.set_gdal_config_options({_SKIP: others or None})
            _register_drivers()
            if list(pyogrio.list_drivers()) != [driver]:
                raise RuntimeError(f"GDAL keeps other drivers beside {driver!r}")
            yield
        finally:
            pyogrio.set_gdal_config_options({_SKIP: before})
            _register_drivers()
