"""Surfaces as files, read back by GeoPandas."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from pyarrow import parquet

from folium_polar.geometry.geojson.shapes import to_plane
from folium_polar.geometry.plane import project
from geotrack_observations.density.density import NO_MONTH, Level
from geotrack_observations.density.surfaces import surface_features
from geotrack_observations.grid.hexagons import Lattice
from geotrack_observations.queries.feature_writers import write_features

# The pole, both sides of 180 degrees, the places between; two months and none.
Q = np.array([0, 0, 0, -1, -1, 9])
R = np.array([0, 0, 2, 2, 12, 12])
MONTH = np.array([NO_MONTH, 654, 654, 655, 654, 655])
CERTAIN, POSSIBLE = np.array([1, 2, 3, 0, 5, 6]), np.array([0, 1, 0, 4, 0, 0])


def level(area: float) -> Level:
    return Level(Lattice(area), Q, R, MONTH, CERTAIN, POSSIBLE)


def write(
    counts: Level, path: Path, *, by_month: bool = False, by_match: bool = False, about: Any = None
) -> None:
    write_features(
        surface_features(counts, about or {}, by_month=by_month, by_match=by_match), path
    )


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["geojson", "parquet"])
@pytest.mark.parametrize("area", [25.0, 6_400.0, 102_400.0])
def test_polygons_are_those_of_the_plane(tmp_path: Path, ending: str, area: float) -> None:
    path = tmp_path / f"out.{ending}"
    counted = level(area).whole()
    write(counted, path, about={"of": "ø"})
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    read = geopandas.read_file(path) if ending == "geojson" else geopandas.read_parquet(path)
    assert read.crs.equals("OGC:CRS84") or read.crs.equals("EPSG:4326")
    assert read.is_valid.all()
    assert read.total_bounds[0] >= -180
    assert read.total_bounds[2] <= 180
    assert list(read["hexagon"]) == ["0,0", "0,2", "-1,2", "-1,12", "9,12"]
    assert list(read["count"]) == [4, 3, 4, 5, 6]
    assert read["area_km2"].unique().tolist() == [area]
    assert np.allclose(read["per_1000_km2"], read["count"] / area * 1_000, atol=1e-6)
    corners = counted.lattice.corners(counted.q, counted.r)
    for drawn, wanted in zip(read.geometry, shapely.polygons(corners), strict=True):
        # Edges that are straight in longitude and latitude, in the plane: a metre for the curve,
        # and half a metre across for five decimals.
        dense = shapely.segmentize(drawn, 0.001 if area < 1000 else 0.01)
        x, y = project(*shapely.get_coordinates(dense).T)
        at = shapely.points(x, y)
        seam = shapely.distance(at, shapely.LineString([(0, 0), (0, 2e7)])) < 1e-3
        off = shapely.distance(at, wanted.exterior)
        assert off[~seam].max() < 1.8
        assert to_plane(shapely.geometry.mapping(drawn)).area == pytest.approx(
            area * 1e6, rel=3 * wanted.length / wanted.area
        )
    assert drawn.geom_type == "Polygon"


def test_a_hexagon_at_180_degrees_is_cut_and_the_pole_is_inside_its_own(tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    write(level(6_400.0), path, by_match=True)
    read = geopandas.read_file(path).set_index("hexagon")
    assert read.geometry["-1,2"].geom_type == "MultiPolygon"
    pole = read.geometry["0,0"]
    assert pole.bounds[0::2] == (-180, 180)
    assert pole.bounds[3] == 90
    assert (read["certain"] + read["possible"] == read["count"]).all()


def test_by_month_each_has_a_row_of_its_own(tmp_path: Path) -> None:
    for ending in ("geojson", "parquet"):
        path = tmp_path / f"out.{ending}"
        write(level(100.0), path, by_month=True, by_match=True)
        read = geopandas.read_file(path) if ending == "geojson" else geopandas.read_parquet(path)
        months = read["month"].astype(object).where(read["month"].notna(), None).tolist()
        assert months == [None, "2024-07", "2024-07", "2024-08", "2024-07", "2024-08"]
        assert list(read["certain"]) == CERTAIN.tolist()
        assert list(read["possible"]) == POSSIBLE.tolist()
        assert read.geometry.iloc[0].equals(read.geometry.iloc[1])


def test_of_many_each_has_its_own_outline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("density.surfaces", "queries.feature_writers"):
        monkeypatch.setattr(f"geotrack_observations.{module}._BATCH", 7)
    q, r = (axis.ravel() for axis in np.meshgrid(np.arange(5), np.arange(40, 46)))
    order = np.lexsort((q, r))
    ones = np.ones(30, np.int64)
    many = Level(Lattice(400.0), q[order], r[order], 654 * ones, ones, 0 * ones)
    path = tmp_path / "out.parquet"
    write(many, path)
    read = geopandas.read_parquet(path)
    assert len(read) == 30
    for one, other in itertools.combinations(read.to_crs("EPSG:6931").geometry, 2):
        assert one.intersection(other).area < 1e6


@pytest.mark.parametrize("by_month", [False, True])
def test_of_no_counts_there_are_the_same_columns(tmp_path: Path, by_month: bool) -> None:
    none = np.empty(0, np.int64)
    empty = Level(Lattice(100.0), none, none, none, none, none)
    some, path = tmp_path / "some.parquet", tmp_path / "none.parquet"
    write(level(100.0), some, by_month=by_month, by_match=True)
    write(empty, path, by_month=by_month, by_match=True)
    assert parquet.read_schema(path).equals(parquet.read_schema(some), check_metadata=True)
    read = geopandas.read_parquet(path)
    assert (len(read), read.crs) == (0, "OGC:CRS84")
    write(empty, tmp_path / "none.geojson", by_month=by_month)
    assert len(geopandas.read_file(tmp_path / "none.geojson")) == 0


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.geojson"
    path.write_text("old", "utf-8")

    features = surface_features(level(25.0), {}, by_month=False, by_match=False)

    def broken() -> Iterator[dict[str, Any]]:
        yield from itertools.islice(features.rows, 2)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match=r"No space left on device: .*out\.geojson"):
        write_features(replace(features, rows=broken()), path)
    assert path.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
