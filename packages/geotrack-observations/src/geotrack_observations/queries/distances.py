"""Distances of rows from a reference, as a column of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from folium_polar.geometry import apart_m, project
from geotrack.model.query import Query
from geotrack.queries.resolve import Reference, reference_of
from geotrack.workspace import Workspace

__all__ = ["distance_reference", "distances_km"]


def distance_reference(query: Query, workspace: Workspace) -> tuple[Reference | None, Query]:
    """Return the reference of distances, and the rest of the query.

    A query with a limit (`within`) selects rows by it, and is returned unchanged.

    Raises
    ------
    UsageError
        An unknown reference.
    """
    if query.within is None or query.within.km is not None:
        return None, query
    return reference_of(query, workspace), replace(query, within=None)


def distances_km(reference: Reference, lon: Sequence[float], lat: Sequence[float]) -> list[float]:
    """Return the distances of stated positions from a reference.

    Kilometres on the ellipsoid to its nearest part, to one decimal.

    Parameters
    ----------
    reference : Reference
        The reference.
    lon, lat : sequence of float, of shape (n,)
        Degrees.
    """
    places = np.asarray(shapely.points(*project(lon, lat)), dtype=object)
    metres = apart_m(reference.shape, places)
    return [round(distance / 1000.0, 1) for distance in metres.tolist()]
