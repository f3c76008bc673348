"""One engine, in a process of its own, asked in which regions positions lie; what it took, as JSON.

    python benchmarks/contenders.py NAME FOLDER

`benchmarks/observations.py` runs these and makes FOLDER. Each has what it needs in memory, indexed,
before it is timed, and is asked in the way that was found quickest: by *intersects*, where geotrack
looks within a metre of a border too; DuckDB a region at a time, which is far quicker than its join;
PostGIS of regions cut into small pieces. The second question is about those of a summer, each of
which may have been anywhere within its radius: geotrack tells for each region the certain ones from
the possible and measures on the globe, the others are asked which discs of the plane meet it.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["CONTENDERS", "DATASET", "REGIONS", "ROOT", "TABLE"]

ROOT = Path(__file__).parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # for tools/, which no installed geotrack has
DATASET, REGIONS, TABLE = "dataset", "regions.parquet", "positions.csv"
RUNS = 3
SLOW_S = 10.0
"""What takes longer is done once."""
SUMMER = ("2024-07-01", "2024-10-01")

Told = dict[str, float]


def timed(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work, seconds."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def peak_mb() -> float:
    """Return the most memory that this process has held, megabytes."""
    (line,) = (t for t in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in t)
    return int(line.split()[1]) / 1024


def asked(work: Callable[[], int], what: str = "") -> Told:
    """Return the time, the hits and the memory of a query."""
    start = time.perf_counter()
    hits = work()
    first = time.perf_counter() - start
    seconds = first if first > SLOW_S else timed(work)
    return {f"{what}seconds": seconds, f"{what}hits": hits, f"{what}mb": peak_mb()}


def geotrack(folder: Path) -> Told:
    """Ask geotrack's grids, and take the time of loading and of making them."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    from pyarrow import parquet

    from geotrack.model.query import Query
    from geotrack.queries.resolve import areas_of
    from geotrack.workspace import open_workspace
    from geotrack_observations import load_positions, open_dataset
    from geotrack_observations.grid.cells import CellGrid
    from geotrack_observations.grid.stack import CellStack, per_area
    from geotrack_observations.storage.layout import GROUP, PER_METRE

    workspace = open_workspace(ROOT)
    ids = parquet.read_table(folder / REGIONS, columns=["id"])["id"].to_pylist()
    areas = [area for id_ in ids for area in areas_of(Query(regions=(id_,)), workspace)]

    def held(column: str) -> Any:
        return parquet.read_table(dataset_of(folder), columns=[column])[column].to_numpy()

    loading = timed(lambda: load_positions(open_dataset(dataset_of(folder))))
    start = time.perf_counter()
    grids = [CellGrid(area) for area in areas]
    for grid in grids:
        grid.codes  # noqa: B018 (made here, not once enough positions have come near an edge)
    stack = CellStack(grids)
    made = time.perf_counter() - start
    x, y = (held(axis) for axis in ("plane_x", "plane_y"))

    def judged(*axes: Any) -> int:
        """Judge row group by row group, on all cores, as the embedded engine does."""

        def of(start: int) -> int:
            places = [axis[start : start + GROUP] for axis in axes]
            places[:2] = (axis / PER_METRE for axis in places[:2])
            if len(places) > 2:
                moments = places.pop()
                rows = np.flatnonzero((moments >= first) & (moments < before))
                places = [axis[rows] for axis in places]
            certain, possible = stack.judge(*places)
            return int(per_area(certain | possible, len(areas)).sum())

        return sum(pool.map(of, range(0, len(x), GROUP)))

    first, before = np.datetime64(SUMMER[0]), np.datetime64(SUMMER[1])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        told = asked(lambda: judged(x, y))
        radius, times = held("radius_m"), held("time")
        judged(x, y, radius, times)
        return {
            **told,
            **asked(lambda: judged(x, y, radius, times), "discs_"),
            "load": loading,
            "grids": made,
        }


def geopandas_plane(folder: Path) -> Told:
    """Ask GeoPandas' sjoin in the polar plane; regions first, which is far quicker than last."""
    import geopandas
    import shapely
    from pyarrow import parquet

    names = ["plane_x", "plane_y", "time", "radius_m"]
    table = parquet.read_table(dataset_of(folder), columns=names[:2])
    x, y = (table[axis].to_numpy() / 100 for axis in names[:2])
    plane = geopandas.GeoDataFrame(geometry=shapely.points(x, y), crs="EPSG:6931")
    regions = geopandas.read_parquet(folder / REGIONS)
    told = _sjoin(regions, plane)
    table = parquet.read_table(dataset_of(folder), columns=names[2:])
    plane["time"], plane["radius"] = (table[name].to_numpy() for name in names[2:])

    def discs() -> int:
        summer = plane[(plane["time"] >= SUMMER[0]) & (plane["time"] < SUMMER[1])]
        within = geopandas.GeoDataFrame(geometry=summer.buffer(summer["radius"], quad_segs=8))
        return len(geopandas.sjoin(regions, within, predicate="intersects"))

    return {**told, **asked(discs, "discs_")}


