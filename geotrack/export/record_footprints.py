"""Footprints of records for export: one shape each, simplified."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.geojson.shapes import polygonal
from geotrack.errors import GeometryError
from geotrack.export.product import Product, Record
from geotrack.footprint.land_mask import footprint

__all__ = ["Missing", "RecordFootprint", "footprint_of", "footprints", "missing_notes"]

# The edge of a footprint is simplified by no more: the coast is off by up to 2 km.
_SIMPLIFIED_M = 25.0
# Nor by more than this part of the square root of its area.
_SIMPLIFIED_RATIO = 1e-3


@dataclass(frozen=True)
class RecordFootprint:
    """The footprint of a record as one shape of the analysis plane, and its area, m²."""

    record: Record
    shape: BaseGeometry
    basis: str
    area: float


class Missing(Enum):
    """Why a record has no footprint in an export."""

    NO_AREA = auto()
    TOO_FAR_SOUTH = auto()


def footprint_of(record: Record, product: Product) -> RecordFootprint | Missing:
    """Return the footprint of a record with a geometry, if it is an area.

    It is simplified: its edge is off, in the plane, by no more than a thousandth of the square root
    of its area, at most 25 m. A record known only by regions has none, since these have a layer of
    their own.
    """
    if record.geometry is None or record.event.precision == "region":
        return Missing.NO_AREA
    try:
        where = footprint(record.event, product.workspace.regions)
    except GeometryError:  # a shape that the plane does not hold
        where = None
    if where is None:
        return Missing.TOO_FAR_SOUTH
    shape = polygonal(shapely.union_all(where.shapes))
    if shape.area == 0:
        return Missing.NO_AREA
    area = float(shape.area)
    tolerance = min(_SIMPLIFIED_M, _SIMPLIFIED_RATIO * math.sqrt(area))
    return RecordFootprint(record, polygonal(shapely.simplify(shape, tolerance)), where.basis, area)


def footprints(product: Product) -> tuple[list[RecordFootprint], list[str]]:
    """Return the footprints of records as `footprint_of`, and the ids of those too far south."""
    found, southern = [], []
    for record in product.records:
        result = footprint_of(record, product)
        if isinstance(result, RecordFootprint):
            found.append(result)
        elif result is Missing.TOO_FAR_SOUTH:
            southern.append(record.event.id)
    return found, southern


def missing_notes(product: Product, southern: Sequence[str]) -> Iterator[str]:
    """Yield notes about footprints and regions that are missing from an export.

    Parameters
    ----------
    product : Product
        The exported records.
    southern : sequence of str
        Ids of records without a footprint, from `footprints`.
    """
    if southern:
        yield f"no footprint, too far south: {', '.join(southern)}"
    shape_ids = {region.id for region in product.regions}
    named_ids = dict.fromkeys(id_ for r in product.records for id_ in r.event.regions)
    if lost := [id_ for id_ in named_ids if id_ not in shape_ids]:
        yield f"regions without a shape in layers/: {', '.join(lost)}"
