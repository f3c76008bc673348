"""Names of columns that say where and when, as tables of others have them; in lower case."""

from __future__ import annotations

import re

__all__ = [
    "AXES",
    "LATITUDE",
    "LONGITUDE",
    "POSITION",
    "PREFIXED_AXIS",
    "RADIUS",
    "ROW_NUMBER",
    "SIDED_AXES",
    "TIME",
    "WKT",
]

LONGITUDE = ("lon", "longitude", "long", "lng", "x")
LATITUDE = ("lat", "latitude", "y")
WKT = ("wkt", "geometry", "geom", "the_geom")
TIME = ("time", "timestamp", "datetime", "date_time", "basedatetime", "t")
RADIUS = ("radius", "accuracy", "uncertainty")
"""A unit may follow: `radius_km`."""

_OF_AN_AXIS = r"(?:decimal|dec|gps|geo|start|begin|first|last|event|incident|site|location|loc|dd)?"
AXES = {
    "lon": re.compile(_OF_AN_AXIS + r"(?:lon|lng|long|longitude|lengdegrad)"
                      r"(?:dd|deg|degrees?|dec|decimal|grader|wgs84|ddmm|dms|x)?"),
    "lat": re.compile(_OF_AN_AXIS + r"(?:lat|latitude|breddegrad)"
                      r"(?:dd|deg|degrees?|dec|decimal|grader|wgs84|ddmm|dms|y)?"),
}  # fmt: skip
"""Further names of longitudes and latitudes in an import; without spaces and signs."""
PREFIXED_AXIS = re.compile(r"(.+?)(lat|latitude|lon|long|lng|longitude)")
"""Names of a pair of axes with one word before both."""
SIDED_AXES = {"lon": "lengde", "lat": "bredde"}
"""Names of axes only where each cell has its hemisphere: a ship has a length and a breadth too."""
POSITION = {
    "position", "posisjon", "pos", "koordinat", "koordinater", "coordinate", "coordinates",
    "coords", "coord", "mgrs", "utm", "gridreference", "location", "lokasjon", "lokalitet", "sted",
    "place", "gps", "geo", "punkt",
}  # fmt: skip
"""Names of whole positions; without spaces and signs."""
ROW_NUMBER = {
    "fid", "gid", "lnr", "lopenr", "lopenummer", "nr", "no", "objectid", "ogcfid", "oid", "rad",
    "radnr", "row", "rowid", "rowno", "rownumber", "serialno", "serialnumber", "sno", "srno",
}  # fmt: skip
"""Names of columns that number the rows of a table; folded, without spaces and signs."""
