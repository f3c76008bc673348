"""A point and its radius, or a ring, from the relation to named places."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.gazetteer.description import Description
from geotrack.gazetteer.packed import NamedPlace
from geotrack.model.place_text import degrees
from geotrack.polar import distance_m
from geotrack.polar.geodesic import ellipsoid

__all__ = ["derive"]

_ROUND, _ACROSS = 36, 13
"""Positions looked at round an anchor, and bearings across a sector."""
_MISSED = 1.01
"""What lies between them is farther by less than this factor."""
_SLACK_KM = 0.01  # positions are written to 0.0001°
_WHOLE_KM = 10.0
_POLAR, _DEGREE_KM = 2.0, 111.0


def derive(
    description: Description, anchors: tuple[NamedPlace, ...]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the geometry and the keys of `place` that a description allows.

    Parameters
    ----------
    description : Description
        What the text states.
    anchors : tuple of NamedPlace
        The named places, one or two.

    Returns
    -------
    geometry : dict
        A GeoJSON Point, lon/lat.
    place : dict
        `precision` (`near` or `ring`), `radius_km`, `inner_radius_km` of a ring, and `note`.

    Notes
    -----
    The radius holds every reading: each position of the anchor, each bearing of the sector, each
    distance. Of a place between two it is half their distance and their own extents: all
    positions from which the two lie at least a right angle apart (Thales' circle). Radii are
    rounded outwards. Where the pole is within twice the extent of an anchor, its bearings turn by
    more than 30° from one part of it to another: there the distance alone counts.
    """
    if description.distance_m is None:
        return _between(*anchors)
    least, most = description.distance_m
    anchor = anchors[0]
    polar = 90.0 - abs(anchor.lat) < _POLAR * anchor.radius_km / _DEGREE_KM
    if description.bearing is not None and not polar:
        return _sector(anchor, (least, most), description.bearing)
    # A ring within the anchor's own extent has no hole.
    inner = _down(least / 1000 - anchor.radius_km - _SLACK_KM)
    radius = _up(most / 1000 + anchor.radius_km)
    place: dict[str, Any] = {"precision": "ring" if inner else "near", "radius_km": radius}
    if inner:
        place["inner_radius_km"] = inner
    what = f"{_span(least, most)} from" if least else f"within {_km(most)} km of"
    note = _note(what, anchor)
    if description.bearing is not None:
        note += " So near the pole a bearing has no one direction, and is not used."
    return _point(anchor.lon, anchor.lat), {**place, "note": note}


def _sector(
    anchor: NamedPlace, distance: tuple[float, float], bearing: tuple[float, float]
) -> tuple[dict[str, Any], dict[str, Any]]:
    least, most = distance
    middle, half = bearing
    geod = ellipsoid()
    lon, lat, _ = geod.fwd(anchor.lon, anchor.lat, middle, (least + most) / 2)
    there = _point(lon, lat)
    # Every reading, from the anchor's middle and from its edge.
    turns = np.linspace(0.0, 360.0, _ROUND, endpoint=False)
    edge_lon, edge_lat, _ = geod.fwd(
        *_filled(anchor.lon, anchor.lat, _ROUND), turns, np.full(_ROUND, anchor.radius_km * 1000)
    )
    from_lon = np.append(edge_lon, anchor.lon)
    from_lat = np.append(edge_lat, anchor.lat)
    across = np.linspace(middle - half, middle + half, _ACROSS)
    grid = np.meshgrid(np.arange(len(from_lon)), across, (least, (least + most) / 2, most))
    of, azimuth, far = (axis.ravel() for axis in grid)
    ends = geod.fwd(from_lon[of], from_lat[of], azimuth, far)
    at_lon, at_lat = there["coordinates"]
    apart: NDArray[np.float64] = distance_m(
        at_lon, at_lat, np.asarray(ends[0]), np.asarray(ends[1])
    )
    radius = _up(float(np.max(apart)) / 1000 * _MISSED)
    first, last = (f"{turn % 360.0:g}°" for turn in (middle - half, middle + half))
    what = f"{_span(least, most)} on a bearing of {first} to {last} from"
    place = {"precision": "near", "radius_km": radius, "note": _note(what, anchor)}
    return there, place


def _between(a: NamedPlace, b: NamedPlace) -> tuple[dict[str, Any], dict[str, Any]]:
    geod = ellipsoid()
    azimuth, _, metres = geod.inv(a.lon, a.lat, b.lon, b.lat)
    lon, lat, _ = geod.fwd(a.lon, a.lat, azimuth, metres / 2)
    radius = _up(metres / 2000 + a.radius_km + b.radius_km)
    note = (
        f"Derived by geotrack: between {_named(a)} and {_named(b)}, taken as the circle that has "
        "their connecting line as its diameter."
    )
    return _point(lon, lat), {"precision": "near", "radius_km": radius, "note": note}


def _filled(lon: float, lat: float, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.full(count, lon), np.full(count, lat)


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(float(lon), 4), round(float(lat), 4)]}


def _up(km: float) -> float:
    """Return a radius rounded up: to whole kilometres, below 10 to tenths."""
    km += _SLACK_KM
    return math.ceil(km) if km > _WHOLE_KM else math.ceil(km * 10) / 10


def _down(km: float) -> float:
    return max(0, math.floor(km) if km > _WHOLE_KM else math.floor(km * 10) / 10)


def _km(metres: float) -> str:
    return f"{metres / 1000:.4g}"


def _span(least: float, most: float) -> str:
    return f"{_km(least)} to {_km(most)} km"


def _note(what: str, anchor: NamedPlace) -> str:
    return f"Derived by geotrack: {what} {_named(anchor)}."


def _named(place: NamedPlace) -> str:
    """Return a place with its position, source and extent."""
    at = degrees(place.lon, place.lat)
    source = f"; {place.source}" if place.source else ""
    reach = f"; taken to reach {place.radius_km:g} km"
    return f"{place.name} ({at}{source}{reach})" if place.name != at else f"{at} ({reach[2:]})"
