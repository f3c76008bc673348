"""`geotrack regions`: what a question can name."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_regions_are_listed_by_id(run: Run) -> None:
    result = run("regions")
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["id", "name", "kind", "authority", "also", "called"],
        ["top", "The", "Top", "geotrack", "Toppen"],
        ["west", "Western", "Sea", "sea"],
    ]


def test_json_has_each_with_its_definition(run: Run) -> None:
    top, west = json.loads(run("regions", "--json").stdout)
    assert (top["id"], top["name"], west["definition"]) == ("top", "The Top", "Made up.")
