"""Additions to a workspace find and write with an index what they do without."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.index.cache_folder import IS_OFF
from geotrack.index.stored_reads import StoredRead
from geotrack.model import Event
from geotrack.reading import read_events
from geotrack.reading.features import record_of_feature
from geotrack.workspace import Edit, open_workspace, record_index
from geotrack.workspace.duplicates.find import duplicates_of
from geotrack.workspace.edit.add import consequences, plan
from tests.records import feature, point, region, sector, written

TODAY = date(2026, 1, 1)
FILES = ("a", "b")
_GEOMETRIES = (
    *(point(lon, lat) for lon, lat in ((31.6, 71.9), (32.0, 72.0), (33.9, 71.9), (-170, 80))),
    {"type": "LineString", "coordinates": [[31, 71], [33, 73]]},
    sector(30, 35, 70, 72),
    None,
)
_STARTS = ("2025-06-14", "2025-06-13", "2025-06-17", "2025-06", "2025-06-14T23:30+14:00", "unknown")
_PLACES: tuple[dict[str, Any] | None, ...] = (
    {"precision": "near", "radius_km": 30},
    {"precision": "exact"},
    {"regions": ["west"]},
    None,
)
_TITLES = ("Two patrol ships seen north of Vardø", "Two patrol ships north of Vardø", "A port call")


@st.composite
def _records(draw: st.DrawFn, name: str) -> list[dict[str, Any]]:
    kinds = st.tuples(*map(st.sampled_from, (_TITLES, _STARTS, _GEOMETRIES, _PLACES, _LINKS)))
    drawn = draw(st.lists(kinds, min_size=1, max_size=5))
    rest = [
        feature(f"{name}{n}", geometry, title=title, start=start, place=place or ..., **links)
        for n, (title, start, geometry, place, links) in enumerate(drawn)
    ]
    return [feature(f"{name}9"), *rest]  # one is sound


_LINKS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"replaces": "a0"},
    {"part_of": "b0"},
    {"related": ["a1"]},
)


@contextmanager
def _no_index() -> Iterator[None]:
    token = IS_OFF.set(True)
    try:
        yield
    finally:
        IS_OFF.reset(token)


def _is_stored(root: Path) -> bool:
    _ = open_workspace(root).event_reads
    return all(isinstance(read, StoredRead) for read in open_workspace(root).event_reads)


def _answers(root: Path, sent: Path, incoming: list[Event]) -> dict[str, Any]:
    """Return what the plan of an addition holds, and the files after it."""
    workspace = open_workspace(root)
    found = duplicates_of(incoming, workspace, least=0.4)
    planned = plan(workspace, sent, replacing=True, today=TODAY)
    answers = {
        "pairs": [(p.first.id, p.second.id, p.score, p.text) for p in found],
        "records": [(one.event.id, one.change, one.differences) for one in planned.records],
        "findings": [finding.to_json() for finding in planned.findings],
        "merged": planned.merged,
        "gone": [finding.to_json() for finding in consequences(workspace, ["a0", "b0"])],
    }
    if planned.sound:
        planned.write("a", by="N", on=TODAY)
    return {**answers, **{p.name: p.read_text("utf-8") for p in root.glob("events/*")}}


@given(stored=st.tuples(*map(_records, FILES)), incoming=_records("c"), old=_records("a"))
def test_additions_are_those_without_an_index(
    stored: tuple[list[Any], ...],
    incoming: list[Any],
    old: list[Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("additions")
    written(folder / "w" / "layers" / "regions.geojson", region("west", sector(20, 40, 70, 75)))
    (folder / "w" / "geotrack.toml").write_text("format = 1\n", "utf-8")
    for name, features in zip(FILES, stored, strict=True):
        written(folder / "w" / "events" / f"{name}.geojson", *features)
    sent = written(folder / "sent.geojson", *incoming, *old)
    events = [located.record for located in read_events(sent, "sent").records]
    root = folder / "w"
    shutil.copytree(root, folder / "copy")
    with _no_index():
        expected = _answers(root, sent, events)
    shutil.rmtree(root)
    shutil.copytree(folder / "copy", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOTRACK_CACHE", str(folder / "cache"))
        patch.setattr(record_index, "_LEAST_BYTES", 0)
        assert _is_stored(root)
        assert _answers(root, sent, events) == expected


def test_an_addition_builds_only_records_of_its_days(
    tmp_path: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = [feature(f"f{n}", point(10, 80), start=f"20{n}") for n in range(10, 30)]
    written(tmp_path / "w" / "events" / "a.geojson", *far)
    sent = written(tmp_path / "sent.geojson", feature("new", point(10, 80), start="2015-06-01"))
    assert _is_stored(tmp_path / "w")
    workspace = open_workspace(tmp_path / "w")
    built: list[str] = []

    def counted(value: Any, *args: Any) -> Event:
        built.append(value["id"])
        return record_of_feature(value, *args)

    monkeypatch.setattr("geotrack.index.stored_reads.record_of_feature", counted)
    planned = plan(workspace, sent, today=TODAY)
    pairs = duplicates_of([planned.records[0].event], workspace)
    assert [pair.second.id for pair in pairs] == ["f15"]
    edit = planned.edit("a", by="N", on=TODAY)
    assert set(built) <= {"f10", "f15"}
    edit.commit()
    assert "new" in open_workspace(tmp_path / "w").by_id


def test_an_edit_of_a_stored_record_keeps_the_others(tmp_path: Path, index_folder: Path) -> None:
    path = written(tmp_path / "w" / "events" / "a.geojson", *(feature(f"f{n}") for n in range(3)))
    assert _is_stored(tmp_path / "w")
    edit = Edit(open_workspace(tmp_path / "w"))
    edit.remove("f1")
    edit.commit()
    assert [one["id"] for one in json.loads(path.read_text("utf-8"))["features"]] == ["f0", "f2"]
