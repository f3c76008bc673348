"""Resolves the place conditions of a query to areas of the plane."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import around, discs, to_plane, unproject
from folium_polar.geometry.cache import recall
from folium_polar.geometry.geojson.shapes import polygonal
from geotrack.errors import GeometryError, UsageError, quoted
from geotrack.footprint.land_mask import footprint
from geotrack.footprint.outline import inner_radius_m, outline, radius_m, widened, within_reach
from geotrack.footprint.regions import ISLANDS, Regions
from geotrack.i18n import words
from geotrack.messages import OR, Message, joined, listed, sentence
from geotrack.model import Event, LayerFeature
from geotrack.model.place_text import degrees, name_of
from geotrack.model.quantities import position
from geotrack.model.query import Box, Drawn, Query, Within
from geotrack.queries.areas import Area
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from geotrack.gazetteer.packed import NamedPlace

__all__ = ["Reference", "areas_of", "reference", "reference_of"]

# Cached areas of each workspace, or of its regions: this many, besides one for each region.
_AREAS = 16
_WITHIN: WeakKeyDictionary[Workspace, dict[str, Area]] = WeakKeyDictionary()
_OF_REGIONS: WeakKeyDictionary[Regions, dict[str, Area]] = WeakKeyDictionary()
# An edge of a box takes the shorter way round the globe, so no edge may be longer.
_LONGEST_EDGE = 90.0
# The hulls of a shape in two projections have the same vertices within this part of its size.
_HULL = 0.02


def areas_of(query: Query, workspace: Workspace) -> tuple[Area, ...]:
    """Return the areas that a hit must meet, all of them.

    Parameters
    ----------
    query : Query
        The query.
    workspace : Workspace
        The regions, places and records that it names.

    Raises
    ------
    UsageError
        A region, a place or a record of the query is unknown or has no valid shape.
    """
    return tuple(area for part in query.parts for area in _areas(part, workspace))


def _areas(part: Query, workspace: Workspace) -> Iterator[Area]:
    """Return one area for a plain query, or one for each region if all must be met."""
    rest = list(_conditions(part, workspace))
    regions = tuple(dict.fromkeys(workspace.regions.named(word).id for word in part.regions))
    groups = [(id_,) for id_ in regions] if part.all_regions else [regions] if regions else []
    for group in groups:
        yield _common([_regions_area(group, workspace), *rest])
    if rest and not groups:
        yield _common(rest)


def _common(areas: list[Area]) -> Area:
    """Return the intersection of areas."""
    if len(areas) == 1:
        return areas[0]
    shape = polygonal(shapely.intersection_all([area.shape for area in areas]))
    plain = all(area.sure is area.shape for area in areas)
    certain = None if plain else polygonal(shapely.intersection_all([area.sure for area in areas]))
    name = joined(area.name for area in areas)
    # A query has at most one record as its reference.
    owner = next((area.owner for area in areas if area.owner), None)
    rest = _common([area for area in areas if not area.owner]) if owner else None
    return Area([shape], name, certain, owner, rest, land=any(area.land for area in areas))


def _conditions(part: Query, workspace: Workspace) -> Iterator[Area]:
    if part.drawn:
        yield Area([_plane(d) for d in part.drawn], listed([d.name for d in part.drawn], OR))
    if part.bbox is not None:
        yield Area([_box_shape(part.bbox)], _box_name(part.bbox))
    if part.north_of is not None:
        cap = Box(-180.0, part.north_of, 180.0, 90.0)
        yield Area([_box_shape(cap)], Message("the area north of {lat:g}° N", part.north_of))
    if part.within is not None and part.within.km is not None:
        yield _area_within(part.within, workspace)


def _area_within(within: Within, workspace: Workspace) -> Area:
    """Return the area within a distance of something; cached, since long coasts take long."""

    def make() -> Area:
        return reference(within.of, workspace).within(within)

    return recall(_WITHIN.setdefault(workspace, {}), f"{within.km} km of {within.of}", make, _AREAS)


def _regions_area(ids: tuple[str, ...], workspace: Workspace) -> Area:
    """Return the union of regions as one area; cached."""

    def make() -> Area:
        names = [name_of(workspace.regions[id_]) for id_ in ids]
        land = all(workspace.regions[id_].kind in ISLANDS for id_ in ids)
        return Area([workspace.regions.shape(id_) for id_ in ids], listed(names, OR), land=land)

    most = len(workspace.regions) + _AREAS
    return recall(_OF_REGIONS.setdefault(workspace.regions, {}), " ".join(ids), make, most)


def _plane(area: Drawn) -> BaseGeometry:
    kind = area.geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        message = Message("{name}: a {kind} is no area", area.name, kind)
        raise UsageError(sentence(message, "draw a Polygon"))
    try:
        return to_plane(area.geometry)
    except GeometryError as error:
        problem = sentence(error.problem, error.remedy)
        raise UsageError(Message("{name}: {problem}", area.name, problem)) from error


def _box_shape(box: Box) -> BaseGeometry:
    count = math.ceil(box.turn / _LONGEST_EDGE)
    lon = np.linspace(box.west, box.west + box.turn, count + 1).tolist()
    south = max(box.south, 0.0)
    ring = [[x, south] for x in lon] + [[x, box.north] for x in reversed(lon)]
    return to_plane({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


def _box_name(box: Box) -> str:
    corners = partial(degrees, box.west, box.south), partial(degrees, box.east, box.north)
    return Message("the box from {first} to {last}", *corners)


@dataclass(frozen=True)
class Reference:
    """A position, place, region or record from which distances are measured.

    Parameters
    ----------
    name : str
        Its name in results.
    geometries : tuple of shapely geometry
        Its stated shapes in the plane.
    workspace : Workspace
        The regions that the record may name.
    event : Event, optional
        The record, if it is one.
    feature : LayerFeature, optional
        The place or region of the workspace, if it is one.
    place : NamedPlace, optional
        The place, if it is a point with a name.
    """

    name: str
    geometries: tuple[BaseGeometry, ...]
    workspace: Workspace
    event: Event | None = None
    feature: LayerFeature | None = None
    place: NamedPlace | None = None

    @property
    def shape(self) -> BaseGeometry:
        """All of its shapes as one."""
        return shapely.union_all(self.geometries)

    def in_words(self, language: str | None = None) -> str:
        """Return which place or region a name was read as; empty of a record and a position.

        Parameters
        ----------
        language : str, optional
            Default that of the workspace.
        """
        label = words(language or self.workspace.config.language)
        if self.place is not None:
            text = f"{self.place.in_words(label)} [{self.place.id}]"
            if self._has_reach:
                text += label("places.reaches", km=self.place.radius_km)
            return text
        if self.feature is None:
            return ""
        kind = self.feature.kind or label("places.region")
        return f"{self.feature.name} ({kind}) [{self.feature.id}]"

    @property
    def _has_reach(self) -> bool:
        """Whether it is a packed place or an island, wider than a point, that has no outline."""
        is_wide = self.feature is None and self.place is not None and self.place.is_wide
        return is_wide and self.geometries[0].geom_type == "Point"

    def within(self, within_query: Within) -> Area:
        """Return the area within a distance of it.

        Of a record with an uncertain place, and of a packed island or water of which only the
        extent is known, the area contains all within the distance of any possible place, and its
        certain part all within the distance of every possible place.
        """
        metres = (within_query.km or 0.0) * 1000.0
        name = Message("the area within {km:g} km of {place}", within_query.km, self.name)
        if self.place is not None and self._has_reach:
            reach = 1000.0 * self.place.radius_km
            (point,) = self.geometries
            sure_area = _round(point, metres - reach) if metres > reach else shapely.Polygon()
            return Area([_round(point, metres + reach)], name, sure_area)
        if self.event is None:
            return Area([_round(shape, metres) for shape in self.geometries], name)
        where = footprint(self.event, self.workspace.regions)
        if where is None:  # `reference` has found it
            return Area(self.geometries, name, shapely.Polygon(), self.event)
        shapes = [_round(shape, metres) for shape in where.shapes]
        certain = (
            _certain_area(self.event, self.workspace, metres)
            if not where.doubt
            else shapely.Polygon()
        )
        return Area(shapes, name, certain, self.event)


def reference_of(query: Query, workspace: Workspace) -> Reference | None:
    """Return the first reference of a query."""
    references = (part.within.of for part in query.parts if part.within is not None)
    first = next(references, None)
    return None if first is None else reference(first, workspace)


def reference(of: str | tuple[float, float], workspace: Workspace) -> Reference:
    """Return the place, region or record that a word names.

    Parameters
    ----------
    of : str or (lon, lat)
        `lon,lat`, the id of a record, or a place or region by id, name or alias, case and accents
        folded; in this order.
    workspace : Workspace
        The records and layers to search.

    Raises
    ------
    UsageError
        It is unknown, or is a record without a place.
    """
    lonlat = position(of) if isinstance(of, str) else of
    if lonlat is not None:
        shape = to_plane({"type": "Point", "coordinates": list(lonlat)})
        return Reference(Message("{name}", partial(degrees, *lonlat)), (shape,), workspace)
    word = str(of)
    event = workspace.find(word)
    if event is not None:
        return Reference(f"‘{event.title}’", stated_shapes(event, workspace), workspace, event)
    from geotrack.gazetteer.islands import as_packed, extent
    from geotrack.gazetteer.own_places import own_place

    feature = workspace.gazetteer.feature(word)
    if feature is None:
        place = _packed_place(word, workspace)
        return Reference(place.name, (extent(place),), workspace, place=place)
    named = own_place(feature) if feature.geometry["type"] == "Point" else None
    if named is not None and named.kind in ISLANDS:
        region = workspace.regions.find_with_shape(word)
        if region is None:
            named = as_packed(named)
            return Reference(named.name, (extent(named),), workspace, place=named)
        feature, named = region, None
    try:
        return Reference(feature.name, (feature.plane,), workspace, None, feature, named)
    except GeometryError as error:
        raise UsageError(
            Message("{id!r} of layers/ has no sound shape: {problem}", feature.id, error.problem)
        ) from error


def stated_shapes(event: Event, workspace: Workspace) -> tuple[BaseGeometry, ...]:
    """Return the geometry of a record in the plane, or the area that it represents.

    This is the union of the regions that the record names, or the ring round its position.

    Raises
    ------
    UsageError
        It has no place.
    """
    where = outline(event, workspace.regions)
    if where is None:
        raise UsageError(Message("the record {id!r} has no place", event.id))
    if event.geometry is None or event.precision == "region":
        return where.shapes
    if inner := inner_radius_m(event):
        return (widened(event.geometry, radius_m(event), inner),)
    return (to_plane(event.geometry),)


def _packed_place(word: str, workspace: Workspace) -> NamedPlace:
    """Return a place of the packed gazetteer; the error suggests records, too."""
    from geotrack.gazetteer import UnknownPlaceError

    try:
        return workspace.gazetteer.find(word)
    except UnknownPlaceError:
        ids = {id_: id_ for id_ in (*workspace.by_id, *workspace.replaced)}
        similar = [quoted(name) for name in workspace.gazetteer.similar(word, ids)]
    hint: str = "write lon,lat, or an id or name in use"
    if similar:
        hint = Message("did you mean {guess}?", listed(similar, OR))
    message = Message("no place, record or region is called {word}", quoted(word))
    raise UsageError(sentence(message, hint))


def _round(shape: BaseGeometry, metres: float) -> BaseGeometry:
    return within_reach(lambda: around(shape, metres))


def _certain_area(event: Event, workspace: Workspace, metres: float) -> BaseGeometry:
    """Return the places within a distance of every place that a record allows."""
    where = outline(event, workspace.regions)
    nothing = shapely.Polygon()
    if where is None:
        return nothing
    if event.geometry is not None and not event.regions and len(where.shapes) == 1:
        left = metres - radius_m(event)
        if where.courses or event.geometry["type"] == "Point":
            # The farthest place of a ring is on its outer circle, as of a disc.
            return widened(event.geometry, left) if left > 0 else nothing
    everywhere = [_from_all_of(shape, metres) for shape in where.shapes]
    join: Any = shapely.union_all if where.each else shapely.intersection_all
    joined: BaseGeometry = join(everywhere)
    return joined


def _from_all_of(shape: BaseGeometry, metres: float) -> BaseGeometry:
    """Return the places within a distance of every part of a shape.

    The farthest part of a shape is a vertex of its hull.
    """
    size = shapely.minimum_bounding_radius(shape)
    if size > (1 + _HULL) * metres:
        return shapely.Polygon()
    vertices = np.asarray(shapely.points(shapely.get_coordinates(shape)), dtype=object)
    hull = shapely.convex_hull(shape)
    outer = vertices[shapely.dwithin(shapely.boundary(hull), vertices, _HULL * size)]
    lon, lat = unproject(shapely.get_x(outer), shapely.get_y(outer))
    return within_reach(lambda: shapely.intersection_all(discs(lon, lat, metres)))
