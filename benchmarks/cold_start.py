"""Cold starts, as ratios to the imports that bound them, all measured in one run.

    python benchmarks/cold_start.py [RUNS]

Each command is a whole process, run in turn with the imports so that a drift of the machine's
speed touches all alike; medians are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BASES = {
    "import folium": ["-c", "import folium"],
    "import geopandas": ["-c", "import geopandas"],
    "import click": ["-c", "import click"],
}


def commands(folder: Path) -> dict[str, list[str]]:
    """Return the commands to time; what they write goes to a folder of its own."""
    run = ["-m", "geotrack", "--workspace", str(ROOT)]
    out = str(folder / "overview.html")
    return {
        "geotrack map overview": [*run, "map", "overview", "--out", out],
        "geotrack query": [
            *run,
            "query",
            "--region",
            "Bering Strait",
            "--from",
            "2024",
            "--to",
            "2024",
        ],
        "geotrack check": [*run, "check"],
        "geotrack --help": ["-m", "geotrack", "--help"],
    }


def seconds(arguments: list[str]) -> float:
    """Run one process to its end and return its wall time in seconds."""
    # As where it is installed: the libraries' modules are compiled, so must ours be.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    return time.perf_counter() - start


def main() -> None:
    """Time everything in turn and print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        timed = {**BASES, **commands(Path(folder))}
        taken: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(runs + 1):
            for name, arguments in timed.items():
                taken[name].append(seconds(arguments))
    medians = {name: statistics.median(times[1:]) for name, times in taken.items()}
    print(f"{'':24}{'median':>9}" + "".join(f"{'× ' + b:>20}" for b in BASES))
    for name, median in medians.items():
        ratios = "".join(f"{median / medians[b]:>20.2f}" for b in BASES)
        print(f"{name:24}{median * 1000:>6.0f} ms{ratios}")


if __name__ == "__main__":
    main()
