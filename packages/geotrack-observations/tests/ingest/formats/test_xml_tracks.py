"""Tracks of GPX as observations, against GDAL's own reading of their points."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pandas
import pyogrio
import pytest

from geotrack.errors import UsageError
from geotrack_observations import Naming, build, open_dataset

GPX = """<?xml version="1.0"?>
<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
 <metadata><name>A file</name></metadata>
 <wpt lat="70" lon="30"><name>Not of a track</name></wpt>
 <trk><name>Patrol &amp; back</name>
  <trkseg>
   <trkpt lat="70.5" lon="31.25"><ele>3</ele><time>2024-07-24T10:00:00Z</time></trkpt>
   <trkpt lat="70.6" lon="31.5"><time>2024-07-24T12:01:00+02:00</time><name>no track</name></trkpt>
  </trkseg>
  <trkseg><trkpt lat="70.75" lon="-179.5"><time>2024-07-24T11:00:00</time></trkpt></trkseg>
 </trk>
 <trk><trkseg><trkpt lat="71" lon="32"/></trkseg></trk>
</gpx>
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.gpx"
    path.write_text(text, encoding="utf-8")
    return path


def test_points_of_tracks_are_those_that_gdal_reads(tmp_path: Path) -> None:
    path = written(tmp_path, GPX)
    built = build(path, tmp_path / "out")
    assert (built.rows, built.refused, built.timeless) == (4, 0, 1)
    table = geopandas.read_parquet(open_dataset(tmp_path / "out").path)
    rows = {(r.track, r.segment, r.geometry.x, r.geometry.y): r for r in table.itertuples()}
    layer = pyogrio.read_dataframe(path, layer="track_points")
    assert {*rows} == {
        (t + 1, s + 1, p.x, p.y)
        for t, s, p in zip(layer["track_fid"], layer["track_seg_id"], layer.geometry, strict=True)
    }
    first = rows[1, 1, 31.25, 70.5]
    assert (first.name, first.ele) == ("Patrol & back", 3)
    # A time without a zone is UTC, as GPX has it.
    times = [rows[key].time for key in sorted(rows)]
    assert [None if pandas.isna(t) else t.isoformat() for t in times] == [
        "2024-07-24T10:00:00+00:00", "2024-07-24T10:01:00+00:00", "2024-07-24T11:00:00+00:00", None
    ]  # fmt: skip


def test_a_stated_zone_goes_before_that_of_gpx(tmp_path: Path) -> None:
    path = written(tmp_path, GPX)
    build(path, tmp_path / "out", Naming(time_zone="Europe/Oslo"))
    last = open_dataset(tmp_path / "out").last
    assert last is not None
    assert last.isoformat() == "2024-07-24T10:01:00+00:00"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<gpx><trk><trkseg><trkpt lat='1' lon='2'>", "a.gpx:1: not GPX: no element found"),
        ("<gpx><wpt lat='1' lon='2'/></gpx>", "it has no track; `geotrack import` reads"),
        ("", "not GPX"),
    ],
)
def test_what_is_no_track_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        build(written(tmp_path, text), tmp_path / "out")


def test_a_point_without_a_position_is_left_out_with_its_line(tmp_path: Path) -> None:
    text = GPX.replace('lat="70.6" lon="31.5"', 'lat="70,6" lon=""')
    built = build(written(tmp_path, text), tmp_path / "out")
    assert (built.rows, [one.line for one in built.reasons]) == (3, [8])
