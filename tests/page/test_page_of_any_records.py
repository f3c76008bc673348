"""Whatever records are valid, a map of them is made, and each is on it."""

from __future__ import annotations

import copy
import re
import warnings
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.page import briefing
from geotrack.workspace import Workspace, open_file
from tests.mutations import JSON_VALUES, paths_of
from tests.records import cap, feature, point, region, sector, written

pytestmark = pytest.mark.slow

MADE = settings(
    max_examples=settings.default.max_examples // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
POSITIONS = st.tuples(
    st.sampled_from([-180.0, -179.999, 0.0, 180.0]) | st.floats(-180, 180),
    st.sampled_from([-90.0, -0.001, 0.0, 89.9999, 90.0]) | st.floats(-90, 90),
).map(list)
RINGS = st.lists(POSITIONS, min_size=3, max_size=5).map(lambda ring: [*ring, ring[0]])
SHAPES = st.one_of(
    st.builds(lambda p: {"type": "Point", "coordinates": p}, POSITIONS),
    *(
        st.builds(lambda c, kind=kind: {"type": kind, "coordinates": c}, st.lists(of, min_size=2))
        for kind, of in (
            ("MultiPoint", POSITIONS),
            ("LineString", POSITIONS),
            ("MultiLineString", st.lists(POSITIONS, min_size=2, max_size=4)),
        )
    ),
    st.builds(lambda ring: {"type": "Polygon", "coordinates": [ring]}, RINGS),
    st.builds(lambda ring: {"type": "MultiPolygon", "coordinates": [[ring]]}, RINGS),
)
GEOMETRIES = st.none() | st.recursive(
    SHAPES | st.builds(lambda p: {"type": "LineString", "coordinates": [p, p]}, POSITIONS),
    lambda parts: st.lists(parts, min_size=1, max_size=3).map(
        lambda shapes: {"type": "GeometryCollection", "geometries": shapes}
    ),
    max_leaves=4,
)
PLACES = st.fixed_dictionaries(
    {},
    optional={
        "precision": st.sampled_from(
            ["exact", "near", "ring", "line", "area", "representative", "region"]
        ),
        "radius_km": st.sampled_from([0.001, 1, 50, 2_000, 12_000, 20_000]),
        "inner_radius_km": st.sampled_from([0.0005, 49.999_999, 1_500, 11_000, 19_000]),
        "regions": st.lists(st.sampled_from(["west", "top", "nowhere"]), max_size=3),
        "regions_mode": st.sampled_from(["one", "each"]),
    },
)


def opened(folder: Path, *features: Any) -> Workspace:
    regions = (region("west", sector(0, 10, 70, 75)), region("top", cap(85)))
    written(folder / "layers" / "regions.geojson", *regions)
    path = written(folder / "events" / "e.geojson", *features)
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    return open_file(path)


def mapped(workspace: Workspace) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = briefing(workspace, title="All")
        html = page.get_root().render()
    html.encode()
    assert page.counts.total == len(workspace.current)
    assert len(re.findall(r"<li id=record-\d+", html)) == len(workspace.current)
    drawn = page.get_root().packed["geotrack-data"]["events"]
    assert sum(d["drawn"] == "unplaced" for d in drawn) == page.counts.unplaced
    assert all((d["at"] is None) == (d["drawn"] == "unplaced") for d in drawn)
    for event in workspace.events:
        assert event.title.encode(errors="replace").decode() in unescape(html).replace(
            "\ufffd", "?"
        )


@MADE
@given(st.lists(st.tuples(GEOMETRIES, PLACES), min_size=1, max_size=3))
def test_of_any_place(tmp_path: Path, made: list[tuple[Any, Any]]) -> None:
    records = [feature(n, geometry, place=place) for n, (geometry, place) in enumerate(made)]
    mapped(opened(tmp_path, feature("sound", point(5, 72)), *records))


FULL = feature(
    "full",
    point(5, 72),
    summary="s",
    end="..",
    actors=[{"name": "n", "country": "NO", "role": "r", "assets": ["x"]}],
    place={"name": "p", "precision": "near", "radius_km": 9, "regions": ["west"], "note": "n"},
    verification={"level": "claimed", "basis": "b"},
    confidence={"level": "low", "about": "a", "basis": "b"},
    likelihood={"term": "likely", "scale": "s", "judged_by": "j"},
    sources=[
        {"url": "https://a.org", "origin": "o", "says": "s", "start": "2024", "published": "2024",
         "grade": {"reliability": "B", "credibility": 2, "by": "b", "on": "2024"}},
        {"seed": "r", "claim": "C"},
    ],
    part_of="sound", related=["sound"], replaces=["sound"], sequence=1,
    marking="SECRET // x", releasable_to=["NO"], review="draft",
    revisions=[{"what": "w", "on": "2024", "by": "b", "why": "y"}],
    tags=["t"], column={"a": 1},
)  # fmt: skip
PATHS = [p for p in paths_of(FULL["properties"]) if p]


@MADE
@given(st.lists(st.tuples(st.sampled_from(PATHS), JSON_VALUES), max_size=3))
def test_of_anything_anywhere_that_is_valid(tmp_path: Path, changes: list[Any]) -> None:
    record = copy.deepcopy(FULL)
    for path, value in changes:
        inner: Any = record["properties"]
        for key in path[:-1]:
            inner = inner[key] if isinstance(inner, (dict, list)) and _has(inner, key) else None
        if isinstance(inner, (dict, list)) and _has(inner, path[-1]):
            inner[path[-1]] = value
    mapped(opened(tmp_path, feature("sound", point(5, 72)), record))


def _has(value: Any, key: Any) -> bool:
    return key in value if isinstance(value, dict) else isinstance(key, int) and key < len(value)


@pytest.mark.parametrize("change", [{}, {"start": "unknown", "end": ...}, {"column": "\u2028</b>"}])
def test_of_a_full_record(tmp_path: Path, change: dict[str, Any]) -> None:
    properties = {k: v for k, v in {**FULL["properties"], **change}.items() if v is not ...}
    mapped(opened(tmp_path, feature("sound"), {**FULL, "properties": properties}))
