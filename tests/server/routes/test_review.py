"""Review at the desk: the queue, four eyes, and the findings of the workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from geotrack.cli import main
from geotrack.server.desk import Desk
from geotrack.server.routes import review
from geotrack.workspace import open_workspace
from tests.server.conftest import SIGHTING, TODAY, WRITES

ID = "2024-07-24-joint-bomber-sortie"


def _review(client: TestClient, by: str) -> dict[str, dict[str, str]]:
    answer = client.post("/api/review", json={"ids": [ID], "by": by}, headers=WRITES)
    assert answer.status_code == 200, answer.text
    found: dict[str, dict[str, str]] = answer.json()
    return found


def test_a_draft_goes_on_to_reviewed_and_released(client: TestClient, folder: Path) -> None:
    waiting = {one["id"]: one for one in client.get("/api/review").json()["records"]}
    assert waiting[ID]["next"] == "reviewed"
    assert _review(client, "Eva") == {"steps": {ID: "reviewed"}, "refused": {}}
    assert open_workspace(folder).by_id[ID].review == "reviewed"
    assert _review(client, "Eva") == {"steps": {ID: "released"}, "refused": {}}
    assert ID not in {one["id"] for one in client.get("/api/review").json()["records"]}


def test_the_author_of_a_change_does_not_review_it(client: TestClient) -> None:
    state = client.get(f"/api/records/{ID}").json()
    state["feature"]["properties"]["summary"] = "Both flew."
    body = {**state, "by": "Kari Moe", "why": None}
    assert client.post("/api/records", json=body, headers=WRITES).status_code == 200
    waiting = next(one for one in client.get("/api/review").json()["records"] if one["id"] == ID)
    assert (waiting["by"], waiting["what"]) == ("Kari Moe", "changed summary")
    assert waiting["first_change"] == 0
    assert "let another review it" in _review(client, "MOE, KARI")["refused"][ID]
    _review(client, "Eva")
    waiting = next(one for one in client.get("/api/review").json()["records"] if one["id"] == ID)
    assert waiting["first_change"] is None


def test_a_record_is_sent_back_with_a_word(client: TestClient, folder: Path) -> None:
    def send(**step: str) -> dict[str, dict[str, str]]:
        body = {"ids": [ID], **step}
        found: dict[str, dict[str, str]] = client.post(
            "/api/review", json=body, headers=WRITES
        ).json()
        return found

    def waiting(state: str) -> dict[str, dict[str, str]]:
        answer = client.get(f"/api/review?state={state}").json()
        assert answer["counts"].get(state, 0) == answer["listed"]
        return {one["id"]: one for one in answer["records"]}

    _review(client, "Eva")
    assert ID in waiting("reviewed")
    assert send(by="Ola", back="Check the date")["steps"] == {ID: "sent back"}
    event = open_workspace(folder).by_id[ID]
    assert event.review == "draft"
    last = event.revisions[-1]
    assert (last.what, last.by, last.why) == ("sent back", "Ola", "Check the date")
    assert ID not in waiting("draft")
    assert waiting("back")[ID]["back"] == {
        "by": "Ola",
        "on": str(TODAY),
        "why": "Check the date",
    }
    # It is no change: who corrects it, not who sent it back, is its author.
    state = client.get(f"/api/records/{ID}").json()
    state["feature"]["properties"]["summary"] = "Both flew."
    body = {**state, "by": "Kari Moe", "why": "as Ola says"}
    assert client.post("/api/records", json=body, headers=WRITES).status_code == 200
    assert ID in waiting("draft")
    assert send(by="Ola")["steps"] == {ID: "reviewed"}
    assert send(by="Ola")["steps"] == {ID: "released"}
    assert "released already" in send(by="Ola", back="Too late")["refused"][ID]


def test_geotrack_review_sends_back_too(folder: Path) -> None:
    arguments = ["--workspace", str(folder), "review", ID, "--by", "Ola"]
    result = CliRunner().invoke(main, [*arguments, "--send-back", "Which base?"])
    assert result.exit_code == 0, result.output
    assert open_workspace(folder).by_id[ID].revisions[-1].why == "Which base?"
    result = CliRunner().invoke(main, [*arguments, "--send-back", " "])
    assert result.exit_code != 0
    result = CliRunner().invoke(main, [*arguments, "--send-back", "a", "--to", "released"])
    assert "contradict" in result.output


def test_the_list_begins_with_what_was_changed_last(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = client.get("/api/review").json()
    assert every["count"] == len(every["records"])
    keys = [(one["review"] == "draft", one["on"] or "") for one in every["records"]]
    assert keys == sorted(keys, reverse=True)
    monkeypatch.setattr(review, "_MOST_RECORDS", 3)
    first = client.get("/api/review").json()
    assert first == {**every, "records": every["records"][:3]}


def test_a_review_without_a_name_is_refused(client: TestClient) -> None:
    for body in (
        {"ids": [ID]},
        {"ids": ID, "by": "Eva"},
        {"ids": [ID], "by": "Eva", "to": "draft"},
    ):
        assert client.post("/api/review", json=body, headers=WRITES).status_code == 422


def test_findings_are_those_of_check_and_lead_to_their_record(
    client: TestClient, folder: Path, desk: Desk
) -> None:
    path = folder / "events" / "bombers.geojson"
    file = json.loads(path.read_text(encoding="utf-8"))
    record = file["features"][0]
    record["properties"]["place"].pop("regions", None)
    record["properties"]["place"]["regions"] = ["no-such-sea"]
    path.write_text(json.dumps(file), encoding="utf-8")
    desk.refresh()
    found = client.get("/api/findings").json()
    run = CliRunner().invoke(main, ["--workspace", str(folder), "check", "--json", "--all"])
    # Their files are named as the desk's user knows them, in the workspace.
    whole = [{**one, "file": f"{folder}/{one['file']}"} for one in found]
    own = {"id", "title", "message", "remedy"}  # of the desk, or in its words
    printed = json.loads(run.stdout)
    assert [{k: v for k, v in one.items() if k not in own} for one in whole] == [
        {k: v for k, v in one.items() if k not in own} for one in printed
    ]
    assert (record["id"], record["properties"]["title"], "no region is called 'no-such-sea'") in {
        (one["id"], one["title"], one["message"]) for one in found
    }


def test_who_enters_a_record_does_not_review_it(client: TestClient, folder: Path) -> None:
    body = {"feature": SIGHTING, "base": None, "by": "Kari Moe", "why": None}
    id_ = client.post("/api/records", json=body, headers=WRITES).json()["id"]
    waiting = next(one for one in client.get("/api/review").json()["records"] if one["id"] == id_)
    assert (waiting["by"], waiting["on"], waiting["what"]) == ("Kari Moe", str(TODAY), None)
    for by, refused in (("kari moe", True), ("Eva", False)):
        step = {"ids": [id_], "by": by}
        answer = client.post("/api/review", json=step, headers=WRITES).json()
        assert (id_ in answer["refused"]) is refused
    assert open_workspace(folder).by_id[id_].review == "reviewed"
    assert "Kari" not in client.get("/page?lang=en").text