def geopandas_lonlat(folder: Path) -> Told:
    """Ask it in longitude and latitude, and take the time that reading the positions takes it."""
    import geopandas

    shapes = geopandas.read_parquet(folder / REGIONS).to_crs("OGC:CRS84")
    shapes.geometry = shapes.make_valid()
    path = dataset_of(folder)
    loading = timed(lambda: geopandas.read_parquet(path, columns=["geometry"]))
    frame = geopandas.read_parquet(path, columns=["geometry"])
    return {**_sjoin(shapes, frame), "load": loading}


def _sjoin(shapes: Any, positions: Any) -> Told:
    import geopandas

    positions.sindex  # noqa: B018 (made before it is timed)
    return asked(lambda: len(geopandas.sjoin(shapes, positions, predicate="intersects")))


def duckdb_spatial(folder: Path) -> Told:
    """Ask DuckDB of a table in memory, a region after the other."""
    import duckdb
    import duckdb_extension_spatial

    (extension,) = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    with duckdb.connect() as connected:
        connected.execute(f"LOAD '{extension}'")
        connected.read_parquet(str(folder / REGIONS)).create("regions")
        positions = connected.read_parquet(str(dataset_of(folder)))
        place = "ST_Point(plane_x / 100.0, plane_y / 100.0) AS place"
        positions.project(f"{place}, time, radius_m AS radius").create("positions")
        shapes = connected.execute("SELECT ST_AsWKB(geometry) FROM regions").fetchall()

        def work(statement: str = _ONE) -> int:
            counts = (connected.execute(statement, shape).fetchall() for shape in shapes)
            return sum(many for ((many,),) in counts)

        def discs() -> int:
            connected.execute(_DISCS)
            return work(_ONE_OF_DISCS)

        return {**asked(work), **asked(discs, "discs_")}


def sedonadb(folder: Path) -> Told:
    """Ask SedonaDB's spatial join, of tables in memory."""
    import pyarrow as pa
    import sedonadb as sedona

    connected = sedona.connect()
    connected.read_parquet(str(folder / REGIONS)).to_memtable().to_view("regions")
    connected.read_parquet(str(dataset_of(folder))).to_view("file")
    connected.sql(_POINTS).to_memtable().to_view("positions")

    def work(statement: str = _JOIN) -> int:
        counts: Any = pa.table(connected.sql(statement))
        return sum(counts["many"].to_pylist())

    return {**asked(work), **asked(lambda: work(_JOIN_DISCS), "discs_")}


def postgis(folder: Path) -> Told:
    """Ask PostGIS, with indices on positions and regions."""
    from tools.postgis import serving

    # What JIT compiles here takes longer than all else.
    settings = ("shared_buffers=256MB", "work_mem=256MB", "maintenance_work_mem=512MB")
    with serving("jit=off", *settings) as server, _watched(server.memory_mb) as peak:
        server.run(_TABLES, folder)

        def work(statement: str = _JOIN) -> int:
            rows = server.run(f"{statement};", folder).splitlines()[1:]
            return sum(int(row.rpartition(",")[2]) for row in rows)

        # In parallel it takes each position to the regions, and prepares none of these.
        alone = f"SET max_parallel_workers_per_gather = 0; {_JOIN}"
        told = {**asked(lambda: work(alone)), "mb": peak()}
        return {**told, **asked(lambda: work(_JOIN_PIECES), "discs_"), "discs_mb": peak()}


@contextmanager
def _watched(memory_mb: Callable[[], float]) -> Iterator[Callable[[], float]]:
    """Look now and then how much memory others hold; yield what tells the most."""
    from threading import Event, Thread

    most, ended = [0.0], Event()

    def look() -> None:
        while not ended.wait(0.2):
            most[0] = max(most[0], memory_mb())

    thread = Thread(target=look)
    thread.start()
    try:
        yield lambda: most[0]
    finally:
        ended.set()
        thread.join()


def cold(folder: Path) -> Told:
    """Ask for a strait in a month, of a file that is not in memory, once all is imported."""
    import numpy.fft  # noqa: F401 (as pyproj)
    import pandas as pd  # noqa: F401 (pyarrow imports it as soon as it makes an array)
    import pyproj  # noqa: F401 (what discs are measured with)

    import geotrack.queries.resolve  # noqa: F401 (what a query imports)
    from geotrack.model.query import Query
    from geotrack.workspace import open_workspace
    from geotrack_observations import DatasetQuery, open_dataset

    path = dataset_of(folder)
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    start = time.perf_counter()
    asked_for = Query.parse(regions="Bering Strait", start="2024-07", end="2024-07")
    dataset_query = DatasetQuery(open_dataset(path), asked_for, open_workspace(ROOT))
    columns = ["time", *dataset_query.dataset.columns, "geometry"]
    hits = sum(table.num_rows for table in dataset_query.matching_rows(columns))
    return {"seconds": time.perf_counter() - start, "hits": hits, "mb": peak_mb()}


