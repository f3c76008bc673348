"""Geometries from cells of WKT."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from geotrack.errors import shorten
from geotrack.importing.geometry.shape_repair import read_wkt
from geotrack.notation.positions import Order

__all__ = ["Placed", "is_wkt", "place_wkt"]

Placed = tuple[Any, str | None]
"""A geometry and its CRS."""

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
    name: str, cells: Sequence[str], rows: Sequence[str], order: Order | None = None
) -> tuple[list[Placed | None], list[str]]:
    """Return the geometries of a column of WKT, and messages.

    Parameters
    ----------
    name : str
        The column, for messages.
    cells : sequence of str
        Its cells.
    rows : sequence of str
        Name of each row in messages.
    order : {'latlon', 'lonlat'}, optional
        Which axis stands first; longitude if it is not stated.
    """
    placed: list[Placed | None] = []
    notes = []
    for row, cell in zip(rows, cells, strict=True):
        found = _from_wkt(cell)
        if found is None and cell:
            notes.append(f"{row}: {shorten(cell, 40)!r} is no WKT; the row has no geometry")
        placed.append(_swapped(found) if found and order == "latlon" else found)
    if order is None and _may_be_swapped(placed):
        notes.insert(
            0,
            f"{name}: its first numbers may be the latitudes, as WFS writes EPSG:4326; if they "
            f'are, --latlon "{name}" says it',
        )
    return placed, notes


def _from_wkt(cell: str) -> Placed | None:
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


def _swapped(placed: Placed) -> Placed:
    """Return a geometry whose first axis is the latitude with the longitude first."""
    import shapely

    return shapely.transform(placed[0], lambda xy: xy[:, ::-1]), placed[1]


def _may_be_swapped(placed: Sequence[Placed | None]) -> bool:
    """Return whether shapes lie off the globe, or all south of the Arctic, unless swapped."""
    import shapely

    shapes = [p[0] for p in placed if p and p[1] in {None, "EPSG:4326"} and not p[0].is_empty]
    if not shapes:
        return False
    west, south, east, north = shapely.total_bounds(shapes)
    if not -_TURN <= min(west, south) <= max(east, north) <= _TURN:
        return False  # metres, perhaps
    is_off = max(-south, north) > _POLE >= max(-west, east)
    return bool(is_off or (north < _ARCTIC <= east <= _POLE and west >= -_POLE))
