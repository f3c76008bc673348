"""Checks of places: precision, regions and exclusions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import apart_m, disc, is_south, to_plane
from geotrack.errors import GeometryError, UsageError
from geotrack.findings import Severity, shown
from geotrack.footprint.outline import inner_radius_m, radius_m, widened
from geotrack.index.record_rows import rows_with
from geotrack.messages import Message, joined
from geotrack.model import Event, LayerFeature
from geotrack.model.place_text import degrees
from geotrack.reading import Located
from geotrack.workspace.checks.rule_finding import RuleFinding, guess
from geotrack.workspace.store import Workspace

if TYPE_CHECKING:
    from geotrack.gazetteer import Location

__all__ = ["descriptions_agree", "nothing_is_excluded", "precision_is_stated", "regions_exist"]

_CORRECT = "correct the geometry, its radius, 'regions' or 'excluding'"
_NO_REGIONS = ("land", "water")


def precision_is_stated(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of geometries without a precision, once a file for those with and without a radius."""
    severity = Severity.WARNING
    for result in workspace.event_reads:
        if without_radius := rows_with("unstated", "nothing", result.records):
            first = result.records[without_radius[0]]
            count = Message(" (in {n} records)", len(without_radius)) if without_radius[1:] else ""
            message = Message(
                "how well the place is known is not stated{more}: it has no 'precision'", count
            )
            remedy = (
                "where a source tells, add it to 'place', for example 'near' with 'radius_km'; "
                "else leave it so: the map draws it pale"
            )
            path = ("properties", "place") if first.record.place else ("properties",)
            yield RuleFinding(first, path, message, remedy, "precision-unstated", None, severity)
        if with_radius := rows_with("unstated", "radius", result.records):
            first = result.records[with_radius[0]]
            count = Message(" (in {n} records)", len(with_radius)) if with_radius[1:] else ""
            radius = first.record.radius_km
            message = Message(
                "the radius of {radius:g} km has no effect without a 'precision'{more}",
                radius,
                count,
            )
            remedy = "add 'precision': 'near' where the event was within that radius"
            at = ("properties", "place", "radius_km")
            yield RuleFinding(first, at, message, remedy, "radius-unused", radius, severity)


def descriptions_agree(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of geometries that lie apart from the place that their description gives."""
    by_words: dict[str, list[Located[Event]]] = {}
    for located in workspace.located:
        event = located.record
        described = event.place.described if event.place else None
        if described is None or event.geometry is None or is_south(event.geometry):
            continue
        by_words.setdefault(described, []).append(located)
    for described, records in by_words.items():
        try:
            location = workspace.gazetteer.locate(described)
        except UsageError:
            continue  # a description of no place, or of several, fits any geometry
        if location.geometry is not None and not is_south(location.geometry):
            yield from _apart(described, records, location)


def _apart(
    described: str, records: list[Located[Event]], location: Location
) -> Iterator[RuleFinding]:
    """Warn of records with one description whose geometries lie apart from its place."""
    geometry = location.geometry or {}
    shapes = [to_plane(located.record.geometry or {}) for located in records]
    distances = apart_m(to_plane(geometry), shapes).tolist()
    for located, metres in zip(records, distances, strict=True):
        reach = radius_m(located.record) + 1000 * location.place.get("radius_km", 0.0)
        if metres > reach:
            coordinates = partial(degrees, *_first_position(geometry["coordinates"]))
            message = Message(
                "{described} gives {at} and {reach:,.0f} km round it, with the "
                "record's own radius; the geometry is {metres:,.0f} km away",
                shown(described),
                coordinates,
                reach / 1000,
                metres / 1000,
            )
            remedy = "correct the geometry, or the description"
            path = ("properties", "place", "described")
            severity = Severity.WARNING
            yield RuleFinding(
                located, path, message, remedy, "place-described", described, severity
            )


def _first_position(coordinates: list[Any]) -> tuple[float, float]:
    """Return the longitude and latitude with which a geometry begins."""
    while isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    lon, lat = coordinates[:2]
    return lon, lat


def regions_exist(workspace: Workspace) -> Iterator[RuleFinding]:
    """Find unknown regions, of a record's place and of its accounts."""
    for located in workspace.located:
        listed: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
            (("place",), located.record.regions),
            *((("sources", n), s.regions) for n, s in enumerate(located.record.sources)),
        ]
        for prefix, n, id_ in ((w, n, id_) for w, ids in listed for n, id_ in enumerate(ids)):
            if id_ not in workspace.regions:
                remedy = guess(id_, workspace.regions, "`geotrack regions` lists them")
                path = ("properties", *prefix, "regions", n)
                message = Message("no region has the id {id}", shown(id_))
                yield RuleFinding(located, path, message, remedy, "region", id_)


def nothing_is_excluded(workspace: Workspace) -> Iterator[RuleFinding]:
    """Find places inside regions that their record excludes; warn of points inside."""
    found_regions: dict[str, LayerFeature | None] = dict.fromkeys(_NO_REGIONS)
    for located in workspace.located:
        event = located.record
        place = event.place
        if place is None or not place.excluding:
            continue
        for word in place.excluding:
            if word not in found_regions:
                found_regions[word] = workspace.regions.find_with_shape(word)
        excluded = {r.id: r for word in place.excluding if (r := found_regions[word]) is not None}
        if not excluded:
            continue
        path = ("properties", "place", "excluding")
        value = list(place.excluding)
        named_ids = [id_ for id_ in event.regions if id_ in excluded]
        if named_ids and (place.regions_mode == "each" or len(named_ids) == len(event.regions)):
            names = joined(map(shown, named_ids))
            message = Message("{both} is both named as the place and excluded", names)
            yield RuleFinding(located, path, message, _CORRECT, "excluded", value)
            continue
        words = joined(map(shown, excluded))
        inside = _is_inside(event, list(excluded.values()))
        if inside == "all":
            message = Message(
                "all that the record says of its place lies in {words}, which it excludes", words
            )
            yield RuleFinding(located, path, message, _CORRECT, "excluded", value)
        elif inside == "shape":
            noun = event.geometry["type"] if event.geometry else Message("place")
            message = Message(
                "the {what} itself lies in {words}, which the record excludes", noun, words
            )
            severity = Severity.WARNING
            yield RuleFinding(located, path, message, _CORRECT, "excluded-point", value, severity)


def _is_inside(event: Event, regions: list[LayerFeature]) -> str:
    """Return whether all of a record's place lies in regions (`all`), or its geometry (`shape`)."""
    geometry = event.geometry
    if geometry is None or event.precision == "region" or is_south(geometry):
        return ""
    ruled_out: BaseGeometry = shapely.union_all([region.plane for region in regions])
    inner = inner_radius_m(event)
    place = widened(geometry, radius_m(event), inner) if inner else to_plane(geometry)
    if not ruled_out.covers(place):
        return ""
    if geometry["type"] == "Point" and not inner:
        radius = radius_m(event)
        if not radius:
            return "shape"
        lon, lat = geometry["coordinates"][:2]
        try:
            everywhere = disc(lon, lat, radius)
        except GeometryError:  # the disc covers the globe
            return "shape"
        return "all" if ruled_out.covers(everywhere) else "shape"
    covers_shape = event.radius_km is None and event.precision in ("area", "line")
    return "all" if covers_shape or inner else "shape"
