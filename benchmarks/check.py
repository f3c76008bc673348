"""`geotrack check` beside what else reads or validates the same file, as ratios of one run.

    python benchmarks/check.py [COUNT]

The file holds COUNT records (10,000 without it) made of those in `events/`, each moved and dated
anew by a seeded draw. All are run in turn, in this process and as processes of their own, so that
a drift of the machine's speed touches all alike; medians are compared. They do not do the same:
`jsonschema` and `jsonschema-rs` hold the file to docs/schema/events.schema.json, geojson-pydantic
looks at its form alone, pyogrio makes a table of it; only `geotrack check` also judges dates,
rings, links and regions, and tells lines.

The collector of cycles is off for all, as the command line has it.
"""

from __future__ import annotations

import copy
import gc
import importlib.util
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "docs" / "schema" / "events.schema.json"
RUNS = 3
SEED = 17
# Degrees; with longitudes turned by whole numbers an annulus stays one.
MOVED = 90
ARCTIC = 60
LINKS = ("part_of", "related", "replaces", "sequence")

# Each is run with the file as its argument, and imports what it needs itself.
OTHERS = {
    "jsonschema": """
import json, sys, jsonschema
schema = json.load(open({schema!r}, encoding="utf-8"))
validator = jsonschema.Draft202012Validator(schema)
def check(path):
    value = json.load(open(path, encoding="utf-8"))
    assert not list(validator.iter_errors(value))
""",
    "jsonschema_rs": """
import json, sys, jsonschema_rs
validator = jsonschema_rs.validator_for(json.load(open({schema!r}, encoding="utf-8")))
def check(path):
    value = json.load(open(path, encoding="utf-8"))
    assert not list(validator.iter_errors(value))
""",
    "geojson_pydantic": """
import sys, geojson_pydantic
def check(path):
    geojson_pydantic.FeatureCollection.model_validate_json(open(path, "rb").read())
""",
    "pyogrio": """
import sys, pyogrio
def check(path):
    pyogrio.read_dataframe(path)
""",
    "json": """
import json, sys
def check(path):
    json.load(open(path, encoding="utf-8"))
""",
}
OURS = """
import sys
from pathlib import Path
from geotrack.workspace import check as findings_of, open_workspace
def check(path):
    assert not errors_of(findings_of(open_workspace(Path(path).parent.parent)))
from geotrack.findings import errors_of
"""


def made_up(count: int) -> dict[str, Any]:
    """Return a FeatureCollection of records like those in `events/`, none the same."""
    chance = random.Random(SEED)  # noqa: S311 (a draw for a benchmark, no secret)
    known = [
        feature
        for path in sorted((ROOT / "events").glob("*.geojson"))
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    ]
    return {
        "type": "FeatureCollection",
        "features": [_varied(known[n % len(known)], n, chance) for n in range(count)],
    }


def _varied(known: dict[str, Any], n: int, chance: random.Random) -> dict[str, Any]:
    feature = copy.deepcopy(known)
    feature["id"] = f"{feature['id']}-{n}"
    properties = feature["properties"]
    for key in LINKS:
        properties.pop(key, None)
    for source in properties["sources"]:
        # What is cited stands in seeds/, which the benchmark's workspace has not.
        if isinstance(source, dict) and source.pop("seed", None):
            source.pop("claim", None)
            source.setdefault("cite", "A report.")
    if feature["geometry"] and _southernmost(feature["geometry"]["coordinates"]) >= ARCTIC:
        # Moved about, it no longer lies in the regions that it names.
        for key in ("regions", "regions_mode"):
            (properties.get("place") or {}).pop(key, None)
        turn = chance.randint(-MOVED, MOVED)
        feature["geometry"]["coordinates"] = _turned(feature["geometry"]["coordinates"], turn)
    return feature


def _southernmost(coordinates: Any) -> float:
    if isinstance(coordinates[0], list):
        return min(map(_southernmost, coordinates))
    return float(coordinates[1])


def _turned(coordinates: Any, turn: int) -> Any:
    if isinstance(coordinates[0], list):
        return [_turned(part, turn) for part in coordinates]
    # Up to a turn and a half is read, so that a ring stays as it is.
    return [round(coordinates[0] + turn, 6), *coordinates[1:]]


def written(folder: Path, count: int) -> Path:
    """Write a workspace of made-up records and return its file of events."""
    path = folder / "events" / "made-up.geojson"
    path.parent.mkdir()
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    path.write_text(json.dumps(made_up(count), ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def programmes() -> Iterator[tuple[str, str]]:
    """Yield the name and text of what is installed, and say what is not."""
    yield "geotrack check", OURS
    for name, text in OTHERS.items():
        if importlib.util.find_spec(name):
            yield name.replace("_", "-"), text.format(schema=str(SCHEMA))
        else:
            print(f"{name.replace('_', '-')}: not installed")


def warm(text: str) -> Callable[[str], None]:
    """Return the check of a programme, run in this process."""
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102 (the texts above)
    check: Callable[[str], None] = names["check"]
    return check


def cold(text: str, path: str) -> float:
    """Return the wall time, in seconds, of a programme as a process of its own."""
    ending = "\nimport gc, os\ngc.disable()\ncheck(sys.argv[1])\nos._exit(0)"
    command = [sys.executable, "-c", text + ending, path]
    if text is OURS:
        command = [sys.executable, "-m", "geotrack", "check", str(Path(path).parent.parent)]
    return timed(subprocess.run, command, cwd=ROOT, capture_output=True, check=True)


def timed(call: Callable[..., Any], *arguments: Any, **named: Any) -> float:
    """Return the wall time of a call in seconds."""
    start = time.perf_counter()
    call(*arguments, **named)
    return time.perf_counter() - start


def main() -> None:
    """Time everything in turn and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        path = str(written(Path(folder), count))
        known = dict(programmes())
        checks = {name: warm(text) for name, text in known.items()}
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in known}
        for _ in range(RUNS):
            for name, text in known.items():
                taken[name].append((timed(checks[name], path), cold(text, path)))
                gc.collect()
        megabytes = Path(path).stat().st_size / 1e6
    warms = {n: statistics.median(w for w, _ in times) for n, times in taken.items()}
    colds = {n: statistics.median(c for _, c in times) for n, times in taken.items()}
    own = "geotrack check"
    print(f"{count:,} records, {megabytes:.1f} MB; ×: geotrack check takes so many times as long")
    print(f"{'':20}{'in process':>12}{'×':>8}{'cold':>12}{'×':>8}")
    for name in known:
        print(
            f"{name:20}{warms[name] * 1000:>9.0f} ms{warms[own] / warms[name]:>8.2f}"
            f"{colds[name] * 1000:>9.0f} ms{colds[own] / colds[name]:>8.2f}"
        )


if __name__ == "__main__":
    main()
