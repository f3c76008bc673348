"""Merging in the form: the record is what `geotrack merge` makes of the two."""

from __future__ import annotations

import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from geotrack.cli import main
from geotrack.workspace import open_workspace
from tests.server.conftest import WRITES

ID = "2024-07-24-joint-bomber-sortie"


def _twin(folder: Path) -> dict[str, Any]:
    """A record like a stored one, with another title and a source of its own."""
    feature = deepcopy(dict(open_workspace(folder).by_id[ID].feature))
    del feature["id"]
    properties = feature["properties"]
    for key in ("added", "revisions", "review"):
        properties.pop(key, None)
    properties["title"] = "Bombers of both states"
    properties["sources"] = [{"cite": "A second press release"}]
    return feature


def _post(client: TestClient, path: str, body: Any) -> Any:
    return client.post(path, json=body, headers=WRITES).json()


def test_a_new_record_is_merged_with_a_stored_one(client: TestClient, folder: Path) -> None:
    twin = _twin(folder)
    compared = _post(client, "/api/compare", {"feature": twin, "with": ID})
    rows = {row["name"]: row for row in compared["rows"]}
    assert rows["title"]["B"] == "Bombers of both states"
    assert rows["title"]["side"] == "A"
    merged = _post(client, "/api/merge", {"feature": twin, "with": ID, "sides": {"title": "B"}})
    assert merged["feature"]["id"] == ID
    assert "replaces" not in merged["feature"]["properties"]
    answer = _post(client, "/api/records", {**merged, "by": "Kari Moe", "why": "one event"})
    stored = open_workspace(folder).by_id[ID]
    assert answer["id"] == ID
    assert stored.title == "Bombers of both states"
    assert "A second press release" in {source.cite for source in stored.sources}


def test_stored_records_are_merged_as_on_the_command_line_and_taken_back(
    client: TestClient, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    twin = _post(client, "/api/records", {"feature": _twin(folder), "base": None, "by": "K"})["id"]
    before = {id_: dict(e.feature) for id_, e in open_workspace(folder).by_id.items()}
    copy = tmp_path_factory.mktemp("copy") / "workspace"
    shutil.copytree(folder, copy)
    run = CliRunner().invoke(
        main,
        ["--workspace", str(copy), "merge", ID, twin, "--take", "title=B", "--by", "K", "--yes"],
    )
    assert run.exit_code == 0, run.output
    expected = open_workspace(copy).by_id[ID].feature["properties"]
    assert expected["replaces"] == [twin]
    state = client.get(f"/api/records/{twin}").json()
    body = {"feature": state["feature"], "with": ID, "sides": {"title": "B"}}
    merged = _post(client, "/api/merge", body) | {"by": "K", "why": None}
    refused = _post(client, "/api/records", {**merged, "merges": {twin: "an earlier state"}})
    assert "changed by someone else" in refused["error"]
    assert twin in open_workspace(folder).by_id
    merges = {twin: state["base"]}
    assert _post(client, "/api/records", {**merged, "merges": merges})["id"] == ID
    stored = open_workspace(folder)
    assert twin not in stored.by_id
    mine = stored.by_id[ID].feature["properties"]
    own = {"revisions"}  # of another day
    assert {k: v for k, v in mine.items() if k not in own} == {
        k: v for k, v in expected.items() if k not in own
    }
    _post(client, "/api/undo", {"by": "K"})
    again = open_workspace(folder)
    assert again.by_id[twin].feature == before[twin]
    assert again.by_id[ID].title == before[ID]["properties"]["title"]
