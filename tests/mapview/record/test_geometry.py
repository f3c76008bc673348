"""The view in which a map opens: a circle round its records."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from folium_polar.geometry import disc, project, to_plane
from geotrack.mapview.open import open_map
from geotrack.mapview.record.geometry import fitted_view
from geotrack.model import MapDefinition
from geotrack.workspace import Workspace, check
from tests.records import feature, point, sector, workspace

POSITIONS = st.lists(
    st.tuples(st.integers(-180, 180), st.integers(60, 90)), min_size=1, max_size=5, unique=True
)


def fitted(folder: Path, *positions: tuple[float, float]) -> Workspace:
    records = [feature(f"r{n}", point(*at)) for n, at in enumerate(positions)]
    made = workspace(folder, *records)
    (folder / "maps").mkdir(exist_ok=True)
    text = 'title = "M"\nmarking = "UNCLASSIFIED"\n[view]\nfit = "records"\n'
    (folder / "maps" / "m.toml").write_text(text, encoding="utf-8")
    return made


@given(POSITIONS)
def test_it_holds_all_records_of_the_map(
    tmp_path_factory: pytest.TempPathFactory, positions: list[tuple[int, int]]
) -> None:
    made = fitted(tmp_path_factory.mktemp("fit") / "w", *positions)
    view = open_map(made, name="m").definition.view
    geod = Geod(ellps="WGS84")
    for lon, lat in positions:
        _, _, metres = geod.inv(view.lon, view.lat, lon, lat)
        assert metres <= view.radius_km * 1000


@given(
    st.lists(
        st.tuples(
            st.floats(-180, 180).map(lambda lon: round(lon, 3)),
            st.floats(55, 90).map(lambda lat: round(lat, 3)),
            st.integers(2, 1500),
        ),
        min_size=1,
        max_size=30,
    ),
    st.booleans(),
)
def test_it_is_the_smallest_circle_round_all_discs_in_full(
    tmp_path_factory: pytest.TempPathFactory,
    discs: list[tuple[float, float, int]],
    has_area: bool,
) -> None:
    near = [
        feature(f"r{n}", point(lon, lat), place={"precision": "near", "radius_km": radius})
        for n, (lon, lat, radius) in enumerate(discs)
    ]
    area = sector(40, 60, 70, 75)
    drawn = [feature("area", area, place={"precision": "area"})] if has_area else []
    made = workspace(tmp_path_factory.mktemp("fit") / "w", *near, *drawn)
    shapes = [disc(lon, lat, radius * 1000.0) for lon, lat, radius in discs]
    hull = shapely.convex_hull(
        shapely.GeometryCollection([*shapes, *([to_plane(area)] if has_area else [])])
    )
    middle = shapely.minimum_bounding_circle(hull).centroid
    radius = shapely.minimum_bounding_radius(hull) * 1.15 / 1000.0
    view = fitted_view(made.events, made.regions)
    x, y = project([view.lon], [view.lat])
    assert abs(x[0] - middle.x) + abs(y[0] - middle.y) < 1.0
    assert view.radius_km == pytest.approx(min(max(radius, 300.0), 9000.0), abs=1e-3)


def test_without_records_it_is_the_whole_arctic(tmp_path: Path) -> None:
    view = open_map(fitted(tmp_path / "w"), name="m").definition.view
    assert (view.lat, view.radius_km) == (90, 3600)


def test_a_circle_beside_it_is_a_finding(tmp_path: Path) -> None:
    made = fitted(tmp_path / "w", (5, 72))
    path = tmp_path / "w" / "maps" / "m.toml"
    path.write_text(path.read_text("utf-8") + "lat = 70\n", encoding="utf-8")
    (finding,) = [one for one in check(made) if one.file.endswith("m.toml")]
    assert (finding.rule, finding.line) == ("view", 3)
    assert "fit gives the circle, and so do lat" in finding.message


def test_a_scene_has_a_circle_of_its_own() -> None:
    values = {"title": "M", "marking": None, "scenes": [{"title": "S", "view": {"lat": 70}}]}
    assert MapDefinition.model_validate(values).scenes[0].view is not None
