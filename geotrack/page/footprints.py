"""Footprints of a page's records, for questions that the reader asks on the page.

`web/src/questions/judge.js` judges them by an area as `geotrack.queries.areas` does. A disc that
no coast cuts is packed as its position and radius; a region whose outline is on the page anyway by
its id; any other shape as an outline that is simplified. Beside each shape stands by how much its
outline may be off: an edge of the area that is so near may cut it, so the answer is *possible*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

import shapely

from folium_polar.geometry import unproject
from folium_polar.geometry.cache import WeakCache
from folium_polar.geometry.packing import pack, parts_of, sphere_project
from geotrack.footprint.outline import radius_m
from geotrack.mapview.text.times import parts_among
from geotrack.page.regions import region_tolerance_m
from geotrack.queries.record_arrays import columns_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from folium_polar.geometry.packing import Layer
    from geotrack.footprint.outline import Footprint
    from geotrack.footprint.regions import Regions
    from geotrack.model import Event
    from geotrack.page.payload import FootprintData, FootprintsData, FootprintShape
    from geotrack.queries.record_arrays import Columns
    from geotrack.workspace import Workspace

__all__ = ["packed_footprints"]

_STEP_M = 100
# An outline is simplified by this part of its size, and by no less than these metres, a twentieth
# of what the coastline is off.
_PART, _LEAST_M = 1_000.0, 100.0
# The planes of computation and of packing bend long edges apart, and numbers are rounded to steps.
_ROUNDING_M = 100.0
# Longer edges would bend.
_LONGEST_M = 300_000.0
# The polygon of a disc is off by less than these metres and this part of the radius on the page.
_DISC_M, _DISC_RATIO = 3.0, 1e-4
_DECIMALS = 6
# Of a `Footprint`, and of the page's data.
_FLAGS = ("each", "doubt", "gaps")
_FOOTPRINTS: WeakCache[_RecordFootprint | None] = WeakCache()


def packed_footprints(
    workspace: Workspace, events: Sequence[Event], regions: Sequence[str]
) -> tuple[FootprintsData, str]:
    """Return the footprints of records, and their outlines as packed text.

    Parameters
    ----------
    workspace : Workspace
        The records and regions.
    events : sequence of Event
        The records of the page, in its order.
    regions : sequence of str
        Ids of the regions whose outlines are on the page.

    Returns
    -------
    FootprintsData
        For the page's script.
    str
        Outlines, as `folium_polar.geometry.packing` writes them.
    """
    columns, region_table = columns_of(workspace), workspace.regions
    table = _Table(region_table, regions)
    records = [
        table.add(
            _FOOTPRINTS.recall(event, region_table, partial(_footprint, columns, event, workspace))
        )
        for event in events
    ]
    rows = [columns.rows[event.id] for event in events]
    restating = {
        parent: [n for n in parts if columns.restates(rows[n], rows[parent], workspace)]
        for parent, parts in parts_among(columns, events).items()
    }
    data: FootprintsData = {
        "shapes": table.entries,
        "records": records,
        "named": [n for n, row in enumerate(rows) if columns.by_region(row, workspace)],
        "restating": {parent: parts for parent, parts in restating.items() if parts},
    }
    return data, pack(table.layers, _STEP_M)


def _footprint(columns: Columns, event: Event, workspace: Workspace) -> _RecordFootprint | None:
    """Return all places where a record may have been."""
    row = columns.rows[event.id]
    if columns.disc[row] and not columns.cut[row]:
        return _disc_of(event)
    where = columns.footprint(row, workspace)
    if where is None:
        return None
    if columns.disc[row] and _is_whole(where, columns.outline(row, workspace)):
        return _disc_of(event)
    return _RecordFootprint(
        shapes=[_Shape(shape) for shape in where.shapes],
        flags={name: True for name in _FLAGS if getattr(where, name)},
        courses=[
            [[_Shape(shape) for shape in (c.corridor, c.start, c.end)] for c in run]
            for run in where.courses
        ],
        passed=[_Shape(shape) for shape in where.passed],
    )


def _disc_of(event: Event) -> _RecordFootprint:
    """Return all places within a record's radius of its position."""
    lon, lat, *_ = (event.geometry or {})["coordinates"]
    return _RecordFootprint(disc=_disc(lon, lat, radius_m(event)))


def _is_whole(where: Footprint, outline: Footprint | None) -> bool:
    """Return whether an outline counts as it is: nothing was removed from it, or is in doubt."""
    if outline is None or where.doubt != outline.doubt:
        return False
    pairs = zip(where.shapes, outline.shapes, strict=True)
    # What no land is near to is not copied.
    return all(first is second or shapely.equals(first, second) for first, second in pairs)


