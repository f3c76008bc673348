"""Reports at the desk: claims with their records, and both written together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from starlette.testclient import TestClient

from geotrack.cli import main
from geotrack.workspace import open_workspace
from tests.server.conftest import SIGHTING, WRITES


def _post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(path, json=body, headers=WRITES)


def test_claims_have_the_records_of_coverage(client: TestClient, folder: Path) -> None:
    run = CliRunner().invoke(main, ["--workspace", str(folder), "coverage", "--json"])
    listed = [
        (report["id"], claim["id"], [record["id"] for record in claim["records"]])
        for report in client.get("/api/reports").json()
        for claim in report["claims"]
    ]
    assert listed == [
        (one["report"], one["id"], one.get("events", [])) for one in json.loads(run.stdout)
    ]


def test_a_claim_and_its_record_name_each_other(client: TestClient, folder: Path) -> None:
    made = _post(client, "/api/reports", id="north-2026", title="The north in 2026")
    assert made.json() == {"id": "north-2026", "findings": []}
    claim = _post(
        client, "/api/reports/north-2026/claims",
        says="Two ships were seen.", kind="event", unmapped="No record yet.",
    ).json()  # fmt: skip
    assert claim == {"id": "S1", "findings": []}
    feature = json.loads(json.dumps(SIGHTING))
    feature["properties"]["sources"] = [{"seed": "north-2026", "claim": "S1"}]
    saved = _post(client, "/api/records", feature=feature, base=None, by="Kari Moe")
    assert saved.status_code == 200, saved.text
    report = open_workspace(folder).reports_by_id["north-2026"]
    assert report.claims[0].events == (saved.json()["id"],)
    assert report.claims[0].unmapped is None
    run = CliRunner().invoke(main, ["--workspace", str(folder), "check"])
    assert run.exit_code == 0, run.output


def test_a_record_names_itself_in_each_claim_that_it_cites(
    client: TestClient, folder: Path
) -> None:
    _post(client, "/api/reports", id="two", title="Two claims", published="12 November 2025")
    for says in ("One.", "Two."):
        claim = {"says": says, "kind": "event", "unmapped": "-"}
        assert _post(client, "/api/reports/two/claims", **claim).json()["findings"] == []
    feature = json.loads(json.dumps(SIGHTING))
    feature["properties"]["sources"] = [{"seed": "two", "claim": "S1"}]
    id_ = _post(client, "/api/records", feature=feature, base=None, by="Kari Moe").json()["id"]
    # A claim is cited later too, as where a record of it is merged into a stored one.
    stored = client.get(f"/api/records/{id_}").json()
    stored["feature"]["properties"]["sources"].append({"seed": "two", "claim": "S2"})
    _post(client, "/api/records", **stored, by="Kari Moe", why="both")
    feature["properties"]["sources"] = [{"seed": "two", "claim": f"S{n}"} for n in (1, 2)]
    feature["properties"]["title"] = "Another event"
    other = _post(client, "/api/records", feature=feature, base=None, by="Kari Moe").json()["id"]
    report = open_workspace(folder).reports_by_id["two"]
    assert [claim.events for claim in report.claims] == [(id_, other), (id_, other)]
    assert str(report.published) == "2025-11-12"
    path = "/api/reports/two/claims"
    changed = {"says": "Three.", "kind": "statement", "section": "2"}
    assert _post(client, f"{path}/S2", **changed).json() == {"id": "S2", "findings": []}
    assert _post(client, f"{path}/S2", says="", kind="event").json()["findings"]
    assert _post(client, f"{path}/S9", **changed).status_code == 422
    claim = open_workspace(folder).reports_by_id["two"].claims[1]
    assert (claim.says, claim.kind, claim.section, claim.when) == ("Three.", "statement", "2", None)
    assert claim.events == (id_, other)


def test_words_of_a_date_count_from_the_day_of_the_report(client: TestClient) -> None:
    for id_, published in (("week-47", "20 November 2026"), ("week-48", "27 November 2026")):
        _post(client, "/api/reports", id=id_, title="Fleet notes", published=published)

    def start(**sources: str) -> str | None:
        asked = {"text": "on Tuesday", **sources}
        readings = client.get("/api/dates", params=asked).json().get("readings")
        return readings[0]["start"] if readings else None

    assert start(reports="week-47") == "2026-11-17"
    assert start(reports="week-47", published="2026-11-20") == "2026-11-17"
    # Sources of several days, and none.
    assert start(reports="week-47 week-48") is None
    assert start(reports="week-47", published="2026-11-21") is None
    assert start(reports="nowhere") is None


def test_a_report_is_corrected(client: TestClient, folder: Path) -> None:
    _post(client, "/api/reports", id="r", title="Flet notes", published="2026-11-20", note="n")
    claim = {"says": "One.", "kind": "event", "unmapped": "-"}
    _post(client, "/api/reports/r/claims", **claim)
    path = folder / "seeds" / "r.toml"
    path.write_text(path.read_text("utf-8") + "# the end\n", "utf-8")
    changed = {"title": "Fleet notes", "published": "21 November 2026", "publisher": "A"}
    assert _post(client, "/api/reports/r", **changed).json() == {"id": "r", "findings": []}
    listed = next(one for one in client.get("/api/reports").json() if one["id"] == "r")
    assert (listed["title"], listed["published"], listed["publisher"], listed["note"]) == (
        "Fleet notes", "2026-11-21", "A", None,
    )  # fmt: skip
    assert [one["says"] for one in listed["claims"]] == ["One."]
    before = path.read_text("utf-8")
    assert before.endswith("# the end\n")
    assert _post(client, "/api/reports/r", title="").json()["findings"]
    assert _post(client, "/api/reports/nowhere", title="x").status_code == 422
    assert path.read_text("utf-8") == before


def test_a_faulty_claim_or_report_is_not_written(client: TestClient, folder: Path) -> None:
    before = {p: p.read_bytes() for p in (folder / "seeds").iterdir()}
    id_ = client.get("/api/reports").json()[0]["id"]
    path = f"/api/reports/{id_}/claims"
    for body in ({"says": "x", "kind": "rumour", "unmapped": "-"}, {"says": "x", "kind": "event"}):
        assert _post(client, path, **body).json()["findings"]
    assert _post(client, path, says=5).status_code == 422
    assert _post(client, "/api/reports/nowhere/claims", says="x").status_code == 422
    for wrong in ("../x", "Ny Rapport", id_, ""):
        assert _post(client, "/api/reports", id=wrong, title="x").status_code == 422, wrong
    assert {p: p.read_bytes() for p in (folder / "seeds").iterdir()} == before
