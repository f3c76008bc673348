"""A point and its radius, or a ring, from the relation to named places."""

from __future__ import annotations

import math
from collections.abc import Sequence
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

# Positions that are computed on the edge of an anchor.
_EDGE_COUNT = 36
# Bearings that are computed from each of them, from one side of the sector to the other.
_BEARING_COUNT = 13
# Factor: the farthest reading may lie between two computed ones, at most 1 % farther.
_BETWEEN_SAMPLES = 1.01
# A position is written to 0.0001°, which moves it by at most this, kilometres.
_ROUNDING_KM = 0.01
# Radii above this are whole kilometres; shorter ones have tenths.
_WHOLE_KM = 10.0
# Bearings from a place do not count if the pole is within this many times the extent of the place.
_POLE_EXTENTS = 2.0
# Length of a degree of latitude, kilometres.
_DEGREE_KM = 111.0
# From a place with at least this extent, kilometres, no direction is taken, unless the stated
# distance is longer than the extent.
_WIDE_KM = 100.0


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
        A place is so wide (100 km or more) that the stated distance ends inside it, or that the
        other of two places lies inside it: `300 nm NW of Alaska`.

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
    least_m, most_m = description.distance_m
    anchor = anchors[0]
    if description.bearing is not None:
        _refuse_wide(anchor, most_m / 1000)
    if description.bearing is not None and has_bearings(anchor):
        return _sector(anchor, description, label)
    # No direction, or one that does not count near the pole: a disc or a ring.
    point = _point(anchor.lon, anchor.lat)
    rounding_km = 0.0 if point["coordinates"] == [anchor.lon, anchor.lat] else _ROUNDING_KM
    # 0 if the least distance is not longer than the anchor's extent: a disc, not a ring.
    inner = _rounded_down(least_m / 1000 - anchor.radius_km - rounding_km)
    radius = _rounded_up(most_m / 1000 + anchor.radius_km + rounding_km)
    place: dict[str, Any] = {"precision": "ring" if inner else "near", "radius_km": radius}
    if inner:
        place["inner_radius_km"] = inner
    form, values = ("range", {"least": _km(least_m)}) if least_m else ("within", {})
    relation = label(
        f"places.derived.{form}", place=_with_position(anchor, label), most=_km(most_m), **values
    )
    causes = _causes(description.reasons, anchor, label)
    notes = [_relation_sentence(relation, label), _radius_sentence(place, causes, label)]
    if description.bearing is not None:
        notes.append(label("places.derived.nearThePole"))
    note = " ".join([*notes, *_fix_sentence(description, label)])
    return point, {**place, "note": note}


def _refuse_wide(anchor: NamedPlace, distance_km: float) -> None:
    """Raise an error if a wide place reaches farther than the distance from its middle."""
    if anchor.radius_km < _WIDE_KM or anchor.radius_km <= distance_km:
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
    """Return whether bearings from a place count: the pole is farther than twice its extent."""
    pole_km = (90.0 - abs(anchor.lat)) * _DEGREE_KM
    return pole_km > _POLE_EXTENTS * anchor.radius_km


