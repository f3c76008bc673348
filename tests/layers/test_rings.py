"""Rings of regions, projected at once or one by one."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from folium_polar.geometry import to_plane
from folium_polar.geometry.geojson import shapes
from geotrack.files.resources import sample_workspace
from geotrack.workspace import open_workspace


@pytest.mark.parametrize("id_", ["arctic-circle", "bering-sea", "barents-sea", "amap-area"])
def test_a_region_is_what_its_rings_are(id_: str) -> None:
    geometry = open_workspace(sample_workspace()).regions[id_].geometry
    with patch.object(shapes, "_MANY", 10**6):
        one_by_one = to_plane(geometry)
    assert to_plane(geometry).wkb == one_by_one.wkb
