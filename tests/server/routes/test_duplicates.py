"""Records that are probably of one event are listed, and kept apart for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from geotrack.workspace import open_workspace
from geotrack.workspace.duplicates.find import duplicates_in
from tests.server.conftest import SIGHTING, WRITES


def _post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(path, json=body, headers=WRITES)


def _twins(client: TestClient) -> list[str]:
    stated: Any = SIGHTING["properties"]
    titles = (stated["title"], "Two ships were seen north of the strait")
    features = [{**SIGHTING, "properties": {**stated, "title": title}} for title in titles]
    saved = [
        _post(client, "/api/records", feature=feature, base=None, by="Kari", force=True)
        for feature in features
    ]
    return [one.json()["id"] for one in saved]


def _pairs(client: TestClient) -> list[set[str]]:
    answer = client.get("/api/duplicates?lang=en").json()
    return [{record["id"] for record in pair["records"]} for pair in answer["pairs"]]


def test_a_pair_is_listed_and_kept_apart_for_every_command(
    client: TestClient, folder: Path
) -> None:
    ids = _twins(client)
    (pair,) = client.get("/api/duplicates?lang=en").json()["pairs"]
    assert {record["id"] for record in pair["records"]} == set(ids)
    assert pair["reasons"]
    assert all(record["date"] for record in pair["records"])
    assert _post(client, "/api/duplicates/distinct", ids=ids, by="Ola").json() == {"findings": []}
    workspace = open_workspace(folder)
    assert duplicates_in(workspace).pairs == []
    assert _pairs(client) == []
    changed = next(workspace.by_id[id_] for id_ in ids if workspace.by_id[id_].related)
    last = changed.revisions[-1]
    assert (last.what, last.by) == ("changed related", "Ola")
    assert "not the same event as" in (last.why or "")
    assert client.get("/api/undo").json()["kind"] == "changed"
    assert _post(client, "/api/undo", by="Ola").status_code == 200
    assert _pairs(client) == [set(ids)]


def test_a_released_record_stays_released(client: TestClient, folder: Path) -> None:
    ids = _twins(client)
    for _ in range(2):
        _post(client, "/api/review", ids=[ids[1]], by="Eva")
    _post(client, "/api/duplicates/distinct", ids=ids, by="Ola")
    by_id = open_workspace(folder).by_id
    assert (by_id[ids[1]].review, tuple(by_id[ids[0]].related)) == ("released", (ids[1],))


def test_a_request_names_two_records_that_there_are(client: TestClient) -> None:
    ids = _twins(client)
    for wrong in ([ids[0]], [ids[0], ids[0]], [ids[0], "none"], "ab"):
        assert _post(client, "/api/duplicates/distinct", ids=wrong, by="Ola").status_code == 422
