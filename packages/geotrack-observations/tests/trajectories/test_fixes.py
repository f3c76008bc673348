"""The fixes of a dataset, beside plain Python."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from dataset_rows import ROOT, Put
from folium_polar.geometry.plane import unproject
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import open_workspace
from geotrack_observations import (
    Condition,
    DatasetQuery,
    TrackLimits,
    build,
    id_column,
    open_dataset,
    read_fixes,
    tracks,
)

HEAD = ("mmsi", "time", "lon", "lat", "kind")


def test_fixes_are_sorted_and_what_is_none_is_counted(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 40)
    rows = [
        (100 + n % 7, f"2024-01-{1 + n % 5:02}T{n * 7 % 24:02}:00:00Z", n % 9, 70 + n % 11, "cargo")
        for n in range(300)
    ]
    odd = [
        (105, "", 1, 71, "cargo"), ("", "2024-01-01T00:00:00Z", 2, 72, "cargo"),
        ("", "", 3, 73, "cargo"), (100, "2024-01-01T00:00:00Z", 1, 71, "tug"),
    ]  # fmt: skip
    build([put([*rows, *odd], head=HEAD)], tmp_path / "out")
    dataset = open_dataset(tmp_path / "out")
    dataset_query = DatasetQuery(
        dataset, Query(), open_workspace(ROOT), [Condition.parse("kind=cargo")]
    )
    fixes = read_fixes(dataset_query, "mmsi")
    assert (fixes.timeless, fixes.nameless) == (2, 1)
    many = Counter(rows)
    assert fixes.repeated == len(rows) - len(many)
    assert len(fixes) == len(many)
    lon, lat = unproject(*fixes.metres)
    ids = [fixes.ids[code] for code in fixes.code]
    times = [f"{time.astype('datetime64[us]').astype('datetime64[s]')}Z" for time in fixes.time]
    got = list(zip(ids, times, lon.round(4).tolist(), lat.round(4).tolist(), strict=True))
    assert Counter(got) == Counter(row[:4] for row in many)
    assert [row[:2] for row in got] == sorted(row[:2] for row in many)
    assert fixes.ids == list(range(100, 107))


def test_a_radius_is_read_with_its_fix(put: Put, tmp_path: Path) -> None:
    rows = [
        (1, "2024-01-01T00:00:00Z", 10, 70, radius) for radius in (500, 20, "", 500, 20, 7, "")
    ] + [(1, "2023-01-01T00:00:00Z", 10, 70, 3)]
    build([put(rows, head=("mmsi", "time", "lon", "lat", "radius_m"))], tmp_path / "out")
    fixes = read_fixes(
        DatasetQuery(open_dataset(tmp_path / "out"), Query(), open_workspace(ROOT)), "mmsi"
    )
    assert fixes.radius is not None
    assert [str(radius) for radius in fixes.radius] == ["3.0", "7.0", "20.0", "500.0", "nan"]
    assert fixes.repeated == 3
    assert fixes.radius_or_zero.tolist() == [3, 7, 20, 500, 0]


def test_a_span_of_ages_is_sorted_too(put: Put, tmp_path: Path) -> None:
    rows = [(n % 50, f"{1 + n * 77 % 9_000:04}-01-01T00:00:00Z", n, 70, "") for n in range(100)]
    build([put(rows, head=HEAD)], tmp_path / "out")
    dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), Query(), open_workspace(ROOT))
    fixes = read_fixes(dataset_query, "mmsi")
    pairs = list(zip(fixes.code.tolist(), fixes.time.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert all(first < last for first, last in itertools.pairwise(pairs))


def test_without_any_fix_there_is_no_track(put: Put, tmp_path: Path) -> None:
    build([put([("", "2024-01-01T00:00:00Z", 1, 70, "a")], head=HEAD)], tmp_path / "out")
    dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), Query(), open_workspace(ROOT))
    fixes = read_fixes(dataset_query, "mmsi")
    assert (len(fixes), fixes.nameless) == (0, 1)
    assert list(tracks(fixes, TrackLimits.of("mmsi"))) == []


def test_the_id_is_never_guessed(put: Put, tmp_path: Path) -> None:
    for head, named, found in [
        (("MMSI", "time", "lon", "lat", "kind"), None, "MMSI"),
        (("MMSI", "time", "lon", "lat", "imo"), "imo", "imo"),
        (("ship", "time", "lon", "lat", "kind"), None, "it with 'id'; the dataset has ship, kind"),
        (("MMSI", "time", "lon", "lat", "imo"), None, "MMSI"),
        (("MMSI", "time", "lon", "lat", "icao24"), None, "MMSI and icao24 may be the id: say"),
        (
            ("MMSI", "time", "lon", "lat", "imo"),
            "ship",
            "no column of the dataset is called 'ship'",
        ),
    ]:
        build([put([(1, "2024-01-01T00:00:00Z", 1, 70, 2)], head=head)], tmp_path / "out")
        dataset = open_dataset(tmp_path / "out")
        if " " not in found:
            assert id_column(dataset, named) == found
        else:
            with pytest.raises(UsageError, match=found):
                id_column(dataset, named)
