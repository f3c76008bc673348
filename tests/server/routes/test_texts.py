"""The text of a report at the desk: read, decided draft by draft, and done."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from geotrack.workspace import open_workspace
from tests.server.conftest import WRITES

TEXT = """Invented Traffic Review

On 12 August 2025 two ships of the China Coast Guard passed through the Bering Strait. \
The ships turned back near Wrangel Island on 14 August 2025. Officials gave no reason.

A Russian research vessel worked in the Barents Sea in July 2025.
"""


def post(client: TestClient, path: str, **body: Any) -> Any:
    """Send an object."""
    return client.post(f"/api/{path}", json=body, headers=WRITES)


def accept(client: TestClient, number: int, feature: Any) -> Any:
    """Accept a draft."""
    body = {"feature": feature, "base": None, "by": "Kari Moe"}
    return post(client, f"texts/review/drafts/{number}/accept", **body)


def read_text(client: TestClient, text: str = TEXT, name: str = "review.txt", **body: Any) -> Any:
    """Send a text and read it as a new report."""
    sent = client.post(f"/api/imports?name={name}", content=text.encode(), headers=WRITES)
    fields = {"id": "review", "title": "A review", "published": "12 November 2025", **body}
    return post(client, "texts", upload=sent.json()["key"], **fields)


def test_accepting_stores_the_record_and_ties_it_to_its_sentence(
    client: TestClient, folder: Path
) -> None:
    assert read_text(client).json() == {"id": "review", "findings": []}
    text = client.get("/api/texts/review").json()
    assert [draft["state"] for draft in text["drafts"]] == ["open"] * 3
    assert len(open_workspace(folder).events) == len(open_workspace(Path()).events)
    feature = text["drafts"][0]["feature"]
    title = feature["properties"]["title"] = "Two coastguard ships in the strait"
    id_ = accept(client, 0, feature).json()["id"]
    workspace = open_workspace(folder)
    stored = workspace.by_id[id_].feature["properties"]["extracted"]
    assert stored["text_sha256"] == sha256(TEXT.encode()).hexdigest()
    (quote,) = stored["quotes"]
    assert TEXT[quote["start"] : quote["end"]].startswith("On 12 August 2025 two ships")
    assert "text" not in quote
    claims = workspace.reports_by_id["review"].claims
    assert [(claim.says, claim.events) for claim in claims][:2] == [(title, (id_,)), ("", ())]
    assert [claim.is_open for claim in claims] == [False, True, True, True]
    files = [*folder.glob("events/*"), *folder.glob("seeds/*")]
    assert not any(b"passed through the Bering" in path.read_bytes() for path in files)


def test_another_draft_or_record_is_the_same_event(client: TestClient, folder: Path) -> None:
    read_text(client)
    first, second, third = client.get("/api/texts/review").json()["drafts"]
    assert post(client, "texts/review/drafts/1", state="same", of=0).json() == {}
    first = client.get("/api/texts/review").json()["drafts"][0]["feature"]
    assert [s["claim"] for s in first["properties"]["sources"]] == ["S1", "S2"]
    post(client, "texts/review/drafts/1", state="open")
    first = client.get("/api/texts/review").json()["drafts"][0]["feature"]
    assert [s["claim"] for s in first["properties"]["sources"]] == ["S1"]
    first["properties"]["title"] = "Two coastguard ships in the strait"
    id_ = accept(client, 0, first).json()["id"]
    joined = post(client, "texts/review/drafts/2/same", record=id_, by="Kari Moe", why="the same")
    assert joined.status_code == 200, joined.text
    report = open_workspace(folder).reports_by_id["review"]
    assert [claim.events for claim in report.claims] == [(id_,), (), (), (id_,)]
