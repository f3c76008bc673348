"""Limits of seas lie where their definitions say, and known positions lie in their seas."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from pyproj import Proj

from folium_polar.geometry import project
from geotrack.files.resources import sample_workspace
from geotrack.workspace import Workspace, open_workspace
from tools.coast import basemap_land
from tools.sea_limits import SeaLimit, read_limits

_REGIONS = {
    "Bering Sea": "bering-sea",
    "Gulf of Anadyr'": "gulf-of-anadyr",
    "Amundsen Gulf": "northwest-passage",
    "The North Western Passages": "northwest-passage",
    "Arctic Ocean": "arctic-ocean-central",
}
_NEAR_M, _SHORE_M = 150.0, 2_000.0
_STEPS = 40


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(sample_workspace())


def _rhumb(start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    """Points of a line of constant course: straight in PROJ's Mercator projection."""
    turn = (end[0] - start[0] + 180) % 360 - 180
    mercator = Proj(proj="merc", ellps="WGS84", lon_0=start[0])
    ends = np.array([mercator(start[0], start[1]), mercator(start[0] + turn, end[1])])
    share = np.linspace(0, 1, _STEPS)[:, None]
    return np.column_stack(mercator(*(ends[0] + share * (ends[1] - ends[0])).T, inverse=True))


@pytest.mark.parametrize("limit", read_limits(), ids=lambda limit: " | ".join(limit.between))
def test_a_limit_lies_on_its_rhumb_lines(limit: SeaLimit, workspace: Workspace) -> None:
    """An oracle by PROJ: each point in the water is within 150 m of a border of the two seas."""
    names = [_REGIONS.get(name, name.lower().replace(" ", "-")) for name in limit.between]
    seas = [workspace.regions[id_].plane for id_ in names if id_ in workspace.regions]
    shapely.prepare(basemap_land())
    borders = shapely.union_all([sea.boundary for sea in seas])
    line = np.vstack(
        [
            _rhumb(*pair)
            for pair in pairwise(limit.line)
            # The meridian to Shetland parts two seas that are no regions.
            if pair[0][0] != pair[1][0]
        ]
    )
    points = shapely.points(np.column_stack(project(*line.T)))
    apart = shapely.distance(points, borders)
    # By the shore, whose coast is simplified, a limit ends.
    wet = ~shapely.dwithin(points, basemap_land(), _SHORE_M)
    assert wet.sum() > _STEPS // 8
    assert apart[wet].max() < _NEAR_M, line[wet][apart[wet].argmax()]


_POSITIONS = [
    (26.5, 71.5, "barents-sea"),
    (25.0, 72.0, "barents-sea"),
    (23.0, 72.0, "norwegian-sea"),
    (20.6, 74.0, "barents-sea"),
    (18.4, 74.4, "norwegian-sea"),
    (20.0, 74.5, "barents-sea"),
    (18.5, 75.5, "barents-sea"),
    (16.5, 75.5, "norwegian-sea"),
    (25.9, 70.8, "barents-sea"),
    (24.5, 71.2, "norwegian-sea"),
    (12.5, 77.5, "greenland-sea"),
    (2.0, 61.2, "norwegian-sea"),
    (2.0, 60.8, None),
    (-4.0, 62.2, "norwegian-sea"),
    (-4.0, 61.4, None),
    (-10.0, 63.2, None),
    (-10.0, 64.2, "norwegian-sea"),
    (-14.0, 66.6, "greenland-sea"),
    (-12.8, 65.1, "norwegian-sea"),
    (0.0, 72.5, "norwegian-sea"),
    (-2.0, 73.5, "greenland-sea"),
    (5.0, 79.0, "greenland-sea"),
    (0.0, 81.3, "greenland-sea"),
    (-25.0, 83.7, "arctic-ocean-central"),
    (8.0, 81.6, "arctic-ocean-central"),
    (-26.0, 67.5, "greenland-sea"),
    (-26.0, 67.0, "denmark-strait"),
    (40.5, 67.9, "white-sea"),
    (40.5, 68.5, "barents-sea"),
    (45.0, 72.0, "barents-sea"),
    (66.0, 80.0, "barents-sea"),
    (70.0, 80.0, "kara-sea"),
    (80.0, 81.1, "kara-sea"),
    (80.0, 81.4, "arctic-ocean-central"),
    (120.0, 78.0, "laptev-sea"),
    (120.0, 79.5, "arctic-ocean-central"),
    (160.0, 75.5, "east-siberian-sea"),
    (160.0, 77.5, "arctic-ocean-central"),
    (177.0, 70.3, "east-siberian-sea"),
    (179.5, 70.2, "chukchi-sea"),
    (-140.0, 73.3, "beaufort-sea"),
    (-140.0, 75.0, "arctic-ocean-central"),
    (-127.5, 71.3, "beaufort-sea"),
    (-156.4, 71.33, "beaufort-sea"),  # Elson Lagoon
    (-127.6, 70.24, "beaufort-sea"),  # Harrowby Bay
    (-125.0, 71.0, "northwest-passage"),
    (-82.0, 74.1, "northwest-passage"),
    (-78.0, 74.2, "baffin-bay"),
]

_SEAS = {
    "norwegian-sea", "barents-sea", "greenland-sea", "denmark-strait", "white-sea", "kara-sea",
    "laptev-sea", "east-siberian-sea", "chukchi-sea", "beaufort-sea", "arctic-ocean-central",
    "northwest-passage", "baffin-bay",
}  # fmt: skip


def test_positions_lie_in_their_seas(workspace: Workspace) -> None:
    seas = {id_: workspace.regions[id_].plane for id_ in sorted(_SEAS)}
    for sea in seas.values():
        shapely.prepare(sea)
    found = {
        (lon, lat): [id_ for id_, area in seas.items() if shapely.contains_xy(area, *at)]
        for lon, lat, _ in _POSITIONS
        for at in [project(lon, lat)]
    }
    assert found == {(lon, lat): [sea] if sea else [] for lon, lat, sea in _POSITIONS}
    assert len(found) >= 40
