"""Records handed over in Python."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
from shapely.geometry import LineString, Point

import geotrack
from geotrack.errors import UsageError
from geotrack.files.resources import sample_workspace
from geotrack.reading import features, toml_files
from tests.readable import readable


@pytest.fixture
def sample() -> geotrack.Workspace:
    return geotrack.open_workspace(sample_workspace())


def table(**columns: Any) -> geopandas.GeoDataFrame:
    rows = {
        "title": ["A", "B"],
        "type": ["naval/patrol", "air/patrol"],
        "start": ["2024-05", "2024-06-01"],
        "sources": ["https://example.org/a", "https://example.org/b"],
    }
    shapes = [Point(179.5, 72), LineString([(170, 70), (175, 70)])]
    return geopandas.GeoDataFrame({**rows, **columns}, geometry=shapes, crs="EPSG:4326")


@pytest.mark.slow
def test_an_answer_is_shown_with_its_records_and_no_others(sample: geotrack.Workspace) -> None:
    found = geotrack.select(sample, geotrack.Query(regions=("bering-strait",)))
    page = geotrack.briefing(found)
    assert {e.id for e in page.records} == set(found.ids)
    hits = geotrack.query(sample, region="bering-strait")
    assert {e.id for e in geotrack.briefing(hits, workspace=sample).records} == set(hits.index)
    few = geotrack.briefing(hits.head(3), workspace=sample)
    assert {e.id for e in few.records} == set(hits.index[:3])
    left = next(e.title for e in sample.events if e.id not in set(found.ids))
    assert left not in readable(page.get_root().render())


def test_an_answer_from_elsewhere_is_refused(sample: geotrack.Workspace) -> None:
    hits = geotrack.query(sample, region="bering-strait").rename({}, axis=0)
    hits.index = [*hits.index[:-1], "2020-nowhere"]
    hits.index.name = "id"
    with pytest.raises(UsageError, match="no record '2020-nowhere'; say with workspace"):
        geotrack.briefing(hits, workspace=sample)


def test_a_table_of_events_is_read_as_a_file_would_be(sample: geotrack.Workspace) -> None:
    page = geotrack.briefing(table(), workspace=sample, title="Mine")
    assert [(e.id, e.title) for e in page.records] == [("1", "A"), ("2", "B")]
    named = table(id=["x", "y"], start=pd.to_datetime(["2024-05-01", "2024-06-01"]))
    records = geotrack.briefing(named, workspace=sample).records
    assert [(e.id, e.start) for e in records] == [("x", "2024-05-01"), ("y", "2024-06-01")]


def test_a_table_in_a_polar_projection_is_brought_to_degrees(sample: geotrack.Workspace) -> None:
    page = geotrack.briefing(table().to_crs("EPSG:3995"), workspace=sample)
    lon, lat = page.records[0].geometry["coordinates"]
    assert (lon, lat) == pytest.approx((179.5, 72))


def test_features_and_collections(sample: geotrack.Workspace) -> None:
    rows = table().__geo_interface__["features"]
    for events in (rows, iter(rows), {"type": "FeatureCollection", "features": rows}):
        assert len(geotrack.briefing(events, workspace=sample).records) == 2
    assert len(geotrack.briefing(rows[0], workspace=sample).records) == 1


def test_a_fault_is_told_with_its_place(sample: geotrack.Workspace) -> None:
    with pytest.warns(UserWarning, match=r"/features/1/properties/start: '2024-13' is not a date"):
        page = geotrack.briefing(table(start=["2024-05", "2024-13"]), workspace=sample)
    assert [e.title for e in page.records] == ["A"]


@pytest.mark.parametrize("events", [7, [1, 2], b"{}", ["a"]])
def test_what_are_no_events_is_refused(events: Any, sample: geotrack.Workspace) -> None:
    with pytest.raises(UsageError, match="these are no events: give a workspace"):
        geotrack.briefing(events, workspace=sample)


def test_a_part_of_a_workspace_issues_no_numbers(make: Any, feature: Any, tmp_path: Path) -> None:
    plan = 'title = "Plan"\nmarking = "UNCLASSIFIED"\n'
    workspace = make(feature("a"), feature("b", start="2025"), definition=plan)
    found = geotrack.select(workspace, geotrack.Query.parse(start="2025"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        page = geotrack.briefing(found, "plan")
    page.save(str(tmp_path / "part.html"))
    assert not (tmp_path / "maps" / "plan.numbers.json").exists()


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are read, but of the journal, which others may write."""
    read: list[str] = []

    def noted(original: Callable[..., Any]) -> Callable[..., Any]:
        def reads(path: Path, *args: Any, **options: Any) -> Any:
            if not path.name.startswith("."):
                read.append(path.name)
            return original(path, *args, **options)

        return reads

    monkeypatch.setattr(features, "read_file", noted(features.read_file))  # layers
    monkeypatch.setattr(toml_files, "read_file", noted(toml_files.read_file))
    return read


@pytest.mark.slow
def test_what_stands_around_records_is_read_once_for_all_of_their_pages(
    sample: geotrack.Workspace, files_read: list[str]
) -> None:
    found = geotrack.select(sample, geotrack.Query(types=("coastguard/patrol",)))
    for _ in range(2):
        geotrack.briefing(found)
        geotrack.briefing(table(), workspace=sample)
    assert {"regions.geojson", "focus-2025.toml", "geotrack.toml"} <= set(files_read)
    assert len(files_read) == len(set(files_read))
