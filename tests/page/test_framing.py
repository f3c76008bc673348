from __future__ import annotations

import json
from typing import Any

import pytest

from geotrack.page import briefing

HEAD = 'title="x"\nmarking="UNCLASSIFIED"\n'


def html_of(workspace: Any) -> str:
    return str(briefing(workspace, "plan").get_root().render())


@pytest.mark.parametrize(
    ("select", "words"),
    [
        ("", None),
        (
            'themes = ["naval"]\nwithout = ["b"]',
            "records themes naval, without 1 that the map’s definition names.",
        ),
        (
            'regions = ["far-north"]\nfrom = "2024"\ncertain = true',
            "records in the Far North, from 2024 to the last, certainly so.",
        ),
    ],
)
def test_the_selection_is_told(make: Any, feature: Any, select: str, words: str | None) -> None:
    workspace = make(feature("a"), feature("b"), definition=f"{HEAD}[select]\n{select}\n")
    html = html_of(workspace)
    assert (f"Selected: {words}" in html) if words else ("Selected:" not in html)


def test_what_is_left_out_is_counted(make: Any, feature: Any) -> None:
    near = {"precision": "near", "radius_km": 300}
    records = (
        feature("edge", geometry={"type": "Point", "coordinates": [0, 80]}, place=near),
        feature("later", geometry={"type": "Point", "coordinates": [0, 88]}, place=near,
                sources=[{"url": "https://example.org", "published": "2025-02"}]),
        feature("nowhere", geometry=None),
    )  # fmt: skip
    select = '[select]\nregions = ["far-north"]\ncertain = true\n'
    html = html_of(make(*records, definition=HEAD + 'as_of = "2024-12-31"\n' + select))
    assert (
        "Left out: 1 first sourced after the as-of date; 1 that meets the selection only possibly; "
        "1 without the place or date that the selection asks for."
    ) in html
    assert (
        "<span data-w>As of 31 December 2024</span> · "
        '<span class="how-many"><span data-w>0 records</span></span>' in html
    )


def test_signs_of_records_are_told_where_there_are_any(make: Any, feature: Any) -> None:
    html = html_of(make(feature("a"), definition=f"{HEAD}[select]\nthemes = ['air']\n"))
    assert "Solid: a position" not in html
    assert "Solid: a position" in html_of(make(feature("a"), definition=HEAD))


LINE = {
    "type": "Feature",
    "id": "a-line",
    "geometry": {"type": "LineString", "coordinates": [[0, 75], [20, 75]]},
    "properties": {
        "name": "A line",
        "definition": {"text": "Along 75° N.", "url": "https://www.example.org/treaty?a=1&b=2"},
        "authority": "A treaty",
        "licence": "CC0-1.0",
    },
}


@pytest.mark.parametrize(
    ("layers", "heading"),
    [
        ('routes = ["a-line"]', "Routes as defined here"),
        ('boundaries = ["a-line"]\nregions = ["far-north"]', "Regions and boundaries as defined"),
    ],
)
def test_routes_and_boundaries_cite_their_definitions(
    make: Any, feature: Any, tmp_path: Any, layers: str, heading: str
) -> None:
    workspace = make(feature("a"), definition=f"{HEAD}[layers]\n{layers}\n")
    for name in ("routes", "boundaries"):
        lines = {"type": "FeatureCollection", "features": [LINE]}
        (tmp_path / "layers" / f"{name}.geojson").write_text(json.dumps(lines), "utf-8")
    html = html_of(workspace)
    assert f"<h2 data-w>{heading}" in html
    assert (
        '<dt data-w class="line">A line</dt>'
        "<dd>Along 75° N. <span data-w>Authority:</span> A treaty. "
        "<span data-w>Shape:</span> CC0-1.0. "
        '<a href="https://www.example.org/treaty?a=1&amp;b=2">example.org</a></dd>'
    ) in html


def test_only_what_the_map_shows_is_defined(make: Any, feature: Any) -> None:
    assert "as defined here" not in html_of(make(feature("a"), definition=HEAD))
    named = feature("a", geometry=None, place={"regions": "date-line-box"})
    html = html_of(make(named, definition=HEAD))
    assert "<dt data-w>Box at 180°</dt>" in html
    assert "<dt data-w>Far North</dt>" not in html