def whole(folder: Path) -> Told:
    """Ask GeoPandas the same, which reads the file whole."""
    import geopandas

    from geotrack.model.query import Query
    from geotrack.queries.resolve import areas_of
    from geotrack.workspace import open_workspace

    (strait,) = areas_of(Query(regions=("Bering Strait",)), open_workspace(ROOT))
    start = time.perf_counter()
    read = geopandas.read_parquet(dataset_of(folder)).to_crs("EPSG:6931")
    july = read[(read["time"] >= "2024-07-01T00Z") & (read["time"] < "2024-08-01T00Z")]
    hits = int(july.intersects(strait.shape).sum())
    return {"seconds": time.perf_counter() - start, "hits": hits, "mb": peak_mb()}


def building(folder: Path) -> Told:
    """Build a dataset of a CSV."""
    from geotrack_observations import build

    start = time.perf_counter()
    built = build([folder / TABLE], folder / DATASET)
    return {"seconds": time.perf_counter() - start, "hits": built.rows, "mb": peak_mb()}


def dataset_of(folder: Path) -> Path:
    """Return the file of the dataset."""
    return folder / DATASET / "observations.parquet"


_JOIN = (
    "SELECT r.id, count(*) AS many FROM regions AS r "
    "JOIN positions AS p ON ST_Intersects(r.geometry, p.place) GROUP BY r.id"
)
_JOIN_DISCS = (
    "SELECT r.id, count(*) AS many FROM regions AS r "
    "JOIN positions AS p ON ST_Intersects(r.geometry, ST_Buffer(p.place, p.radius)) "
    "WHERE p.time >= '2024-07-01T00:00:00Z' AND p.time < '2024-10-01T00:00:00Z' GROUP BY r.id"
)
# A disc may meet several pieces of a region.
_JOIN_PIECES = (
    "SELECT id, count(*) AS many FROM (SELECT DISTINCT r.id, p.n FROM regions AS r "
    "JOIN positions AS p ON ST_DWithin(r.geometry, p.place, p.radius) "
    "WHERE p.time >= '2024-07-01T00:00:00Z' AND p.time < '2024-10-01T00:00:00Z') AS met "
    "GROUP BY id"
)
_POINTS = (
    "SELECT ST_Point(plane_x / 100.0, plane_y / 100.0, 6931) AS place, time, radius_m AS radius "
    "FROM file"
)
_DISCS = (
    "CREATE OR REPLACE TABLE discs AS SELECT ST_Buffer(place, radius, 8) AS place "
    "FROM positions WHERE time >= '2024-07-01T00:00:00Z' AND time < '2024-10-01T00:00:00Z'"
)
_ONE = "SELECT count(*) FROM positions WHERE ST_Intersects(place, ST_GeomFromWKB(?::BLOB))"
_ONE_OF_DISCS = _ONE.replace("positions", "discs")
_TABLES = r"""
SET TimeZone = 'UTC';
CREATE EXTENSION postgis;
CREATE UNLOGGED TABLE raw (
  time timestamptz, plane_x integer, plane_y integer, radius double precision
);
\copy raw FROM 'plane.csv' CSV HEADER
CREATE UNLOGGED TABLE positions AS
  SELECT row_number() OVER () AS n, time, radius,
    ST_Point(plane_x / 100.0, plane_y / 100.0, 6931) AS place
  FROM raw;
CREATE INDEX ON positions USING gist (place);
CREATE TABLE whole (id text, geometry geometry);
\copy whole FROM 'regions.csv' CSV HEADER
CREATE TABLE regions AS
  SELECT id, ST_Subdivide(ST_SetSRID(geometry, 6931), 64) AS geometry FROM whole;
CREATE INDEX ON regions USING gist (geometry);
ANALYZE;
"""

CONTENDERS = {
    "geotrack": geotrack,
    "GeoPandas, plane": geopandas_plane,
    "GeoPandas, lon/lat": geopandas_lonlat,
    "SedonaDB": sedonadb,
    "DuckDB spatial": duckdb_spatial,
    "PostGIS": postgis,
    "cold": cold,
    "whole": whole,
    "build": building,
}
"""What is run, by name."""


if __name__ == "__main__":
    print(json.dumps(CONTENDERS[sys.argv[1]](Path(sys.argv[2]))))
