"""The folder of tables for query engines; tests/engines/test_records.py asks them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyarrow import parquet

from geotrack.export import Terms, engine_tables, gather
from geotrack.export.engine_tables import write_tables
from geotrack.workspace import Workspace
from tests.records import feature, point, region, sector, workspace

NEAR = {"precision": "near", "radius_km": 30}
ACTORS = [{"name": "Blue", "country": "NO", "role": "seen"}, {"name": "Red"}]


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    by_region = {"precision": "region", "regions": ["west"]}
    records = [
        feature("disc", point(5, 72), start="2024-05", place=NEAR, actors=ACTORS, first_year=7),
        feature("a", start="2024-06-01", place=by_region, part_of="disc", related=["b"]),
        feature("b", start="2024-07-01~", end="2025-01-02", place=by_region),
        feature("c", start="2025", place=by_region),
        feature("vague", point(6, 72), start="unknown"),
        feature("south", point(6, -72), start="2024", place=NEAR),
    ]
    return workspace(tmp_path, *records, regions=[region("west", sector(-20, 20, 65, 80))])


def rows_of(folder: Path, name: str, year: object) -> list[dict[str, Any]]:
    path = folder / name / f"first_year={year}" / f"{name}.parquet"
    rows: list[dict[str, Any]] = parquet.ParquetFile(path).read().to_pylist()
    return rows


@pytest.fixture
def folder(ws: Workspace, tmp_path: Path) -> Path:
    target = tmp_path / "tables"
    target.mkdir()
    notes = write_tables(gather(ws, ws.events, Terms()), target)
    assert "1 south of the equator, or of unknown regions, without footprint" in notes
    return target


def test_a_record_is_in_the_year_in_which_it_may_begin(folder: Path) -> None:
    years = {path.name for path in (folder / "records").iterdir()}
    assert years == {"first_year=2024", "first_year=2025", "first_year=__HIVE_DEFAULT_PARTITION__"}
    by_year = [
        rows_of(folder, "records", year) for year in (2024, 2025, "__HIVE_DEFAULT_PARTITION__")
    ]
    assert [sorted(r["id"] for r in rows) for rows in by_year] == [
        ["a", "b", "disc", "south"], ["c"], ["vague"],
    ]  # fmt: skip
    assert [{r["first_year"] for r in rows} for rows in by_year] == [{2024}, {2025}, {None}]
    (disc,) = (row for row in by_year[0] if row["id"] == "disc")
    assert disc["geotrack_first_year"] == 7
    assert json.loads(disc["geojson"])["id"] == "disc"


def test_days_are_half_open(folder: Path) -> None:
    rows = {row["id"]: row for row in rows_of(folder, "records", 2024)}
    names = ("start_from", "start_until", "end_from", "end_until")
    assert [rows["b"][name] for name in names] == [
        date(2024, 7, 1), date(2024, 7, 2), date(2025, 1, 2), date(2025, 1, 3),
    ]  # fmt: skip
    assert (rows["b"]["approximate"], rows["a"]["approximate"]) == (True, False)
    (undated,) = rows_of(folder, "records", "__HIVE_DEFAULT_PARTITION__")
    assert undated["start_from"] is None


def test_a_footprint_is_written_once_for_the_records_of_a_year(folder: Path) -> None:
    records = {row["id"]: row for row in rows_of(folder, "records", 2024)}
    places = {row["place"]: row for row in rows_of(folder, "places", 2024)}
    assert len(places) == 2
    assert records["a"]["place"] == records["b"]["place"] != records["disc"]["place"]
    assert records["south"]["place"] is None
    disc = places[records["disc"]["place"]]
    shape = shapely.from_wkb(disc["footprint"])
    assert shape.area == pytest.approx(3.14159 * 30_000**2, rel=0.01)
    assert tuple(disc[name] for name in ("xmin", "ymin", "xmax", "ymax")) == shape.bounds
    assert disc["certainty"] == "inside"
    (later,) = rows_of(folder, "places", 2025)
    assert later["footprint"] == places[records["a"]["place"]]["footprint"]
    assert later["place"] not in places
    (vague,) = rows_of(folder, "places", "__HIVE_DEFAULT_PARTITION__")
    assert vague["certainty"] == "never"


def test_actors_and_links_have_a_row_each(folder: Path) -> None:
    of_disc = {"first_year": 2024, "id": "disc"}
    assert rows_of(folder, "actors", 2024) == [
        {**of_disc, "number": 1, "name": "Blue", "country": "NO", "role": "seen"},
        {**of_disc, "number": 2, "name": "Red", "country": None, "role": None},
    ]
    assert rows_of(folder, "relations", 2024) == [
        {"first_year": 2024, "id": "a", "relation": "part_of", "other": "disc"},
        {"first_year": 2024, "id": "a", "relation": "related", "other": "b"},
    ]


def test_regions_have_their_margins(folder: Path) -> None:
    (west,) = parquet.read_table(folder / "regions.parquet").to_pylist()
    inner, shape, outer = (shapely.from_wkb(west[c]) for c in ("inner", "geometry", "outer"))
    assert outer.contains(shape)
    assert shape.contains(inner)
    assert west["is_island"] is False


def test_the_geometry_is_that_of_the_plane(folder: Path) -> None:
    path = folder / "places" / "first_year=2024" / "places.parquet"
    geo = json.loads(parquet.read_schema(path).metadata[b"geo"])
    assert geo["columns"]["footprint"]["crs"]["id"] == {"authority": "EPSG", "code": 6931}


def test_few_rows_at_a_time_give_the_same_tables(
    ws: Workspace, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_tables, "_OFTEN", 1)
    monkeypatch.setattr(engine_tables, "_KEPT", 1)
    (tmp_path / "again").mkdir()
    steps: list[int] = []
    product = gather(ws, ws.events, Terms(), keeps=False)
    assert product.notes == gather(ws, ws.events, Terms()).notes
    assert product.records[0] is not product.records[0]  # built anew
    write_tables(product, tmp_path / "again", steps.append)
    assert steps == [1] * 6
    for path in folder.rglob("*.parquet"):
        tables = [
            parquet.read_table(one, partitioning=None)
            for one in (path, tmp_path / "again" / path.relative_to(folder))
        ]
        assert tables[0].equals(tables[1], check_metadata=True)
