"""A ship far inland, or a base far out at sea, is a warning; what may be there is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import disc, distance_m, nearest, project
from geotrack.coastline import ground
from geotrack.coastline.coast import stored_land
from geotrack.workspace import check, open_workspace
from geotrack.workspace.edit.add import plan
from tests.records import feature, point, sector, workspace, written

SHIP, BASE, PLANE = "coastguard/sighting", "research/station", "air/patrol"
LEFT_ALONE = {
    "fjord, Narvik": (17.42, 68.44),
    "fjord, Odda": (6.55, 60.07),
    "fjord, Scoresby Sund": (-28.2, 70.5),
    "harbour, Murmansk": (33.05, 68.97),
    "harbour, Arkhangelsk": (40.54, 64.54),
    "harbour, Sabetta": (72.05, 71.27),
    "Yenisei, Dudinka": (86.18, 69.41),
    "Yenisei, Igarka": (86.57, 67.47),
    "Ob, Salekhard": (66.6, 66.53),
    "Ob, Surgut": (73.4, 61.25),
    "Lena, Yakutsk": (129.73, 62.03),
    "Lena, Zhigansk": (123.4, 66.77),
    "Pechora, Naryan-Mar": (53.0, 67.64),
    "Khatanga": (102.47, 71.98),
    "Mackenzie, Inuvik": (-133.7, 68.36),
    "Yukon, Fort Yukon": (-145.27, 66.56),
    "Kuskokwim, Bethel": (-161.75, 60.8),
    "Lake Onega, Petrozavodsk": (34.37, 61.79),
    "Lake Inari": (27.9, 69.05),
    "Great Slave Lake, Yellowknife": (-114.37, 62.45),
    "the Pole": (0.0, 90.0),
    "over 180°": (180.0, 71.9),
}


def told(folder: Path, *events: Any) -> list[str]:
    findings = check(workspace(folder, *events))
    return [str(f) for f in findings if f.rule == "place-ground"]


def metres_of(measure: Callable[..., Any], shape: Any, least_m: float = 0.0) -> float:
    (metres,) = measure(np.array([shape]), np.array([least_m])).tolist()
    return float(metres)


def near(kind: str, lon: float, lat: float, radius_km: float | None = 5) -> dict[str, Any]:
    place = {"precision": "near", "radius_km": radius_km} if radius_km else ...
    return feature("a", point(lon, lat), type=kind, place=place)


def test_a_ship_far_inland_is_a_warning(tmp_path: Path) -> None:
    (line,) = told(tmp_path, near(SHIP, 100, 65))
    assert line.endswith(
        "/features/0/geometry: warning: coastguard/sighting is at sea, but the place lies 889 km "
        "inland; correct the geometry, its radius or the type"
    )


def test_a_base_far_out_at_sea_is_a_warning(tmp_path: Path) -> None:
    (line,) = told(tmp_path, near(BASE, 40, 74))
    assert "research/station is on land, but the place lies 419 km out at sea" in line


def test_the_ground_of_a_ring_is_that_between_its_circles(tmp_path: Path) -> None:
    ring = {"precision": "ring", "radius_km": 330, "inner_radius_km": 150}
    features = [
        # The whole of Jan Mayen is in the hole, the middle of the other ring is in the sea.
        feature("in-the-hole", point(-8.6, 71.0), type=BASE, place=ring),
        feature("ashore", point(10, 74), type=BASE, place={**ring, "radius_km": 500}),
        feature("inland", point(100, 65), type=SHIP, place=ring),
    ]
    base, ship = told(tmp_path, *features)
    assert "research/station is on land, but the place lies" in base
    assert "/features/0/" in base
    assert "coastguard/sighting is at sea, but the place lies" in ship


def test_add_tells_it_too(tmp_path: Path) -> None:
    (tmp_path / "w" / "events").mkdir(parents=True)
    file = written(tmp_path / "n.geojson", near(SHIP, 100, 65))
    found = plan(open_workspace(tmp_path / "w"), file, None)
    assert [f.rule for f in found.findings] == ["place-ground"]
    assert found.sound


@pytest.mark.parametrize("place", LEFT_ALONE)
def test_a_ship_where_ships_are_is_left_alone(place: str, tmp_path: Path) -> None:
    assert told(tmp_path, near(SHIP, *LEFT_ALONE[place])) == []


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (25.23, 76.57),  # Hopen
        (36.8, 80.15),  # Victoria Island
        (-175.6, 71.4),  # Herald Island
        (156.9, 77.1),  # Henrietta Island
        (11.87, 78.93),  # Ny-Ålesund
        (100.0, 65.0),
    ],
)
def test_a_base_on_an_island_is_left_alone(lon: float, lat: float, tmp_path: Path) -> None:
    assert told(tmp_path, near(BASE, lon, lat)) == []


@pytest.mark.parametrize(
    "record",
    [
        near(PLANE, 100, 65),
        near(PLANE, 40, 74),
        near("coastguard/port-call", 100, 65),
        near(SHIP, 100, 65, 900),  # its disc reaches the sea
        near(SHIP, 37.6, 55.75),  # Moscow: south of 60° N rivers are not known
        feature("a", point(100, 65), place={"precision": "region", "regions": "top"}),
        feature("a", {"type": "MultiPoint", "coordinates": [[100, 65], [40, 74]]}),
        feature("a", {"type": "LineString", "coordinates": [[100, 65], [100, 78]]}),
        feature("a", sector(90, 130, 65, 78), type=SHIP),
        feature("a", {"type": "GeometryCollection", "geometries": []}),
        feature("a", None, place={"regions": "top"}),
    ],
)
def test_what_does_not_contradict_itself_is_left_alone(
    record: dict[str, Any], tmp_path: Path
) -> None:
    assert told(tmp_path, record) == []


@pytest.mark.parametrize(
    "record",
    [
        near(SHIP, 100, 65, None),  # how well it is known is not stated
        near(SHIP, 460, 65),  # as [100, 65] may be written, too
        near(SHIP, 100, 65, 400),
        near(SHIP, 24, 68.5),  # Lapland
        feature("a", {"type": "LineString", "coordinates": [[95, 65], [105, 65.5]]}),
        feature("a", sector(98, 102, 64.5, 66), type=SHIP),
    ],
)
def test_what_lies_inland_whole_is_told(record: dict[str, Any], tmp_path: Path) -> None:
    assert len(told(tmp_path, record)) == 1


@given(st.floats(-180, 180), st.floats(60.5, 89.5))
def test_distances_to_the_sea_and_to_land_exclude_each_other(lon: float, lat: float) -> None:
    x, y = map(float, project(lon, lat))
    at = shapely.Point(x, y)
    on_land = bool(ground.is_on_land(shapely.points([x], [y]))[0])
    assert (metres_of(ground.to_sea, at) > 0) == on_land
    assert not on_land or metres_of(ground.to_land, at) == 0


def test_a_distance_to_the_sea_is_one_to_the_shore() -> None:
    # From the middle of Kola to the shore at Murmansk, as the crow flies.
    x, y = map(float, project(33.4, 68.2))
    inland = shapely.Point(x, y)
    metres = metres_of(ground.to_sea, inland)
    assert 50_000 < metres < distance_m(33.4, 68.2, 33.03, 68.98)
    assert metres_of(ground.to_sea, inland, 1.2 * metres) == 0
    assert metres_of(ground.to_sea, inland, 0.9 * metres) == metres


@pytest.mark.parametrize(("lon", "lat", "km"), [(0, 89, 5), (-170, 71, 1), (179.9, 74, 90)])
def test_the_nearest_land_is_the_nearest_of_all_land(lon: float, lat: float, km: float) -> None:
    shape = disc(lon, lat, km * 1000)
    land = shapely.GeometryCollection([*stored_land(), ground.basemap_areas(0)])
    metres = metres_of(ground.to_land, shape)
    assert metres == pytest.approx(nearest(shape, land).metres, rel=1e-6, abs=0.01)
    assert metres_of(ground.to_land, shape, 1.2 * metres) == 0
    assert metres_of(ground.to_land, shape, 0.9 * metres) == metres


def test_many_ships_on_land_are_measured_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []
    apart_m = ground.apart_m

    def counted(shape: Any, shapes: Any) -> Any:
        measured.append(len(shapes))
        return apart_m(shape, shapes)

    monkeypatch.setattr(ground, "apart_m", counted)
    ships = [feature(f"s{n}", point(95 + n / 4, 65), type=SHIP) for n in range(20)]
    bases = [feature(f"b{n}", point(30 + n / 4, 74), type=BASE) for n in range(20)]
    assert len(told(tmp_path, *ships, *bases)) == 40
    assert sum(measured) <= 80
    assert len(measured) <= 3  # from the shore, from inland waters, from land


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(60.5, 89.5)), min_size=1, max_size=4),
    st.sampled_from([0.0, 50_000.0, 400_000.0]),
)
def test_the_distances_of_many_are_those_of_each(
    places: list[tuple[float, float]], least_m: float
) -> None:
    shapes = np.array([disc(lon, lat, 2_000) for lon, lat in places])
    inland_waters = shapely.GeometryCollection([ground.basemap_areas(1), ground._rivers()])
    near = ground.are_near_inland_water(shapes, np.full(len(shapes), least_m))
    for shape, metres, is_near in zip(
        shapes, ground.to_sea(shapes, np.full(len(shapes), least_m)), near, strict=True
    ):
        assert is_near == (nearest(shape, inland_waters).metres <= least_m)
        on = [land for land in stored_land() if land.covers(shape)]
        expected = nearest(shape, on[0].boundary).metres if on else 0.0
        if expected >= least_m:
            assert metres == pytest.approx(expected, rel=1e-6, abs=0.01)
        else:
            assert metres in (0.0, pytest.approx(expected, rel=1e-6, abs=0.01))


@pytest.mark.slow
def test_the_sample_records_lie_where_their_types_may(tmp_path: Path) -> None:
    samples = Path(__file__).parents[3]
    assert [f for f in check(open_workspace(samples)) if f.rule == "place-ground"] == []
