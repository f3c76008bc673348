"""Geometries from cells of WKT."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from geotrack.errors import shorten
from geotrack.importing.disk_lists import DiskList, chunks_of, shape_weight
from geotrack.importing.faults import FewLines
from geotrack.importing.geometry.shape_repair import read_wkt
from geotrack.notation.positions import Order

__all__ = ["is_wkt", "place_wkt"]

_POLE, _ARCTIC, _TURN = 90.0, 50.0, 360.0


def is_wkt(cells: Iterable[str]) -> bool:
    """Return whether the first filled cell is WKT.

    Examples
    --------
    >>> is_wkt(["", "POINT (5 70)"]), is_wkt(["70, 5"])
    (True, False)
    """
    return _from_wkt(next(filter(None, cells), "")) is not None


def place_wkt(
    name: str, cells: Iterable[str], rows: Sequence[str], order: Order | None = None
) -> tuple[Sequence[Any], list[str], list[str]]:
    """Return the geometries of a column of WKT, their CRS, and messages.

    Parameters
    ----------
    name : str
        The column, for messages.
    cells : iterable of str
        Its cells.
    rows : sequence of str
        Name of each row in messages.
    order : {'latlon', 'lonlat'}, optional
        Which axis stands first; longitude if it is not stated.
    """
    shapes, notes = DiskList(weigh=shape_weight), FewLines()
    crs: dict[str, None] = {}
    for row, cell in zip(rows, cells, strict=True):
        shape, stated_crs = _from_wkt(cell) or (None, None)
        if shape is None and cell:
            notes.append(f"{row}: {shorten(cell, 40)!r} is no WKT; the row has no geometry")
        if stated_crs:
            crs[stated_crs] = None
        shapes.append(_swapped(shape) if shape is not None and order == "latlon" else shape)
    hint = []
    if order is None and {*crs} <= {"EPSG:4326"} and _may_be_swapped(shapes):
        hint.append(
            f"{name}: its first numbers may be the latitudes, as WFS writes EPSG:4326; if they "
            f'are, --latlon "{name}" says it'
        )
    return shapes.whole(), [*crs], [*hint, *notes]


def _from_wkt(cell: str) -> tuple[Any, str | None] | None:
    import shapely

    head, semicolon, rest = cell.strip().partition(";")
    srid = re.fullmatch(r"SRID=(\d+)", head, re.IGNORECASE) if semicolon else None
    try:
        geometry = read_wkt(rest if srid else cell)
    except (shapely.errors.ShapelyError, NotImplementedError):  # the latter for curves
        return None
    if geometry is None:
        return None
    return geometry, f"EPSG:{srid[1]}" if srid else None


def _swapped(shape: Any) -> Any:
    """Return a geometry whose first axis is the latitude with the longitude first."""
    import shapely

    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def _may_be_swapped(shapes: DiskList) -> bool:
    """Return whether shapes lie off the globe, or all south of the Arctic, unless swapped."""
    import numpy as np
    import shapely

    boxes = [shapely.total_bounds(np.asarray(part, dtype=object)) for part in chunks_of(shapes)]
    bounds = np.array([box for box in boxes if not np.isnan(box).any()]).reshape(-1, 4)
    if not len(bounds):
        return False
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    if not -_TURN <= min(west, south) <= max(east, north) <= _TURN:
        return False  # metres, perhaps
    is_off = max(-south, north) > _POLE >= max(-west, east)
    return bool(is_off or (north < _ARCTIC <= east <= _POLE and west >= -_POLE))
