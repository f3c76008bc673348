"""What a page of many asks for is what a page has that is built whole."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geotrack.index.cache_folder import VARIABLE
from geotrack.mapview.map_of_many import MapOfMany, RecordValues
from geotrack.mapview.map_view import MapView
from geotrack.model import Event, MapDefinition
from geotrack.page import many_records
from geotrack.page.data import page_data
from geotrack.page.document import cards
from geotrack.page.download import collection as download
from geotrack.page.many_records import columns_of, row_data
from geotrack.page.record_source import RecordSource
from geotrack.server.page_process import _definition
from geotrack.workspace import Workspace, open_workspace
from tests.index.small_files import index_few
from tests.records import collection, feature, point, sector

ROOT = Path(__file__).parents[2]
NEAR = {"precision": "near", "radius_km": 60}
LINE = {"type": "LineString", "coordinates": [[30, 72], [40, 74], [55, 76]]}
BARENTS = {"regions": ["barents-sea"]}
GRADED = {"url": "https://example.org/", "grade": {"reliability": "B", "credibility": 2}}
REVISED = [{"on": "2025-02-03", "by": "A", "what": "changed title"}]
# Records in each way that a place, a date and what is beside them can be given.
MADE_UP = (
    feature("a", point(170, 70), title="Alpha", place=NEAR, actors=[{"name": "FSB"}]),
    feature("b", point(-178, 71), title="Bravo", place=NEAR, part_of="a", tags=["x"]),
    feature("c", None, place=BARENTS, start="2024-03", end="..", added="2024-05-06"),
    feature("d", LINE, place={"precision": "line", "radius_km": 20}, end="2024-10-02"),
    feature("e", point(20, 78), related=["d"], sources=[GRADED], verification="disputed"),
    feature("f", None, place=BARENTS, start="[2024-01-01,2024-01-05]"),
    feature("g", None, place={"regions": ["barents-sea", "kara-sea"]}, part_of="c"),
    feature("h", sector(30, 40, 75, 77), place={"precision": "area"}, start="2024-01~"),
    feature("i", point(40, 75), place={"precision": "region", "regions": ["kara-sea"]}),
    feature("j", point(40, -20), confidence="high", revisions=REVISED),
    feature("k", None, place={"described": "somewhere"}, start="unknown"),
    feature("l", point(1, 80), place={**NEAR, "inner_radius_km": 20, "precision": "ring"}),
    feature("m", {"type": "MultiPoint", "coordinates": [[3, 80], [5, 81]]}, replaces=["old"]),
    feature("n", None, place=BARENTS),
    feature("o", point(0, 60), place={"precision": "near", "radius_km": 8000, **BARENTS}),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose records are in the index, with blocks of a few."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(many_records, "BLOCK", 7)
    monkeypatch.setattr("geotrack.page.record_source.BLOCK", 7)
    index_few(monkeypatch)
    folder = tmp_path / "w"
    (folder / "events").mkdir(parents=True)
    for name in ("layers", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "events" / "report-focus-2025.geojson", folder / "events")
    shutil.copy(ROOT / "geotrack.toml", folder)
    _write(folder, MADE_UP)
    return folder


def _write(folder: Path, features: Any) -> None:
    path = folder / "events" / "made-up.geojson"
    path.write_text(json.dumps(collection(*features)), encoding="utf-8")


def _whole(workspace: Workspace, definition: MapDefinition, numbers: dict[str, int]) -> Any:
    """Return what a page of all records has that is built whole."""
    view = MapView(workspace, definition, numbers, strict=False)
    data = page_data(view)
    arrays, beside = columns_of(data)
    graded = any(record.graded for record in view.record_views)
    pairs = zip(view.record_views, data["events"], strict=True)
    regions = sorted(region["id"] for region in beside["regions"])
    found = download(workspace, definition, view.records, view.page_ids, "")
    return {
        "arrays": {name: array.tolist() for name, array in arrays.items()},
        "beside": {**beside, "opening": None, "regions": regions},
        "rows": [row_data(record, event, view.translate) for record, event in pairs],
        "cards": cards(view.record_views, view.translate, graded=graded),
        "features": found["features"],
    }


def _content_of(source: RecordSource) -> Any:
    """Return the same, as a page asks for it."""
    count = len(source.arrays["n"])
    blocks = range(-(-count // 7))
    regions = sorted(region["id"] for region in source.data["regions"])
    beside = {k: v for k, v in source.data.items() if k != "version"}
    return {
        "arrays": {name: array.tolist() for name, array in source.arrays.items()},
        "beside": {**beside, "opening": None, "regions": regions},
        "rows": [row for n in blocks for row in source.rows(n)],
        "cards": [source.card(place) for place in range(count)],
        "features": [one for n in blocks for one in source.features(n)],
    }


def _edits(folder: Path) -> Iterator[None]:
    """Change the records at random, again and again."""
    chance = random.Random(7)  # noqa: S311 (a draw for a test, no secret)
    features = list(MADE_UP)
    yield
    for n in range(3):
        at = chance.randrange(len(features))
        match n:
            case 0:
                own = features[at]["properties"]
                features[at] = feature(features[at]["id"], point(60, 74), **{**own, "place": NEAR})
            case 1:
                features.pop(at)
            case _:
                where = {"regions": [chance.choice(["kara-sea", "laptev-sea"])]}
                features.insert(at, feature(f"new-{n}", None, place=where, start="2023"))
        _write(folder, features)
        yield


def test_rows_and_columns_are_those_of_a_whole_page_after_each_change(folder: Path) -> None:
    source, known, numbers = None, None, dict[str, int]()
    for n, _ in enumerate(_edits(folder)):
        workspace = open_workspace(folder)
        definition = _definition(workspace, "en" if n % 2 else "nb")
        whole = _whole(workspace, definition, numbers)
        before, source = source, RecordSource(MapOfMany(workspace, definition, numbers, known), "1")
        assert _content_of(source) == whole
        numbers, known = source.view.numbers, source.view.values
        if before is not None:
            _check_changes(before, source)


def _check_changes(before: RecordSource, source: RecordSource) -> None:
    """What is sent are the records that are new or have changed."""
    features = [event.feature for event in source.view.records]
    earlier = [event.feature for event in before.view.records]
    body = source.columns(before)
    header = json.loads(body[4 : 4 + int.from_bytes(body[:4], "little")])
    lengths = {name: length for name, _, length in header["arrays"]}
    assert lengths["added"] == sum(feature not in earlier for feature in features)
    assert lengths["removed"] == sum(feature not in features for feature in earlier)
    assert lengths["lat"] == (len(features) if "lat" in header["whole"] else lengths["added"])


def test_only_what_is_not_known_is_judged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = open_workspace(folder)
    definition = _definition(workspace, "en")
    values = MapOfMany(workspace, definition, {}).values
    partly = RecordValues(values.digests[::2], {k: v[..., ::2] for k, v in values.arrays.items()})
    again = MapOfMany(workspace, definition, {}, partly).values
    assert all(np.array_equal(v, values.arrays[k], equal_nan=True) for k, v in again.arrays.items())
    drawn: list[Event] = []
    monkeypatch.setattr("geotrack.mapview.map_of_many.draw", lambda event, _: drawn.append(event))
    assert MapOfMany(workspace, definition, {}, values).is_placed.any()
    assert drawn
    assert not any(event.geometry for event in drawn)  # those of one region each once