@dataclass(frozen=True, slots=True)
class _RecordFootprint:
    """The footprint of a record: a disc, or as in `FootprintData` with shapes for places."""

    disc: FootprintShape | None = None
    shapes: list[_Shape] = field(default_factory=list)
    flags: dict[str, bool] = field(default_factory=dict)
    courses: list[list[list[_Shape]]] = field(default_factory=list)
    passed: list[_Shape] = field(default_factory=list)


class _Shape:
    """A shape of a footprint, packed when it is first needed: many records name the same region."""

    __slots__ = ("_packed", "_shape", "key")

    def __init__(self, shape: BaseGeometry) -> None:
        self.key = _key(shape)
        self._shape: BaseGeometry | None = shape
        self._packed: tuple[list[FootprintShape], Layer | None, float] = [], None, 0.0

    def packed(self) -> tuple[list[FootprintShape], Layer | None, float]:
        """Return its points as discs, its packed outline, and by how much that may be off."""
        if self._shape is not None:
            self._packed, self._shape = _pack(self._shape), None
        return self._packed


class _Table:
    """Entries of shapes, each once."""

    def __init__(self, known: Regions, regions: Sequence[str]) -> None:
        self.entries: list[FootprintShape] = []
        self.layers: list[Layer] = []
        self._places: dict[bytes, list[int]] = {}
        for id_ in regions:
            region = known[id_]
            if region.has_shape:
                entry: FootprintShape = {"region": id_, "off": region_tolerance_m(region.plane)}
                self._places[_key(region.plane)] = [self._add(entry)]

    def add(self, footprint: _RecordFootprint | None) -> FootprintData | None:
        """Return the data of a record."""
        if footprint is None:
            return None
        if footprint.disc is not None:
            return {"shapes": [[self._add(footprint.disc)]]}
        data: FootprintData = {"shapes": [self._place(shape) for shape in footprint.shapes]}
        data.update(footprint.flags)  # type: ignore[typeddict-item] # the keys are those of `_FLAGS`
        if footprint.courses:
            data["courses"] = [
                [[self._place(shape) for shape in course] for course in run]
                for run in footprint.courses
            ]
        if footprint.passed:
            data["passed"] = [self._place(shape) for shape in footprint.passed]
        return data

    def _place(self, shape: _Shape) -> list[int]:
        """Return the indices of the entries that a shape is the union of."""
        if shape.key not in self._places:
            discs, layer, off = shape.packed()
            self._places[shape.key] = [self._add(disc) for disc in discs]
            if layer is not None:
                self.layers.append(layer)
                entry: FootprintShape = {"layer": len(self.layers) - 1, "off": off}
                self._places[shape.key].append(self._add(entry))
        return self._places[shape.key]

    def _add(self, entry: FootprintShape) -> int:
        self.entries.append(entry)
        return len(self.entries) - 1


def _key(shape: BaseGeometry) -> bytes:
    return blake2b(shapely.to_wkb(shape), digest_size=16).digest()


def _pack(shape: BaseGeometry) -> tuple[list[FootprintShape], Layer | None, float]:
    parts = shapely.get_parts(shapely.get_parts(shape))
    is_point = shapely.get_type_id(parts) == shapely.GeometryType.POINT
    x, y = shapely.get_x(parts[is_point]), shapely.get_y(parts[is_point])
    lons, lats = unproject(x, y)
    discs = [_disc(float(lon), float(lat), 0.0) for lon, lat in zip(lons, lats, strict=True)]
    rest = parts[~is_point]
    if not len(rest):
        return discs, None, 0.0
    off = max(sum(part.area for part in rest) ** 0.5 / _PART, _LEAST_M)
    simple = shapely.segmentize(shapely.simplify(rest, off), _LONGEST_M)
    layer = [rings for part in simple for rings in parts_of(_packing(part), _STEP_M)]
    if rest[0].area == 0:
        layer = [_closed(rings) for rings in layer]
    return discs, layer, round(off + _ROUNDING_M)


def _disc(lon: float, lat: float, radius: float) -> FootprintShape:
    centre = (round(lat, _DECIMALS), round(lon, _DECIMALS))
    return {"at": centre, "radius": radius, "off": round(_DISC_M + _DISC_RATIO * radius, 1)}


def _packing(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape of the plane on the packing plane, in which a record's outline is no cut."""
    return shapely.transform(shape, lambda at: sphere_project(*unproject(at[:, 0], at[:, 1])))


def _closed(rings: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Return lines as rings without area: there and back."""
    return [[*line, *line[-2:0:-1]] for line in rings]
