from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from folium_polar.geometry import project
from geotrack.errors import GeotrackError, UsageError
from geotrack.mapview.open import unranked
from geotrack.page import briefing


def seen(page: Any, lon: float, lat: float) -> bool:
    """Tell whether the view's circle has a place within it."""
    rim = [project(lon, lat) for lat, lon in page.fit]
    x, y = project(lon, lat)
    (x0, y0) = (sum(float(p[i]) for p in rim) / len(rim) for i in (0, 1))
    radius = min(((float(px) - x0) ** 2 + (float(py) - y0) ** 2) ** 0.5 for px, py in rim)
    return bool(((float(x) - x0) ** 2 + (float(y) - y0) ** 2) ** 0.5 <= radius)


@pytest.mark.parametrize(
    ("record", "places"),
    [
        ({"place": {"precision": "near", "radius_km": 900}}, [(-168.5, 73.7), (-168.5, 57.8)]),
        ({"geometry": None, "place": {"regions": "far-north"}}, [(0, 80), (90, 80), (180, 80)]),
        (
            {
                "geometry": {"type": "LineString", "coordinates": [[170, 60], [190, 60]]},
                "place": {"precision": "line", "radius_km": 600},
            },
            [(180, 65), (180, 55), (170, 65)],
        ),
    ],
)
def test_a_plain_map_fits_all_that_it_draws(
    make: Any, feature: Any, tmp_path: Path, record: Any, places: list[tuple[float, float]]
) -> None:
    make(feature("a", **record))
    page = briefing(tmp_path / "events" / "a.geojson")
    for lon, lat in places:
        assert seen(page, lon, lat), (lon, lat)


def test_a_map_of_nothing_placed_shows_the_whole_arctic(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    make(feature("a", geometry=None))
    assert seen(briefing(tmp_path / "events" / "a.geojson"), 0, 62)


def test_a_marking_counts_by_what_comes_before_its_free_text(make: Any, feature: Any) -> None:
    workspace = make(feature("a", marking="SECRET // EYES"), feature("b", marking="NATO TOP"))
    assert [one.text for one in unranked(workspace)] == ["NATO TOP"]
    html = briefing(workspace).get_root().render()
    assert ">NATO TOP // SECRET // EYES<" in html


def test_a_folder_or_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file or folder .*nowhere"):
        briefing(tmp_path / "nowhere")


@pytest.mark.parametrize("title", [" ", "\u3000", "\u200b\ufeff"])
def test_a_title_that_shows_nothing_is_none(make: Any, feature: Any, title: str) -> None:
    with pytest.raises(UsageError, match="'title' is blank; write one, or leave it out"):
        briefing(make(feature("a")), title=title)


def test_a_definition_with_a_fault_tells_it(make: Any, feature: Any) -> None:
    workspace = make(feature("a"), definition='title = "x"\nmarking = "UNCLASSIFIED"\nas_of = "no"')
    with pytest.raises(GeotrackError, match=r"maps/plan.toml:3: /as_of"):
        briefing(workspace, "plan")


def test_faulty_records_are_left_out_with_a_warning(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    make(feature("a"), feature("b", start="soon"))
    with pytest.warns(UserWarning, match="1 errors"):
        page = briefing(tmp_path)
    assert page.counts.total == 1


def test_a_language_can_be_asked_for(make: Any, feature: Any) -> None:
    workspace = make(feature("a"))
    assert briefing(workspace, "plan", language="nb").view.translate.language == "nb"
    with pytest.raises(UsageError, match="xx"):
        briefing(workspace, "plan", language="xx")
