from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from geotrack.mapview.text.frame import selection_words
from geotrack.mapview.text.selection_text import place_and_time_text
from geotrack.model import MapDefinition
from geotrack.model.maps.map_definition import Selected
from geotrack.page import briefing
from geotrack.workspace import open_workspace

ROOT = Path(__file__).parents[3]

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
            "records in the Far North, from 2024 on, certainly so.",
        ),
    ],
)
def test_the_selection_is_told(make: Any, feature: Any, select: str, words: str | None) -> None:
    workspace = make(feature("a"), feature("b"), definition=f"{HEAD}[select]\n{select}\n")
    html = html_of(workspace)
    assert (f"Selected: {words}" in html) if words else ("Selected:" not in html)


@pytest.mark.parametrize(
    ("asked", "english", "norwegian"),
    [
        ({"within": "900km", "of": "murmansk"},
         "within 900\xa0km of Murmansk", "innenfor 900\xa0km fra Murmansk"),
        ({"within": "12.5 nm", "of": "Bering Strait"},
         "within 12.5\xa0NM of the Bering Strait", "innenfor 12,5\xa0NM fra Beringstredet"),
        ({"within": "1500km", "of": "-168.5, 65.7"},
         "within 1500\xa0km of 65.7° N 168.5° W", "innenfor 1500\xa0km fra 65,7° N 168,5° V"),
        ({"within": "20000m", "of": "a"},
         "within 20\u202f000\xa0m of ‘Title of a’", "innenfor 20\u202f000\xa0m fra ‘Title of a’"),
        ({"bbox": [170, 60.5, -170, 66]}, "in the box from 60.5° N 170° E to 66° N 170° W",
         "i rammen fra 60,5° N 170° Ø til 66° N 170° V"),
        ({"from": "2024-02", "to": "2024-11"},
         "from February to November 2024", "fra februar til november 2024"),
        ({"from": "2024-04-03"}, "from 3 April 2024 on", "fra og med 3. april 2024"),
        ({"from": "2024-08", "to": "2024-08"}, "during August 2024", "i løpet av august 2024"),
        ({"to": "2024"}, "up to and including 2024", "til og med 2024"),
    ],
)  # fmt: skip
def test_what_is_asked_is_told_as_places_and_dates_are(
    make: Any, feature: Any, asked: dict[str, Any], english: str, norwegian: str
) -> None:
    workspace = make(feature("a"))
    for name in ("places", "regions"):
        shutil.copy(ROOT / "layers" / f"{name}.geojson", workspace.root / "layers")
    opened, selected = open_workspace(workspace.root), Selected.model_validate(asked)
    assert list(place_and_time_text(opened, selected, "en")) == [english]
    assert list(place_and_time_text(opened, selected, "nb")) == [norwegian]


def test_reports_and_wholes_are_told_by_their_titles(make: Any, feature: Any) -> None:
    workspace = make(feature("a"), feature("b", part_of="a"))
    select = '[select]\npart_of = "a"\nsources = "none-such"\n'
    definition = MapDefinition.model_validate(tomllib.loads(HEAD + select))
    assert selection_words(workspace, definition) == (
        "Selected: records part of ‘Title of a’, citing none-such."
    )


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
    place = {"precision": "near", "radius_km": 5}
    for some, has, lacks in (({}, "Pale", "Solid"), ({"place": place}, "Solid", "Pale")):
        html = html_of(make(feature("a", **some), definition=HEAD))
        assert f"{has}: a position" in html
        assert f"{lacks}: a position" not in html


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
