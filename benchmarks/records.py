"""Commands over many records, with and without the index, as ratios of CPU time to `import folium`.

    python benchmarks/records.py [COUNT [FILES [RUNS]]]

COUNT records (100,000 without it) lie in FILES files (10). Each command is a whole process, run in
turn with the import so that a drift of the machine's speed touches all alike; medians of its CPU
time are compared, since other work on the machine does not change it, and its greatest memory is
printed. `without` is run with `--no-cache`, `first` with an empty cache, `again` after it, and
`changed` after one record of one file has another title.

DuckDB and ogr2ogr (where it is installed) answer the first question from the same files: positions
in the region, in plain degrees, and text that begins with the year. They know neither possible
matches nor areas given in words. Tables are measured by `record_engines.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from arctic_events import arctic

ROOT = Path(__file__).parent.parent
COUNT, FILES, RUNS = 100_000, 10, 3
QUESTION = ["--region", "Bering Strait", "--from", "2019", "--to", "2019"]
MAP = """title = "Few"
marking = "UNCLASSIFIED"
[select]
regions = ["bering-strait"]
from = "2019-01"
to = "2019-02"
"""
COMMANDS = {
    "query, region and year": ["query", *QUESTION],
    "query --count-by region,year": ["query", "--count-by", "region,year"],
    "query --type": ["query", "--type", "air/bomber-sortie", "--from", "2019", "--to", "2019"],
    "show": ["show", "{id}"],
    "map": ["map", "few", "--out", "{folder}/few.html"],
    "add": ["add", "{folder}/new.geojson", "--dry-run"],
    "export": ["export", "--to", "-", "--format", "geojson", *QUESTION],
    "check": ["check"],
}
DUCKDB = """
import duckdb, duckdb_extension_spatial, pathlib, sys
package = pathlib.Path(duckdb_extension_spatial.__file__).parent
connected = duckdb.connect()
connected.execute(f"LOAD '{next(package.rglob('spatial.duckdb_extension'))}'")
region = f"SELECT geom FROM ST_Read('{sys.argv[1]}') WHERE id = 'bering-strait'"
print(sum(
    len(connected.execute(
        f"SELECT id FROM ST_Read('{path}') WHERE CAST(start AS VARCHAR) LIKE '2019%' "
        f"AND ST_Intersects(geom, ({region}))"
    ).fetchall())
    for path in sys.argv[2:]
))
"""
OGR = """
for file in "${@:2}"; do
    ogr2ogr -f CSV /vsistdout/ "$file" \\
        -where "CAST(start AS CHARACTER(40)) LIKE '2019%' AND OGR_GEOM_WKT IS NOT NULL" \\
        -clipsrc "$1" -clipsrcwhere "id = 'bering-strait'" -select type
done
"""


def written(folder: Path, count: int, files: int) -> str:
    """Write a workspace of made-up records in several files, and return the id of one."""
    events = folder / "events"
    events.mkdir(parents=True)
    (folder / "maps").mkdir()
    (folder / "maps" / "few.toml").write_text(MAP, encoding="utf-8")
    shutil.copytree(ROOT / "layers", folder / "layers")
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    features = arctic(count)["features"]
    for n in range(files):
        collection = {"type": "FeatureCollection", "features": features[n::files]}
        text = json.dumps(collection, ensure_ascii=False)
        (events / f"part-{n:03}.geojson").write_text(text, encoding="utf-8")
    new = {**features[count // 2], "id": "new"}
    (folder / "new.geojson").write_text(json.dumps(new), encoding="utf-8")
    id_: str = features[count // 2]["id"]
    return id_


def measured(
    arguments: list[str], cache: Path, program: str = sys.executable
) -> tuple[float, float]:
    """Run one process to its end; return its CPU time in seconds and its memory in megabytes."""
    environment = {**os.environ, "GEOTRACK_CACHE": str(cache)}
    # As where it is installed: folium's modules are compiled, so must ours be.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [program, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def of_engines(folder: Path) -> Iterator[tuple[str, list[str], str]]:
    """Yield the name, arguments and program of each process of another engine."""
    files = [str(folder / "layers" / "regions.geojson"), *map(str, (folder / "events").iterdir())]
    yield "query, region and year: DuckDB on GeoJSON", ["-c", DUCKDB, *files], sys.executable
    if shutil.which("ogr2ogr"):
        yield "query, region and year: ogr2ogr", ["-c", OGR, "bash", *files], "bash"


def cases(folder: Path, id_: str) -> Iterator[tuple[str, list[str], bool]]:
    """Yield the name and arguments of each process, and whether the cache is emptied before it."""
    start = ["-m", "geotrack", "--workspace", str(folder)]
    for name, command in COMMANDS.items():
        arguments = [part.format(id=id_, folder=folder) for part in command]
        yield f"{name}: without", [*start, "--no-cache", *arguments], False
        yield f"{name}: first", [*start, *arguments], True
        yield f"{name}: again", [*start, *arguments], False
        if name == "check":
            _change(next((folder / "events").iterdir()))
            yield f"{name}: changed", [*start, *arguments], False


def _change(path: Path) -> None:
    """Change the title of a record in the middle of a file."""
    text = path.read_text(encoding="utf-8")
    key = '"title": "'
    place = text.index(key, len(text) // 2) + len(key)
    path.write_text(f"{text[:place]}Changed: {text[place:]}", encoding="utf-8")


def main() -> None:
    """Measure everything in turn and print the table."""
    numbers = [int(float(argument)) for argument in sys.argv[1:]]
    count, files, runs = (*numbers, *(COUNT, FILES, RUNS)[len(numbers) :])
    with tempfile.TemporaryDirectory() as temporary:
        folder, cache = Path(temporary) / "workspace", Path(temporary) / "cache"
        id_ = written(folder, count, files)
        taken: dict[str, list[tuple[float, float]]] = {}
        for _ in range(runs):
            for name, arguments, empties in cases(folder, id_):
                if empties:
                    shutil.rmtree(cache, ignore_errors=True)
                base, _ = measured(["-c", "import folium"], cache)
                cpu, memory = measured(arguments, cache)
                taken.setdefault(name, []).append((cpu / base, memory))
            for name, arguments, program in of_engines(folder):
                base, _ = measured(["-c", "import folium"], cache)
                cpu, memory = measured(arguments, cache, program)
                taken.setdefault(name, []).append((cpu / base, memory))
    print(f"{count:,} records in {files} files")
    print(f"{'':44}{'× import folium':>16}{'MB':>8}")
    for name, pairs in taken.items():
        ratio, memory = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{name:44}{ratio:>16.2f}{memory:>8.0f}")


if __name__ == "__main__":
    main()
