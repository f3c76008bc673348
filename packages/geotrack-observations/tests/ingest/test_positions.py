"""Positions in a CRS of their own, from 0 to 360 degrees, or in one column."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import pyproj
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from dataset_rows import Put
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack_observations import Naming, build, open_dataset
from geotrack_observations.cli.build_dataset import reading_notes

AT = [(-168.91, 65.72), (31.1, 70.4), (179.99, 71.0), (0.0, 89.99)]


def degrees(folder: Path) -> list[tuple[float, float]]:
    frame = geopandas.read_parquet(folder / "observations.parquet").sort_values("n")
    return list(zip(frame.geometry.x, frame.geometry.y, strict=True))


@pytest.mark.parametrize(
    ("crs", "head"),
    [("EPSG:3413", ("n", "x", "y")), ("EPSG:3575", ("n", "Easting (m)", "Northing (m)"))],
)
def test_a_projection_is_read_as_proj_reads_it(
    put: Put, tmp_path: Path, crs: str, head: tuple[str, ...]
) -> None:
    there = pyproj.Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
    rows = [(n, *there.transform(*at)) for n, at in enumerate(AT)]
    path = put([*rows, (9, "east", 0), (9, 0, 1e40)], head=head)
    built = build(path, tmp_path / "out", Naming(crs=crs))
    assert np.allclose(degrees(tmp_path / "out"), AT, atol=1e-7)
    assert [(one.reason.text, one.line) for one in built.reasons] == [
        ("x 'east' is no number", 6),
        ("y '1e+40' is nowhere in the CRS", 7),
    ]
    with pytest.raises(UsageError, match="'crs' 'EPSG:0' is no CRS; write one such as EPSG:3413"):
        build(path, tmp_path / "no", Naming(crs="EPSG:0"))


@pytest.mark.parametrize("kind", ["text", "numbers"])
def test_longitudes_to_360_are_wrapped_if_asked(put: Put, tmp_path: Path, kind: str) -> None:
    lon = [190.25, 360, 180, 359.9, 10, 361]
    path = put([(n, x, 65) for n, x in enumerate(lon)], head=("n", "lon", "lat"))
    if kind == "numbers":
        path = tmp_path / "in.parquet"
        parquet.write_table(pa.table({"n": range(6), "lon": lon, "lat": [65.0] * 6}), path)
    built = build(path, tmp_path / "out", Naming(wrap_longitude=True))
    assert [x for x, _ in degrees(tmp_path / "out")] == [-169.75, 0.0, 180.0, -0.1, 10.0]
    assert (built.refused, built.counts["wrapped"]) == (1, 3)
    built = build(path, tmp_path / "plain")
    assert (built.refused, built.counts["eastern"]) == (4, 3)


def test_the_option_is_named_where_it_is_wanted(put: Put, tmp_path: Path) -> None:
    build_ = ["observations", "build", "--no-time", "--out", str(tmp_path / "out")]
    some = put([(1, 190, 65), (2, 10, 65)], head=("n", "lon", "lat"))
    done = CliRunner().invoke(main, [*build_, str(some)])
    assert done.stderr.endswith(
        "note: 1 row has a longitude from 180 to 360: --wrap-longitude reads these\n"
    )
    none = put([(1, 190, 65)], head=("n", "lon", "lat"))
    done = CliRunner().invoke(main, [*build_, str(none)])
    assert "'190' is beyond 180; --wrap-longitude reads longitudes from 180 to 360" in done.stderr
    done = CliRunner().invoke(main, [*build_, str(none), "--wrap-longitude"])
    assert "note: 1 row has a longitude from 180 to 360, read as -180 to 0\n" in done.stderr


def test_a_pair_in_one_column_is_latitude_and_longitude(put: Put, tmp_path: Path) -> None:
    path = put([(0, "65.72, -168.91"), (1, "(70 10)"), (2, "here")], head=("n", "Position"))
    built = build(path, tmp_path / "out")
    assert degrees(tmp_path / "out") == [(-168.91, 65.72), (10.0, 70.0)]
    assert [one.reason.text for one in built.reasons] == ["lon 'here' is no number"]


@pytest.mark.parametrize(
    ("name", "pairs", "why"),
    [
        ("coordinates", ["33.5, 69.1", "34 70"], "longitude first: only the second numbers"),
        ("Lon-Lat", ["60.5, 69.1", "61, 70"], "longitude first, by its name"),
        ("location", ["60.5, 69.1", "61, 70"], ""),
    ],
)
def test_what_stands_first_in_a_pair_is_said_or_refused(
    put: Put, tmp_path: Path, name: str, pairs: list[str], why: str
) -> None:
    path = put([*enumerate(pairs)], head=("n", name))
    if not why:
        with pytest.raises(UsageError, match="location: which number is the latitude"):
            build(path, tmp_path / "out")
        return
    (note,) = reading_notes(build(path, tmp_path / "out"))
    assert f"positions in {name!r}: {why}" in note
    assert degrees(tmp_path / "out")[1][1] == 70


def test_columns_without_a_name_get_one(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("lon,lat,,\n10,70,a,1\n10,70,b,2\n")
    build(path, tmp_path / "out")
    assert open_dataset(tmp_path / "out").columns == {"column 3": "string", "column 4": "int64"}


def test_zero_zero_and_what_is_far_from_its_crs_are_counted(put: Put, tmp_path: Path) -> None:
    built = build(put([(1, 0, 0), (2, 5, 0), (3, 0, 0)], head=("n", "lon", "lat")), tmp_path / "a")
    ((key, many),) = built.counts.items()
    assert (many, built.examples[key]) == (2, "2")
    assert "0, 0, by which programs often mean that none is known" in key
    there = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:27700", always_xy=True)
    rows = [(1, *there.transform(-2, 57)), (2, *there.transform(10, 87))]
    built = build(put(rows, head=("n", "x", "y")), tmp_path / "b", Naming(crs="EPSG:27700"))
    ((key, many),) = built.counts.items()
    assert (many, built.examples[key]) == (1, "3")
    assert "outside the area of use of EPSG:27700" in key
    path = tmp_path / "in.gpkg"
    points = geopandas.points_from_xy(*zip(*(row[1:] for row in rows), strict=True))
    geopandas.GeoDataFrame({"n": [1, 2]}, geometry=points, crs=27700).to_file(path)
    notes = [*reading_notes(build(path, tmp_path / "c"))]
    assert "in.gpkg: 1 row has a position more than 600 km outside" in notes[-1]
    assert "first feature 2" in notes[-1]
