"""The collections of a workspace, as far as a marking allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely

from folium_polar.geometry import is_south
from folium_polar.geometry.geojson.shapes import polygonal
from geotrack.errors import GeometryError, UsageError
from geotrack.export.geojson import features_of
from geotrack.export.geometry import members
from geotrack.export.product import ExportQuery, Record, public_record
from geotrack.findings import shown
from geotrack.footprint.land_mask import footprint
from geotrack.model import Event, LayerFeature
from geotrack.queries import select
from geotrack.queries.marking_ceiling import MarkingCeiling, banner
from geotrack.server.ogc.boxes import BoxInCrs, Geometries
from geotrack.server.ogc.crs import CRS84, in_crs, plane_in_crs
from geotrack.server.ogc.parameters import Items
from geotrack.workspace import LAYERS, Workspace, only

__all__ = ["COLLECTIONS", "OF_RECORDS", "Page", "Served"]

Geometry = Mapping[str, Any]

_HALF_TURN, _POLE = 180.0, 90.0

# Programs such as QGIS draw one type of geometry in a layer.
_TYPES = {"records": None, "points": "Point", "lines": "LineString", "areas": "Polygon"}
OF_RECORDS = (*_TYPES, "footprints")
"""Collections of records, which differ in their geometry."""

COLLECTIONS = {
    "records": ("Records", "Events, statements, assessments and outlooks with their sources."),
    "points": ("Points", "Records at one or more positions."),
    "lines": ("Lines", "Records along lines."),
    "areas": ("Areas", "Records in areas."),
    "footprints": ("Footprints", "All places where each record may have been."),
    "regions": ("Regions", "Seas, straits and other areas, each with its definition."),
    "routes": ("Routes", "Sea routes, each with its definition."),
    "boundaries": ("Boundaries", "Boundaries and claims, with their legal status."),
    "places": ("Places", "Towns, bases, airfields and capes of the workspace."),
}
"""Title and description of each collection by its id."""


@dataclass(frozen=True)
class Page:
    """Some of the features that meet a request.

    Parameters
    ----------
    features : list of dict
        GeoJSON Features in the CRS of the request.
    matched : int
        Number of all that meet it.
    marking : str or None
        The handling marking that the page needs: the highest of its records.
    """

    features: list[dict[str, Any]]
    matched: int
    marking: str | None = None


class Served:
    """The collections of one state of a workspace.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    marking : str or None
        The highest marking of records and the reports they cite; None for the lowest.

    Raises
    ------
    MarkingError
        The workspace does not know the marking.
    """

    def __init__(self, workspace: Workspace, marking: str | None) -> None:
        ceiling = MarkingCeiling(workspace, marking, "server", "")
        self.whole = workspace
        # Queries do not see other records, not even as parts, as references of distances or as
        # replacements.
        self.workspace = only(workspace, {e.id for e in workspace.events if not ceiling.why(e)})
        self.ids = frozenset(e.id for e in self.workspace.current)
        self._by_collection: dict[str, tuple[list[str], Geometries]] = {}
        self._reports = frozenset(filter(ceiling.admits_report, workspace.reports_by_id))

    def page(self, collection: str, items: Items) -> Page:
        """Return a page of a collection.

        Raises
        ------
        UsageError
            The query names an unknown word, region, place, record or report.
        """
        if collection in OF_RECORDS:
            return self._page_of_records(collection, items)
        layer = list(self.workspace.layer(collection).values())
        if items.box is not None:
            outside = self._outside(collection, items.box)
            layer = [feature for feature in layer if feature.id not in outside]
        listed = layer[items.offset : items.offset + items.limit]
        return Page([_layer_feature(feature, items.crs) for feature in listed], len(layer))

    def _page_of_records(self, collection: str, items: Items) -> Page:
        for id_ in items.query.sources:
            # The message for an unknown report names one that is similar.
            if id_ not in self._reports:
                raise UsageError(f"no report has the id {shown(id_)}")
        selection = select(self.workspace, items.query)
        if items.match is not None:
            selection = selection.only(items.match)
        hits = {hit.event.id: hit for hit in selection.hits}
        records = [hit.event for hit in hits.values()]
        if items.unknown and items.match is None:
            records += selection.undated
        records = [event for event in records if _is_in(event, collection)]
        if items.nowhere and items.box is None:
            records = []
        elif items.box is not None:
            outside = self._outside(collection, items.box)
            records = [event for event in records if event.id not in outside]
        listed = records[items.offset : items.offset + items.limit]
        queries = {
            event.id: ExportQuery(str(hit.match), hit.why, _tenths(hit.distance_km))
            for event in (listed if items.asked else ())
            if (hit := hits.get(event.id)) is not None
        }
        return self._page(collection, listed, len(records), items.crs, queries)

    def _outside(self, collection: str, box: BoxInCrs) -> set[str]:
        """Return the ids of features whose geometry in a collection does not meet a box."""
        ids, geometries = self._geometries(collection)
        return {id_ for id_, met in zip(ids, geometries.meet(box).tolist(), strict=True) if not met}

    def _geometries(self, collection: str) -> tuple[list[str], Geometries]:
        """Return the geometries of a collection, and the ids of their features; cached."""
        if collection not in self._by_collection:
            if collection in LAYERS:
                layer = self.workspace.layer(collection).values()
                placed: dict[str, Geometry] = {f.id: f.geometry for f in layer if f.has_shape}
            else:
                kind = _TYPES[collection]
                placed = {
                    event.id: _of_kind(event.geometry, kind)
                    for event in self.workspace.current
                    if event.geometry is not None and _is_in(event, collection)
                }
            self._by_collection[collection] = list(placed), Geometries(list(placed.values()))
        return self._by_collection[collection]

    def _page(
        self,
        collection: str,
        events: Sequence[Event],
        matched: int,
        crs: str,
        queries: Mapping[str, ExportQuery],
    ) -> Page:
        def shape(record: Record) -> dict[str, Any] | None:
            if collection == "footprints":
                return self._footprint(record.event, crs)
            return _shape(record.feature["geometry"], _TYPES[collection], crs)

        features = list(features_of(self._records(events, queries), shape))
        return Page(features, matched, banner(events, self.whole))

    def _footprint(self, event: Event, crs: str) -> dict[str, Any] | None:
        """Return where a record may have been; None if it reaches too far south."""
        try:
            where = footprint(event, self.workspace.regions)
        except GeometryError:
            return None
        shape = None if where is None else polygonal(shapely.union_all(where.shapes))
        return None if shape is None or shape.area == 0 else _multi(plane_in_crs(shape, crs))

    def _records(
        self, events: Iterable[Event], queries: Mapping[str, ExportQuery]
    ) -> Iterator[Record]:
        omitted = Counter[str]()
        return (
            Record(
                event=event,
                feature=_with_theme(public_record(event, self.ids, self.workspace, omitted), event),
                number=None,
                query=queries.get(event.id),
                sources=(),
                marking=None,
            )
            for event in events
        )

    def feature(self, collection: str, id_: str, crs: str) -> Page:
        """Return one feature as a page; an empty one if it is not served."""
        if collection in OF_RECORDS:
            event = self.workspace.by_id.get(id_) if id_ in self.ids else None
            records = [event] if event is not None and _is_in(event, collection) else []
            return self._page(collection, records, len(records), crs, {})
        layer = self.workspace.layer(collection)
        features = [_layer_feature(layer[id_], crs)] if id_ in layer else []
        return Page(features, len(features))

    @cached_property
    def extents(self) -> Mapping[str, Mapping[str, Any]]:
        """The extent of each collection: `spatial` as a box, of records also `temporal`."""
        events = self.workspace.current
        lower = [day for e in events if (day := e.when.lower)]
        upper = [day for e in events if (day := e.when.upper)]
        interval = [_midnight(min(lower, default=None)), _midnight(max(upper, default=None))]
        extents = {name: _spatial(self._geometries(name)[1]) for name in LAYERS}
        temporal = {"temporal": {"interval": [interval]}} if any(interval) else {}
        for name in _TYPES:
            extents[name] = {**_spatial(self._geometries(name)[1]), **temporal}
        # Footprints extend beyond the geometries, but never south of the equator.
        northern = _box([-_HALF_TURN, 0.0, _HALF_TURN, _POLE])
        has_footprints = any(_is_in(e, "footprints") for e in events)
        extents["footprints"] = {**(northern if has_footprints else {}), **temporal}
        return extents


def _with_theme(feature: Mapping[str, Any], event: Event) -> dict[str, Any]:
    """Return a record's Feature with its theme, which its type implies, for styles and filters."""
    return {**feature, "properties": {**feature["properties"], "theme": event.theme.id}}


