"""What has not changed is not read or checked again, and nothing is missed by that."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.files.resources import sample_workspace
from geotrack.reading import features as reading
from geotrack.workspace import Workspace, check, open_workspace
from geotrack.workspace.edit.add import consequences
from tests.records import collection, feature, point

VALUES = st.sampled_from(
    [1, 1.0, True, "1", None, -0.0, 0, "naval/patrol", "2024-13", ["a"], {"a": 1}, "x" * 200]
)
CHANGES = st.tuples(
    st.integers(0, 3), st.sampled_from(["tags", "extra", "type", "start", "title", "label"]), VALUES
)


def _content(workspace: Workspace) -> Any:
    return [
        ([(r.pointer, json.dumps(r.record.feature), r.record) for r in read.records], read.findings)
        for read in workspace.event_reads
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.lists(CHANGES, max_size=3), min_size=1, max_size=3))
def test_a_folder_opened_again_is_as_one_opened_anew(
    tmp_path: Path, changes: list[list[tuple[int, str, Any]]]
) -> None:
    path = tmp_path / "events" / "a.geojson"
    path.parent.mkdir(exist_ok=True)
    features = [feature(f"r{n}", point(n, 75)) for n in range(4)]
    path.write_text(json.dumps(collection(*features)), encoding="utf-8")
    workspace = open_workspace(tmp_path)
    for some in changes:
        _ = workspace.event_reads
        for n, key, value in some:
            features[n]["properties"][key] = value
        path.write_text(json.dumps(collection(*features)), encoding="utf-8")
        workspace = open_workspace(tmp_path, before=workspace)
        assert _content(workspace) == _content(open_workspace(tmp_path))


def test_records_that_are_the_same_are_not_validated_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(sample_workspace() / "events", tmp_path / "events")
    workspace = open_workspace(tmp_path)
    first = workspace.events[0]
    path = workspace.event_files[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(json.dumps(first.title)[1:-1], "Another", 1), encoding="utf-8")
    validated: list[str] = []
    judge = reading._record
    monkeypatch.setattr(
        reading, "_record", lambda f, *given: (validated.append(f["id"]), judge(f, *given))[1]
    )
    again = open_workspace(tmp_path, before=workspace)
    assert again.by_id[first.id].title == "Another"
    assert validated == [first.id]
    # Other settings, another reading.
    (tmp_path / "geotrack.toml").write_text("format = 1\nlanguage = 'nb'\n", encoding="utf-8")
    assert len(open_workspace(tmp_path, before=again).events) == len(again.events)
    assert len(validated) > len(again.events)


def test_what_a_removal_would_cause_is_what_two_whole_checks_differ_in() -> None:
    workspace = open_workspace(sample_workspace())
    whole = {str(f) for f in check(workspace)}
    for event in workspace.events[::7]:
        reads = {
            path: reading.Read(
                tuple(r for r in read.records if r.record.id != event.id), read.findings, read.text
            )
            for path, read in workspace.reads_by_file.items()
        }
        after = {str(f) for f in check(workspace.with_reads(reads))}
        found = {str(f) for f in consequences(workspace, [event.id])}
        assert found == after - whole, event.id
