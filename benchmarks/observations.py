"""Many positions against many regions, beside other engines, as ratios; and a dataset beside files.

    python benchmarks/observations.py [COUNT…] [--keep]

*Regions*: in which of twenty regions does each position lie; and, in a second column, each of a
summer, which may have been anywhere within a radius? All that is asked is in memory and indexed;
geotrack's grids are made once for a region. *Load*: the positions of a dataset by `load_positions`,
beside `geopandas.read_parquet` of its geometry. *Cold*: a strait in a month, from a file that is
not in memory, after imports, beside reading it whole and asking GeoPandas. *Build*: the dataset
from CSV. Each in a process of its own, medians of three (cold and build: one), in one run; what is
not installed is left out. `--keep` puts the figures into docs/images/observations.csv, of which
`benchmarks/plot_observations.py` makes the table and the picture of docs/howto/engines.md.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
from contenders import DATASET, REGIONS, ROOT, TABLE, Told
from make_observations import traffic
from pyarrow import parquet

from geotrack.workspace import open_workspace
from tools.postgis import installed

COUNTS = (100_000, 1_000_000)
KEPT = ROOT / "docs" / "images" / "observations.csv"
_NEEDS = {"SedonaDB": "sedonadb", "DuckDB spatial": "duckdb_extension_spatial"}
_OTHERS = ("GeoPandas, plane", "GeoPandas, lon/lat", "SedonaDB", "DuckDB spatial", "PostGIS")


def prepare(folder: Path, count: int) -> Told:
    """Write made-up traffic, build a dataset of it, and write what the others read."""
    from pyarrow import csv as arrow_csv

    chance = np.random.default_rng(11)
    # From what a receiver of AIS is good to, to what an image seen from far off is.
    pieces = (
        pa.table({**piece, "radius_m": (10 ** chance.uniform(1, 4.3, len(piece["lon"]))).round(1)})
        for piece in traffic(count)
    )
    first = next(pieces)
    with arrow_csv.CSVWriter(folder / TABLE, first.schema) as out:
        out.write_table(first)
        for piece in pieces:
            out.write_table(piece)
    took = run("build", folder)
    workspace = open_workspace(ROOT)
    largest = sorted(workspace.regions.values(), key=lambda region: region.plane.area)[-20:]
    shapes = geopandas.GeoDataFrame(
        {"id": [r.id for r in largest]}, geometry=[r.plane for r in largest], crs="EPSG:6931"
    )
    shapes.to_parquet(folder / REGIONS)
    shapes.to_wkt().to_csv(folder / "regions.csv", index=False)
    table = parquet.read_table(folder / DATASET, columns=["time", "plane_x", "plane_y", "radius_m"])
    arrow_csv.write_csv(table, folder / "plane.csv")
    return took


def run(name: str, folder: Path) -> Told:
    """Run a contender in a process of its own."""
    command = [sys.executable, str(Path(__file__).parent / "contenders.py"), name, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def is_there(name: str) -> bool:
    """Tell whether an engine is installed here."""
    if name == "PostGIS":
        return installed() is not None
    return name not in _NEEDS or find_spec(_NEEDS[name]) is not None


def line(what: str, took: Told, ours: Told | None = None) -> None:
    """Print what something took, and how often ours goes into it."""
    print(f"  {what:32}", end="")
    for of in ("", "discs_"):
        if f"{of}seconds" in took:
            seconds, hits, held = (took[of + name] for name in ("seconds", "hits", "mb"))
            ratio = seconds / ours[f"{of}seconds"] if ours else 1.0
            print(f"{seconds:>9.3f} s{ratio:>7.1f} ×{hits:>12,.0f} hits{held:>7,.0f} MB", end="")
    print(flush=True)


def compare(count: int) -> dict[str, Told]:
    """Print the ratios for so many positions, and return what each took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {"build": prepare(folder, count)}
        print(f"{found['build']['hits']:,.0f} positions, 20 regions")
        line("build from CSV", found["build"])
        ours = found["geotrack"] = run("geotrack", folder)
        line("regions, warm: geotrack", ours)
        print(f"    its grids were made in {ours['grids']:.3f} s")
        for other in _OTHERS:
            if not is_there(other):
                print(f"  {other} is not installed: left out")
                continue
            found[other] = run(other, folder)
            line(other, found[other], ours)
        read = found["GeoPandas, lon/lat"]["load"]
        print(f"  load: {ours['load']:.3f} s; geopandas.read_parquet {read / ours['load']:.0f} ×")
        found["cold"], found["whole"] = run("cold", folder), run("whole", folder)
        line("a strait in a month, cold", found["cold"])
        line("the same, read whole, GeoPandas", found["whole"], found["cold"])
    return found


def main() -> None:
    """Print the table, and keep the figures where that is asked for."""
    words = [word for word in sys.argv[1:] if word != "--keep"]
    rows = []
    for count in [int(float(word)) for word in words] or COUNTS:
        for name, took in compare(count).items():
            rows += [(count, name, what, f"{value:.6g}") for what, value in took.items()]
    if "--keep" in sys.argv:
        with KEPT.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [("positions", "engine", "what", "value"), *rows]
            )
        print(
            f"kept in {KEPT.relative_to(ROOT)}; `python benchmarks/plot_observations.py` draws it"
        )


if __name__ == "__main__":
    main()
