"""Made-up fixes and places for tests of tracks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from pyproj import Geod

from folium_polar.geometry import disc, project
from geotrack.queries.areas import Area
from geotrack_observations import CrossingPlace, Fixes
from geotrack_observations.times.moments import SECOND

GEOD = Geod(ellps="WGS84")
START = datetime(2024, 7, 1, tzinfo=UTC)
HOUR = 3_600.0

Fix = tuple[str, float, float, float]
"""Id, seconds after `START`, longitude and latitude in degrees."""


def fixes_of(
    rows: Sequence[Fix], turned: float = 0.0, radius: Sequence[float] | None = None
) -> Fixes:
    """Return fixes, turned about the pole by some degrees, as they are read from a dataset.

    A radius is given for each in the order of ids and times, metres.
    """
    rows = sorted(rows)
    ids = sorted({row[0] for row in rows})
    x, y = project([row[2] + turned for row in rows], [row[3] for row in rows])
    return Fixes(
        "mmsi",
        ids,
        np.array([ids.index(row[0]) for row in rows], np.int32),
        np.array([round((START.timestamp() + row[1]) * SECOND) for row in rows], np.int64),
        np.rint(x * 100).astype(np.int32),
        np.rint(y * 100).astype(np.int32),
        0.0,
        None if radius is None else np.array(radius, np.float64),
    )


def disc_place(lon: float, lat: float, metres: float, turned: float = 0.0) -> CrossingPlace:
    """Return a round place."""
    return CrossingPlace("disc", [Area([disc((lon + turned + 540) % 360 - 180, lat, metres)])])


def seconds(moment: datetime | None) -> float | None:
    """Return a moment as seconds after `START`."""
    return None if moment is None else (moment - START).total_seconds()
