"""Tracks beside plain Python and pyproj."""

from __future__ import annotations

import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dataset_rows import ROOT, Put
from fix_scenes import GEOD, HOUR, Fix, fixes_of
from folium_polar.geometry.plane import unproject
from geotrack.model.query import Query
from geotrack.workspace import open_workspace
from geotrack_observations import DatasetQuery, TrackLimits, build, open_dataset, read_fixes, tracks
from geotrack_observations.times.moments import SECOND
from geotrack_observations.trajectories.tracks import Joint

HEAD = ("mmsi", "time", "lon", "lat", "kind")

FIXES = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.integers(0, 50).map(lambda n: n * HOUR),
        st.floats(-180, 180), st.floats(-20, 90),
    ),
    max_size=30,
)  # fmt: skip


@given(FIXES, st.floats(0.5, 20), st.floats(1, 2_000))
def test_tracks_part_the_fixes_where_a_limit_is_passed(
    rows: list[Fix], gap_h: float, speed: float
) -> None:
    fixes = fixes_of(rows)
    found = list(tracks(fixes, TrackLimits(gap_h * HOUR, speed)))
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
        dataset_query = DatasetQuery(open_dataset(tmp_path / second), Query(), open_workspace(ROOT))
        fixes = read_fixes(dataset_query, "mmsi")
        assert fixes.resolution_s == (60 if second == "00" else 1)
        assert [track.ends for track in tracks(fixes, TrackLimits.of("mmsi"))] == ends


def test_limits_are_those_of_the_craft_and_told_with_units() -> None:
    assert (TrackLimits.of("mmsi").gap, TrackLimits.of("mmsi").speed) == ("6 h", "60 kn")
    assert (TrackLimits.of("ICAO24").gap, TrackLimits.of("icao24").speed) == ("30 min", "700 kn")
    assert (TrackLimits(0.5, 10).gap, TrackLimits(90, 10).gap) == ("0.5 s", "1.5 min")
