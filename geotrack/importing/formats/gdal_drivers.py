"""The one GDAL driver that reads a file, whatever else GDAL could make of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["one_driver"]

# Of a format with two drivers, the first that GDAL has.
_DRIVERS = {
    "KML": ("LIBKML", "KML"),
    "GPX": ("GPX",),
    "GeoPackage": ("GPKG",),
    "Shapefile": ("ESRI Shapefile",),
    "FlatGeobuf": ("FlatGeobuf",),
}
_SKIP = "GDAL_SKIP"
_TURN = threading.Lock()


@contextmanager
def one_driver(kind: str) -> Iterator[None]:
    """Leave GDAL no driver but that of a format while a block runs; then it has all again.

    GDAL asks each of its drivers whether a file is one of theirs, and among sixty there are some
    that read other files, fetch from a network or start a program. pyogrio cannot name the driver
    that is to open a file, so that the others are taken out of GDAL's list.

    Parameters
    ----------
    kind : str
        The format's name: `KML`, `GPX`, `GeoPackage`, `Shapefile` or `FlatGeobuf`.

    Raises
    ------
    RuntimeError
        GDAL does not have the driver, or keeps others.
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
            # GDAL looks at this option each time that its drivers are registered.
            others = ",".join(d for d in there if d != driver)
            pyogrio.set_gdal_config_options({_SKIP: others or None})
            _register_drivers()
            if list(pyogrio.list_drivers()) != [driver]:
                raise RuntimeError(f"GDAL keeps other drivers beside {driver!r}")
            yield
        finally:
            pyogrio.set_gdal_config_options({_SKIP: before})
            _register_drivers()
