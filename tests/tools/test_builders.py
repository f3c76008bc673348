"""The builders that need no download give the bytes that are committed."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from folium_polar.geometry import distance_m, project, to_plane
from tools import build_boundaries, build_places, build_routes, sources, storing
from tools.coverage import fill_gaps, simplify_coasts
from tools.lines import rhumb, split_line
from tools.storing import stored


@pytest.mark.parametrize(
    ("name", "title", "build"),
    [
        ("places", "Gazetteer", build_places.build),
        ("routes", "Sea routes", build_routes.build),
        ("boundaries", "Boundaries and lines", build_boundaries.build),
    ],
)
def test_building_again_gives_the_committed_bytes(
    name: str, title: str, build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = (storing.LAYERS / f"{name}.geojson").read_bytes()
    monkeypatch.setattr(storing, "LAYERS", tmp_path)
    assert storing.write(name, title, build()).read_bytes() == committed


def test_a_rhumb_line_keeps_its_course() -> None:
    line = rhumb((179.0, 60.0), (-178.0, 63.0))
    assert all(-180 <= lon <= 180 for lon, _ in line)
    # A course is the limit of the azimuth of short steps: compare the first half's and the last's.
    fine = [at for pair in itertools.pairwise(line) for at in rhumb(*pair)]
    assert len(fine) >= len(line)
    lon = np.unwrap([lon for lon, _ in line], period=360)
    lat = np.radians([lat for _, lat in line])
    mercator = np.arctanh(np.sin(lat))
    slope = np.diff(np.radians(lon)) / np.diff(mercator)
    assert slope == pytest.approx(slope.mean(), rel=2e-3)


def test_a_parallel_is_a_rhumb_line() -> None:
    assert {lat for _, lat in rhumb((10.0, 74.0), (35.0, 74.0))} == {74.0}


def test_lines_are_cut_at_180_degrees() -> None:
    cut = split_line([(178.0, 70.0), (-178.0, 72.0), (-176.0, 72.0)])
    assert cut["coordinates"] == [
        [[178.0, 70.0], [180.0, 71.0]],
        [[-180.0, 71.0], [-178.0, 72.0], [-176.0, 72.0]],
    ]
    assert split_line([(178.0, 70.0), (180.0, 70.0), (-178.0, 70.0)])["coordinates"] == [
        [[178.0, 70.0], [180.0, 70.0]],
        [[-180.0, 70.0], [-178.0, 70.0]],
    ]


def test_stored_areas_come_back_across_180_degrees_and_round_the_pole() -> None:
    lon = np.arange(-180.0, 180.0, 1.0)
    cap = shapely.Polygon(np.column_stack(project(lon, np.full_like(lon, 80.0))))
    x, y = project(180.0, 70.0)
    island = shapely.Point(float(x), float(y)).buffer(100_000)
    for shape in (cap, island, cap.difference(shapely.Point(0, 0).buffer(50_000))):
        back = to_plane(stored(shape))
        assert back.symmetric_difference(shape).area / shape.area < 1e-3
        assert back.geom_type == "Polygon"


def test_seas_share_their_limit_and_the_coast() -> None:
    land = shapely.box(0, -100_000, 300_000, 0)
    window = shapely.box(0, -100_000, 300_000, 100_000)
    # A gap of 1.7 km between the two, and 1 km off the coast.
    rough = {
        "a": shapely.box(0, 1_000, 150_000, 100_000),
        "b": shapely.box(151_700, 1_000, 300_000, 100_000),
    }
    filled = fill_gaps(rough, land, window)
    whole = shapely.union_all(list(filled.values()))
    assert whole.symmetric_difference(window.difference(land)).area < 1
    assert filled["a"].intersection(filled["b"]).area == 0
    simple = simplify_coasts(filled, land, 1_000)
    assert shapely.union_all(list(simple.values())).symmetric_difference(whole).area < 1


def test_an_island_is_no_sea_by_the_bay_in_its_middle() -> None:
    """The simplified coast leaves the bay out, and a point inside the island lies in it."""
    whole = shapely.box(0, 0, 20_000, 3_000)
    island = whole.difference(shapely.box(1_000, 1_450, 19_000, 3_000))
    assert not island.contains(whole.point_on_surface())
    window = whole.buffer(50_000, join_style="mitre")
    simple = simplify_coasts({"sea": window.difference(island)}, island, 1_600)
    (hole,) = simple["sea"].interiors
    assert shapely.Polygon(hole).area > island.area


def test_a_pickle_that_asks_for_code_is_refused() -> None:
    import io
    import pickle

    with pytest.raises(pickle.UnpicklingError, match="only plain data"):
        sources._PlainPickle(io.BytesIO(pickle.dumps(Path("x")))).load()


def test_a_source_with_other_bytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "CACHE", tmp_path)
    (tmp_path / "x.whl").write_bytes(b"changed")
    with pytest.raises(ValueError, match="not the pinned one"):
        sources.fetch(sources.Source("x", "1", "x.whl", "0" * 64, ("false",)))


def test_marble_rings_are_read() -> None:
    import struct

    raw = struct.pack(">BIB", 2, 1, 0) + struct.pack(">BII", 2, 1, 2)
    raw += struct.pack(">hhh", 120 * 80, -120 * 40, 1) + struct.pack(">bb", 60, -30)
    raw += struct.pack(">hhh", 120 * 81, -120 * 41, 0)
    assert list(sources._pn2_rings(raw)) == [(2, [(-40.0, 80.0), (-40.25, 80.5), (-41.0, 81.0)])]


def test_distances_of_the_sketch_pass_close_by_the_pole() -> None:
    (sketch,) = [f for f in build_routes.build() if f["id"] == "transpolar"]
    parts = sketch["geometry"]["coordinates"]
    points = parts if sketch["geometry"]["type"] == "LineString" else [p for q in parts for p in q]
    assert min(distance_m(lon, lat, 0, 90) for lon, lat in points) < 300_000
