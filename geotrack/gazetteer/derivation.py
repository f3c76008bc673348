"""A point and its radius, or a ring, from the relation to named places."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry import distance_m
from folium_polar.geometry.geodesy import ellipsoid
from geotrack.findings import shown
from geotrack.gazetteer.description import Description, DescriptionError
from geotrack.gazetteer.packed import NamedPlace
from geotrack.i18n import Words, words
from geotrack.messages import Message
from geotrack.model.place_text import degrees

__all__ = ["derive", "has_bearings", "part_note", "why_wider"]

_ROUND, _ACROSS = 36, 13
"""Number of positions computed round an anchor, and of bearings across a sector."""
_MISSED = 1.01
"""Factor by which a position between the computed ones may be farther."""
_SLACK_KM = 0.01
"""How far writing a position to 0.0001° moves it."""
_WHOLE_KM = 10.0
_POLAR, _DEGREE_KM = 2.0, 111.0
_WIDE_KM = 100.0
"""A place that reaches this far is no point to take a direction from, unless it is farther away."""


def derive(
    description: Description, anchors: tuple[NamedPlace, ...], language: str = "en"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the geometry and the keys of `place` that a description allows.

    Parameters
    ----------
    description : Description
        What the text states.
    anchors : tuple of NamedPlace
        The named places, one or two.
    language : str
        Language of the note, one of `geotrack.i18n.LANGUAGES`.

    Returns
    -------
    geometry : dict
        A GeoJSON Point, lon/lat.
    place : dict
        `precision` (`near` or `ring`), `radius_km`, `inner_radius_km` of a ring, and `note`,
        which says from what and why the radius is not just the stated distance.

    Raises
    ------
    DescriptionError
        A direction is taken from a place wider than the distance, or a place lies between one and
        another in it: `300 nm NW of Alaska`. The point would lie in that place.

    Notes
    -----
    The radius holds every reading: each position of the anchor, each bearing of the sector, each
    distance. Of a place between two it is half their distance and their own extents: all
    positions from which the two lie at least a right angle apart (Thales' circle). Radii are
    rounded outwards. Where the pole is within twice the extent of an anchor, its bearings turn by
    more than 30° from one part of it to another: there the distance alone counts.
    """
    label = words(language)
    if description.parts is not None:
        return _inside(anchors[0], description.parts[0], label)
    if description.distance_m is None:
        first, second = anchors
        return _between(first, second, label)
    least, most = description.distance_m
    anchor = anchors[0]
    if description.bearing is not None:
        _refuse_wide(anchor, most / 1000)
    if description.bearing is not None and has_bearings(anchor):
        return _sector(anchor, description, label)
    point = _point(anchor.lon, anchor.lat)
    moved = 0.0 if point["coordinates"] == [anchor.lon, anchor.lat] else _SLACK_KM
    # A ring within the anchor's own extent has no hole.
    inner = _down(least / 1000 - anchor.radius_km - moved)
    radius = _up(most / 1000 + anchor.radius_km + moved)
    place: dict[str, Any] = {"precision": "ring" if inner else "near", "radius_km": radius}
    if inner:
        place["inner_radius_km"] = inner
    form, values = ("range", {"least": _km(least)}) if least else ("within", {})
    relation = label(
        f"places.derived.{form}", place=_named(anchor, label), most=_km(most), **values
    )
    notes = [_derived(relation, label), _reasons(place, description, anchor, label)]
    if description.bearing is not None:
        notes.append(label("places.derived.nearThePole"))
    note = " ".join([*notes, *_assumed(description, label)])
    return point, {**place, "note": note}


def _refuse_wide(anchor: NamedPlace, far_km: float) -> None:
    """Raise an error if a place reaches farther than the stated distance."""
    if anchor.radius_km < _WIDE_KM or anchor.radius_km <= far_km:
        return
    raise DescriptionError(
        Message(
            "{name} reaches {km:,.0f} km from its middle, and the text does not say which point of "
            "it is meant; write the town, cape or island that the source counts from, 'somewhere "
            "in' the sea or region where it was, or lon,lat",
            shown(anchor.name),
            anchor.radius_km,
        )
    )


def has_bearings(anchor: NamedPlace) -> bool:
    """Return whether bearings from a place count: not at the pole, nor within twice its extent."""
    return 90.0 - abs(anchor.lat) > _POLAR * anchor.radius_km / _DEGREE_KM


