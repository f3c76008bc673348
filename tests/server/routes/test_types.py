"""Types that are added at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from geotrack.workspace import open_workspace
from tests.server.conftest import SIGHTING, WRITES

CAMP = {"theme": "research", "label": {"en": "Ice camp", "nb": "Isleir"}, "medium": "sea"}


def _add(client: TestClient, body: dict[str, Any]) -> Any:
    return client.post("/api/types", json=body, headers=WRITES)


def test_a_type_is_added_used_and_taken_back(client: TestClient, folder: Path) -> None:
    answer = _add(client, CAMP)
    assert answer.status_code == 200, answer.text
    type_ = answer.json()
    assert (type_["id"], type_["label"], type_["theme_id"]) == (
        "research/ice-camp",
        "Ice camp",
        "research",
    )
    assert type_ in client.get("/api/vocabulary?lang=en").json()["types"]
    stated: Any = SIGHTING["properties"]
    record = {**SIGHTING, "properties": {**stated, "type": type_["id"]}}
    saved = client.post(
        "/api/records", json={"feature": record, "base": None, "by": "Kari"}, headers=WRITES
    )
    assert saved.status_code == 200, saved.text
    workspace = open_workspace(folder)
    event = workspace.by_id[saved.json()["id"]]
    assert dict(event.type.label) == CAMP["label"]
    assert event.type.medium == "sea"
    for kind, title in (("added", stated["title"]), ("type", "Ice camp")):
        assert client.get("/api/undo").json() == {"kind": kind, "n": 1, "title": title}
        assert client.post("/api/undo", json={"by": "Kari"}, headers=WRITES).status_code == 200
    assert "research/ice-camp" not in open_workspace(folder).taxonomy.types


def test_the_file_keeps_its_own_entries_and_comments(client: TestClient, folder: Path) -> None:
    own = '# Ours.\n[types."naval/lurking"]\nlabel = { en = "Lurking", nb = "Luring" }'
    path = folder / "taxonomy.toml"
    path.write_text(own, encoding="utf-8")
    assert _add(client, CAMP).status_code == 200
    assert path.read_text(encoding="utf-8").startswith(own)
    assert {"naval/lurking", "research/ice-camp"} <= open_workspace(folder).taxonomy.types.keys()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": {"en": "Deep  DIVE"}}, "already"),
        ({"label": {"nb": "Dypdykk"}}, "already"),
        ({"label": {}}, "name"),
        ({"label": {"en": "x" * 61}}, "60"),
        ({"label": "Ice camp"}, "names"),
        ({"theme": "reserch"}, "theme"),
        ({"medium": "space"}, "medium"),
    ],
)
def test_a_faulty_type_is_not_written(
    client: TestClient, folder: Path, change: dict[str, Any], words: str
) -> None:
    answer = _add(client, CAMP | change)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not (folder / "taxonomy.toml").exists()


def test_a_file_that_cannot_be_parsed_stays_as_it_is(client: TestClient, folder: Path) -> None:
    path = folder / "taxonomy.toml"
    path.write_text("types = 3\n", encoding="utf-8")
    assert _add(client, CAMP).status_code == 422
    assert path.read_text(encoding="utf-8") == "types = 3\n"
