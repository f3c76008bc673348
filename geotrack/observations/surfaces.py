"""A density surface as polygons in longitude and latitude, for GIS: GeoJSON or GeoParquet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geotrack.observations.density import NO_MONTH, Level
from geotrack.observations.feature_files import Features, Row, write_features
from geotrack.polar.output import to_geojson

__all__ = ["month_text", "rows_of", "write_surface"]

_BATCH = 10_000
_PER_KM2 = 1_000


def month_text(month: int) -> str | None:
    """Return a month as text, None for that of positions without a time.

    Examples
    --------
    >>> month_text(654)
    '2024-07'
    """
    return None if month == NO_MONTH else str(np.datetime64(month, "M"))


def rows_of(level: Level, *, by_month: bool, both: bool) -> Iterator[Row]:
    """Yield what is told of each hexagon, with its outline as GeoJSON under `geometry`.

    Parameters
    ----------
    level : Level
        Counts.
    by_month : bool
        A row a hexagon and month, not one a hexagon.
    both : bool
        Tell how many are certain and how many possible, beside how many there are.
    """
    counts = level if by_month else level.whole()
    area = level.lattice.area_km2
    q, r, month, certain, possible = (
        getattr(counts, name).tolist() for name in ("q", "r", "month", "certain", "possible")
    )
    outlines = _outlines(counts)
    for n, first in enumerate(counts.first.tolist()):
        if first:
            outline = next(outlines)
        row: Row = {"hexagon": f"{q[n]},{r[n]}"}
        if by_month:
            row["month"] = month_text(month[n])
        many = certain[n] + possible[n]
        row["count"] = many
        if both:
            row |= {"certain": certain[n], "possible": possible[n]}
        yield row | {
            "area_km2": area, "per_1000_km2": round(many / area * _PER_KM2, 6), "geometry": outline,
        }  # fmt: skip


def _outlines(counts: Level) -> Iterator[dict[str, Any]]:
    """Yield the outline of each hexagon, in order."""
    first = np.flatnonzero(counts.first)
    for start in range(0, len(first), _BATCH):
        some = first[start : start + _BATCH]
        corners = counts.lattice.corners(counts.q[some], counts.r[some])
        for outline in np.asarray(shapely.polygons(corners)):
            yield to_geojson(outline)


def write_surface(rows: Iterator[Row], path: Path, about: dict[str, Any]) -> None:
    """Write rows as the ending of a path says, so that the old file or the whole new one is there.

    Parameters
    ----------
    rows : iterator of dict
        As `rows_of` yields them, one at least.
    path : path
        A file ending as one of `feature_files.ENDINGS`.
    about : dict
        What holds of all; stands as the member `geotrack` of a GeoJSON file, and in the metadata
        of a Parquet file.

    Raises
    ------
    OSError
        It cannot be written.
    """
    first = next(rows)
    kinds = {k: str if v is None else type(v) for k, v in first.items() if k != "geometry"}
    features = Features(itertools.chain([first], rows), kinds, ("MultiPolygon", "Polygon"), about)
    write_features(features, path)