def _sector(
    anchor: NamedPlace, description: Description, label: Words
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the point and radius of a distance and direction from a place."""
    if description.distance_m is None or description.bearing is None:
        raise AssertionError(description)  # the caller passes both
    (least, most), (middle, half_width) = description.distance_m, description.bearing
    geod = ellipsoid()
    lon, lat, _ = geod.fwd(anchor.lon, anchor.lat, middle, (least + most) / 2)
    point = _point(lon, lat)
    # Every reading, from the anchor's middle and from its edge.
    turns = np.linspace(0.0, 360.0, _ROUND, endpoint=False)
    edge_lon, edge_lat, _ = geod.fwd(
        *_filled(anchor.lon, anchor.lat, _ROUND), turns, np.full(_ROUND, anchor.radius_km * 1000)
    )
    from_lon = np.append(edge_lon, anchor.lon)
    from_lat = np.append(edge_lat, anchor.lat)
    across = np.linspace(middle - half_width, middle + half_width, _ACROSS)
    grid = np.meshgrid(np.arange(len(from_lon)), across, (least, (least + most) / 2, most))
    origins, azimuth, distances = (axis.ravel() for axis in grid)
    ends = geod.fwd(from_lon[origins], from_lat[origins], azimuth, distances)
    at_lon, at_lat = point["coordinates"]
    offsets: NDArray[np.float64] = distance_m(
        at_lon, at_lat, np.asarray(ends[0]), np.asarray(ends[1])
    )
    radius = _up(float(np.max(offsets)) / 1000 * _MISSED + _SLACK_KM)
    relation = label(
        "places.derived.sector",
        place=_named(anchor, label),
        least=_km(least),
        most=_km(most),
        first=(middle - half_width) % 360.0,
        last=(middle + half_width) % 360.0,
    )
    place: dict[str, Any] = {"precision": "near", "radius_km": radius}
    why = _reasons(place, description, anchor, label, half_width)
    note = " ".join([_derived(relation, label), why, *_assumed(description, label)])
    return point, {**place, "note": note}


def _assumed(description: Description, label: Words) -> list[str]:
    """Return what figures without units are taken to mean."""
    return [label("places.derived.fix")] if description.is_fix else []


def _inside(anchor: NamedPlace, part: str, label: Words) -> tuple[dict[str, Any], dict[str, Any]]:
    place: dict[str, Any] = {"precision": "near", "radius_km": _up(anchor.radius_km)}
    relation = label("places.derived.inside", place=_named(anchor, label))
    why = _reasons(place, Description(()), anchor, label)
    note = " ".join(filter(None, (_derived(relation, label), why, part_note(part, label.language))))
    return _point(anchor.lon, anchor.lat), {**place, "note": note}


def part_note(part: str, language: str) -> str:
    """Return the sentence about words that limit a place to a part; empty if there are none."""
    return words(language)("places.derived.part", part=part) if part else ""


def _between(a: NamedPlace, b: NamedPlace, label: Words) -> tuple[dict[str, Any], dict[str, Any]]:
    geod = ellipsoid()
    azimuth, _, metres = geod.inv(a.lon, a.lat, b.lon, b.lat)
    for place in (a, b):
        _refuse_wide(place, metres / 1000)
    lon, lat, _ = geod.fwd(a.lon, a.lat, azimuth, metres / 2)
    radius = _up(metres / 2000 + a.radius_km + b.radius_km + _SLACK_KM)
    relation = label("places.derived.between", a=_named(a, label), b=_named(b, label))
    why = label(
        "places.derived.radiusBetween", radius=radius, reach_a=a.radius_km, reach_b=b.radius_km
    )
    note = f"{_derived(relation, label)} {why}"
    return _point(lon, lat), {"precision": "near", "radius_km": radius, "note": note}


def _filled(lon: float, lat: float, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.full(count, lon), np.full(count, lat)


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(float(lon), 4), round(float(lat), 4)]}


def _up(km: float) -> float:
    """Return a radius rounded up: to whole kilometres, below 10 to tenths."""
    km = round(km, 6)
    return math.ceil(km) if km > _WHOLE_KM else math.ceil(round(km * 10, 6)) / 10


def _down(km: float) -> float:
    km = round(km, 6)
    return max(0, math.floor(km) if km > _WHOLE_KM else math.floor(round(km * 10, 6)) / 10)


def _km(metres: float) -> float:
    """Return a distance in kilometres with four digits."""
    return float(f"{metres / 1000:.4g}")


def _derived(relation: str, label: Words) -> str:
    return label("places.derived.by", what=relation)


def _reasons(
    place: dict[str, Any],
    description: Description,
    anchor: NamedPlace,
    label: Words,
    off: float | None = None,
) -> str:
    """Return why a radius is not just the stated distance; `off` is that of the bearing."""
    why = _why(description, anchor, label, off)
    radius, inner = place["radius_km"], place.get("inner_radius_km")
    if inner:
        return label("places.derived.radii", inner=inner, radius=radius, why=why)
    return label("places.derived.radius", radius=radius, why=why)


def why_wider(
    description: Description, anchors: tuple[NamedPlace, ...], language: str = "en"
) -> str:
    """Return why a radius is not just the stated distance; empty for a place between two."""
    if description.distance_m is None:
        return ""
    off = description.bearing[1] if description.bearing and has_bearings(anchors[0]) else None
    return _why(description, anchors[0], words(language), off)


def _why(
    description: Description, anchor: NamedPlace, label: Words, off: float | None = None
) -> str:
    reasons = [label(f"places.derived.{key}") for key in description.reasons]
    reasons += [label("places.derived.direction", off=off)] if off is not None else []
    name = anchor.name if anchor.id else label("places.derived.position")
    if anchor.radius_km or not reasons:  # a pole is a point
        reasons.append(label("places.derived.reach", place=name, reach=anchor.radius_km))
    *first_reasons, last = reasons
    return f"{', '.join(first_reasons)}{label('places.each')}{last}" if first_reasons else last


def _named(place: NamedPlace, label: Words) -> str:
    """Return a place with its position and source."""
    position = degrees(place.lon, place.lat, label.language)
    if not place.id:  # a position
        return position
    return f"{place.name} ({'; '.join(filter(None, (position, place.source)))})"
