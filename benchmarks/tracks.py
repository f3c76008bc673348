"""Tracks and crossings of many positions, beside the usual way with GeoPandas, as ratios.

    python benchmarks/tracks.py [COUNT…]

*Tracks*: from the file to one line a ship, cut at gaps and jumps by distances on the ellipsoid.
GeoPandas: read, sorted, `groupby` id, a `LineString` each; neither cut nor measured. *Stays*: when
each ship was in the Bering Strait, from the file; GeoPandas: read, sorted, each point compared with
the region in the polar plane, runs of those inside told by pandas. Neither bounds, gaps nor
passages. Medians of three, in one run.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import geopandas
import pyarrow as pa
import shapely
from contenders import ROOT, timed
from make_observations import traffic
from pyarrow import parquet

from geotrack.model.query import Query
from geotrack.queries.resolve import areas_of
from geotrack.workspace import Workspace, open_workspace
from geotrack_observations import (
    Dataset,
    DatasetQuery,
    TrackLimits,
    build,
    crossings,
    open_dataset,
    places_of,
    read_fixes,
    tracks,
)
from geotrack_observations.trajectories.tracks import line_of

COUNTS = (100_000, 1_000_000)
LIMITS = TrackLimits.of("mmsi")
STRAIT = Query(regions=("Bering Strait",))


def written(folder: Path, count: int) -> Dataset:
    """Return a dataset of made-up traffic."""
    pieces = pa.concat_tables(pa.table(piece) for piece in traffic(count))
    parquet.write_table(pieces, folder / "traffic.parquet")
    build([folder / "traffic.parquet"], folder / "dataset")
    return open_dataset(folder / "dataset")


def told(what: str, ours: float, whose: str, theirs: float) -> None:
    """Print how often ours goes into theirs."""
    print(f"  {what:24}{ours * 1000:>9.0f} ms   {whose} {theirs / ours:.1f} ×")


def our_tracks(dataset: Dataset, workspace: Workspace) -> int:
    """Return how many lines there are."""
    fixes = read_fixes(DatasetQuery(dataset, Query(), workspace), "mmsi")
    return sum(line_of(track.fixes).length > 0 for track in tracks(fixes, LIMITS))


def our_stays(dataset: Dataset, workspace: Workspace) -> int:
    """Return how many stays in the strait there are."""
    fixes = read_fixes(DatasetQuery(dataset, Query(), workspace), "mmsi")
    found = crossings(fixes, places_of(STRAIT, workspace), LIMITS)
    return sum(stay.kind == "stay" for stay in found)


def _read(path: Path) -> geopandas.GeoDataFrame:
    columns = ["mmsi", "time", "geometry"]
    return geopandas.read_parquet(path, columns=columns).sort_values(["mmsi", "time"])


def their_tracks(path: Path) -> int:
    """Return how many lines GeoPandas makes."""
    grouped = _read(path).groupby("mmsi")["geometry"]
    return len(grouped.apply(lambda points: shapely.LineString(points.tolist())))


def their_stays(path: Path, region: shapely.Geometry) -> int:
    """Return how many runs of points in a region GeoPandas and pandas find."""
    read = _read(path).to_crs("EPSG:6931")
    inside = read.intersects(region)
    begins = inside & ~(inside.shift(fill_value=False) & (read["mmsi"] == read["mmsi"].shift()))
    return int(begins.sum())


def compare(count: int) -> None:
    """Print the ratios for so many positions."""
    workspace = open_workspace(ROOT)
    (strait,) = areas_of(STRAIT, workspace)
    with tempfile.TemporaryDirectory() as name:
        dataset = written(Path(name), count)
        print(f"{dataset.rows:,} positions")
        lines = our_tracks(dataset, workspace), their_tracks(dataset.path)
        stays = our_stays(dataset, workspace), their_stays(dataset.path, strait.shape)
        print(f"  lines: {lines[0]:,} and {lines[1]:,}; stays: {stays[0]:,} and {stays[1]:,}")
        told(
            "tracks",
            timed(lambda: our_tracks(dataset, workspace)),
            "GeoPandas groupby",
            timed(lambda: their_tracks(dataset.path)),
        )
        told(
            "stays in a strait",
            timed(lambda: our_stays(dataset, workspace)),
            "GeoPandas intersects",
            timed(lambda: their_stays(dataset.path, strait.shape)),
        )


def main() -> None:
    """Print the table."""
    for count in [int(float(argument)) for argument in sys.argv[1:]] or COUNTS:
        compare(count)


if __name__ == "__main__":
    main()
