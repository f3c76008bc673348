"""Footprints of a page's records, for questions that the reader asks on the page.

`web/src/questions/judge.js` judges them by an area as `geotrack.queries.areas` does. A disc that
no coast cuts is packed as its position and radius; a region whose outline is on the page anyway by
its id; any other shape as an outline that is simplified. Beside each shape stands by how much its
outline may be off: an edge of the area that is so near may cut it, so the answer is *possible*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import shapely

from geotrack import polar
from geotrack.footprint.outline import radius_m
from geotrack.mapview.record.geometry import region_tolerance_m
from geotrack.polar.packing import pack, parts_of, sphere_project
from geotrack.queries.record_arrays import columns_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geotrack.footprint.outline import Footprint
    from geotrack.model import Event
    from geotrack.page.payload import FootprintData, FootprintsData, FootprintShape
    from geotrack.polar.packing import Layer
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
        Outlines, as `geotrack.polar.packing` writes them.
    """
    columns = columns_of(workspace)
    shapes = _Shapes(workspace, regions)
    records: list[FootprintData | None] = []
    for event in events:
        row = columns.rows[event.id]
        if columns.disc[row] and not columns.cut[row]:
            records.append({"shapes": [[shapes.add_disc(event)]]})
            continue
        where = columns.footprint(row, workspace)
        if where is None:
            records.append(None)
        elif columns.disc[row] and _is_whole(where, columns.outline(row, workspace)):
            records.append({"shapes": [[shapes.add_disc(event)]]})
        else:
            records.append(shapes.footprint(where))
    return {"shapes": shapes.entries, "records": records}, pack(shapes.layers, _STEP_M)


def _is_whole(where: Footprint, outline: Footprint | None) -> bool:
    """Return whether an outline counts as it is: nothing was removed from it, or is in doubt."""
    if outline is None or where.doubt != outline.doubt:
        return False
    pairs = zip(where.shapes, outline.shapes, strict=True)
    # What no land is near to is not copied.
    return all(one is other or shapely.equals(one, other) for one, other in pairs)


class _Shapes:
    """Shapes of footprints, each once."""

    def __init__(self, workspace: Workspace, regions: Sequence[str]) -> None:
        self.entries: list[FootprintShape] = []
        self.layers: list[Layer] = []
        self._places: dict[bytes, list[int]] = {}
        for id_ in regions:
            region = workspace.regions[id_]
            if region.has_shape:
                entry: FootprintShape = {"region": id_, "off": region_tolerance_m(region.plane)}
                self._places[shapely.to_wkb(region.plane)] = [self._add(entry)]

    def footprint(self, where: Footprint) -> FootprintData:
        """Return the data of a record."""
        data: FootprintData = {"shapes": [self._place(shape) for shape in where.shapes]}
        if where.each:
            data["each"] = True
        if where.doubt:
            data["doubt"] = True
        if where.gaps:
            data["gaps"] = True
        if where.courses:
            data["courses"] = [
                [[self._place(s) for s in (c.corridor, c.start, c.end)] for c in run]
                for run in where.courses
            ]
        if where.passed:
            data["passed"] = [self._place(shape) for shape in where.passed]
        return data

    def add_disc(self, event: Event) -> int:
        """Add all places within a record's radius of its position."""
        lon, lat, *_ = (event.geometry or {})["coordinates"]
        return self._add(_disc(lon, lat, radius_m(event)))

    def _place(self, shape: BaseGeometry) -> list[int]:
        """Return the indices of the entries that a shape is the union of."""
        key = shapely.to_wkb(shape)
        if key not in self._places:
            self._places[key] = [self._add(entry) for entry in self._entries(shape)]
        return self._places[key]

    def _add(self, entry: FootprintShape) -> int:
        self.entries.append(entry)
        return len(self.entries) - 1

    def _entries(self, shape: BaseGeometry) -> Iterator[FootprintShape]:
        parts = shapely.get_parts(shapely.get_parts(shape))
        for point in parts[shapely.get_type_id(parts) == shapely.GeometryType.POINT]:
            (lon,), (lat,) = polar.unproject([point.x], [point.y])
            yield _disc(float(lon), float(lat), 0.0)
        rest = parts[shapely.get_type_id(parts) != shapely.GeometryType.POINT]
        if not len(rest):
            return
        off = max(sum(part.area for part in rest) ** 0.5 / _PART, _LEAST_M)
        simple = shapely.segmentize(shapely.simplify(rest, off), _LONGEST_M)
        layer = [rings for part in simple for rings in parts_of(_packing(part), _STEP_M)]
        self.layers.append([_closed(rings) for rings in layer] if rest[0].area == 0 else layer)
        yield {"layer": len(self.layers) - 1, "off": round(off + _ROUNDING_M)}


def _disc(lon: float, lat: float, radius: float) -> FootprintShape:
    at = (round(lat, _DECIMALS), round(lon, _DECIMALS))
    return {"at": at, "radius": radius, "off": round(_DISC_M + _DISC_RATIO * radius, 1)}


def _packing(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape of the plane on the packing plane, in which a record's outline is no cut."""
    return shapely.transform(shape, lambda at: sphere_project(*polar.unproject(at[:, 0], at[:, 1])))


def _closed(rings: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Return lines as rings without area: there and back."""
    return [[*line, *line[-2:0:-1]] for line in rings]
