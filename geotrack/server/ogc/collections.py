"""The collections of a workspace, as far as a marking allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from geotrack.errors import GeometryError, UsageError
from geotrack.export.geojson import features_of
from geotrack.export.geometry import cut, flat_shape, members
from geotrack.export.product import ExportQuery, Record, public_record
from geotrack.findings import shown
from geotrack.footprint.land_mask import footprint
from geotrack.model import Event, LayerFeature
from geotrack.model.query import Query
from geotrack.polar.geojson.shapes import polygonal
from geotrack.queries import select
from geotrack.queries.release import Above, banner
from geotrack.queries.resolve import areas_of
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
    """Some of the features that meet a question.

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
    """What is served of one state of a workspace.

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
        above = Above(workspace, marking, "server", "")
        self.whole = workspace
        # Queries see no other record, not even as a part, as what a distance is measured from, or
        # as what replaces a record.
        self.workspace = only(workspace, {e.id for e in workspace.events if not above.why(e)})
        self.ids = frozenset(e.id for e in self.workspace.current)
        self._reports = frozenset(filter(above.admits_report, workspace.reports_by_id))

    def page(self, collection: str, items: Items) -> Page:
        """Return a page of a collection.

        Raises
        ------
        UsageError
            The query names an unknown word, region, place, record or report.
        """
        if items.query is None:
            return Page([], 0)
        if collection in OF_RECORDS:
            return self._page_of_records(collection, items.query, items)
        found = list(self._layer_features(collection, items.query))
        listed = found[items.offset : items.offset + items.limit]
        return Page([_layer_feature(one, items.crs) for one in listed], len(found))

    def _page_of_records(self, collection: str, query: Query, items: Items) -> Page:
        for id_ in query.sources:
            # The message for an unknown report names one that is similar.
            if id_ not in self._reports:
                raise UsageError(f"no report has the id {shown(id_)}")
        selection = select(self.workspace, query)
        if items.match is not None:
            selection = selection.only(items.match)
        found = [hit for hit in selection.hits if _is_in(hit.event, collection)]
        hits = found[items.offset : items.offset + items.limit]
        queries = {
            hit.event.id: ExportQuery(str(hit.match), hit.why, _tenths(hit.distance_km))
            for hit in (hits if items.asked else ())
        }
        listed = [hit.event for hit in hits]
        return self._page(collection, listed, len(found), items.crs, queries)

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
                feature=public_record(event, self.ids, self.workspace, omitted),
                number=None,
                query=queries.get(event.id),
                sources=(),
                marking=None,
            )
            for event in events
        )

    def _layer_features(self, layer: str, query: Query) -> Iterator[LayerFeature]:
        """Yield the features of a layer that meet a question about a place."""
        shapes = [area.shape for area in areas_of(query, self.workspace)]
        for feature in self.workspace.layer(layer).values():
            if shapes and not feature.has_shape:
                continue
            if all(shapely.intersects(feature.plane, shape) for shape in shapes):
                yield feature

    def feature(self, collection: str, id_: str, crs: str) -> Page:
        """Return one feature as a page; an empty one if it is not served."""
        if collection in OF_RECORDS:
            event = self.workspace.by_id.get(id_) if id_ in self.ids else None
            found = [event] if event is not None and _is_in(event, collection) else []
            return self._page(collection, found, len(found), crs, {})
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
        extents = {
            name: _spatial(f.geometry for f in self.workspace.layer(name).values())
            for name in LAYERS
        }
        temporal = {"temporal": {"interval": [interval]}} if any(interval) else {}
        for name in OF_RECORDS:
            spatial = _spatial(e.geometry for e in events if _is_in(e, name))
            if name == "footprints" and spatial:
                # They reach further than the geometries, but never south of the equator.
                spatial = _box([-_HALF_TURN, 0.0, _HALF_TURN, _POLE])
            extents[name] = {**spatial, **temporal}
        return extents


def _is_in(event: Event, collection: str) -> bool:
    """Return whether a record has a geometry of the kind of a collection."""
    if collection == "footprints":
        # Regions are a collection of their own.
        return event.geometry is not None and event.precision != "region"
    kind = _TYPES[collection]
    if kind is None or event.geometry is None:
        return kind is None
    return any(part["type"].removeprefix("Multi") == kind for part in members(event.geometry))


def _shape(geometry: Geometry | None, kind: str | None, crs: str) -> dict[str, Any] | None:
    """Return a stored geometry in a CRS; with a kind, its parts of that kind as one of many."""
    if geometry is None or kind is None:
        return in_crs(geometry, crs)
    parts: list[Any] = []
    for part in members(geometry):
        if part["type"] == kind:
            parts.append(part["coordinates"])
        elif part["type"] == f"Multi{kind}":
            parts.extend(part["coordinates"])
    found = in_crs({"type": f"Multi{kind}", "coordinates": parts}, crs)
    return None if found is None else _multi(found)


def _multi(geometry: dict[str, Any]) -> dict[str, Any]:
    """Return a geometry as one of many, since a layer has one type."""
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


def _spatial(geometries: Iterable[Mapping[str, Any] | None]) -> dict[str, Any]:
    """Return the extent of geometries in lon/lat; empty where there is none."""
    boxes = [_bounds(geometry) for geometry in geometries if geometry is not None]
    if not boxes:
        return {}
    columns = np.array(boxes).T
    return _box([*columns[:2].min(axis=1).tolist(), *columns[2:].max(axis=1).tolist()])


def _box(bounds: list[float]) -> dict[str, Any]:
    return {"spatial": {"bbox": [bounds], "crs": CRS84}}


def _bounds(geometry: Mapping[str, Any]) -> tuple[float, float, float, float]:
    try:
        bounds: tuple[float, float, float, float] = flat_shape(cut(geometry)).bounds
    except GeometryError:
        return -_HALF_TURN, -_POLE, _HALF_TURN, _POLE
    return bounds
