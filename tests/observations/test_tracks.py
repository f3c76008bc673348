"""Tracks and the fixes that they are made of, beside plain Python and pyproj."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geotrack.errors import UsageError
from geotrack.observations import (
    Condition,
    Limits,
    Question,
    build,
    id_column,
    open_dataset,
    read_fixes,
    tracks,
)
from geotrack.observations.fixes import SECOND
from geotrack.observations.tracks import Joint
from geotrack.polar.plane import unproject
from geotrack.questions import Query
from geotrack.workspace import open_workspace
from tests.observations.conftest import Put
from tests.observations.scenes import GEOD, HOUR, Fix, fixes_of

ROOT = Path(__file__).parents[2]
HEAD = ("mmsi", "time", "lon", "lat", "kind")

FIXES = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.integers(0, 50).map(lambda n: n * HOUR),
        st.floats(-180, 180), st.floats(-20, 90),
    ),
    max_size=30,
)  # fmt: skip


@given(FIXES, st.floats(0.5, 20), st.floats(1, 2_000))
@settings(max_examples=150, deadline=None)
def test_tracks_part_the_fixes_where_a_limit_is_passed(
    rows: list[Fix], gap_h: float, speed: float
) -> None:
    fixes = fixes_of(rows)
    found = list(tracks(fixes, Limits(gap_h * HOUR, speed)))
    for name in ("code", "time", "x", "y"):
        members = [value for track in found for value in getattr(track.fixes, name).tolist()]
        assert members == getattr(fixes, name).tolist()
    lon, lat = unproject(*fixes.metres)
    after = list(itertools.accumulate(len(track.fixes) for track in found))
    ends = {n - 1: track.ends for n, track in zip(after, found, strict=True)}
    begins = {n - len(track.fixes): track.begins for n, track in zip(after, found, strict=True)}
    for n in range(len(rows) - 1):
        track = ends.get(n, Joint.LEG)
        assert begins.get(n + 1, Joint.LEG) == track
        hours = int(fixes.time[n + 1] - fixes.time[n]) / SECOND / HOUR
        metres = GEOD.inv(lon[n], lat[n], lon[n + 1], lat[n + 1])[2]
        if fixes.code[n] != fixes.code[n + 1]:
            assert track is Joint.END
        elif metres > speed * hours * HOUR:
            assert track is Joint.JUMP
        else:
            assert track is (Joint.GAP if hours > gap_h else Joint.LEG)


def test_times_told_to_the_minute_may_be_a_minute_further_apart(put: Put, tmp_path: Path) -> None:
    # A kilometre in the same minute: 60 kn are 1.85 km in one.
    for second, ends in (("00", [Joint.END]), ("01", [Joint.JUMP, Joint.END])):
        rows = [
            (1, f"2024-01-01T00:00:{second}Z", 10, 70, ""),
            (1, f"2024-01-01T00:00:{second}Z", 10, 70.009, ""),
        ]
        build([put(rows, head=HEAD)], tmp_path / second)
        question = Question(open_dataset(tmp_path / second), Query(), open_workspace(ROOT))
        fixes = read_fixes(question, "mmsi")
        assert fixes.told_to == (60 if second == "00" else 1)
        assert [track.ends for track in tracks(fixes, Limits.of("mmsi"))] == ends


def test_fixes_are_sorted_and_what_is_none_is_counted(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack.observations.layout.GROUP", 40)
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
    question = Question(dataset, Query(), open_workspace(ROOT), [Condition.parse("kind=cargo")])
    fixes = read_fixes(question, "mmsi")
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
        Question(open_dataset(tmp_path / "out"), Query(), open_workspace(ROOT)), "mmsi"
    )
    assert fixes.radius is not None
    assert [str(radius) for radius in fixes.radius] == ["3.0", "7.0", "20.0", "500.0", "nan"]
    assert fixes.repeated == 3
    assert fixes.stated.tolist() == [3, 7, 20, 500, 0]


def test_a_span_of_ages_is_sorted_too(put: Put, tmp_path: Path) -> None:
    rows = [(n % 50, f"{1 + n * 77 % 9_000:04}-01-01T00:00:00Z", n, 70, "") for n in range(100)]
    build([put(rows, head=HEAD)], tmp_path / "out")
    question = Question(open_dataset(tmp_path / "out"), Query(), open_workspace(ROOT))
    fixes = read_fixes(question, "mmsi")
    pairs = list(zip(fixes.code.tolist(), fixes.time.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert all(first < last for first, last in itertools.pairwise(pairs))


def test_without_any_fix_there_is_no_track(put: Put, tmp_path: Path) -> None:
    build([put([("", "2024-01-01T00:00:00Z", 1, 70, "a")], head=HEAD)], tmp_path / "out")
    question = Question(open_dataset(tmp_path / "out"), Query(), open_workspace(ROOT))
    fixes = read_fixes(question, "mmsi")
    assert (len(fixes), fixes.nameless) == (0, 1)
    assert list(tracks(fixes, Limits.of("mmsi"))) == []


def test_the_id_is_never_guessed(put: Put, tmp_path: Path) -> None:
    for head, named, found in [
        (("MMSI", "time", "lon", "lat", "kind"), None, "MMSI"),
        (("MMSI", "time", "lon", "lat", "imo"), "imo", "imo"),
        (("ship", "time", "lon", "lat", "kind"), None, "it with --id; there are ship, kind"),
        (("MMSI", "time", "lon", "lat", "imo"), None, "MMSI and imo may be the id: say which"),
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


def test_limits_are_those_of_the_craft_and_told_with_units() -> None:
    assert (Limits.of("mmsi").gap, Limits.of("mmsi").speed) == ("6 h", "60 kn")
    assert (Limits.of("ICAO24").gap, Limits.of("icao24").speed) == ("30 min", "700 kn")
    assert (Limits(0.5, 10).gap, Limits(90, 10).gap) == ("0.5 s", "1.5 min")
