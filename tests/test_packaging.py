"""What the wheel and the sdist carry."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from geotrack.resources import PACKAGE

ROOT = Path(__file__).parents[1]


def targets() -> Any:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return settings["tool"]["hatch"]["build"]["targets"]


def test_the_wheel_carries_every_map_with_its_issued_numbers() -> None:
    carried = set(targets()["wheel"]["force-include"])
    there = {f"maps/{p.name}" for p in (ROOT / "maps").iterdir() if p.suffix != ".html"}
    assert there <= carried
    assert {c for c in carried if not (ROOT / c).exists()} == set()


def test_the_package_holds_the_data_that_it_reads() -> None:
    # What lies in the package's folder is in the wheel, unless git ignores it.
    assert targets()["wheel"]["packages"] == ["geotrack"]
    for name in ("basemap", "coastline"):
        assert (PACKAGE / name / "natural-earth.b85").is_file()
        assert (PACKAGE / name / "README.md").is_file()
    for name in ("far-coast", "depth"):
        assert (PACKAGE / "basemap" / f"{name}.b85").is_file()
    for name in ("places", "world"):
        assert (PACKAGE / "gazetteer" / f"{name}.tsv").is_file()


def test_the_sdist_takes_from_the_top_folder_alone() -> None:
    sdist = targets()["sdist"]
    for pattern in sdist["include"]:
        assert pattern.startswith("/"), "a bare name would match at any depth"
        assert (ROOT / pattern[1:]).exists(), pattern
    assert "/web/node_modules" in sdist["exclude"]
