"""Records of a page: their symbols and shapes, rounded and simplified for its size."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from shapely.geometry.base import BaseGeometry

from folium_polar import rings
from folium_polar.geometry import to_lonlat
from folium_polar.geometry.cache import WeakCache
from folium_polar.geometry.simplify import simplified
from geotrack.mapview.record.shapes import (
    Disc,
    Drawing,
    LonLat,
    NamedRegion,
    PlaneArea,
    PlaneLine,
    Shape,
)
from geotrack.mapview.record.view import RecordView
from geotrack.page import payload

__all__ = ["DECIMALS", "record_data", "rounded_place"]

DECIMALS = 4
"""Of a degree: 11 m is finer than a pixel at the closest zoom."""
_SHAPES: WeakCache[list[payload.Shape]] = WeakCache()


def record_data(record: RecordView) -> payload.EventData:
    """Return what the page's script reads of a record."""
    drawing, name = record.drawing, record.short_name
    data: payload.EventData = {
        "n": record.number,
        "theme": record.event.theme.id,
        "drawn": record.symbol_style,
        "at": rounded_place(drawing.lonlat) if drawing else None,
        "shapes": _SHAPES.recall(drawing, None, partial(_shapes, drawing)) if drawing else [],
    }
    if record.symbol:
        data["symbol"] = record.symbol
    if record.acting:
        data["side"] = record.acting.side
    if record.signs:
        data["signs"] = record.signs
    if record.mapped_accounts:
        data["accounts"] = [
            [
                *(payload.RegionShape(kind="region", id=region) for region in account.regions),
                *(
                    payload.DiscShape(kind="disc", at=(disc.lat, disc.lon), radius=disc.radius)
                    for disc in account.discs
                ),
            ]
            for account in record.mapped_accounts
        ]
    if record.comparison and record.comparison.overlaps:
        overlaps = record.comparison.overlaps
        data["overlaps"] = [(rounded_place(one.lonlat), one.count) for one in overlaps]
    if record.placed and name != record.event.title:
        data["label"] = name
    if len(record.short_names) > 1:
        data["labels"] = dict([*record.short_names.items()][1:])
    return data


def rounded_place(lonlat: LonLat) -> payload.Place:
    """Return a position as the page has it."""
    lon, lat = lonlat
    return round(lat, DECIMALS), round(lon, DECIMALS)


def _shapes(drawing: Drawing) -> list[payload.Shape]:
    return [_shape(shape) for shape in drawing.shapes]


def _shape(shape: Shape) -> payload.Shape:
    match shape:
        case NamedRegion(region):
            return {"kind": "region", "id": region.id}
        case Disc(lon, lat, radius):
            return {"kind": "disc", "at": rounded_place((lon, lat)), "radius": radius}
        case PlaneLine(plane):
            return {"kind": "line", "lines": _outline(plane)}
        case PlaneArea(kind, plane):
            return {"kind": kind, "rings": _outline(plane)}


def _outline(plane: BaseGeometry) -> list[list[payload.Place]]:
    shape = to_lonlat(simplified(plane))
    outline: Any = rings(shape.__geo_interface__, precision=DECIMALS)  # pairs as lists
    return cast("list[list[payload.Place]]", outline)
