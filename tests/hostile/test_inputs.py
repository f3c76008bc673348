"""No command waits for a pipe or reads a device, wherever a file is meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.conftest import Run

pytestmark = pytest.mark.timeout(60)

# Where a file is read, and the command that reads it.
READ = {
    "geotrack.toml": ["check"],
    "seeds/z.toml": ["check"],
    "seeds/y.toml": ["coverage"],
    "maps/z.toml": ["map", "z"],
    "maps/plan.numbers.json": ["map", "plan"],
    "layers/regions.geojson": ["check"],
    "events/z.geojson": ["check"],
    "one.geojson": ["check", "one.geojson"],
    "two.geojson": ["add", "two.geojson"],
    "three.geojson": ["map", "--events", "three.geojson"],
    "area.geojson": ["query", "--region-file", "area.geojson"],
    "shape.json": ["new", "--title", "T", "--type", "naval/patrol", "--start", "2024", "--cite",
                   "x", "--geometry", "shape.json", "--yes"],
    "mapping.toml": ["import", "in.csv", "--out", "-", "--mapping", "mapping.toml"],
    "house.pptx": ["map", "plan", "--format", "pptx", "--template", "house.pptx"],
    "in2.csv": ["import", "in2.csv", "--out", "-"],
    "in.gpkg": ["import", "in.gpkg", "--out", "-"],
    "old.zip": ["diff", "old.zip", "."],
}  # fmt: skip
KINDS = {"pipe": os.mkfifo, "device": lambda path: Path(path).symlink_to("/dev/zero")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", READ)
def test_what_is_no_file_is_neither_waited_for_nor_read(
    run: Run, folder: Path, kind: str, name: str
) -> None:
    (folder / "in.csv").write_text("title,lon,lat\nA,5,72\n", "utf-8")
    refused(run, folder / name, kind, READ[name])


def refused(run: Run, path: Path, kind: str, command: list[str]) -> None:
    """Check that a command refuses what is no file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    KINDS[kind](path)
    done = run(*command)
    assert done.exit_code != 0
    assert path.name in done.output
