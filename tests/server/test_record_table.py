"""The table of records: cells are edited as text, and saved together or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from geotrack.server.record_table import CellEdit, check_cells, table_of_records
from geotrack.workspace import Workspace, open_workspace
from tests.server.conftest import ROOT, WRITES

ID = "2024-07-24-joint-bomber-sortie"
OTHER = "2024-07-24-norad-intercept"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """The sample workspace."""
    return open_workspace(ROOT)


def _rows(workspace: Workspace, language: str = "en") -> dict[str, dict[str, str]]:
    table = table_of_records(workspace, None, language)
    names = [column["name"] for column in table["columns"]]
    return {id_: dict(zip(names, cells, strict=True)) for id_, _, *cells in table["rows"]}


def _edit(workspace: Workspace, column: str, after: str, id_: str = ID) -> CellEdit:
    return CellEdit(id_, column, _rows(workspace)[id_][column], after)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_text_that_is_written_again_changes_nothing(workspace: Workspace, language: str) -> None:
    table = table_of_records(workspace, None, language)
    assert table["count"] == len(workspace.current) == len(table["rows"])
    edited = {c["name"] for c in table["columns"] if c["is_edited"]} - {"date"}
    edits = [
        CellEdit(id_, column, text, text)
        for id_, cells in _rows(workspace, language).items()
        for column, text in cells.items()
        if column in edited
    ]
    features, answer = check_cells(edits, workspace, language)
    assert answer.is_sound
    changed = [f["id"] for f in features if f != workspace.by_id[f["id"]].feature]
    # A short form (`"actors": "FSB"`, one tag as a text) becomes the whole one.
    assert [id_ for id_ in changed if _meaning(workspace, id_) != _cells(features, id_)] == []


def _meaning(workspace: Workspace, id_: str) -> Any:
    event = workspace.by_id[id_]
    return [(a.name, a.country, a.role) for a in event.actors], event.tags


def _cells(features: list[dict[str, Any]], id_: str) -> Any:
    record = next(f["properties"] for f in features if f["id"] == id_)
    actors = [(a["name"], a.get("country"), a.get("role")) for a in record.get("actors", [])]
    return actors, tuple(record.get("tags", ()))


@pytest.mark.parametrize(
    ("column", "text", "path", "value"),
    [
        ("type", "Coastguard / Coastguard patrol", "type", "coastguard/patrol"),
        ("date", "early August 2024", "start", "[2024-08-01~..2024-08-10~]"),
        ("precision", "near", "place.precision", "near"),
        ("radius_km", "12,5", "place.radius_km", 12.5),
        ("status", "planned", "status", "planned"),
        ("tags", "a; b", "tags", ["a", "b"]),
        ("actors", "FSB (Russia); NORAD", "actors",
         [{"name": "FSB", "country": "RU"}, {"name": "NORAD"}]),
        ("marking", "", "marking", None),
        ("confidence", "high", "confidence.level", "high"),
    ],
)  # fmt: skip
def test_a_cell_means_a_property(
    workspace: Workspace, column: str, text: str, path: str, value: Any
) -> None:
    [feature], _ = check_cells([_edit(workspace, column, text)], workspace, "en")
    found: Any = feature["properties"]
    for key in path.split("."):
        found = None if found is None else found.get(key)
    assert found == value


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        ("date", "04/05/2024", "several meanings"),
        ("date", "hello", "is not a date"),
        ("type", "Nothing", "is not a known type"),
        ("title", "", "no ‘Title’"),
        ("radius_km", "wide", "is not a number"),
        ("marking", "FOUO", "is not a marking"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(
    workspace: Workspace, column: str, text: str, message: str
) -> None:
    _, answer = check_cells([_edit(workspace, column, text)], workspace, "en")
    errors = [f for f in answer.findings if f["severity"] == "error"]
    assert [(f["id"], f["column"]) for f in errors] == [(ID, column)]
    assert message in errors[0]["message"]


def _post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(path, json=body, headers=WRITES)


def test_cells_of_several_records_are_one_change(client: TestClient, folder: Path) -> None:
    before = open_workspace(folder)
    edits = [_body(_edit(before, "tags", "checked", id_)) for id_ in (ID, OTHER)]
    saved = _post(client, "/api/table/save", edits=edits, by="Kari", why="read again").json()
    assert {*saved["ids"]} == {ID, OTHER}
    after = open_workspace(folder)
    for id_ in (ID, OTHER):
        assert after.by_id[id_].tags == ("checked",)
        assert (after.by_id[id_].revisions[-1].by, after.by_id[id_].revisions[-1].why) == (
            "Kari",
            "read again",
        )
    refused = _post(client, "/api/table/save", edits=edits, by="Kari")
    assert refused.status_code == 422
    assert (
        "changed by someone else meanwhile: 'checked'" in refused.json()["findings"][0]["message"]
    )
    _post(client, "/api/undo", by="Kari")
    undone = open_workspace(folder)
    assert [undone.by_id[id_].tags for id_ in (ID, OTHER)] == [
        before.by_id[id_].tags for id_ in (ID, OTHER)
    ]


def test_one_error_and_nothing_is_written(client: TestClient, folder: Path) -> None:
    before = open_workspace(folder)
    edits = [
        _body(_edit(before, "tags", "checked", OTHER)),
        _body(_edit(before, "status", "sunk")),
    ]
    assert _post(client, "/api/table/save", edits=edits, by="Kari").status_code == 422
    assert open_workspace(folder).by_id[OTHER].tags == before.by_id[OTHER].tags


def _body(edit: CellEdit) -> dict[str, str]:
    """Return an edit as a request has it."""
    return {"id": edit.id, "column": edit.column, "before": edit.before, "after": edit.after}
