"""`geotrack.query` answers with a GeoDataFrame, as documented."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

import geotrack
from geotrack.dates import DateError
from geotrack.errors import UsageError
from tests.records import feature, point, region, sector, workspace

COLUMNS = [
    "match", "title", "date", "theme", "type", "kind", "status", "precision", "radius_km",
    "inner_radius_km", "regions", "actors", "start", "end", "geometry",
]  # fmt: skip
NEAR = {"precision": "near", "radius_km": 50}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace(
        tmp_path,
        feature(
            "late",
            point(5, 72),
            start="2024-10",
            place=NEAR,
            actors=["FSB", "CCG"],
            part_of="early",
            verification="refuted",
            tags=["Spring"],
        ),
        feature("early", place={"regions": "west"}, status="occurred", end="2024-09-30"),
        feature("unplaced"),
        feature("undated", point(5, 72), start="unknown"),
        regions=[region("west", sector(0, 10, 70, 75)), region("east", sector(90, 99, 70, 75))],
    )
    return tmp_path


def test_a_hit_is_a_row_in_lon_lat(folder: Path) -> None:
    hits = geotrack.query(folder, region="West", start="2024", end="2024")
    assert hits.crs == "EPSG:4326"
    assert list(hits.columns) == COLUMNS
    assert hits.index.name == "id"
    assert list(hits.index) == ["early", "late"]
    late, early = hits.loc["late"], hits.loc["early"]
    assert (late.geometry.x, late.geometry.y) == (5, 72)
    assert early.geometry is None
    assert (late["match"], late["type"], late.theme) == (
        "certain",
        "coastguard/patrol",
        "coastguard",
    )
    assert late.actors == ("FSB", "CCG")
    assert late.radius_km == 50
    assert early.regions == ("west",)
    assert (early.start, early.end, early.status) == ("2024-09-28", "2024-09-30", "occurred")
    assert early.date == "28–30 September 2024"
    assert hits.attrs == {"unplaced": ["unplaced"], "undated": ["undated"]}


def test_heights_are_left_out(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[5, 72, 10], [6, 72]]}
    both = {"type": "GeometryCollection", "geometries": [line, point(5, 72)]}
    opened = workspace(tmp_path, feature("a", line), feature("b", both))
    hits = geotrack.query(opened)
    assert list(hits.loc["a"].geometry.coords) == [(5, 72), (6, 72)]
    assert not hits.geometry.has_z.any()


def test_no_hit_is_an_empty_frame_with_the_same_columns(folder: Path) -> None:
    hits = geotrack.query(folder, theme="naval")
    assert len(hits) == 0
    assert list(hits.columns) == COLUMNS
    assert hits.crs == "EPSG:4326"


def test_it_takes_a_workspace_one_word_or_many(folder: Path) -> None:
    opened = geotrack.open_workspace(folder)
    assert len(geotrack.query(opened, type=["bomber-sortie", "coastguard/patrol"])) == 4
    assert list(geotrack.query(str(folder), kind=("event",), actor="fsb").index) == ["late"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"region": ["west", "east"], "all_regions": True}, []),
        ({"area": sector(0, 10, 70, 75)}, ["early", "late", "undated"]),
        ({"area": shapely.box(0, 60, 10, 71)}, ["early"]),
        ({"bbox": (4, 71, 6, 73)}, ["early", "late", "undated"]),
        ({"within": "10 nmi", "of": "5.2,72"}, ["early", "late", "undated"]),
        ({"within": "60km", "of": (5, 72), "match": "certain"}, ["late"]),
        ({"within": "60km", "of": (5, 72), "match": "possible"}, ["early", "undated"]),
        ({"north_of": 74}, ["early"]),
        # A part that is in doubt takes its whole nowhere.
        ({"on": date(2024, 10, 3)}, ["late"]),
        ({"on": 2024}, ["unplaced", "early", "late"]),
        ({"start": date(2024, 9, 29), "end": "2024-09"}, ["early"]),
        ({"status": "not-stated", "theme": "coastguard", "actor": "ccg"}, ["late"]),
        ({"verification": ["claimed", "refuted"]}, ["late"]),
        ({"disputed": True}, ["late"]),
        ({"grade": "C3"}, []),
        ({"text": "PATROL", "tag": "spring"}, ["late"]),
        ({"part_of": "early"}, ["late"]),
        ({"kind": "event", "sort": "title", "limit": 1}, ["late"]),
        ({"sort": "distance", "of": "5,72", "limit": 3}, ["early", "late", "undated"]),
    ],
)
def test_every_condition_has_its_meaning(
    folder: Path, asked: dict[str, Any], found: list[str]
) -> None:
    assert list(geotrack.query(folder, **asked).index) == found


def test_reasons_and_distances_are_columns_where_asked_for(folder: Path) -> None:
    hits = geotrack.query(folder, of=(5, 73), why=True)
    assert list(hits.columns) == [*COLUMNS[:-1], "distance_km", "why", "geometry"]
    assert hits.loc["late", "distance_km"] == pytest.approx(111.6, abs=0.1)
    assert math.isnan(hits.loc["unplaced", "distance_km"])
    asked = geotrack.query(folder, region="west", why=True)
    assert asked.loc["late", "why"] == (
        "within 50 km of the reported position; all of that disc is inside"
    )


def test_without_a_folder_it_is_the_workspace_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert len(geotrack.query()) == 4


def test_a_question_put_wrongly_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no region is called"):
        geotrack.query(folder, region="nowhere")
    with pytest.raises(UsageError, match="not a known type"):
        geotrack.query(folder, type="nothing")
    with pytest.raises(UsageError, match="area: /type: a Point is no area"):
        geotrack.query(folder, area=shapely.Point(0, 70))
    with pytest.raises(UsageError, match="no unit"):
        geotrack.query(folder, within="300", of="west")
    with pytest.raises(UsageError, match="match 'sure' is none"):
        geotrack.query(folder, match="sure")  # type: ignore[arg-type] # that is what is refused
    with pytest.raises(UsageError, match="nothing is sorted by 'size'"):
        geotrack.query(folder, sort="size")  # type: ignore[arg-type] # that is what is refused
    with pytest.raises(UsageError, match="a limit of 0 shows nothing"):
        geotrack.query(folder, limit=0)
    with pytest.raises(DateError, match="ends before it starts"):
        geotrack.query(folder, start="2025", end="2024")
    with pytest.raises(DateError, match="is not a date"):
        geotrack.query(folder, start="")
    with pytest.raises(UsageError, match="is not a folder"):
        geotrack.query(tmp_path / "none")


def test_records_are_not_queried_by_columns_of_datasets(folder: Path) -> None:
    with pytest.raises(UsageError, match="where= asks for a column of dataset="):
        geotrack.query(folder, where="speed>5")
