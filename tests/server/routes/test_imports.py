"""Files of others at the desk: read by `geotrack import` in a process of its own, then added."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack.mapview.numbers import NumbersError
from geotrack.messages import INTERFACE, LANGUAGE, Interface
from geotrack.server import commands, uploads
from geotrack.server.commands import CommandError, run_command
from geotrack.server.routes.imports import import_arguments, judge_drafts
from geotrack.workspace import open_workspace
from tests.records import collection, feature, point, written
from tests.server.conftest import PROGRAM, WRITES

CSV = """date,what,lat,lon,source
2024-10-03,"Two cutters seen, Sea of Okhotsk",55.1,150.2,https://example.org/a
2024-13-04,Wrong month,56,151,https://example.org/b
"""
TYPE = {"set": {"type": "coastguard/sighting"}}


def _send(client: TestClient, name: str, content: str | bytes) -> Any:
    return client.post("/api/imports", params={"name": name}, content=content, headers=WRITES)


def _draft(client: TestClient, key: str, choices: Any) -> Any:
    return client.post(f"/api/imports/{key}", json=choices, headers=WRITES)


@pytest.mark.slow
def test_a_table_is_mapped_looked_at_and_added(client: TestClient, folder: Path) -> None:
    key = _send(client, "cutters.csv", CSV).json()["key"]
    first = _draft(client, key, {}).json()
    assert {c["column"]: c["property"] for c in first["columns"]} == {
        "date": "start", "what": "title", "source": "sources.url",
    }  # fmt: skip
    assert first["counts"]["new"] == 0
    assert first["held"] == 0
    read = _draft(client, key, {**TYPE, "map": {"source": "extra.source"}}).json()
    assert {c["column"]: c["kept_as"] for c in read["columns"]}["source"] == "source"
    # The list of columns says that it is kept.
    assert "unknown-property" not in {finding["rule"] for finding in read["findings"]}
    read = _draft(client, key, TYPE).json()
    assert (read["counts"], read["faulty"], read["sound"]) == (
        {"new": 1, "same": 0, "changed": 0}, 1, True,
    )  # fmt: skip
    assert read["features"][0]["geometry"]["coordinates"] == [150.2, 55.1]
    (row,) = read["rows"]
    assert row["feature"]["properties"]["title"] == "Wrong month"
    assert [(one["pointer"], one["value"]) for one in row["findings"]] == [
        ("/properties/start", "2024-13-04")
    ]
    assert not any("2024-13-04" in finding["message"] for finding in read["findings"])
    answer = client.post(f"/api/imports/{key}/add", json={"by": "Kari Moe"}, headers=WRITES).json()
    assert json.loads(answer["faulty"])["features"][0]["properties"]["title"] == "Wrong month"
    assert answer["rows"] == [row]
    event = open_workspace(folder).by_id[answer["ids"][0]]
    assert event.title == "Two cutters seen, Sea of Okhotsk"
    assert (folder / "events" / "cutters.geojson").is_file()
    undone = client.get("/api/undo", headers=WRITES).json()
    assert undone == {"kind": "added", "n": 1, "title": event.title}
    client.post("/api/undo", json={"by": "Kari Moe"}, headers=WRITES)
    assert event.id not in open_workspace(folder).by_id


NORWEGIAN = """Dato;Tittel;Aktør;Bredde;Lengde;Radius km;Hva;Kilde;Sted
03.10.2024;To skip;Kystvakten;70,1;20,2;5;patrulje;https://example.org/a;Tromsø
33.13.2024;Feil måned;Kystvakten;70,1;20,2;5;patrulje;https://example.org/b;
04.10.2024;Ukjent bredde;Kystvakten;ukjent;20,2;ca 5;patrulje;ingen lenke;
05.10.2024;;Kystvakten;;;5;bombetokt;https://example.org/d;Storneset
06.10.2024;Et navn;Kystvakten;;;;;;Tromsø
"""


GPX = """<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="x">
<wpt lat="70.1" lon="20.2"><name>A</name></wpt><wpt lat="x" lon="20"><name>B</name></wpt>
<rte><name>R</name><rtept lat="70" lon="20"/><rtept lat="71" lon="21"/>
<rtept lat="x" lon="1"/></rte>
</gpx>"""
SHAPES = """id;Tittel;wkt
1;Hull;"POLYGON((10 70,12 70,12 72,10 72,10 70),(11 71,11 71.1,11 71))"
2;Linje;"POLYGON((10 70,12 70,10 70))"
"""
WRONG = collection(
    feature("2024-09-28-a", start="2024-13"),
    feature("2024-09-28-b", point(30, 70), place={"precision": "near"}),
    feature("2024-09-28-c", type="patrl", status="x"),
)
COMMANDS = """check wrong.geojson
check --ignore nope
query --region Skagerrak
query --of Vardø --limit 1
query --bbox 20 69 30 72 --not-judged --why
query --count-by status,year
query --count-by nope
query --certain --possible
query --actor Nobody --tag zz --status planned --text qqqq
query --grade A1 --review released --verification refuted
query --region nowhere
add wrong.geojson
add new.geojson --dry-run
add new.geojson --into ../x"""


def in_both_languages(print_lines: Callable[[str], list[str]]) -> list[tuple[str, str]]:
    """Return lines in Norwegian, each with its English twin."""
    lines = {}
    for language in ("en", "nb"):
        token = LANGUAGE.set(language)
        try:
            lines[language] = print_lines(language)
        finally:
            LANGUAGE.reset(token)
    return list(zip(lines["nb"], lines["en"], strict=True))


@pytest.mark.parametrize(
    ("name", "text", "least"),
    [("tokt.csv", NORWEGIAN, 20), ("spor.gpx", GPX, 10), ("former.csv", SHAPES, 10)],
)
def test_no_line_about_a_read_file_stays_english(
    folder: Path, name: str, text: str, least: int
) -> None:
    (folder / name).write_text(text, "utf-8")
    draft = str(folder / "draft.geojson")
    command = ["import", str(folder / name), "--out", draft, "--force", "--json"]

    def lines(_: str) -> list[str]:
        printed = CliRunner().invoke(main, command).stdout
        found = judge_drafts(printed, str(folder), draft, "2026-12-01")
        findings = [one for row in found["rows"] for one in row["findings"]] + found["findings"]
        texts = [text for one in findings for text in (one["message"], one["remedy"])]
        return [*found["messages"], *found["places"], *filter(None, texts)]

    token = INTERFACE.set(Interface.DESK)
    try:
        pairs = in_both_languages(lines)
    finally:
        INTERFACE.reset(token)
    assert len(pairs) >= least
    # Columns, properties and values are the same in both.
    assert [nb for nb, en in pairs if nb == en and nb != "name → title"] == []
    assert not any("--" in nb for nb, _ in pairs)


def test_no_line_of_a_command_stays_english(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "wrong.geojson").write_text(json.dumps(WRONG), "utf-8")
    new = feature("2024-09-28-new", point(30, 70))
    (folder / "new.geojson").write_text(json.dumps(collection(new)), "utf-8")

    def lines(language: str) -> list[str]:
        outputs = []
        for command in COMMANDS.splitlines():
            arguments = [*command.split(), "--lang", language]
            outputs.append(CliRunner().invoke(main, arguments).output)
        return "".join(outputs).splitlines()

    pairs = in_both_languages(lines)
    assert len(pairs) > 60
    assert [nb for nb, en in pairs if nb == en] == []


def test_an_error_at_the_desk_names_no_option(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("navn\nBodø\n".encode("cp1252"))
    token = INTERFACE.set(Interface.DESK)
    try:
        printed = CliRunner().invoke(main, ["import", str(tmp_path / "a.csv")]).stderr
    finally:
        INTERFACE.reset(token)
    assert printed.endswith("is not UTF-8; save it as UTF-8\n")


@pytest.mark.slow
def test_a_file_that_cannot_be_read_says_why(client: TestClient) -> None:
    key = _send(client, "picture.png", b"\x89PNG\r\n\x1a\n").json()["key"]
    answer = _draft(client, key, {})
    assert answer.status_code == 422
    assert "picture.png" in answer.json()["error"]
    wrong = _draft(client, key, {"set": ["type"]})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    "name", ["../a.csv", "a/b.csv", "", ".hidden", "a\x00b.csv", "CON", "C:\\a.csv"]
)
def test_a_name_with_a_folder_is_refused(client: TestClient, name: str) -> None:
    assert _send(client, name, CSV).status_code == 422


def test_choices_become_options(tmp_path: Path) -> None:
    upload = uploads.Upload(tmp_path / "a.csv")
    choices = {"set": {"place.precision": "near"}, "incomplete": True, "from": "acled"}
    arguments = {*import_arguments(upload, choices)}
    assert {"--incomplete", "--set=place.precision=near", "--from=acled"} <= arguments
    assert "--incomplete" not in import_arguments(upload, {"incomplete": "yes"})


def test_a_large_file_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    answer = _send(client, "a.csv", CSV)
    assert answer.status_code == 422
    assert "larger than" in answer.json()["error"]


@pytest.mark.anyio
async def test_a_file_that_does_not_arrive_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PATIENCE_S", 0.01)

    async def parts() -> AsyncIterator[bytes]:
        yield b"a,b"
        await anyio.sleep_forever()

    files = uploads.Uploads()
    with pytest.raises(UsageError, match="to arrive"):
        await files.receive("a.csv", parts())
    assert files._folder
    assert not list(Path(files._folder.name).rglob("*.csv"))
    files.remove()


@pytest.mark.anyio
async def test_a_command_ends_when_its_browser_has_gone(folder: Path) -> None:
    class Gone:
        async def is_disconnected(self) -> bool:
            return True

    gone: Any = Gone()
    with pytest.raises(CommandError, match="ended with -9"):
        await run_command(folder, "check", request=gone)


@pytest.mark.parametrize("as_one", [False, True])
def test_records_in_own_form_are_their_own_draft(folder: Path, *, as_one: bool) -> None:
    new, wrong = feature("new"), feature("wrong", start="2025-01-32")
    sent: Any = new if as_one else collection(new, wrong)
    (folder / "sent.geojson").write_text(json.dumps(sent), "utf-8")
    command = ["import", str(folder / "sent.geojson"), "--out", str(folder / "draft.geojson")]
    refused = CliRunner().invoke(main, command)
    assert "own form already: `geotrack check" in refused.output
    read = CliRunner().invoke(main, [*command, "--json"])
    found = judge_drafts(read.stdout, str(folder), str(folder / "draft.geojson"), "2025-02-01")
    assert (found["counts"]["new"], found["faulty"]) == (1, 0 if as_one else 1)
    assert [one["id"] for one in found["features"]] == ["new"]
    assert [row["feature"]["id"] for row in found["rows"]] == ([] if as_one else ["wrong"])


# A disk without room, and other words for all messages.
FULL_DISK = """
from folium_polar import messages
from geotrack.mapview import numbers
messages._filled = lambda *_: "≈"
def refused(path):
    raise OSError(28, "No space left on device")
