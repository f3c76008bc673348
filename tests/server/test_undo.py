"""Changes at the desk are taken back; a record that others name is not lost by a click."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from geotrack.server.desk import Desk
from geotrack.workspace import open_workspace
from tests.server.conftest import SIGHTING, WRITES

ID = "2024-07-24-joint-bomber-sortie"


def _post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(path, json=body, headers=WRITES)


def _base(client: TestClient, id_: str) -> Any:
    return client.get(f"/api/records/{id_}").json()


def test_a_change_is_taken_back_with_a_revision(client: TestClient, folder: Path) -> None:
    state = _base(client, ID)
    old = state["feature"]["properties"]["title"]
    state["feature"]["properties"]["title"] = "Mistaken"
    assert _post(client, "/api/records", **state, by="Kari").status_code == 200
    assert _post(client, "/api/undo", by="Ola").json() == {"id": ID}
    event = open_workspace(folder).by_id[ID]
    last = event.revisions[-1]
    assert (event.title, last.what, last.by, last.why) == (
        old,
        "changed title",
        "Ola",
        "taken back",
    )
    assert _post(client, "/api/undo", by="Ola").status_code == 422


def test_new_and_removed_records_are_taken_back(client: TestClient, folder: Path) -> None:
    id_ = _post(client, "/api/records", feature=SIGHTING, base=None, by="Kari").json()["id"]
    state = _base(client, id_)
    assert _post(client, "/api/remove", id=id_, base=state["base"]).json()["removed"]
    assert id_ not in open_workspace(folder).by_id
    assert _post(client, "/api/undo", by="Kari").json() == {"id": id_}
    assert open_workspace(folder).by_id[id_].feature == state["feature"]
    assert _post(client, "/api/undo", by="Kari").json() == {"id": id_}
    assert id_ not in open_workspace(folder).by_id


def test_what_was_changed_since_is_not_taken_back(
    client: TestClient, folder: Path, desk: Desk
) -> None:
    state = _base(client, ID)
    state["feature"]["properties"]["title"] = "Mine"
    assert _post(client, "/api/records", **state, by="Kari").status_code == 200
    path = folder / "events" / "bombers.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace("Mine", "Hers"), encoding="utf-8")
    desk.refresh()
    assert _post(client, "/api/undo", by="Kari").status_code == 409
    assert open_workspace(folder).by_id[ID].title == "Hers"


def test_a_record_that_others_name_is_removed_only_by_force(
    client: TestClient, folder: Path
) -> None:
    base = _base(client, ID)["base"]
    answer = _post(client, "/api/remove", id=ID, base=base).json()
    assert not answer["removed"]
    assert answer["findings"]
    assert ID in open_workspace(folder).by_id
    assert _post(client, "/api/remove", id=ID, base="x").status_code == 409
    assert _post(client, "/api/remove", id=ID, base=base, force=True).json()["removed"]
    assert ID not in open_workspace(folder).by_id


def test_a_backup_holds_the_files_as_they_are(client: TestClient, folder: Path) -> None:
    answer = client.post("/api/backup", headers=WRITES)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert "geotrack.toml" in names
        for name in names:
            assert archive.read(name) == (folder / name).read_bytes()
        assert json.loads(archive.read("events/bombers.geojson"))


def test_a_record_of_a_claim_is_taken_back_with_its_name_in_the_claim(
    client: TestClient, folder: Path
) -> None:
    seed = folder / "seeds" / "short.toml"
    _post(client, "/api/reports", id="short", title="Short")
    _post(client, "/api/reports/short/claims", says="One.", kind="event", unmapped="-")
    before = seed.read_bytes()
    feature = json.loads(json.dumps(SIGHTING))
    feature["properties"]["sources"] = [{"seed": "short", "claim": "S1"}]
    saved = _post(client, "/api/records", feature=feature, base=None, by="Kari").json()
    assert saved["id"] in seed.read_text(encoding="utf-8")
    # What an editor adds meanwhile stays.
    state = _base(client, ID)
    state["feature"]["properties"]["sources"] = [{"seed": "short", "claim": "S1"}]
    _post(client, "/api/records", **state, by="Kari", why="the report")
    named = seed.read_bytes()
    seed.write_bytes(named + b"# by hand\n")
    _post(client, "/api/undo", by="Ola")
    assert seed.read_bytes() == named + b"# by hand\n"
    seed.write_bytes(before.replace(b"One.", b"One more."))
    _post(client, "/api/undo", by="Ola")
    assert saved["id"] not in open_workspace(folder).by_id
    assert seed.read_bytes() == before.replace(b"One.", b"One more.")
    _post(client, "/api/records", feature=feature, base=None, by="Kari")
    _post(client, "/api/undo", by="Ola")
    assert seed.read_bytes() == before.replace(b"One.", b"One more.")