def _sector(
    anchor: NamedPlace, description: Description, label: Words
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the point and radius of a distance and direction from a place."""
    if description.distance_m is None or description.bearing is None:
        raise AssertionError(description)  # the caller passes both
    (least_m, most_m), (middle, half_width) = description.distance_m, description.bearing
    middle_m = (least_m + most_m) / 2
    geod = ellipsoid()
    lon, lat, _ = geod.fwd(anchor.lon, anchor.lat, middle, middle_m)
    point = _point(lon, lat)
    # Every reading starts at the anchor's middle or edge, on a bearing of the sector. The radius
    # reaches the farthest of all combinations of start, bearing and distance.
    directions = np.linspace(0.0, 360.0, _EDGE_COUNT, endpoint=False)
    edge_lon, edge_lat, _ = geod.fwd(
        np.full(_EDGE_COUNT, anchor.lon),
        np.full(_EDGE_COUNT, anchor.lat),
        directions,
        np.full(_EDGE_COUNT, anchor.radius_km * 1000),
    )
    from_lon = np.append(edge_lon, anchor.lon)
    from_lat = np.append(edge_lat, anchor.lat)
    bearings = np.linspace(middle - half_width, middle + half_width, _BEARING_COUNT)
    grid = np.meshgrid(np.arange(len(from_lon)), bearings, (least_m, middle_m, most_m))
    starts, azimuths, distances = (axis.ravel() for axis in grid)
    end_lon, end_lat, _ = geod.fwd(from_lon[starts], from_lat[starts], azimuths, distances)
    point_lon, point_lat = point["coordinates"]
    offsets_m: NDArray[np.float64] = distance_m(
        point_lon, point_lat, np.asarray(end_lon), np.asarray(end_lat)
    )
    radius = _rounded_up(float(np.max(offsets_m)) / 1000 * _BETWEEN_SAMPLES + _ROUNDING_KM)
    relation = label(
        "places.derived.sector",
        place=_with_position(anchor, label),
        least=_km(least_m),
        most=_km(most_m),
        first=(middle - half_width) % 360.0,
        last=(middle + half_width) % 360.0,
    )
    place: dict[str, Any] = {"precision": "near", "radius_km": radius}
    causes = _causes(description.reasons, anchor, label, half_width)
    sentences = [_relation_sentence(relation, label), _radius_sentence(place, causes, label)]
    note = " ".join([*sentences, *_fix_sentence(description, label)])
    return point, {**place, "note": note}


def _fix_sentence(description: Description, label: Words) -> list[str]:
    """Return the sentence on what figures without units mean, if a description has such figures."""
    return [label("places.derived.fix")] if description.is_fix else []


def _inside(anchor: NamedPlace, part: str, label: Words) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the point and radius of something in a place, or in a part of it."""
    place: dict[str, Any] = {"precision": "near", "radius_km": _rounded_up(anchor.radius_km)}
    relation = label("places.derived.inside", place=_with_position(anchor, label))
    sentences = [
        _relation_sentence(relation, label),
        _radius_sentence(place, _causes((), anchor, label), label),
        part_note(part, label.language),
    ]
    note = " ".join(filter(None, sentences))
    return _point(anchor.lon, anchor.lat), {**place, "note": note}


def part_note(part: str, language: str) -> str:
    """Return the sentence about words that limit a place to a part; empty if there are none."""
    return words(language)("places.derived.part", part=part) if part else ""


def _between(a: NamedPlace, b: NamedPlace, label: Words) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the point half way between two places, and its radius."""
    geod = ellipsoid()
    azimuth, _, metres = geod.inv(a.lon, a.lat, b.lon, b.lat)
    for place in (a, b):
        _refuse_wide(place, metres / 1000)
    lon, lat, _ = geod.fwd(a.lon, a.lat, azimuth, metres / 2)
    radius = _rounded_up(metres / 2000 + a.radius_km + b.radius_km + _ROUNDING_KM)
    relation = label(
        "places.derived.between", a=_with_position(a, label), b=_with_position(b, label)
    )
    radius_sentence = label(
        "places.derived.radiusBetween", radius=radius, reach_a=a.radius_km, reach_b=b.radius_km
    )
    note = f"{_relation_sentence(relation, label)} {radius_sentence}"
    return _point(lon, lat), {"precision": "near", "radius_km": radius, "note": note}


def _point(lon: float, lat: float) -> dict[str, Any]:
    """Return a GeoJSON Point with a position written to 0.0001°."""
    return {"type": "Point", "coordinates": [round(float(lon), 4), round(float(lat), 4)]}


def _rounded_up(km: float) -> float:
    """Return a radius rounded up: to whole kilometres, up to 10 km to tenths."""
    km = round(km, 6)  # without the last digits of a float, which would raise 3.0 to 3.1
    return math.ceil(km) if km > _WHOLE_KM else math.ceil(round(km * 10, 6)) / 10


def _rounded_down(km: float) -> float:
    """Return an inner radius rounded down as `_rounded_up` rounds up; 0 if it is negative."""
    km = round(km, 6)
    return max(0, math.floor(km) if km > _WHOLE_KM else math.floor(round(km * 10, 6)) / 10)


def _km(metres: float) -> float:
    """Return a distance in kilometres with four digits."""
    return float(f"{metres / 1000:.4g}")


def _relation_sentence(relation: str, label: Words) -> str:
    """Return the sentence on what the position was derived from."""
    return label("places.derived.by", what=relation)


def _radius_sentence(place: dict[str, Any], causes: str, label: Words) -> str:
    """Return the sentence on the radius, or both radii of a ring, and why they are so wide."""
    radius, inner = place["radius_km"], place.get("inner_radius_km")
    if inner:
        return label("places.derived.radii", inner=inner, radius=radius, why=causes)
    return label("places.derived.radius", radius=radius, why=causes)


def why_wider(
    description: Description, anchors: tuple[NamedPlace, ...], language: str = "en"
) -> str:
    """Return why a radius is not just the stated distance; empty for a place between two."""
    if description.distance_m is None:
        return ""
    half_width = None
    if description.bearing and has_bearings(anchors[0]):
        half_width = description.bearing[1]
    return _causes(description.reasons, anchors[0], words(language), half_width)


def _causes(
    reasons: Sequence[str], anchor: NamedPlace, label: Words, half_width: float | None = None
) -> str:
    """Return in one phrase why a radius is not just the stated distance.

    `reasons` are those of the description; `half_width` is by how many degrees the bearing may be
    off, None if there is none.
    """
    causes = [label(f"places.derived.{key}") for key in reasons]
    if half_width is not None:
        causes.append(label("places.derived.direction", off=half_width))
    # A pole has no extent to state, unless there is nothing else to state.
    if anchor.radius_km or not causes:
        name = anchor.name if anchor.id else label("places.derived.position")
        causes.append(label("places.derived.reach", place=name, reach=anchor.radius_km))
    *first_causes, last = causes
    return f"{', '.join(first_causes)}{label('places.each')}{last}" if first_causes else last


def _with_position(place: NamedPlace, label: Words) -> str:
    """Return a place's name with its position and source."""
    position = degrees(place.lon, place.lat, label.language)
    if not place.id:
        return position
    return f"{place.name} ({'; '.join(filter(None, (position, place.source)))})"
