"""Places: precision stated, and nothing placed where its own record rules it out."""

# ruff: noqa: E501 (each case stands on its line)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.gazetteer.lookup import Gazetteer
from geotrack.workspace import check
from tests.records import feature, point, region, sector, workspace, written

WEST = region("west", sector(0, 10, 70, 75), name="Western Sea")
EAST = region("east", sector(10, 20, 70, 75), name="Eastern Sea")
NEAR = {"precision": "near", "radius_km": 10}
RING = {"precision": "ring", "radius_km": 100, "inner_radius_km": 50}
CORRECT = "correct the geometry, its radius, 'regions' or 'excluding'"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(folder: Path, *events: Any) -> list[str]:
    return [str(f) for f in check(workspace(folder, *events, regions=[WEST, EAST]))]


def test_unstated_precision_is_told_once_a_file(tmp_path: Path) -> None:
    written(tmp_path / "events" / "d.geojson", feature("x", point(5, 72)))
    assert told(
        tmp_path,
        feature("unplaced"),
        feature("a", point(5, 72), place={"name": "off Bodø", "regions": "west"}),
        feature("b", point(5, 72), place=NEAR),
        feature("c", sector(0, 1, 80, 81), place="there"),
    ) == [
        "events/d.geojson:14: /features/0/properties: warning: how well the place is known is not "
        "stated: it has no 'precision'; where a source tells, add it to 'place', for example "
        "'near' with 'radius_km'; else leave it so: the map draws it pale",
        "events/e.geojson:34: /features/1/properties/place: warning: how well the place is known "
        "is not stated (in 2 records): it has no 'precision'; where a source tells, add it to "
        "'place', for example 'near' with 'radius_km'; else leave it so: the map draws it pale",
    ]


def test_a_radius_that_says_nothing_is_told_once_a_file_with_its_remedy(tmp_path: Path) -> None:
    unstated = [feature(id_, point(5, 72), place={"radius_km": 30}) for id_ in "ab"]
    assert [line.partition(": ")[2] for line in told(tmp_path, *unstated)] == [
        "/features/0/properties/place/radius_km: warning: the radius of 30 km has no effect "
        "without a 'precision' (in 2 records); add 'precision': 'near' where the event was within "
        "that radius"
    ]


@pytest.mark.parametrize(
    ("geometry", "place", "said"),
    [
        (point(5, 72), NEAR | {"excluding": "west"},
         f"all that the record says of its place lies in 'west', which it excludes; {CORRECT}"),
        (point(5, 72), NEAR | {"excluding": ["land", "Western Sea"]},
         f"all that the record says of its place lies in 'west', which it excludes; {CORRECT}"),
        (point(10, 72), NEAR | {"excluding": ["west", "east"]},
         f"all that the record says of its place lies in 'west' and 'east', which it excludes; {CORRECT}"),
        (point(9.9, 72), NEAR | {"excluding": "west"},
         f"warning: the Point itself lies in 'west', which the record excludes; {CORRECT}"),
        (point(5, 72), {"precision": "exact", "excluding": "west"},
         f"all that the record says of its place lies in 'west', which it excludes; {CORRECT}"),
        (sector(1, 2, 71, 72), {"precision": "area", "excluding": "west"},
         f"all that the record says of its place lies in 'west', which it excludes; {CORRECT}"),
        (sector(1, 2, 71, 72), {"precision": "area", "radius_km": 5, "excluding": "west"},
         f"warning: the Polygon itself lies in 'west', which the record excludes; {CORRECT}"),
        (point(5, 72), RING | {"excluding": "west"},
         f"all that the record says of its place lies in 'west', which it excludes; {CORRECT}"),
        (None, {"regions": "west", "excluding": "west"},
         f"'west' is both named as the place and excluded; {CORRECT}"),
        (None, {"regions": ["west", "east"], "regions_mode": "each", "excluding": "Eastern Sea"},
         f"'east' is both named as the place and excluded; {CORRECT}"),
    ],
)  # fmt: skip
def test_a_place_that_its_record_excludes_is_told(
    tmp_path: Path, geometry: Any, place: dict[str, Any], said: str
) -> None:
    (line,) = told(tmp_path, feature("a", geometry, place=place))
    assert line.split(": ", 2)[2] == said
    assert line.split(": ")[1].startswith("/features/0/properties/place/excluding")


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (point(10.5, 72), NEAR | {"excluding": "west"}),
        (point(5, 72), NEAR | {"excluding": ["land", "water", "territorial seas"]}),
        (point(5, 72), NEAR | {"radius_km": 10_000, "excluding": "east"}),
        (point(5, 72), RING | {"radius_km": 400, "excluding": "west"}),
        (sector(9, 11, 71, 72), {"precision": "area", "excluding": "west"}),
        (None, {"regions": ["west", "east"], "excluding": "west"}),
        (point(5, 72), {"precision": "region", "regions": "east", "excluding": "west"}),
    ],
)
def test_a_place_beside_what_is_excluded_is_sound(
    tmp_path: Path, geometry: Any, place: dict[str, Any]
) -> None:
    assert told(tmp_path, feature("a", geometry, place=place)) == []


@pytest.mark.parametrize(
    ("at", "radius", "described", "apart"),
    [
        ((-168.0, 68.8), 5, "40 nm NW of geonames:5871791", ""),
        ((-171.0, 68.8), 90, "40 nm NW of geonames:5871791", ""),
        ((-171.0, 68.8), 5, "40 nm NW of geonames:5871791", "68.8133° N 168.033° W"),
        ((5, 72), 5, "geonames:779683", "70.6631° N 23.6809° E"),
        ((5, 72), 5, "off Hammerfest", ""),
        ((5, 72), 5, "where they always meet", ""),
        ((5, 72), 5, "western sea", ""),
    ],
)
def test_a_description_and_a_geometry_agree(
    tmp_path: Path, at: tuple[float, float], radius: float, described: str, apart: str
) -> None:
    place = {"described": described, "precision": "near", "radius_km": radius}
    found = told(tmp_path, feature("a", point(*at), place=place))
    assert len(found) == bool(apart)
    for text in found:
        assert f"'{described}' gives {apart}" in text
        assert "correct the geometry, or the description" in text


def test_a_description_of_many_records_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    locate = Gazetteer.locate

    def counted(gazetteer: Gazetteer, text: str) -> Any:
        read.append(text)
        return locate(gazetteer, text)

    monkeypatch.setattr(Gazetteer, "locate", counted)
    place = {**NEAR, "described": "geonames:779683"}
    found = told(tmp_path, *(feature(f"f{n}", point(5 + n, 72), place=place) for n in range(5)))
    assert (len(found), read) == (5, ["geonames:779683"])
