"""What the wheel and the sdist carry."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def targets() -> Any:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return settings["tool"]["hatch"]["build"]["targets"]


def test_the_wheel_carries_every_map_with_its_issued_numbers() -> None:
    carried = set(targets()["wheel"]["force-include"])
    there = {f"maps/{p.name}" for p in (ROOT / "maps").iterdir() if p.suffix != ".html"}
    assert there <= carried
    assert {c for c in carried if not (ROOT / c).exists()} == set()


def test_the_sdist_takes_from_the_top_folder_alone() -> None:
    sdist = targets()["sdist"]
    for pattern in sdist["include"]:
        assert pattern.startswith("/"), "a bare name would match at any depth"
        assert (ROOT / pattern[1:]).exists(), pattern
    assert "/web/node_modules" in sdist["exclude"]
