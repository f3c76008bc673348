from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geotrack.index.cache_folder import VARIABLE, user_folder
from geotrack.index.stored_reads import StoredRead
from geotrack.workspace import Workspace, check, open_workspace, record_index
from geotrack.workspace.checks import each_record
from geotrack.workspace.checks.rule_finding import RuleFinding
from tests.records import feature, point, region, sector, written

INLAND = {"precision": "near", "radius_km": 1}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two files with findings, and an index."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(record_index, "_LEAST_BYTES", 0)
    folder = tmp_path / "w"
    written(folder / "layers" / "regions.geojson", region("west", sector(0, 10, 70, 74)))
    written(
        folder / "events" / "a.geojson",
        feature("a1", point(100, 68), place=INLAND),
        feature("a2", point(5, 72), place={"regions": ["west", "wst"]}),
        feature("a3", label="x" * 40),
        feature("a4", point(5, 72)),
        feature("a5", point(5, 72)),
    )
    written(folder / "events" / "b.geojson", feature("b1", label="y" * 40), feature("b2"))
    return folder


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of records that a rule has judged."""
    ids: list[str] = []

    def note(workspace: Workspace) -> Iterator[RuleFinding]:
        ids.extend(located.record.id for located in workspace.located)
        yield from ()

    monkeypatch.setattr(each_record, "_RULES", (*each_record._RULES, note))
    return ids


def _found(folder: Path) -> list[Any]:
    return [finding.to_json() for finding in check(open_workspace(folder))]


def _without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    with monkeypatch.context() as patch:
        patch.setenv(VARIABLE, "off")
        return _found(folder)


def test_only_changed_records_are_judged_again(
    folder: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _without(folder, monkeypatch)
    assert {one["rule"] for one in expected} >= {"label-length", "place-ground", "region"}
    judged.clear()
    assert _found(folder) == expected
    assert judged == ["a1", "a2", "a3", "a4", "a5", "b1", "b2"]
    judged.clear()
    assert _found(folder) == expected
    assert judged == []
    path = folder / "events" / "a.geojson"
    text = path.read_text("utf-8").replace("x" * 40, "z" * 41).replace('"a4"', '"c4"')
    path.write_text("\n\n" + text, "utf-8")
    found = _found(folder)
    assert judged == ["a3", "c4"]
    assert found == _without(folder, monkeypatch) != expected


def test_a_record_that_moves_takes_its_findings_along(
    folder: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _found(folder)
    judged.clear()
    path = folder / "events" / "a.geojson"
    collection = json.loads(path.read_text("utf-8"))
    collection["features"] = [*collection["features"][3::-1], collection["features"][0]]
    path.write_text(json.dumps(collection, indent=1), "utf-8")
    found = _found(folder)
    assert judged == []
    assert found == _without(folder, monkeypatch)


@pytest.mark.parametrize("name", ["layers/regions.geojson", "seeds/r.toml", "geotrack.toml"])
def test_what_rules_look_up_makes_them_judge_again(
    folder: Path, judged: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _found(folder)
    judged.clear()
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if name.startswith("layers"):
        written(path, region("wst", sector(0, 10, 70, 74)))
    else:
        path.write_text('markings = ["A"]\n' if name == "geotrack.toml" else "", "utf-8")
    found = _found(folder)
    assert len(judged) == 7
    assert found == _without(folder, monkeypatch)


def test_a_rule_that_is_ignored_is_kept_for_later(folder: Path) -> None:
    ignored = check(open_workspace(folder), ignore=["place-ground"])
    assert not list(user_folder().glob(f"*{each_record._KEPT}"))
    whole = check(open_workspace(folder))
    assert [one for one in whole if one.rule != "place-ground"] == ignored != whole
    assert check(open_workspace(folder), ignore=["place-ground"]) == ignored


def test_files_with_and_without_an_index_stand_beside_each_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = feature("b1", marking="SECRET"), feature("a1", label="y" * 50, marking="X")
    written(folder / "events" / "b.geojson", *marked)
    written(folder / "events" / "c.geojson", feature("a1", point(5, 72)), feature("b1"))
    expected = _without(folder, monkeypatch)
    for _ in range(2):
        assert _found(folder) == expected
    stored = [isinstance(read, StoredRead) for read in open_workspace(folder).event_reads]
    assert stored == [True, False, True]
