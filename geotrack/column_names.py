"""Names of columns that say where and when, as tables of others have them; in lower case."""

from __future__ import annotations

__all__ = ["LATITUDE", "LONGITUDE", "RADIUS", "TIME", "WKT"]

LONGITUDE = ("lon", "longitude", "long", "lng", "x")
LATITUDE = ("lat", "latitude", "y")
WKT = ("wkt", "geometry", "geom", "the_geom")
TIME = ("time", "timestamp", "datetime", "date_time", "basedatetime", "t")
RADIUS = ("radius", "accuracy", "uncertainty")
"""A unit may follow: `radius_km`."""
