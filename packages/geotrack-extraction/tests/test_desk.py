"""The text of a report at the desk: read, decided draft by draft, and done."""

from __future__ import annotations

from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from geotrack.errors import UsageError
from geotrack.server.access import SESSION_HEADER
from geotrack.server.desk import Desk
from geotrack.server.open_texts import OpenText, OpenTexts
from geotrack.workspace import open_workspace
from geotrack.workspace.edit.reports import report_text
from geotrack_extraction import desk as desk_texts
from tests.server.conftest import ROOT, WRITES

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


def read_text(client: TestClient, text: str = TEXT, **body: Any) -> Any:
    """Send a text and read it as a new report."""
    sent = client.post(
        "/api/imports", params={"name": "review.txt"}, content=text.encode(), headers=WRITES
    )
    fields = {"id": "review", "title": "A review", "published": "12 November 2025", **body}
    return post(client, "texts", upload=sent.json()["key"], **fields)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, OpenText]:
    """The report of the text as TOML, and the text with its drafts."""
    path = tmp_path_factory.mktemp("text") / "review.txt"
    path.write_text(TEXT, encoding="utf-8")
    text, _ = desk_texts.read_text(str(ROOT), str(path), "review", "2025-11-12", "en")
    report = report_text("review", {"title": "A review", "published": "2025-11-12"})
    return f"{report}{desk_texts.claims_text(text['claims'])}", text


@pytest.fixture
def opened(read: tuple[str, OpenText], folder: Path) -> OpenText:
    """The text, open in the workspace."""
    (folder / "seeds" / "review.toml").write_text(read[0], encoding="utf-8")
    OpenTexts(folder).write(read[1])
    return deepcopy(read[1])


@pytest.mark.usefixtures("opened")
def test_accepting_stores_the_record_and_ties_it_to_its_sentence(
    client: TestClient, folder: Path
) -> None:
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


@pytest.mark.usefixtures("opened")
def test_another_draft_or_record_is_the_same_event(client: TestClient, folder: Path) -> None:
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


@pytest.mark.usefixtures("opened")
def test_a_text_outlives_the_desk_in_a_folder_of_its_user_until_it_is_done(
    client: TestClient, folder: Path
) -> None:
    post(client, "texts/review/drafts/1", state="refused")
    path = folder / ".geotrack-desk.texts"
    assert path.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in path.glob("*.json")] == [0o600]
    assert (path / ".gitignore").read_text("utf-8") == "*\n"
    assert OpenTexts(folder)["review"]["drafts"][1]["state"] == "refused"
    assert [report["has_text"] for report in client.get("/api/reports").json()] == [False, True]
    assert post(client, "texts/review/done").status_code == 422  # no reason
    assert post(client, "texts/review/done", unmapped="No event.").json() == {"unmapped": 4}
    assert not [*path.glob("*.json")]
    claims = open_workspace(folder).reports_by_id["review"].claims
    assert {claim.unmapped for claim in claims} == {"No event."}
    assert client.get("/api/texts/review").status_code == 422


@pytest.mark.usefixtures("opened")
def test_a_draft_of_selected_words_has_what_their_sentence_states(client: TestClient) -> None:
    start = TEXT.index("turned back")
    begun = post(client, "texts/review/drafts", start=start, end=start + 11).json()
    assert begun["number"] == 3
    properties = begun["feature"]["properties"]
    assert properties["sources"] == [{"seed": "review", "claim": "S2"}]
    assert properties["start"] == "2025-08-14"
    assert properties["place"]["name"] == "near Wrangel Island"
    assert "type" not in properties
    extracted = properties["extracted"]
    assert extracted["quotes"] == [{"start": start, "end": start + 11, "paragraph": 2}]
    assert extracted["text_sha256"] == sha256(TEXT.encode()).hexdigest()
    words = {key: [TEXT[a:b] for a, b in spans] for key, spans in extracted["evidence"].items()}
    assert words["start"] == ["14 August 2025"]
    assert words["place"] == ["near Wrangel Island"]
    heading = post(client, "texts/review/drafts", start=0, end=8).json()
    assert heading["claim"] == "S1"
    for wrong in ((5, 5), (-1, 4), (0, 10_000), ("0", 4), (True, 4)):
        answer = post(client, "texts/review/drafts", start=wrong[0], end=wrong[1])
        assert answer.status_code == 422, wrong


