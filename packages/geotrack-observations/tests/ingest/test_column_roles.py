"""Which columns of an input say where, when and how surely."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset_rows import Put
from geotrack.errors import UsageError
from geotrack.importing import MappingOptions, ReadingOptions, draft
from geotrack_observations import Naming, build, open_dataset


def test_what_states_no_unit_is_no_radius(put: Put, tmp_path: Path) -> None:
    head = ("time", "lon", "lat", "accuracy")
    path = put([("2024-01-01T00:00Z", 0, 80, 5)], head=head)
    build([path], tmp_path / "plain")
    plain = open_dataset(tmp_path / "plain")
    assert (plain.columns, plain.has_radius) == ({"accuracy": "int64"}, False)
    build([path], tmp_path / "out", Naming(radius="accuracy", radius_unit="nmi"))
    found = open_dataset(tmp_path / "out")
    assert (found.columns, found.radii) == ({}, (9_260.0, 9_260.0))
    with pytest.raises(UsageError, match="'accuracy' tells no unit"):
        build([path], tmp_path / "no", Naming(radius="accuracy"))
    with pytest.raises(UsageError, match=r"'acuracy' \('radius'\); did you mean 'accuracy'"):
        build([path], tmp_path / "no", Naming(radius="acuracy"))
    with pytest.raises(UsageError, match="'ft' is no unit of a length; write one of km, nmi, mi"):
        Naming(radius="accuracy", radius_unit="ft")
    with pytest.raises(UsageError, match="needs the name of the column"):
        Naming(radius_unit="km")
    with pytest.raises(UsageError, match=r"no column is called 'off_m' \('radius'\)"):
        build([path], tmp_path / "no", Naming(radius="off_m"))


@pytest.mark.parametrize(
    ("name", "metres"), [("radius_m", 1), ("Accuracy_KM", 1_000), ("uncertainty_nm", 1_852)]
)
def test_a_unit_is_read_from_the_name(put: Put, tmp_path: Path, name: str, metres: int) -> None:
    build([put([(0, 80, 2), (0, 81, "")], head=("lon", "lat", name))], tmp_path / "out")
    found = open_dataset(tmp_path / "out")
    assert (found.radii, found.radiusless) == ((2 * metres, 2 * metres), 1)


@pytest.mark.parametrize(
    ("head", "row", "time"),
    [
        ("lat,lon,obs_date", "70,30,2024-05-01 12:00", ("obs_date",)),
        ("SID,SEASON,ISO_TIME,LAT,LON", "a,2024,2024-05-01 12:00:00,70,30", ("ISO_TIME",)),
        ("datetime_data,latitude,longitude", "2024-05-01T12:00:00,70,30", ("datetime_data",)),
        ("ProductStartTime,gpsLat,gpsLon", "2024-05-01T12:00:00Z,70,30", ("ProductStartTime",)),
        ("OBSERVATION DATE,decLatitude,decLongitude", "20240501,70,30", ("OBSERVATION DATE",)),
        ("dtg,Lat (DD),Lon (DD),issueDate", "011200Z MAY 2024,70,30,2024", ("dtg",)),
        ("Year,Month,Day,reclat,reclong", "2024,5,1,70,30", ("Year", "Month", "Day")),
        ("obs_date,obs_time,lat,lon", "2024-05-01,12:00,70,30", ("obs_date", "obs_time")),
        ("acq_date,acq_time,lat,lon", "2024-05-01,930,70,30", ("acq_date", "acq_time")),
        ("YR,MO,DY,lat,lon", "2024,5,1,70,30", ("YR", "MO", "DY")),
        (
            "Start Year,Start Month,Start Day,Entry Date,lat,lon",
            "2024,5,1,2025-02-03,70,30",
            ("Start Year", "Start Month", "Start Day"),
        ),
        ("event_date,timestamp,lat,lon", "1 May 2024,1735689600,70,30", ("event_date",)),
        ("event_date,event_time,lat,lon", "2024-05-01,12:00,70,30", ("event_date", "event_time")),
        (
            "BEGIN_DAY,BEGIN_TIME,BEGIN_DATE_TIME,lat,lon",
            "1,1506,2024-05-01 15:06,70,30",
            ("BEGIN_DATE_TIME",),
        ),
        (
            "OBSERVATION DATE,TIME OBSERVATIONS STARTED,lat,lon",
            "2024-05-01,15:06:00,70,30",
            ("OBSERVATION DATE",),
        ),
        ("iyear,imonth,iday,lat,lon", "2024,5,1,70,30", ("iyear", "imonth", "iday")),
        ("dato,breddegrad,lengdegrad", "1. mai 2024,70,30", ("dato",)),
        ("lat,lon,pop_year,release_date", "70,30,2024,2024-01-01", ()),
        ("lat,lon,beginPosition,last_seen", "70,30,2024-05-01,2024-06-01", ("beginPosition",)),
        ("lat,lon,ts", "70,30,1714564800", ("ts",)),
        ("YYYYMMDDHH,lat,lon", "2024050112,70,30", ("YYYYMMDDHH",)),
        ("lat,lon,a_time,b_time", "70,30,2024-05-01,2024-06-01", ()),
    ],
)
def test_build_takes_the_columns_that_import_takes(
    put: Put, tmp_path: Path, head: str, row: str, time: tuple[str, ...]
) -> None:
    names, cells = head.split(","), row.split(",")
    path = put([cells], head=names)
    read = draft(path, ReadingOptions(), MappingOptions()).features[0]
    assert read["geometry"]["coordinates"] == [30, 70]
    (roles,) = build([path], tmp_path / "out", Naming(time_zone="UTC")).roles.values()
    assert (*roles.parts, *filter(None, (roles.date, roles.time))) == time
    found = open_dataset(tmp_path / "out")
    assert found.extent[:2] == (30, 70)
    if "a_time" not in head:  # of which import takes the first
        start = read["properties"]["start"]
        assert (start != "unknown") == bool(time)
        assert found.timeless == (not time)
        assert not time or str(found.first)[:10] == start[:10]


def test_a_head_that_is_no_line_is_told_in_one(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('lon,lat,"name,kind\n1,70,a\n1,70,b\n', "utf-8")
    with pytest.raises(UsageError, match="line 1: a quotation mark is not closed; it must name"):
        build(path, tmp_path / "out")
    path.write_text("ship\x0b1,lat\n1,70\n", "utf-8")
    with pytest.raises(UsageError, match=r"^[^\n\x0b]*; it has ship 1, lat$"):
        build(path, tmp_path / "out")


def test_a_name_of_two_lines_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('lon,lat,"name,\nkind"\n1,70,a\n1,x,c\n2,71,b\n', "utf-8")
    report = build([path], tmp_path / "out")
    assert "name,\nkind" in open_dataset(tmp_path / "out").columns
    assert [one.line for one in report.reasons] == [4]
