"""Tracks as a page draws them, beside fixes and answers."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset_rows import Put
from fix_scenes import GEOD, HOUR
from folium_polar.geometry.plane import project, unproject
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import DatasetQuery, TrackLimits, build, open_dataset
from geotrack_observations.trajectories.map_tracks import Link, MapTracks, map_tracks

LIMITS = TrackLimits(6 * HOUR, 50.0)
HEAD = ("mmsi", "time", "lon", "lat", "radius_m")
Row = tuple[Any, ...]


def voyage(ship: int, path: list[tuple[int, float, float]], radius: Any = "") -> list[Row]:
    start = np.datetime64("2024-07-01T00:00:00")
    return [
        (ship, f"{start + np.timedelta64(minutes, 'm')}Z", lon, lat, radius)
        for minutes, lon, lat in path
    ]


@pytest.fixture
def asked(put: Put, tmp_path: Path, workspace: Workspace) -> Any:
    """Ask a dataset of rows."""

    def ask(rows: list[Row], query: Query | None = None, **more: Any) -> MapTracks:
        wide = any(row[4] != "" for row in rows)
        rows, head = (rows, HEAD) if wide else ([row[:4] for row in rows], HEAD[:4])
        build([put(rows, head=head)], tmp_path / "out")
        dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), query or Query(), workspace)
        return map_tracks(dataset_query, "mmsi", more.pop("limits", LIMITS), **more)

    return ask


def test_fixes_are_joined_by_legs_and_gaps_and_by_nothing_else(asked: Any) -> None:
    path = [(0, 0.0, 80.0), (60, 0.0, 80.1), (600, 0.0, 80.2), (610, 90.0, 80.2), (660, 90.0, 80.3)]
    found = asked([*voyage(2, path), *voyage(1, path[:1])])
    assert found.id_index.tolist() == [0, 1, 1, 1, 1, 1]
    assert found.link.tolist() == [
        Link.NONE, Link.NONE, Link.LEG, Link.GAP, Link.NONE, Link.LEG,
    ]  # fmt: skip
    assert np.diff(found.time).tolist() == [0, 3_600, 9 * 3_600, 600, 3_000]
    assert not found.possible.any()


def test_a_gap_that_is_too_long_is_not_drawn(asked: Any) -> None:
    path = [(0, 0.0, 80.0), (600, 0.0, 80.1), (1_400, 0.0, 80.2), (1_460, 0.0, 80.3)]
    links = [Link.NONE, Link.GAP, Link.GAP, Link.LEG]
    assert asked(voyage(1, path)).link.tolist() == links
    limits = TrackLimits(6 * HOUR, 50.0, 12 * HOUR)
    links[2] = Link.NONE
    assert asked(voyage(1, path), limits=limits).link.tolist() == links


def test_long_ways_hold_to_geodesics(asked: Any) -> None:
    path = [(0, 170.0, 70.0), (350, -165.0, 71.0), (1_400, 20.0, 86.0)]
    found = asked(voyage(1, path))
    lon, lat = unproject(found.x / 100, found.y / 100)
    fixes = np.flatnonzero(found.are_fixes)
    assert [found.link[n] for n in fixes] == [Link.NONE, Link.LEG, Link.GAP]
    for (first, last), kind in zip(
        itertools.pairwise(fixes), (Link.ON_LEG, Link.ON_GAP), strict=True
    ):
        between = range(first + 1, last)
        assert {found.link[n] for n in between} == {kind}
        metres = GEOD.inv(lon[first], lat[first], lon[last], lat[last])[2]
        run = [GEOD.inv(lon[first], lat[first], lon[n], lat[n])[2] for n in between]
        rest = [GEOD.inv(lon[n], lat[n], lon[last], lat[last])[2] for n in between]
        assert np.allclose(np.add(run, rest), metres, atol=0.1)
        steps = np.diff([0, *run, metres])
        assert steps.max() <= 25_000
        shares = (found.time[first + 1 : last] - found.time[first]) / (
            found.time[last] - found.time[first]
        )
        assert np.allclose(shares, np.array(run) / metres, atol=1e-4)


def test_what_the_question_leaves_out_parts_what_it_keeps(asked: Any) -> None:
    # Out of the box and in again, within the limits of a leg.
    path = [(n * 10, 10.0, lat) for n, lat in enumerate((80.0, 80.02, 80.06, 80.02, 80.0))]
    found = asked(voyage(1, path), Query(bbox=(0.0, 79.0, 20.0, 80.05)))
    assert found.link.tolist() == [Link.NONE, Link.LEG, Link.NONE, Link.LEG]
    found = asked(voyage(1, path), Query.parse(start="2024-07-02"))
    assert len(found.x) == 0
    assert len(found.fixes) == 5


def test_they_are_the_answers_of_the_question(
    put: Put, tmp_path: Path, workspace: Workspace
) -> None:
    chance = np.random.default_rng(3)
    rows = [
        row
        for ship in range(40)
        for row in voyage(
            ship,
            [
                (int(n) * 30, float(lon), float(lat))
                for n, (lon, lat) in enumerate(
                    zip(
                        chance.uniform(-180, -150) + np.cumsum(chance.normal(0, 0.3, 50)),
                        chance.uniform(63, 72) + np.cumsum(chance.normal(0, 0.1, 50)),
                        strict=True,
                    )
                )
                if lon > -180
            ],
        )
    ]
    rows = [(*row[:4], [0, 500, 30_000][n % 3]) for n, row in enumerate(rows)]
    build([put(rows, head=HEAD)], tmp_path / "out")
    query = Query.parse(regions="Chukchi Sea", start="2024-07-01", end="2024-07-01")
    dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), query, workspace)
    for certain in (False, True):
        wanted = sorted(
            row
            for table in dataset_query.matching_rows(["mmsi", "time", "plane_x", "plane_y"])
            for row in zip(
                table["mmsi"].to_pylist(),
                (table["time"].to_numpy().astype("datetime64[s]").astype(int)).tolist(),
                table["plane_x"].to_pylist(), table["plane_y"].to_pylist(),
                table["match"].to_pylist(), strict=True,
            )
            if not certain or row[4] == "certain"
        )  # fmt: skip
        found = map_tracks(dataset_query, "mmsi", LIMITS, certain=certain)
        kept = found.are_fixes
        assert found.radius is not None
        assert set(found.radius[kept].tolist()) <= {0.0, 500.0, 30_000.0}
        assert not found.radius[~kept].any()
        matches = ["possible" if one else "certain" for one in found.possible[kept]]
        ids = [found.fixes.ids[n] for n in found.id_index[kept]]
        columns = (ids, found.time[kept].tolist(), found.x[kept].tolist(), found.y[kept].tolist())
        got = sorted(zip(*columns, matches, strict=True))
        assert got == wanted
        assert len({row[4] for row in got}) == (1 if certain else 2)


def test_what_meets_the_question_and_is_of_no_track_is_counted(asked: Any) -> None:
    rows = [
        *voyage(1, [(0, 0.0, 80.0)], 5), ("", "2024-07-01T00:00:00Z", 0.0, 80.1, 5),
        (1, "", 0.0, 80.2, 5), ("", "", 0.0, 80.3, ""), (1, "", 0.0, 60.0, 5),
    ]  # fmt: skip
    assert asked(rows).trackless_count == 4
    north = Query.parse(north_of=70)
    assert (
        asked(rows, north).trackless_count,
        asked(rows, north, certain=True).trackless_count,
    ) == (3, 2)
    # A row without a time is in no period, and what is elsewhere is not asked for.
    assert asked(rows, Query.parse(on="2024-07-01")).trackless_count == 1
    assert asked(rows, Query.parse(north_of=85)).trackless_count == 0
    assert asked(rows[:1], north).trackless_count == 0


def test_what_is_south_of_the_equator_is_counted_and_not_drawn(asked: Any) -> None:
    found = asked(voyage(1, [(0, 10.0, 0.4), (60, 10.0, -0.1), (120, 10.0, 0.1), (130, 10.0, 0.2)]))
    assert found.south_count == 1
    assert found.link[found.are_fixes].tolist() == [Link.NONE, Link.NONE, Link.LEG]
    _, y = project([10.0] * 3, [0.4, 0.1, 0.2])
    assert np.allclose(found.y[found.are_fixes], y * 100, atol=1)