numbers.atomic_path = refused
"""


class Waiting:
    async def is_disconnected(self) -> bool:
        return False


@pytest.mark.anyio
async def test_an_error_that_a_command_notes_is_a_fault_at_the_desk_by_its_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "events" / "a.geojson", feature())
    definition = tmp_path / "maps" / "m.toml"
    definition.parent.mkdir()
    definition.write_text('title = "T"\nas_of = 2024-12-01\nmarking = "SECRET"\n')
    monkeypatch.setattr(commands, "_PROGRAM", FULL_DISK + PROGRAM)
    # A workspace from elsewhere may have modules of its own, which are not imported.
    (tmp_path / "json.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    command = "map", "--format=md", f"--out={tmp_path / 'm.md'}", "m"
    waiting: Any = Waiting()
    with pytest.raises(CommandError, match=r"^≈$"):
        await run_command(tmp_path, *command, request=waiting, fault=NumbersError)


def test_names_and_texts_are_no_arguments_of_a_program(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    async def refused(command: list[str], **_: Any) -> Any:
        commands.append(command)
        raise FileNotFoundError

    monkeypatch.setattr("geotrack.server.commands.anyio.open_process", refused)
    key = _send(client, "nemesis.csv", CSV).json()["key"]
    assert _draft(client, key, {"set": {"summary": "nemesis"}}).status_code == 507
    assert client.post("/api/maps/overview/html", headers=WRITES).status_code in {422, 507}
    assert commands
    assert "nemesis" not in str(commands)


@pytest.fixture
def anyio_backend() -> str:
    """The event loop of the desk."""
    return "asyncio"


def test_of_many_files_the_oldest_goes(client: TestClient) -> None:
    keys = [_send(client, "a.csv", CSV).json()["key"] for _ in range(9)]
    assert "drop it again" in _draft(client, keys[0], {}).json()["error"]


def test_read_only_takes_no_file(client: TestClient, desk: Any) -> None:
    desk.read_only = True
    assert _send(client, "a.csv", CSV).status_code == 403


@pytest.mark.slow
def test_what_is_probably_there_already_is_held_back(client: TestClient, folder: Path) -> None:
    """Of two rows of one event, and of a row of a stored record, until the user takes them."""
    stored = written(folder / "events" / "log.geojson", feature("calls", point(30.05, 69.73)))
    title = json.loads(stored.read_bytes())["features"][0]["properties"]["title"]
    rows = "".join(f"{row},https://example.org/{n}\n" for n, row in enumerate((
        "2023-05-03,Two cutters seen,55.1,150.2",
        "2023-05-03,Two cutters seen,55.1,150.2",
        f"2024-09-28,{title},69.73,30.05",
    )))  # fmt: skip
    key = _send(client, "log.csv", f"date,what,lat,lon,source\n{rows}").json()["key"]
    kind = {"set": {"type": "coastguard/patrol"}}
    read = _draft(client, key, kind).json()
    assert (read["counts"]["new"], read["twice"], read["sound"]) == (1, 2, True)
    said = [one["findings"][0]["message"] for one in read["rows"]]
    assert said[0].startswith("probably in the file already, as ‘Two cutters seen’, ")
    assert said[1].startswith(f"probably stored already, as ‘{title}’, ")
    added = client.post(f"/api/imports/{key}/add", json={"by": "Kari Moe"}, headers=WRITES).json()
    assert (len(added["ids"]), len(added["rows"])) == (1, 2)
    # Nothing but what is there already: no row is sound, and none is added.
    read = _draft(client, key, kind).json()
    assert (read["counts"]["new"], read["twice"], len(read["rows"])) == (0, 2, 2)
    read = _draft(client, key, {**kind, "doubles": True}).json()
    assert (read["counts"]["new"], read["twice"]) == (2, 0)
