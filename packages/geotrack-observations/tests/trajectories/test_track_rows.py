"""Tracks as files, read back by GeoPandas."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from fix_scenes import GEOD, HOUR, Fix, fixes_of
from folium_polar.geometry.geojson.output import to_geojson
from folium_polar.geometry.plane import project
from geotrack_observations import Fixes, TrackLimits
from geotrack_observations.queries.feature_writers import write_features
from geotrack_observations.times.moments import moment_of
from geotrack_observations.trajectories.track_rows import track_features
from geotrack_observations.trajectories.tracks import AFTER, BEFORE, Joint, legs_of, line_of, tracks

LIMITS = TrackLimits(3 * HOUR, 5_000.0)
# Over the pole, over 180 degrees, a gap, a jump, one alone.
ROWS: list[Fix] = [
    ("over", 0.0, 20.0, 88.0), ("over", HOUR, -160.0, 88.0), ("over", 2 * HOUR, -160.0, 87.0),
    ("seam", 0.0, 178.0, 70.0), ("seam", HOUR, -178.0, 71.0), ("seam", 9 * HOUR, 179.0, 72.0),
    ("seam", 9 * HOUR + 60, 0.0, 72.0),
    ("sole", 0.0, 10.0, 75.0),
]  # fmt: skip


def rows_of(fixes: Any, simplify: float | None = None) -> tuple[list[dict[str, Any]], Counter[str]]:
    many: Counter[str] = Counter()
    return list(track_features(fixes, LIMITS, simplify, many).rows), many


def lines_of(geometry: dict[str, Any]) -> list[list[list[float]]]:
    many = geometry["type"] == "MultiLineString"
    lines: list[list[list[float]]] = geometry["coordinates"] if many else [geometry["coordinates"]]
    return lines


def test_each_track_fix_and_gap_is_a_feature() -> None:
    rows, many = rows_of(fixes_of(ROWS))
    told = [(r["mmsi"], r["kind"], r["begins"], r["ends"], r["fixes"]) for r in rows]
    assert told == [
        ("over", "track", "first fix", "last fix", 3),
        ("seam", "track", "first fix", "gap", 2),
        ("seam", "gap", None, None, 0),
        ("seam", "fix", "gap", "jump", 1),
        ("seam", "fix", "jump", "last fix", 1),
        ("sole", "fix", "first fix", "last fix", 1),
    ]
    assert many == {"track": 2, "fix": 3, "gap": 1, "jump": 1}
    over, seam, gap, *_ = rows
    (line,) = lines_of(over["geometry"])
    # To the pole along one meridian, and on along the other.
    assert [at for at in line if at[1] == 90] == [[20.0, 90.0], [-160.0, 90.0]]
    assert {round(lon, 4) for lon, _ in line} == {20.0, -160.0}
    for row in (seam, gap):
        assert row["geometry"]["type"] == "MultiLineString"
        ends = [line[0][0] for line in lines_of(row["geometry"])[1:]]
        assert set(map(abs, ends)) == {180.0}
    assert seam["length_km"] == pytest.approx(GEOD.inv(178, 70, -178, 71)[2] / 1e3, abs=1e-3)
    assert gap["length_km"] == pytest.approx(GEOD.inv(-178, 71, 179, 72)[2] / 1e3, abs=1e-3)
    assert (seam["longest_interval_min"], gap["longest_interval_min"]) == (60, 480)


PATHS = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(60, 90)), min_size=2, max_size=6, unique=True
)


@given(PATHS, st.sampled_from([None, 500.0, 20_000.0]))
def test_lines_hold_to_geodesics(path: list[tuple[float, float]], simplify: float | None) -> None:
    fixes = fixes_of([("a", n * HOUR, *at) for n, at in enumerate(path)])
    (row,), _ = rows_of(fixes, simplify)
    ways = list(itertools.pairwise(path))
    metres = sum(GEOD.inv(*one, *other)[2] for one, other in ways)
    assert row["length_km"] * 1_000 == pytest.approx(metres, abs=1)
    drawn = []
    for line in lines_of(row["geometry"]):
        lon, lat = np.array(line).T
        assert (np.abs(lon) <= 180).all()
        jump = np.abs(np.diff(lon)) > 180
        assert (lat[:-1][jump] == 90).all()
        # What is straight in longitude and latitude, in the plane.
        dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(line), 0.05))
        drawn.append(np.column_stack(project(*dense.T)))
    shown = shapely.MultiLineString(drawn)
    true = []
    for one, other in ways:
        between = [one, *GEOD.npts(*one, *other, 50), other]
        true.append(shapely.points(*project(*np.array(between).T)))
    off = shapely.distance(shown, np.concatenate(true))
    assert off.max() < 3 + (simplify or 0)


@pytest.mark.parametrize("ending", ["geojson", "parquet"])
def test_files_are_read_by_geopandas(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    features = track_features(fixes_of(ROWS), LIMITS, 100.0, Counter())
    write_features(features, path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    read = geopandas.read_file(path) if ending == "geojson" else geopandas.read_parquet(path)
    assert read.crs.equals("OGC:CRS84") or read.crs.equals("EPSG:4326")
    assert read["mmsi"].tolist() == ["over", "seam", "seam", "seam", "seam", "sole"]
    assert read["kind"].tolist() == ["track", "track", "gap", "fix", "fix", "fix"]
    assert read["start"].dt.strftime("%H:%M").tolist()[:3] == ["00:00", "00:00", "01:00"]
    assert read["fixes"].tolist() == [3, 2, 0, 1, 1, 1]
    assert read.is_valid.all()
    assert set(read.geom_type) == {"LineString", "MultiLineString", "Point"}
    if ending == "geojson":
        assert json.loads(path.read_text("utf-8"))["geotrack"] == {
            "id": "mmsi", "gap": "3 h", "max_speed": "9719 kn", "simplified": "100 m",
        }  # fmt: skip


def test_what_is_left_out_of_a_line_is_still_told() -> None:
    fixes = fixes_of([("a", n * 60.0, 10 + n / 1e4, 75.0) for n in range(100)])
    (whole,), _ = rows_of(fixes)
    (thin,), _ = rows_of(fixes, 50.0)
    assert len(whole["geometry"]["coordinates"]) > len(thin["geometry"]["coordinates"]) == 2
    assert {k: v for k, v in whole.items() if k != "geometry"} == {
        k: v for k, v in thin.items() if k != "geometry"
    }


def one_by_one(fixes: Fixes, simplify: float | None) -> list[dict[str, Any]]:
    """Return the rows of tracks, each made by itself."""
    rows = []
    for track in tracks(fixes, LIMITS):
        if track.begins is Joint.GAP and track.across is not None:
            rows.append({"mmsi": track.id, **row_of(track.across, None, ("gap", None, None, 0))})
        many = len(track.fixes)
        told = (
            "track" if many > 1 else "fix", BEFORE[track.begins], AFTER[track.ends], many,
        )  # fmt: skip
        rows.append({"mmsi": track.id, **row_of(track.fixes, simplify, told)})
    return rows


def row_of(fixes: Fixes, simplify: float | None, told: tuple[Any, ...]) -> dict[str, Any]:
    line, times = line_of(fixes), fixes.time
    if simplify:
        line = shapely.simplify(line, simplify, preserve_topology=False)
    longest = int(np.diff(times).max(initial=0)) / 60_000_000
    return {
        "kind": told[0],
        "start": moment_of(int(times[0])),
        "end": moment_of(int(times[-1])),
        "begins": told[1],
        "ends": told[2],
        "fixes": told[3],
        "length_km": pytest.approx(float(legs_of(fixes).lengths().sum()) / 1_000, abs=0.001),
        "longest_interval_min": round(longest, 3),
        "geometry": to_geojson(line),
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.integers(0, 40).map(lambda n: n * 1_800.0),
            st.sampled_from([179.9, -179.9, 0.0, 0.1, -0.1]) | st.floats(-180, 180),
            st.sampled_from([90.0, 89.999, 72.0]) | st.floats(70, 90),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([None, 5_000.0]),
    st.sampled_from([50.0, 200_000.0]),
)
def test_rows_of_many_are_those_of_each(
    rows: list[Fix], simplify: float | None, vertices: float
) -> None:
    fixes = fixes_of(rows)
    with pytest.MonkeyPatch.context() as patch:
        # Lines are made a few at a time, or all at once.
        patch.setattr("geotrack_observations.trajectories.track_rows._VERTICES", vertices)
        found, _ = rows_of(fixes, simplify)
    assert found == one_by_one(fixes, simplify)