def _is_in(event: Event, collection: str) -> bool:
    """Return whether a record has a geometry of the kind of a collection."""
    if collection == "footprints":
        # Regions have their own collection, and there are no footprints in the south.
        geometry = event.geometry
        return geometry is not None and event.precision != "region" and not is_south(geometry)
    kind = _TYPES[collection]
    if kind is None or event.geometry is None:
        return kind is None
    return any(part["type"].removeprefix("Multi") == kind for part in members(event.geometry))


def _shape(geometry: Geometry | None, kind: str | None, crs: str) -> dict[str, Any] | None:
    """Return a geometry in a CRS; with a kind, its parts of that kind as a multi-part one."""
    if geometry is None or kind is None:
        return in_crs(geometry, crs)
    projected = in_crs(_of_kind(geometry, kind), crs)
    return None if projected is None else _multi(projected)


def _of_kind(geometry: Geometry, kind: str | None) -> Geometry:
    """Return the parts of a kind as a multi-part geometry; without a kind all of it."""
    if kind is None:
        return geometry
    parts: list[Any] = []
    for part in members(geometry):
        if part["type"] == kind:
            parts.append(part["coordinates"])
        elif part["type"] == f"Multi{kind}":
            parts.extend(part["coordinates"])
    return {"type": f"Multi{kind}", "coordinates": parts}


def _multi(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return a geometry as a multi-part one, since a layer has one type."""
    if geometry["type"].startswith("Multi"):
        return geometry
    return {"type": f"Multi{geometry['type']}", "coordinates": [geometry["coordinates"]]}


def _tenths(km: float | None) -> float | None:
    return None if km is None else round(km, 1)


def _midnight(day: Any) -> str | None:
    return None if day is None else f"{day.isoformat()}T00:00:00Z"


def _layer_feature(feature: LayerFeature, crs: str) -> dict[str, Any]:
    try:
        geometry = in_crs(feature.geometry, crs)
    except GeometryError:
        geometry = None
    properties = feature.feature["properties"]
    return {"type": "Feature", "id": feature.id, "geometry": geometry, "properties": properties}


def _spatial(geometries: Geometries) -> dict[str, Any]:
    """Return the extent of geometries in lon/lat; empty where there is none."""
    if not len(geometries.bounds):
        return {}
    west, south, _, _ = geometries.bounds.min(axis=0).tolist()
    _, _, east, north = geometries.bounds.max(axis=0).tolist()
    return _box([west, south, east, north])


def _box(bounds: list[float]) -> dict[str, Any]:
    return {"spatial": {"bbox": [bounds], "crs": CRS84}}
