"""Counts by hexagon and month, beside each row counted alone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from dataset_rows import Put, made
from folium_polar.geometry.plane import project
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import Dataset, DatasetQuery, build, count_hexagons, open_dataset
from geotrack_observations.density import density as module
from geotrack_observations.density.density import NO_MONTH, Level
from geotrack_observations.grid.hexagons import AREAS_KM2, Lattice

ROWS = [
    *made(4_000),
    (4_000, "", 100, 55, 3.0),
    (4_001, "1969-12-31T23:59:59Z", 100, 55, 3.0),
    (4_002, "1970-01-01T00:00:00Z", 100, 55, 3.0),
    (4_003, "2024-03-01T01:30:00+02:00", 100, 55, 3.0),
    (4_004, "2024-03-01T01:30:00Z", 100, -55, 3.0),
]


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 500)
    build([put(ROWS)], tmp_path / "out")
    return open_dataset(tmp_path / "out")


def counted(level: Level) -> dict[tuple[int, int, str | None], int]:
    keys = zip(level.q.tolist(), level.r.tolist(), level.month.tolist(), strict=True)
    months = [None if m == NO_MONTH else str(np.datetime64(m, "M")) for *_, m in keys]
    names = zip(level.q.tolist(), level.r.tolist(), months, strict=True)
    found = dict(zip(names, (level.certain + level.possible).tolist(), strict=True))
    assert len(found) == len(level.q)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("waiting", [10, 1_000_000])
def test_each_row_is_counted_once_at_every_size(
    dataset: Dataset, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, waiting: int
) -> None:
    monkeypatch.setattr(module, "_MOST_PENDING", waiting)
    seen: list[int] = []
    found = count_hexagons(
        DatasetQuery(dataset, Query(), workspace), AREAS_KM2, progress=seen.append
    )
    assert sum(seen) == len(ROWS)
    assert (found.certain, found.possible, found.south_count) == (len(ROWS) - 1, 0, 1)
    assert found.undated_count == 1
    assert found.first == datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert found.last is not None
    assert f"{found.last:%Y-%m-%dT%H:%M:%SZ}" == max(row[1] for row in ROWS)
    utc = {4_003: "2024-02"}
    for level in found.levels:
        wanted: Counter[tuple[int, int, str | None]] = Counter()
        for i, time, lon, lat, _ in ROWS[:-1]:
            # As the dataset holds them, in whole centimetres.
            x, y = (np.rint(np.atleast_1d(v) * 100) / 100 for v in project(lon, lat))
            (q,), (r,) = level.lattice.cells(x, y)
            wanted[int(q), int(r), utc.get(i, time[:7]) or None] += 1
        assert counted(level) == wanted
        assert np.all(np.diff(level.r) >= 0)
        whole = level.whole()
        assert level.hexagons == len(whole.q) == len({key[:2] for key in wanted})
        assert int(whole.certain.sum()) == len(ROWS) - 1
        assert not whole.possible.any()


def test_certain_and_possible_are_counted_apart(dataset: Dataset, workspace: Workspace) -> None:
    near = next(e for e in workspace.events if e.place and e.place.radius_km)
    query = Query.parse(within="1500km", of=near.id, start="2024-02", end="2024-05")
    dataset_query = DatasetQuery(dataset, query, workspace)
    found = count_hexagons(dataset_query, [25_600.0])
    matches = [
        m for rows in dataset_query.matching_rows(["time"]) for m in rows["match"].to_pylist()
    ]
    assert (found.certain, found.possible) == (matches.count("certain"), matches.count("possible"))
    assert found.certain > 0
    assert found.possible > 0
    (level,) = found.levels
    assert (level.certain.sum(), level.possible.sum()) == (found.certain, found.possible)
    sure = count_hexagons(dataset_query, [25_600.0], certain=True)
    assert (sure.certain, sure.possible) == (found.certain, 0)
    assert int(sure.levels[0].certain.sum()) == found.certain
    assert not sure.levels[0].possible.any()
    assert sure.levels[0].certain.all()
    assert {str(np.datetime64(int(m), "M"))[:4] for m in level.month} == {"2024"}


def test_what_nothing_meets_has_no_hexagons(dataset: Dataset, workspace: Workspace) -> None:
    dataset_query = DatasetQuery(dataset, Query.parse(start="2030"), workspace)
    (level,) = count_hexagons(dataset_query, [25.0]).levels
    assert level.hexagons == 0
    assert len(level.whole().q) == 0
    assert level.lattice == Lattice(25.0)


def test_what_may_lie_in_another_hexagon_is_counted(
    put: Put, tmp_path: Path, workspace: Workspace
) -> None:
    rows = [("2024-05-01T00:00:00Z", 10, 75 + i / 100, r) for i, r in enumerate([0, 5, 6, "", 60])]
    build([put(rows, head=("time", "lon", "lat", "radius_km"))], tmp_path / "out")
    dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), Query(), workspace)
    found = count_hexagons(dataset_query, [25_600.0, 100.0, 25.0])
    assert found.certain == 5
    # 172, 10.7 and 5.4 km across.
    assert [level.wider_than_hexagon for level in found.levels] == [0, 2, 3]
    assert found.levels[2].whole().wider_than_hexagon == 3
