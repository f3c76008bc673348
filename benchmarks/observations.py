"""Many positions against many regions, and a dataset beside files read whole, as ratios.

    python benchmarks/observations.py [COUNT…]

*Regions*: in which of twenty regions does each position lie? geotrack's grids, warm (they are made
once for a region), beside GeoPandas' `sjoin` of the regions with the positions, whose index is
there, in the polar plane and in longitude and latitude: that way round it is a hundred times as
quick as the other. *Load*: the positions of a dataset, beside `geopandas.read_parquet` of the same
file. *Ask*: a strait in a month, from the file, beside reading it whole and asking GeoPandas.
Medians of three, in one run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import shapely
from make_observations import traffic
from pyarrow import csv, parquet

from geotrack.observations import Question, build, open_dataset
from geotrack.observations.cells import CellGrid
from geotrack.observations.layout import PER_METRE
from geotrack.observations.stack import CellStack, per_area
from geotrack.questions import Query
from geotrack.questions.asked import areas_of
from geotrack.workspace import open_workspace

ROOT = Path(__file__).parent.parent
COUNTS = (100_000, 1_000_000)
REGIONS, RUNS = 20, 3
STRAIT = Query.parse(regions="Bering Strait", start="2024-07", end="2024-07")


def timed(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work, seconds."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def written(folder: Path, count: int) -> Path:
    """Write made-up traffic and build a dataset of it."""
    source = folder / "traffic.csv"
    pieces = map(pa.table, traffic(count))
    first = next(pieces)
    with csv.CSVWriter(source, first.schema) as out:
        out.write_table(first)
        for piece in pieces:
            out.write_table(piece)
    build([source], folder / "dataset")
    return folder / "dataset"


def told(what: str, ours: float, *theirs: tuple[str, float]) -> None:
    """Print how often ours goes into each of theirs."""
    others = "".join(f"{name} {taken / ours:>8.1f}" for name, taken in theirs)
    print(f"  {what:34}{ours * 1000:>9.0f} ms{others}")


def compare(count: int) -> None:
    """Print the ratios for so many positions."""
    workspace = open_workspace(ROOT)
    chosen = sorted(workspace.regions.values(), key=lambda region: region.plane.area)[-REGIONS:]
    areas = [area for r in chosen for area in areas_of(Query(regions=(r.id,)), workspace)]
    with tempfile.TemporaryDirectory() as name:
        folder = written(Path(name), count)
        dataset = open_dataset(folder)
        print(f"{dataset.rows:,} positions, {len(areas)} regions")

        def load() -> tuple[np.ndarray, np.ndarray]:
            table = parquet.read_table(dataset.path, columns=["plane_x", "plane_y"])
            x, y = (table[axis].to_numpy() / PER_METRE for axis in ("plane_x", "plane_y"))
            return x, y

        told(
            "load positions",
            timed(load),
            ("  geopandas.read_parquet", timed(lambda: geopandas.read_parquet(dataset.path))),
        )
        x, y = load()
        frame = geopandas.read_parquet(dataset.path, columns=["geometry"])
        plane = geopandas.GeoDataFrame(geometry=shapely.points(x, y), crs="EPSG:6931")
        shapes = geopandas.GeoDataFrame(geometry=[area.shape for area in areas], crs="EPSG:6931")
        lonlat = shapes.to_crs("OGC:CRS84")
        lonlat.geometry = lonlat.make_valid()
        stack = CellStack([CellGrid(area) for area in areas])
        for indexed in (plane, frame):
            indexed.sindex  # noqa: B018 (made before it is timed)

        def ours() -> int:
            certain, possible = stack.judge(x, y)
            return int(per_area(certain | possible, len(areas)).sum())

        def sjoin() -> int:
            return len(geopandas.sjoin(shapes, plane, predicate="intersects"))

        print(f"  hits: {ours():,} of geotrack, {sjoin():,} of sjoin in the plane")
        told(
            "regions, warm",
            timed(ours),
            ("  sjoin, plane", timed(sjoin)),
            ("  sjoin, lon/lat", timed(lambda: geopandas.sjoin(lonlat, frame))),
        )
        told("making the grids", timed(lambda: CellStack([CellGrid(area) for area in areas])))
        (strait,) = areas_of(Query(regions=("Bering Strait",)), workspace)

        def whole() -> int:
            read = geopandas.read_parquet(dataset.path).to_crs("EPSG:6931")
            july = read[(read["time"] >= "2024-07-01T00Z") & (read["time"] < "2024-08-01T00Z")]
            return int(july.intersects(strait.shape).sum())

        def ask() -> int:
            return sum(t.num_rows for t in Question(dataset, STRAIT, workspace).answers(["time"]))

        print(f"  hits: {ask():,} of geotrack, {whole():,} of GeoPandas")
        told("a strait in a month", timed(ask), ("  read whole, GeoPandas", timed(whole)))


def main() -> None:
    """Print the table."""
    for count in [int(float(argument)) for argument in sys.argv[1:]] or COUNTS:
        compare(count)


if __name__ == "__main__":
    main()
