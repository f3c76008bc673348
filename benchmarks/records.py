"""Commands over many records, with and without the index, as ratios of CPU time to `import folium`.

    python benchmarks/records.py [COUNT [FILES [RUNS]]]

COUNT records (100,000 without it) lie in FILES files (10). Each command is a whole process, run in
turn with the import so that a drift of the machine's speed touches all alike; medians of its CPU
time are compared, since other work on the machine does not change it, and its greatest memory is
printed. `without` is run with `--no-cache`, `first` with an empty cache, `again` after it, and
`changed` after one record of one file has another title.
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
SLOW = ("query --count-by region,year", "check")


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


def measured(arguments: list[str], cache: Path) -> tuple[float, float]:
    """Run one process to its end; return its CPU time in seconds and its memory in megabytes."""
    environment = {**os.environ, "GEOTRACK_CACHE": str(cache)}
    # As where it is installed: folium's modules are compiled, so must ours be.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


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
    print(f"{count:,} records in {files} files")
    print(f"{'':44}{'× import folium':>16}{'MB':>8}")
    for name, pairs in taken.items():
        ratio, memory = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{name:44}{ratio:>16.2f}{memory:>8.0f}")


if __name__ == "__main__":
    main()
