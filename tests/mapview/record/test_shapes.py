"""Shapes of records in a view: geometry of the plane, which no output has rounded."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely

from folium_polar.geometry import area_km2, project
from geotrack.mapview.record.geometry import draw
from geotrack.mapview.record.shapes import Disc, Drawing, NamedRegion, PlaneArea, PlaneLine
from tests.records import feature, point, polygon, region, sector, workspace

# Finer than the four decimals of a page.
CORNERS = ([15.0000123, 76.00004], [15.0037, 76.0000456], [15.00375, 76.0009])
LINE = {"type": "LineString", "coordinates": [[0, 40], [30, 40]]}


def drawing_of(folder: Path, *args: object, **properties: object) -> Drawing:
    own = workspace(
        folder, feature("a", *args, **properties), regions=[region("west", sector(0, 9, 70, 75))]
    )
    drawing = draw(own.events[0], own.regions)
    assert drawing is not None
    return drawing


def test_a_position_and_its_disc_are_as_written(tmp_path: Path) -> None:
    near = {"precision": "near", "radius_km": 25}
    drawing = drawing_of(tmp_path, point(-168.51234567, 65.71234567), place=near)
    assert drawing.lonlat == (-168.51234567, 65.71234567)
    [disc] = drawing.shapes
    assert disc == Disc(-168.51234567, 65.71234567, 25_000.0)
    assert isinstance(disc, Disc)
    assert area_km2(disc.plane) == pytest.approx(math.pi * 25**2, rel=1e-3)


def test_an_area_has_all_its_vertices(tmp_path: Path) -> None:
    [area] = drawing_of(tmp_path, polygon(*map(list, CORNERS))).shapes
    assert isinstance(area, PlaneArea)
    expected = shapely.points(*project(*zip(*CORNERS, strict=True)))
    assert shapely.distance(expected, area.plane.boundary).max() < 1e-6
    assert shapely.hausdorff_distance(area.plane.boundary, shapely.LinearRing(expected)) < 0.01


def test_a_line_on_a_parallel_is_on_it(tmp_path: Path) -> None:
    drawing = drawing_of(tmp_path, LINE)
    [line] = drawing.shapes
    assert isinstance(line, PlaneLine)
    # Two bits less would let the map end ten degrees further south.
    assert drawing.southernmost == 40.0


def test_a_region_is_that_of_the_workspace(tmp_path: Path) -> None:
    drawing = drawing_of(tmp_path, None, place={"regions": ["west"]})
    [named] = drawing.shapes
    assert isinstance(named, NamedRegion)
    assert [one.id for one in drawing.regions] == ["west"]
    assert named.region.plane.contains(shapely.Point(*project(*drawing.lonlat)))
    assert drawing.southernmost == drawing.lonlat[1]
