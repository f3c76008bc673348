"""Every kind of geometry is held to the regions that its record names."""

# ruff: noqa: E501 (each case stands on its line)

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from folium_polar.geometry import disc, to_plane
from geotrack.workspace import check
from geotrack.workspace.checks import without
from tests.records import cap, feature, point, region, sector, workspace

WEST = region("west", sector(0, 10, 70, 75))
KARA = region("kara-sea", sector(60, 75, 70, 78))
SMALL = region("small", sector(4, 5, 72, 72.5))
CORRECT = "correct the geometry, its radius or the regions: questions go by the regions"


def line(*positions: list[float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(positions)}


def told(folder: Path, *events: Any, regions: Any = (WEST, KARA, SMALL)) -> list[str]:
    findings = check(workspace(folder, *events, regions=regions))
    return [
        str(f).split("warning: ")[1]
        for f in without(findings, ["precision-unstated", "place-ground"])
    ]


@given(st.floats(100, 180), st.floats(75, 89), st.floats(60, 600), st.floats(5, 900))
def test_a_ring_reaches_the_regions_that_do_not_lie_in_its_hole(
    lon: float, lat: float, inner: float, km: float
) -> None:
    """Of a small region at a distance from its middle, by the distance alone."""
    far, south, _ = Geod(ellps="WGS84").fwd(lon, lat, 200.0, km * 1000.0)
    small = region("small", sector(far - 0.001, far + 0.001, south - 0.001, south + 0.001))
    outer = inner + 200
    if min(abs(km - inner), abs(km - outer)) < 1:
        return
    place = {"precision": "ring", "radius_km": outer, "inner_radius_km": inner, "regions": "small"}
    with tempfile.TemporaryDirectory() as folder:
        found = told(Path(folder), feature("a", point(lon, lat), place=place), regions=[small])
    assert found == (
        [] if inner < km < outer else [f"the point lies apart from 'small'; {CORRECT}"]
    )


@pytest.mark.parametrize(
    ("geometry", "what"),
    [
        (line([20, 72], [25, 73]), "line"),
        ({"type": "MultiLineString", "coordinates": [[[20, 72], [25, 73]], [[30, 72], [35, 73]]]}, "line"),
        ({"type": "MultiPoint", "coordinates": [[20, 72], [25, 73]]}, "point"),
        (sector(20, 25, 72, 73), "area"),
        (sector(175, 185, 66, 68), "area"),
        ({"type": "MultiPolygon", "coordinates": [sector(20, 25, 72, 73)["coordinates"]]}, "area"),
        ({"type": "GeometryCollection", "geometries": [point(20, 72), line([25, 70], [26, 71])]}, "shape"),
    ],
)  # fmt: skip
def test_a_shape_apart_from_its_region_is_a_warning(
    tmp_path: Path, geometry: Any, what: str
) -> None:
    assert told(tmp_path, feature("a", geometry, place={"regions": "west"})) == [
        f"the {what} lies apart from 'west'; {CORRECT}"
    ]


@pytest.mark.parametrize(
    "geometry",
    [
        line([5, 72], [25, 73]),
        line([-5, 72.2], [25, 72.3]),  # no vertex of it is inside
        line([-5, 69.9], [20, 70.1]),
        {"type": "MultiPoint", "coordinates": [[20, 72], [4.5, 72.2]]},
        sector(-20, 40, 60, 80),  # the region lies inside, far from every vertex
        cap(60),
        {"type": "GeometryCollection", "geometries": [point(20, 72), sector(1, 8, 71, 73)]},
    ],
)
def test_a_shape_that_meets_its_region_is_sound(tmp_path: Path, geometry: Any) -> None:
    assert told(tmp_path, feature("a", geometry, place={"regions": ["west"]})) == []
    assert told(tmp_path, feature("a", geometry, place={"regions": ["kara-sea", "west"]})) == []


def test_a_radius_carries_a_shape_as_far_as_it_goes(tmp_path: Path) -> None:
    near = line([12, 72], [25, 73])  # 69 km east of the region
    assert told(
        tmp_path,
        feature("a", near, place={"precision": "line", "radius_km": 90, "regions": "west"}),
        feature("b", near, place={"precision": "line", "radius_km": 50, "regions": "west"}),
    ) == [f"the line lies apart from 'west'; {CORRECT}"]


def test_a_point_that_would_agree_if_swapped_is_told_so(tmp_path: Path) -> None:
    near = {"precision": "near", "radius_km": 5}
    assert told(tmp_path, feature("a", point(75, 70), place=near | {"regions": "kara-sea"})) == []
    assert told(tmp_path, feature("a", point(72, 65), place=near | {"regions": "kara-sea"})) == [
        "the point lies apart from 'kara-sea'; "
        "if longitude and latitude are swapped, write [65, 72]"
    ]


def test_what_reaches_south_of_the_equator_is_not_judged(tmp_path: Path) -> None:
    wide = line([20, -5], [20, 60])
    assert all("south" in t for t in told(tmp_path, feature("a", wide, place={"regions": "west"})))


@given(
    st.floats(-180, 180),
    st.floats(50, 90),
    st.floats(1, 900),
    st.sampled_from([WEST, KARA, SMALL]),
)
def test_points_are_judged_as_one_by_one_with_their_discs(
    tmp_path_factory: pytest.TempPathFactory,
    lon: float,
    lat: float,
    radius: float,
    known: dict[str, Any],
) -> None:
    place = {"precision": "near", "radius_km": radius, "regions": known["id"]}
    found = told(tmp_path_factory.mktemp("w"), feature("a", point(lon, lat), place=place))
    around = disc(lon, lat, radius * 1000)
    assert bool(found) != shapely.dwithin(around, to_plane(known["geometry"]), 1.0)
