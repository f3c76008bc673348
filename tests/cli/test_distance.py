"""`geotrack distance`: how far, which way, from where to where, and how well that is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyproj import Geod

from tests.cli.conftest import Run
from tests.records import feature, point, sector, written

GEOD = Geod(ellps="WGS84")


def test_two_positions(run: Run) -> None:
    result = run("distance", "-170,65", "170,65")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "distance      939.6 km, 507.3 nmi\n"
        "bearing       279.1° from A to B, 080.9° from B to A\n"
        "A             65° N 170° W\n"
        "B             65° N 170° E\n"
    )


def test_as_json_it_is_what_the_ellipsoid_says(run: Run) -> None:
    answer = json.loads(run("distance", "-168.5,65.7", "patrol", "--json").stdout)
    azimuth, back, metres = GEOD.inv(-168.5, 65.7, 5, 72)
    assert answer["km"] == pytest.approx(metres / 1000, abs=1e-3)
    assert answer["nmi"] == pytest.approx(metres / 1852, abs=1e-3)
    assert answer["bearing"] == pytest.approx(azimuth % 360, abs=0.01)
    assert answer["back"] == pytest.approx(back % 360, abs=0.01)
    assert answer["from"] == {
        "name": "65.7° N 168.5° W",
        "id": None,
        "place": None,
        "nearest": [-168.5, 65.7],
        "precision": None,
        "radius_km": None,
        "inner_radius_km": None,
    }
    assert answer["to"] == {
        "name": "Off Bodø [red]x[/]",
        "id": "patrol",
        "place": None,
        "nearest": [5.0, 72.0],
        "precision": "near",
        "radius_km": 50.0,
        "inner_radius_km": None,
    }


def test_how_well_a_place_is_known_is_said(run: Run, folder: Path) -> None:
    area, where = sector(30, 31, 72, 73), {"precision": "area"}
    named = {"regions": ["west", "top"]}
    events = feature("area", area, place=where, title="X"), feature("named", place=named, title="Y")
    written(folder / "events" / "f.geojson", *events)
    assert run("distance", "patrol", "undated").stdout.splitlines()[2:] == [
        "B             ‘A patrol’, 72° N 5° E",
        "              the place of ‘Off Bodø [red]x[/]’ is known to 50 km",
        "              the precision of the place of ‘A patrol’ is not stated",
    ]
    lines = run("distance", "area", "named").stdout.splitlines()
    assert lines[2] == "A             ‘X’, nearest at 73° N 30° E"
    assert lines[3].startswith("B             ‘Y’, nearest at 7")
    assert lines[4:] == [
        "              the place of ‘X’ is known to the area drawn",
        "              the place of ‘Y’ is only known as: somewhere in the Western Sea or The Top",
    ]


def test_what_meets_is_no_way_apart(run: Run) -> None:
    result = run("distance", "Western Sea", "5,72")
    assert result.stdout == (
        "distance      0 km: the two meet\n"
        "A             Western Sea, nearest at 72° N 5° E\n"
        "B             72° N 5° E\n"
    )
    answer = json.loads(run("distance", "west", "5,72", "--json").stdout)
    assert (answer["km"], answer["bearing"], answer["back"]) == (0, None, None)


def test_from_the_pole_a_meridian_is_the_direction(run: Run) -> None:
    assert run("distance", "0,90", "-170,65").stdout.splitlines()[1] == (
        "bearing       south along 170° W from A to B, 000.0° from B to A"
    )
    assert run("distance", "180,65", "33,90").stdout.splitlines()[1] == (
        "bearing       000.0° from A to B, south along 180° from B to A"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nowhere", "5,72"), "error: no place, record or region is called 'nowhere'"),
        (("5,72", "65,171"), "error: '65,171' is no position: longitude comes first"),
        (("unplaced", "5,72"), "error: the record 'unplaced' has no place"),
        (("5,72",), "Missing argument 'B'"),
    ],
)
def test_what_is_nowhere_is_exit_code_2(run: Run, args: tuple[str, ...], said: str) -> None:
    result = run("distance", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_old_id_is_measured_from_the_record_that_replaces_it(run: Run, folder: Path) -> None:
    place = {"precision": "near", "radius_km": 5}
    new = feature("new", point(8, 72), title="New", replaces="edge", place=place)
    written(folder / "events" / "n.geojson", new)
    answer = json.loads(run("distance", "edge", "patrol", "--json").stdout)
    assert (answer["from"]["id"], answer["from"]["nearest"]) == ("new", [8.0, 72.0])
    assert run("query", "--of", "edge", "--within", "1km").stdout.count("New") == 1


def test_a_name_is_said_with_its_country_and_position(run: Run) -> None:
    said = " ".join(run("distance", "Kaliningrad", "Nordpolen").stdout.split())
    assert said.endswith(
        "A Kaliningrad (city, RU, 54.7064° N 20.511° E) [geonames:554234] B North Pole (pole, "
        "90° N 0°); the town in Alaska is ‘North Pole, US’ [pole:north]"
    )
    told = json.loads(run("distance", "Kaliningrad", "5,72", "--json").stdout)
    assert told["from"]["place"]["country"] == "RU"
