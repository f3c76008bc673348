"""Records of the desk: what it writes is what the command line would have written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyproj import Geod
from starlette.testclient import TestClient

from geotrack.cli import main
from geotrack.model.record_properties import LABEL_LIMIT
from geotrack.server import records
from geotrack.server.desk import Desk
from geotrack.workspace import Workspace, open_workspace
from geotrack.workspace.edit import add, compose
from tests.server.conftest import SIGHTING, TODAY, WRITES

ID = "2024-07-24-joint-bomber-sortie"


def _save(client: TestClient, feature: Any, base: str | None = None, **more: Any) -> Any:
    body = {"feature": feature, "base": base, "by": "Kari Moe", **more}
    return client.post("/api/records", json=body, headers=WRITES)


def test_a_new_record_is_stored_as_the_command_line_stores_it(
    client: TestClient,
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = _save(client, SIGHTING)
    assert answer.status_code == 200, answer.text
    stored = (folder / "events" / "added.geojson").read_text(encoding="utf-8")
    (folder / "events" / "added.geojson").unlink()
    file = tmp_path_factory.mktemp("new") / "new.geojson"
    file.write_text(json.dumps(SIGHTING), encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(_noon().timestamp())))
    run = CliRunner().invoke(
        main, ["--workspace", str(folder), "add", str(file), "--into", "added", "--by", "Kari Moe"]
    )
    assert run.exit_code == 0, run.output
    assert (folder / "events" / "added.geojson").read_text(encoding="utf-8") == stored


def _noon() -> Any:
    from datetime import UTC, datetime, time

    return datetime.combine(TODAY, time(12), UTC)


def test_another_record_of_the_same_date_and_title_is_new(client: TestClient) -> None:
    first = _save(client, SIGHTING).json()["id"]
    # A save whose answer was lost is sent again.
    assert _save(client, SIGHTING).json()["id"] == first
    south = {**SIGHTING, "geometry": {"type": "Point", "coordinates": [-168.03, 66.8]}}
    assert _save(client, south).json()["id"] == f"{first}-2"
    assert client.get(f"/api/records/{first}").json()["feature"]["geometry"] == SIGHTING["geometry"]


def test_a_change_has_its_author_reason_and_day(client: TestClient, folder: Path) -> None:
    state = client.get(f"/api/records/{ID}").json()
    state["feature"]["properties"]["title"] = "Bombers of both"
    body = {"feature": state["feature"]}
    shown = client.post("/api/differences", json=body, headers=WRITES).json()
    answer = _save(client, state["feature"], state["base"], why="shorter")
    assert answer.status_code == 200
    assert "title" in answer.json()["differences"][0]
    assert [(one["path"], one["new"]) for one in shown] == [("title", "Bombers of both")]
    event = open_workspace(folder).by_id[ID]
    last = event.revisions[-1]
    assert (last.by, last.why, str(last.on), event.title) == (
        "Kari Moe", "shorter", str(TODAY), "Bombers of both",
    )  # fmt: skip


def test_whoever_saves_second_is_told_and_sees_both(client: TestClient, folder: Path) -> None:
    state = client.get(f"/api/records/{ID}").json()
    mine, theirs = json.loads(json.dumps([state["feature"]] * 2))
    theirs["properties"]["title"] = "Theirs"
    assert _save(client, theirs, state["base"]).status_code == 200
    mine["properties"]["title"] = "Mine"
    answer = _save(client, mine, state["base"])
    assert answer.status_code == 409
    assert answer.json()["stored"]["feature"]["properties"]["title"] == "Theirs"
    assert open_workspace(folder).by_id[ID].title == "Theirs"
    assert _save(client, mine, answer.json()["stored"]["base"]).status_code == 200
    assert open_workspace(folder).by_id[ID].title == "Mine"


def test_a_save_is_answered_before_the_files_are_read_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, openings = client.get(f"/api/records/{ID}").json(), list[Path]()
    state["feature"]["properties"]["title"] = "Changed"

    def open_noted(root: Path, **values: Any) -> Workspace:
        openings.append(root)
        return open_workspace(root, **values)

    monkeypatch.setattr("geotrack.server.desk.open_workspace", open_noted)
    assert _save(client, state["feature"], state["base"]).status_code == 200
    assert openings == []
    later = client.get(f"/api/records/{ID}").json()
    assert later["feature"]["properties"]["title"] == "Changed"
    assert len(openings) == 1


def test_a_record_that_was_removed_meanwhile_is_not_written(
    client: TestClient, folder: Path, desk: Desk
) -> None:
    state = client.get(f"/api/records/{ID}").json()
    path = folder / "events" / "bombers.geojson"
    file = json.loads(path.read_text(encoding="utf-8"))
    file["features"] = [f for f in file["features"] if f["id"] != ID]
    path.write_text(json.dumps(file), encoding="utf-8")
    desk.refresh()
    answer = _save(client, state["feature"], state["base"])
    assert answer.status_code == 409
    assert answer.json()["stored"] is None


def test_a_faulty_record_is_refused_with_its_findings(client: TestClient, folder: Path) -> None:
    before = {p: p.read_bytes() for p in (folder / "events").iterdir()}
    wrong = json.loads(json.dumps(SIGHTING))
    wrong["properties"]["start"] = "2024-13"
    answer = _save(client, wrong)
    assert answer.status_code == 422
    assert [f["rule"] for f in answer.json()["findings"]] == ["date"]
    wrong = json.loads(json.dumps(SIGHTING))
    wrong["properties"]["type"] = "coastguard/sigthing"
    [finding] = _save(client, wrong).json()["findings"]
    assert finding["pointer"] == "/properties/type"
    assert [one["values"] for one in finding["remedies"]]
    assert {p: p.read_bytes() for p in (folder / "events").iterdir()} == before


def test_read_only_writes_nothing(client: TestClient, folder: Path, desk: Desk) -> None:
    desk.read_only = True
    before = {p: p.read_bytes() for p in (folder / "events").iterdir()}
    assert _save(client, SIGHTING).status_code == 403
    answer = client.post("/api/review", json={"ids": [ID], "by": "Eva"}, headers=WRITES)
    assert answer.status_code == 403
    assert {p: p.read_bytes() for p in (folder / "events").iterdir()} == before


def test_findings_stand_at_the_property_as_it_is_typed(client: TestClient) -> None:
    typed = json.loads(json.dumps(SIGHTING))
    typed["properties"]["type"] = "coastguard/sightin"
    typed["geometry"]["coordinates"] = [-168.03, 98.8]
    found = client.post("/api/check", json={"feature": typed}, headers=WRITES).json()
    assert {f["pointer"].rpartition("/")[0] or f["pointer"] for f in found} >= {"/properties"}
    assert any(f["pointer"].startswith("/geometry") for f in found)
    assert any("‘Coastguard / Sighting of coastguard ships’" in f["remedy"] for f in found)


@pytest.mark.parametrize(
    ("text", "starts", "days"),
    [
        ("2024-10", ["2024-10"], 31),
        ("between 1 and 10 October 2024", ["[2024-10-01..2024-10-10]"], 10),
        ("winter 2024", ["2023-24", "2024-24"], 91),
        ("2024-13", None, None),
    ],
)
def test_a_date_says_what_it_means(
    client: TestClient, text: str, starts: list[str] | None, days: int | None
) -> None:
    answer = client.get("/api/dates", params={"text": text}).json()
    if starts is None:
        assert set(answer) == {"problem", "remedy"}
        return
    assert [one["start"] for one in answer["readings"]] == starts
    first = answer["readings"][0]
    assert first["days"] == days
    # What the form shows of a stored date is read as that date.
    stored = client.get("/api/dates", params={"start": first["start"]}).json()
    again = client.get("/api/dates", params={"text": stored["typed"]}).json()["readings"]
    assert [one["start"] for one in again] == [first["start"]]


def test_words_of_a_date_count_from_the_day_of_publication(client: TestClient) -> None:
    def answer(text: str, published: str = "") -> dict[str, Any]:
        asked = {"text": text, "published": published}
        found: dict[str, Any] = client.get("/api/dates", params=asked).json()
        return found

    assert answer("yesterday", "2024-11-30")["readings"][0]["start"] == "2024-11-29"
    assert "counts from the day of publication" in answer("yesterday", "no day")["reason"]
    assert answer("31.11.2026")["reason"].endswith("has 30 days; write 2026-11-30 or 2026-11")
    assert "reason" not in answer("tjing")


@pytest.mark.parametrize("properties", [{}, {"title": None}])
def test_what_is_missing_keeps_nothing_else_from_being_judged(
    client: TestClient, properties: dict[str, Any]
) -> None:
    inland = {"type": "Point", "coordinates": [115, 68]}
    stated = {**properties, "type": "coastguard/sighting"}
    feature = {"type": "Feature", "id": "-", "geometry": inland, "properties": stated}
    found = client.post("/api/check", json={"feature": feature}, headers=WRITES).json()
    missing = {one["key"] for one in found if one["rule"] == "missing"}
    assert missing == {"title", "start", "sources"}
    assert [one["text"] for f in found for one in f["remedies"]] == ["toSea"]
    assert not any(f["pointer"].startswith("/properties/s") for f in found)


@pytest.mark.parametrize("properties", [None, "x", [1]])
def test_properties_that_are_none_are_a_finding(client: TestClient, properties: Any) -> None:
    body = {"feature": {"type": "Feature", "geometry": None, "properties": properties}}
    found = client.post("/api/check", json=body, headers=WRITES).json()
    assert any(one["severity"] == "error" for one in found)


@pytest.mark.parametrize(
    ("start", "end", "limits"),
    [
        ("2024-10", "", ["2024-10-01", "2024-10-31"]),
        ("[..2024-09]", "", [None, "2024-09-30"]),
        ("2024-03", "..", ["2024-03-01", None]),
        ("[2024-05-01..2024-08-31]", "", ["2024-05-01", "2024-08-31"]),
        ("unknown", "", [None, None]),
    ],
)
def test_the_first_and_the_last_day_of_a_time(
    client: TestClient, start: str, end: str, limits: list[str | None]
) -> None:
    found = client.get("/api/dates", params={"start": start, "end": end}).json()
    assert found["limits"] == limits
    # Days are dragged on the timeline, and the form has words for them, not the notation.
    assert found["typed"] == found["text"]


def test_records_are_found_by_words_of_their_titles(client: TestClient, folder: Path) -> None:
    found = client.get("/api/titles", params={"text": "bomber SORTIE"}).json()
    assert ID in {one["id"] for one in found}
    named = client.get("/api/titles", params={"id": [ID, "gone"]}).json()
    stored = open_workspace(folder).by_id[ID]
    assert [one["title"] for one in named] == [stored.title, "gone"]


def test_a_place_is_found_as_on_the_command_line(client: TestClient, folder: Path) -> None:
    described = client.get("/api/places", params={"text": "40 nm NW of Point Hope"}).json()
    location = open_workspace(folder).gazetteer.locate("40 nm NW of Point Hope")
    assert (described["geometry"], described["place"]) == (location.geometry, location.place)
    derivation = described["derivation"]
    [anchor] = derivation["anchors"]
    assert anchor["name"] == "Point Hope"
    azimuth, _, metres = Geod(ellps="WGS84").inv(
        anchor["lon"], anchor["lat"], *described["geometry"]["coordinates"]
    )
    (first, last), (least, most) = derivation["bearing"], derivation["distance_km"]
    assert (azimuth % 360, metres / 1000) == (
        pytest.approx((first + last) / 2, abs=0.1),
        pytest.approx((least + most) / 2, abs=0.1),
    )
    assert "problem" in client.get("/api/places", params={"text": "Atlantis"}).json()


def test_which_places_were_taken_is_said_in_the_reader_s_language(client: TestClient) -> None:
    text = "50 km nord for Kaliningrad"
    found = client.get("/api/places", params={"text": text, "lang": "nb"}).json()
    assert found["taken"] == ["Kaliningrad (by, RU, 54,7064° N 20,511° Ø)"]
    assert client.get("/api/places", params={"text": "65.7 N 168.5 W"}).json()["taken"] == []


def test_what_has_no_position_is_no_candidate_and_says_so(client: TestClient) -> None:
    found = client.get("/api/places", params={"text": "Uk"}).json()
    assert [one["text"] for one in found["candidates"]] == ["Uk [geonames:1488616]"]
    assert "United Kingdom (country, GB)" in found["problem"]
    refused = client.get("/api/places", params={"text": "between Iceland and UK"}).json()
    assert "which is no one position" in refused["problem"]


def test_the_choice_of_a_place_keeps_the_words_round_it(client: TestClient) -> None:
    asked = {"text": "80 miles north of St. Paul", "lang": "nb"}
    found = client.get("/api/places", params=asked).json()
    assert found["word"] == "St. Paul"
    island = found["candidates"][0]
    assert island["label"] == "St. Paul Island (øy, US, 57,2° N 170,25° V)"
    assert island["text"] == "80 miles north of St. Paul Island"
    chosen = client.get("/api/places", params={"text": island["text"]}).json()
    assert chosen["place"]["described"] == "80 miles north of St. Paul Island"
    assert chosen["geometry"]["coordinates"] == [-170.25, 58.4486]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Перевальск", "Ingen steder eller regioner heter «Перевальск»."),
        ("Norge", "«Norge» er navnet på en region eller et land"),
        ("Prirazlomnaya", "«Prirazlomnaya» er kjent, men posisjonen er det ikke."),
        ("Longyearbyn", "Er et av disse ment?"),
    ],
)
def test_why_a_text_is_no_place_is_said_without_commands(
    client: TestClient, text: str, said: str
) -> None:
    problem = client.get("/api/places", params={"text": text, "lang": "nb"}).json()["problem"]
    assert said in problem
    assert "`" not in problem


@pytest.mark.parametrize("text", ["70.5, -168", "40 nm NW of Point Hop", "Longyearbyn"])
def test_a_place_that_is_misspelt_has_guesses_that_are_places(
    client: TestClient, text: str
) -> None:
    answer = client.get("/api/places", params={"text": text}).json()
    assert answer["guesses"]
    for guess in answer["guesses"]:
        found = client.get("/api/places", params={"text": guess}).json()
        assert found.keys() & {"geometry", "candidates"}, (guess, found)


@pytest.mark.parametrize(
    ("text", "names", "stated"),
    [
        ("between Bodø and Tromsø", ["Bodø", "Tromsø"], [False, False]),
        ("within 20 km of Vardø", ["Vardø"], [False, True]),
        ("10 km south of 90N 0E", ["90° N 0°"], [False, True]),
        ("Longyearbyen", None, None),
    ],
)
def test_what_a_described_place_is_derived_from(
    client: TestClient, text: str, names: list[str] | None, stated: list[bool] | None
) -> None:
    derivation = client.get("/api/places", params={"text": text}).json()["derivation"]
    if names is None:
        assert derivation is None
        return
    assert [one["name"] for one in derivation["anchors"]] == names
    assert [derivation[key] is not None for key in ("bearing", "distance_km")] == stated


def test_a_probable_duplicate_is_named(client: TestClient, folder: Path) -> None:
    stored = open_workspace(folder).by_id[ID].feature
    twin = {**stored, "id": "-"}
    found = client.post("/api/similar", json={"feature": twin}, headers=WRITES).json()
    assert found[0]["id"] == ID
    assert found[0]["score"] > 0.9


def test_a_request_that_is_no_record_is_refused(client: TestClient) -> None:
    for body in (b"", b"[]", b"{}", b'{"feature": 1}', b"\xff", b"[" * 100_000):
        answer = client.post("/api/check", content=body, headers=WRITES)
        assert answer.status_code == 422, body[:9]
    answer = client.post("/api/check", content=b" " * 8_000_001, headers=WRITES)
    assert "8000000 bytes" in answer.json()["error"]


def test_the_desk_calls_the_functions_of_the_command_line() -> None:
    assert records.plan is add.plan
    assert records.check_feature is compose.check_feature


def test_the_form_finds_types_by_words_of_reports(client: TestClient) -> None:
    types = client.get("/api/vocabulary").json()["types"]
    assert [one["id"] for one in types if "sperring" in one["words"]] == ["restriction/closure"]


def test_findings_and_errors_are_in_the_language_of_the_request(client: TestClient) -> None:
    feature = {**SIGHTING, "properties": {**SIGHTING["properties"], "status": "ocurred"}}
    norwegian = {**WRITES, "accept-language": "nb"}
    for headers, message in (
        (norwegian, "'ocurred' er ikke en kjent verdi for status"),
        (WRITES, "'ocurred' is not a known status"),
    ):
        found = client.post("/api/check", json={"feature": feature}, headers=headers).json()
        assert [one["message"] for one in found if one["rule"] == "vocabulary"] == [message]
    answer = client.get("/api/records/gone", headers={"accept-language": "nb"})
    assert answer.json() == {"error": "det finnes ingen oppføring 'gone'"}
    answer = client.get("/api/places", params={"text": "40 nm NW", "lang": "nb"})
    assert answer.json()["problem"] == "'40 nm NW' sier ikke hvorfra; skriv stedet det måles fra"


def test_the_form_has_the_fields_of_the_table_with_their_choices_and_limits(
    client: TestClient,
) -> None:
    vocabulary = client.get("/api/vocabulary").json()
    fields = {one["name"]: one for one in vocabulary["fields"]}
    assert [*fields][:6] == ["title", "type", "date", "place", "actors", "sources"]
    assert fields["label"] == {
        "name": "label", "control": "text", "is_rare": True, "is_translated": True,
        "max_length": LABEL_LIMIT,
    }  # fmt: skip
    assert ["occurred", "occurred"] in fields["status"]["options"]
    (level, basis) = fields["verification"]["parts"]
    assert ["disputed", "disputed"] in level["options"]
    assert basis == {"name": "basis", "show": "always"}
    parts = {part["name"]: part for part in fields["sources"]["parts"]}
    assert ["denies", "denies it"] in parts["stance"]["options"]
    assert parts["grade.credibility"]["options"][0][0] == "1"
    assert parts["grade.credibility"]["is_number"]
