"""Columns, times and missing values in the files of known publishers.

Times without a zone are UTC in all of them:

* AIS counts in UTC: a base station sends the UTC date and time, a ship the second of the UTC
  minute (Recommendation ITU-R M.1371, messages 4, 11 and 1 to 3). Publishers of AIS add to these
  the time of reception, in UTC.
* Marine Cadastre: `BaseDateTime` is "Full UTC date and time" (AIS data dictionary of NOAA).
* Movebank: `timestamp` is in UTC (Movebank Attribute Dictionary, NERC vocabulary MVB000200).
* Argo: `JULD` counts days since 1950-01-01 00:00:00 UTC (Argo user's manual,
  doi:10.13155/29825).
* OpenSky Network: times are Unix time stamps (documentation of its REST API).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["AIS_ABSENT", "AIS_TIMES", "NAMES", "PRESETS", "Preset", "find_preset", "fold_name"]

# A unit in brackets at the end of a name; and what stands between the words of a name.
_UNIT = re.compile(r"[(\[][^()\[\]]*+[)\]]\s*+$")
_DIVIDERS = re.compile(r"[\s\-.:]+")

AIS_ABSENT: Mapping[str, float] = MappingProxyType(
    dict.fromkeys(("sog", "speed", "speed_over_ground", "speed_kn"), 102.3)
    | dict.fromkeys(("cog", "course", "course_over_ground"), 360.0)
    | dict.fromkeys(("heading", "true_heading", "hdg"), 511.0)
)
"""Values that mean 'not available' in AIS, by column (ITU-R M.1371)."""


AIS_TIMES = "as AIS counts time (ITU-R M.1371)"
"""Who states that times of AIS without a zone are UTC, as `Preset.zone_by`."""


@dataclass(frozen=True, slots=True)
class Preset:
    """The file layout of a publisher. All names of columns are folded.

    Parameters
    ----------
    name, label : str
        Name for the option `--as`, and label for messages.
    signatures : tuple of frozenset of str
        Sets of columns; a file with all columns of one set is recognised.
    lon, lat, time : tuple of str
        Columns of longitudes, latitudes and times; the first present is used.
    zone : str
        Zone of times without one.
    month_first : bool, optional
        Whether dates with slashes have the month first; None without such dates.
    formats : tuple of str
        Forms of times; empty for the built-in ones.
    words : mapping of str to str
        Word for missing values, by column.
    zone_by : str
        Who states that its times are in this zone.
    note : str
        Note about its positions.
    """

    name: str
    label: str
    signatures: tuple[frozenset[str], ...]
    lon: tuple[str, ...]
    lat: tuple[str, ...]
    time: tuple[str, ...]
    zone: str = "UTC"
    month_first: bool | None = None
    formats: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    zone_by: str = AIS_TIMES
    note: str = ""

    def has(self, names: Iterable[str]) -> bool:
        """Return whether columns match its files."""
        folded = {fold_name(name) for name in names}
        return any(signature <= folded for signature in self.signatures)


def _any_of(*signatures: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(signature.split()) for signature in signatures)


PRESETS = (
    Preset(
        "dma",
        "Danish Maritime Authority",
        _any_of("timestamp type_of_mobile mmsi latitude longitude"),
        lon=("longitude",),
        lat=("latitude",),
        time=("timestamp",),
        month_first=False,
        words={"imo": "Unknown"},
    ),
    Preset(
        "marinecadastre",
        "MarineCadastre",
        _any_of("mmsi basedatetime lat lon", "mmsi base_date_time latitude longitude"),
        lon=("lon", "longitude"),
        lat=("lat", "latitude"),
        time=("basedatetime", "base_date_time"),
        zone_by="as Marine Cadastre documents",
    ),
    Preset(
        "gfw",
        "Global Fishing Watch, cells",
        _any_of("date cell_ll_lat cell_ll_lon"),
        lon=("cell_ll_lon",),
        lat=("cell_ll_lat",),
        time=("date",),
        note="its positions are the lower left corners of cells",
    ),
    Preset(
        "gfw",
        "Global Fishing Watch",
        _any_of(
            "mmsi timestamp distance_from_shore distance_from_port lat lon",
            "lat lon time_range apparent_fishing_hours",
            "lat lon time_range vessel_presence_hours",
        ),
        lon=("lon",),
        lat=("lat",),
        time=("timestamp", "time_range"),
    ),
    Preset(
        "movebank",
        "Movebank",
        _any_of("timestamp location_long location_lat"),
        lon=("location_long",),
        lat=("location_lat",),
        time=("timestamp",),
        zone_by="as Movebank documents",
    ),
    Preset(
        "argo",
        "Argo, days since 1950",
        _any_of("juld latitude longitude"),
        lon=("longitude",),
        lat=("latitude",),
        time=("juld",),
        zone_by="as the Argo user's manual says",
        formats=("days since 1950-01-01", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S"),
    ),
    Preset(
        "argo",
        "Argo",
        _any_of(
            "platform_code date latitude longitude",
            "platform_number time latitude longitude",
            "platform_code time latitude longitude",
        ),
        lon=("longitude",),
        lat=("latitude",),
        time=("date", "time"),
        zone_by="as the Argo user's manual says",
    ),
    Preset(
        "opensky",
        "OpenSky Network",
        _any_of("time icao24 lat lon", "time_position icao24 latitude longitude"),
        lon=("lon", "longitude"),
        lat=("lat", "latitude"),
        time=("time_position", "time"),
        zone_by="as OpenSky documents",
    ),
    Preset(
        "nmea",
        "NMEA 0183",
        _any_of("mmsi message_type time lon lat speed course heading status"),
        lon=("lon",),
        lat=("lat",),
        time=("time",),
    ),
)
"""All presets; the first match is used."""

NAMES = tuple(dict.fromkeys(preset.name for preset in PRESETS))


def fold_name(name: str) -> str:
    """Return the name of a column in lower case, without a unit, with `_` between its words.

    Examples
    --------
    >>> fold_name("# Timestamp"), fold_name("location-long"), fold_name("LATITUDE (degree_north)")
    ('timestamp', 'location_long', 'latitude')
    """
    text = _UNIT.sub("", name.casefold()).strip().lstrip("#").strip()
    return _DIVIDERS.sub("_", text)


def find_preset(names: Iterable[str]) -> Preset | None:
    """Return the preset that matches columns."""
    names = [*names]
    return next((preset for preset in PRESETS if preset.has(names)), None)
