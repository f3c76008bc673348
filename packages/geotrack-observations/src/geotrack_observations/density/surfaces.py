"""A density surface as polygons in longitude and latitude, for GIS: GeoJSON or GeoParquet."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

import numpy as np
import shapely

from folium_polar.geometry.geojson.output import to_geojson
from geotrack_observations.density.density import NO_MONTH, Level
from geotrack_observations.queries.feature_writers import Features, Row

__all__ = ["month_text", "surface_features"]

# Hexagons whose corners are computed at once, which bounds the memory.
_BATCH = 10_000
# Area to which counts are related, km².
_PER_KM2 = 1_000


def month_text(month: int) -> str | None:
    """Return a month as text; None for positions without a time.

    Examples
    --------
    >>> month_text(654)
    '2024-07'
    """
    return None if month == NO_MONTH else str(np.datetime64(month, "M"))


def surface_features(
    level: Level, about: dict[str, Any], *, by_month: bool, by_match: bool
) -> Features:
    """Yield a feature for each hexagon.

    Parameters
    ----------
    level : Level
        The counts; may be empty.
    about : dict
        Metadata of the features.
    by_month : bool
        One feature per hexagon and month, instead of one per hexagon.
    by_match : bool
        Include the numbers of certain and possible ones beside the total.
    """
    counts = level if by_month else level.whole()
    kinds = {
        "hexagon": str,
        **({"month": str} if by_month else {}),
        "count": int,
        **({"certain": int, "possible": int} if by_match else {}),
        "area_km2": float,
        "per_1000_km2": float,
    }
    return Features(_rows(counts, kinds), kinds, ("MultiPolygon", "Polygon"), about)


def _rows(counts: Level, kinds: Container[str]) -> Iterator[Row]:
    area = counts.lattice.area_km2
    q, r, month, certain, possible = (
        getattr(counts, name).tolist() for name in ("q", "r", "month", "certain", "possible")
    )
    outlines = _outlines(counts)
    for n, is_first in enumerate(counts.first.tolist()):
        if is_first:  # the counts of other months of the hexagon share its outline
            outline = next(outlines)
        count = certain[n] + possible[n]
        properties = {
            "hexagon": f"{q[n]},{r[n]}",
            "month": month_text(month[n]),
            "count": count,
            "certain": certain[n],
            "possible": possible[n],
            "area_km2": area,
            "per_1000_km2": round(count / area * _PER_KM2, 6),
        }
        yield {name: value for name, value in properties.items() if name in kinds} | {
            "geometry": outline
        }


def _outlines(counts: Level) -> Iterator[dict[str, Any]]:
    """Yield the outline of each hexagon, in order."""
    first = np.flatnonzero(counts.first)
    for start in range(0, len(first), _BATCH):
        batch = first[start : start + _BATCH]
        corners = counts.lattice.corners(counts.q[batch], counts.r[batch])
        for outline in np.asarray(shapely.polygons(corners)):
            yield to_geojson(outline)
