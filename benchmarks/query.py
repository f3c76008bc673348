"""A region-and-time question beside GeoPandas, over the same discs, as ratios of one run.

    python benchmarks/query.py [COUNT…]

Both answer: which of these events with a radius were in the Bering Sea in the summer of 2024,
certainly or possibly? geotrack has its workspace loaded and its columns made, GeoPandas the discs
as polygons of the same plane (EPSG:6931) and its spatial index built. Neither is charged for that.
The ids and matches of both must be the same.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd

from folium_polar.geometry import PLANE_CRS, discs
from geotrack.model import Event
from geotrack.model.query import Query
from geotrack.queries import Match, select
from geotrack.queries.record_arrays import columns_of
from geotrack.workspace import Workspace

ROOT = Path(__file__).parent.parent
COUNTS = (1_000, 100_000, 1_000_000)
RUNS = 7
QUESTIONS = {
    "Bering Sea, June to August 2024": ("bering-sea", "2024-06-01", "2024-08-31"),
    "Arctic Circle, 2024": ("arctic-circle", "2024-01-01", "2024-12-31"),
    "Bering Strait, all the time": ("bering-strait", None, None),
}


def made_up(count: int) -> tuple[Event, ...]:
    """Return aircraft sightings over the Arctic, evenly spread, from 2022 to 2025."""
    chance = np.random.default_rng(17)
    # Evenly over the area north of 50 degrees.
    lat = np.degrees(np.arcsin(chance.uniform(np.sin(np.radians(50)), 1, count)))
    lon = chance.uniform(-180, 180, count)
    radius = np.round(10 ** chance.uniform(0.3, 2.3, count), 1)
    first, days = date(2022, 1, 1), chance.integers(0, 4 * 365, count)
    return tuple(
        _event(n, float(lon[n]), float(lat[n]), float(radius[n]), first + timedelta(int(days[n])))
        for n in range(count)
    )


def _event(n: int, lon: float, lat: float, radius: float, day: date) -> Event:
    given = {
        "title": "Aircraft seen",
        "type": "air/patrol",
        "start": day.isoformat(),
        "sources": ["https://example.org"],
        "place": {"precision": "near", "radius_km": radius},
    }
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return Event.model_validate(
        {**given, "@id": f"e{n}", "@geometry": geometry, "@feature": {"properties": given}}
    )


def loaded(events: tuple[Event, ...]) -> Workspace:
    """Return a workspace that holds these events and the repository's regions."""
    workspace = Workspace(ROOT, (), ROOT / "layers")
    vars(workspace)["events"] = events
    columns = columns_of(workspace)
    columns.by_date(np.arange(len(events)))
    return workspace


def framed(events: tuple[Event, ...]) -> geopandas.GeoDataFrame:
    """Return the events' discs as polygons, with the spatial index built."""
    lon, lat = zip(*(e.geometry["coordinates"] for e in events if e.geometry), strict=True)
    radius = np.array([e.radius_km or 0.0 for e in events]) * 1000.0
    frame = geopandas.GeoDataFrame(
        {"id": [e.id for e in events], "day": pd.to_datetime([e.start for e in events])},
        geometry=discs(lon, lat, radius),
        crs=PLANE_CRS,
    )
    _ = frame.sindex
    return frame


def by_geotrack(workspace: Workspace, region: str, start: str | None, end: str | None) -> Any:
    """Return the ids by match."""
    found = select(workspace, Query.parse(regions=region, start=start, end=end))
    return dict(zip(found.ids, found.matches, strict=True))


def by_geopandas(
    frame: geopandas.GeoDataFrame, area: Any, start: str | None, end: str | None
) -> Any:
    """Return the ids by match: the index first, then time, then which lie wholly inside."""
    rows = np.sort(frame.sindex.query(area, predicate="intersects"))
    met = frame.iloc[rows]
    if start is not None and end is not None:
        met = met[(met["day"] >= start) & (met["day"] <= end)]
    inside = met.within(area)
    matches = np.where(inside, Match.CERTAIN, Match.POSSIBLE)
    return dict(zip(met["id"], matches, strict=True))


def timed(ask: Callable[..., Any], *arguments: Any) -> float:
    """Return the wall time of one answer in milliseconds."""
    start = time.perf_counter()
    ask(*arguments)
    return (time.perf_counter() - start) * 1000


def compare(count: int) -> None:
    """Ask every question both ways in turn and print medians."""
    events = made_up(count)
    workspace, frame = loaded(events), framed(events)
    for name, (region, *period) in QUESTIONS.items():
        area = workspace.regions[region or ""].plane
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(timed(by_geotrack, workspace, region, *period))
            theirs.append(timed(by_geopandas, frame, area, *period))
        mine = by_geotrack(workspace, region or "", *period)
        other = by_geopandas(frame, area, *period)
        differing = {k for k in {**mine, **other} if mine.get(k) != other.get(k)}
        ratio = statistics.median(ours) / statistics.median(theirs)
        print(
            f"{count:>9,}  {name:32}{len(mine):>8,}{statistics.median(ours):>10.1f}"
            f"{statistics.median(theirs):>12.1f}{ratio:>8.2f}{len(differing):>8}"
        )


def main() -> None:
    """Print the table."""
    counts = [int(argument) for argument in sys.argv[1:]] or COUNTS
    print(
        f"{'events':>9}  {'question':32}{'hits':>8}{'geotrack':>10}{'geopandas':>12}"
        f"{'ratio':>8}{'differ':>8}"
    )
    print(f"{'':51}{'ms':>10}{'ms':>12}")
    for count in counts:
        compare(count)


if __name__ == "__main__":
    main()
