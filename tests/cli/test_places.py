"""`geotrack places`: what distances can be told from."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.records import point, region, written


def test_places_are_listed_with_position_and_names(run: Run, folder: Path) -> None:
    vardo = region("vardo", point(31.11, 70.37), kind="radar town", country="NO", aliases="Vardo")
    written(folder / "layers" / "places.geojson", vardo)
    result = run("places")
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["id", "name", "kind", "country", "position", "also", "called"],
        ["vardo", "Vardo", "radar", "town", "NO", "70.37°", "N", "31.11°", "E"],
    ]
    (told,) = json.loads(run("places", "--json").stdout)
    assert (told["id"], told["geometry"]["coordinates"]) == ("vardo", [31.11, 70.37])


def test_a_workspace_without_places_has_none(run: Run) -> None:
    result = run("places")
    assert (result.exit_code, result.stdout) == (0, "")
