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


def test_a_name_lists_its_places_and_a_description_its_position(run: Run, folder: Path) -> None:
    written(folder / "layers" / "places.geojson", region("vardo", point(31.11, 70.37)))
    ids = [line.split()[0] for line in run("places", "vardo").stdout.splitlines()[1:]]
    assert ids == ["vardo", "geonames:632421", "geonames:777019"]
    told = json.loads(run("places", "Hammerfest", "--json").stdout)
    assert [(one["id"], one["radius_km"]) for one in told] == [
        ("geonames:779683", 5.0),
        ("icao:ENHF", 3.0),
    ]
    lines = [
        " ".join(line.split())
        for line in run("places", "120–230 km from Hammerfest").stdout.splitlines()
    ]
    assert lines[:4] == [
        "read as Hammerfest (town, NO, 70.6631° N 23.6809° E)",
        "position 70.6631° N 23.6809° E",
        "precision ring",
        "radius 115 to 235 km",
    ]
    told = json.loads(run("places", "the top", "--json").stdout)
    assert told == {"geometry": None, "place": {"regions": ["top"]}, "named": []}
    assert run("places", "off Vardo").exit_code == 2


def test_an_old_name_is_listed_as_such_and_a_country_has_no_position(run: Run) -> None:
    lines = [" ".join(line.split()) for line in run("places", "Kaliningrad").stdout.splitlines()]
    assert lines[1].startswith("geonames:554234 Kaliningrad city RU 54.7064° N 20.511° E")
    assert lines[2].startswith("geonames:554233 Korolev, also or formerly called Kaliningrad town")
    (norway,) = json.loads(run("places", "Norge", "--json").stdout)
    assert (norway["kind"], norway["lon"], norway["radius_km"]) == ("country", None, None)
    refused = run("places", "100 km north of Norge")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "'Norge' names a country (Norway), which is no one position" in refused.stderr
