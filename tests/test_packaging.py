"""What the wheel and the sdist carry."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from geotrack.files.resources import PACKAGE

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def targets() -> Any:
    return SETTINGS["tool"]["hatch"]["build"]["targets"]


# ruff allows one import a line.
IMPORT = re.compile(
    r"^[ \t]*(?:from (\w+)[\w.]* import|import (\w+)[\w.]*(?: as \w+)?[ \t]*(?:#.*)?$)",
    re.MULTILINE,
)


def _imported() -> set[str]:
    """Return the packages that modules of `geotrack` import, by their names in code."""
    sources = (path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    found = {match[1] or match[2] for source in sources for match in IMPORT.finditer(source)}
    return found - sys.stdlib_module_names - {"geotrack"}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=]", line)[0].lower().replace("_", "-") for line in requirements}


def test_every_package_that_is_imported_is_declared() -> None:
    project = SETTINGS["project"]
    users = {k: v for k, v in project["optional-dependencies"].items() if k not in {"dev", "bench"}}
    declared = _names(project["dependencies"]).union(*map(_names, users.values()))
    distributions = packages_distributions()
    needed = {distributions.get(name, [name])[0].lower().replace("_", "-") for name in _imported()}
    assert needed <= declared


def test_the_licence_names_those_of_the_data() -> None:
    expression = set(SETTINGS["project"]["license"].split(" AND "))
    assert (ROOT / "LICENSE").is_file()
    assert set(SETTINGS["project"]["license-files"]) == {"LICENSE", "NOTICE"}
    # Other scripts of others are in folium-polar, whose tests compare them with its expression.
    scripts = [path.read_text("utf-8") for path in (PACKAGE / "static").rglob("*.*s")]
    assert scripts
    foreign = [text for text in scripts if "This file contains:" in text]
    licences = [re.findall(r"^([a-z-]+) [\d.]+ \((.+)\)$", text, re.MULTILINE) for text in foreign]
    assert licences == [[("tabulator-tables", "MIT")]]
    assert expression == {"MIT", "Apache-2.0", "CC-BY-4.0"}


def test_the_wheel_carries_every_map_with_its_issued_numbers() -> None:
    carried = set(targets()["wheel"]["force-include"])
    there = {f"maps/{p.name}" for p in (ROOT / "maps").iterdir() if p.suffix != ".html"}
    assert there <= carried
    assert {c for c in carried if not (ROOT / c).exists()} == set()


def test_the_package_holds_the_data_that_it_reads() -> None:
    # What lies in the package's folder is in the wheel, unless git ignores it.
    assert targets()["wheel"]["packages"] == ["geotrack"]
    assert (PACKAGE / "coastline" / "natural-earth.b91").is_file()
    assert (PACKAGE / "coastline" / "README.md").is_file()
    for name in ("places", "world"):
        assert (PACKAGE / "gazetteer" / f"{name}.tsv").is_file()


def test_the_sdist_takes_from_the_top_folder_alone() -> None:
    sdist = targets()["sdist"]
    for pattern in sdist["include"]:
        assert pattern.startswith("/"), "a bare name would match at any depth"
        assert (ROOT / pattern[1:]).exists(), pattern
    assert "/web/node_modules" in sdist["exclude"]