@pytest.mark.usefixtures("opened")
def test_drafts_are_sent_again_only_when_something_is_decided(client: TestClient) -> None:
    state = client.get("/api/texts/review").json()["state"]
    address = "/api/texts/review/drafts"
    assert client.get(address, params={"known": state}).json() == {"state": state}
    post(client, "texts/review/drafts/1", state="refused")
    answer = client.get(address, params={"known": state}).json()
    assert answer["state"] != state
    assert [draft["state"] for draft in answer["drafts"]] == ["open", "refused", "open"]


@pytest.mark.usefixtures("opened")
def test_a_report_that_no_record_cites_is_removed_with_its_text_and_restored(
    client: TestClient, folder: Path
) -> None:
    file = folder / "seeds" / "review.toml"
    before = file.read_bytes()
    post(client, "texts/review/drafts/1", state="refused")
    assert post(client, "reports/review/remove").json() == {"id": "review"}
    assert not file.exists()
    assert "review" not in OpenTexts(folder)
    assert post(client, "undo", by="Kari Moe").json() == {"id": "review"}
    assert file.read_bytes() == before
    assert OpenTexts(folder)["review"]["drafts"][1]["state"] == "refused"
    feature = client.get("/api/texts/review").json()["drafts"][0]["feature"]
    feature["properties"]["title"] = "Two coastguard ships in the strait"
    assert accept(client, 0, feature).status_code == 200
    answer = post(client, "reports/review/remove")
    assert (answer.status_code, file.exists()) == (422, True)


@pytest.mark.usefixtures("opened")
def test_what_is_taken_back_is_open_again(client: TestClient) -> None:
    feature = client.get("/api/texts/review").json()["drafts"][0]["feature"]
    # Without a title nothing is stored.
    assert accept(client, 0, feature).status_code == 422
    feature["properties"]["title"] = "Two coastguard ships in the strait"
    assert accept(client, 0, feature).status_code == 200
    post(client, "undo", by="Kari Moe")
    draft = client.get("/api/texts/review").json()["drafts"][0]
    assert (draft["state"], draft["record"]) == ("open", None)


def test_what_cannot_be_read_leaves_no_report(client: TestClient, folder: Path) -> None:
    before = [*folder.glob("seeds/*")]
    answer = read_text(client, "Ein Schiff fuhr nach Osten. " * 9)
    assert answer.status_code == 422
    assert "Traceback" not in answer.text
    assert read_text(client, published="someday").json()["findings"]
    assert read_text(client, id="focus-2025").status_code == 422
    assert [*folder.glob("seeds/*")] == before
    assert not [*folder.glob(".geotrack-desk.texts/*")]


def test_the_folder_of_texts_is_no_link_out(
    folder: Path, read: tuple[str, OpenText], tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / ".geotrack-desk.texts").symlink_to(elsewhere)
    with pytest.raises(UsageError):
        OpenTexts(folder).write(read[1])
    assert not [*elsewhere.iterdir()]


@pytest.mark.usefixtures("opened")
def test_only_the_session_reads_and_decides(
    client: TestClient, desk: Desk, stranger: TestClient
) -> None:
    session = stranger.headers.pop(SESSION_HEADER)
    for path in ("texts", "texts/review/drafts", "texts/review/drafts/0/accept"):
        assert post(stranger, path).status_code in (401, 403), path
    assert stranger.get("/api/texts/review").status_code in (401, 403)
    stranger.headers[SESSION_HEADER] = session
    desk.read_only = True
    for path in ("drafts", "drafts/0", "drafts/0/same", "done"):
        assert post(client, f"texts/review/{path}", start=0, end=9).status_code == 403, path
