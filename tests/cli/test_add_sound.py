"""`geotrack add --sound`: the sound records are stored, and the others put aside with reasons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geotrack.workspace import open_workspace
from tests.cli.conftest import Run
from tests.records import collection, feature, point, written

pytestmark = pytest.mark.slow

SOUND = feature("sound", point(30, 70), start="2024-05-01")
WRONG = feature("wrong", point(31, 70), start="2024-13", title="Date of another kind")
PART = feature("part", point(32, 70), start="2024-06-01", part_of="wrong", title="A part of it")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place" / "events").mkdir(parents=True)
    return tmp_path / "place"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    return written(tmp_path / "sent.geojson", SOUND, WRONG, PART)


def add(run: Run, place: Path, *rest: str) -> tuple[int, str]:
    result = run("--workspace", str(place), "add", *rest)
    return result.exit_code, result.output


def stored(place: Path) -> list[str]:
    return [str(e.id) for e in open_workspace(place).events]


def test_sound_records_are_stored_and_others_put_aside(run: Run, place: Path, sent: Path) -> None:
    code, out = add(run, place, "--sound", str(sent))
    assert code == 1
    assert "1 new, 2 errors" in out
    assert "sent-faulty.geojson: 2 faulty records" in out
    assert stored(place) == ["sound"]
    faulty = sent.with_name("sent-faulty.geojson")
    assert json.loads(faulty.read_text("utf-8")) == collection(WRONG, PART)
    reasons = faulty.with_suffix(".txt").read_text("utf-8").splitlines()
    assert ["is not a date" in reasons[0], "no record has the id 'wrong'" in reasons[1]] == [
        True
    ] * 2
    lines = faulty.read_text("utf-8").splitlines()
    at = int(reasons[0].partition("geojson:")[2].partition(":")[0])
    assert "2024-13" in lines[at - 1]


def test_the_faulty_file_is_checked_mended_and_added(run: Run, place: Path, sent: Path) -> None:
    add(run, place, "--sound", str(sent))
    faulty = sent.with_name("sent-faulty.geojson")
    assert "'2024-13' is not a date" in run("check", str(faulty)).output
    faulty.write_text(faulty.read_text("utf-8").replace("2024-13", "2024-12"), "utf-8")
    code, out = add(run, place, str(faulty))
    assert (code, sorted(stored(place))) == (0, ["part", "sound", "wrong"]), out
    assert [p.name for p in (place / "events").iterdir()] == ["sent.geojson"]


@pytest.mark.parametrize("separator", ["\n", "\x1e"])
def test_faulty_texts_of_a_sequence_stay_byte_for_byte(
    run: Run, place: Path, tmp_path: Path, separator: str
) -> None:
    texts = [json.dumps(SOUND), '{"type": "Feature", "id": "cut', json.dumps(WRONG)]
    record = separator.strip()
    sent = tmp_path / "sent.geojsonl"
    sent.write_bytes("".join(f"{record}{text}\n" for text in texts).encode())
    code, out = add(run, place, "--sound", str(sent))
    assert (code, stored(place)) == (1, ["sound"]), out
    left = sent.with_name("sent-faulty.geojsonl").read_text("utf-8")
    assert [t.strip(f"\n{record}") for t in left.split("\n") if t] == texts[1:]


def test_existing_files_are_overwritten_only_by_force(run: Run, place: Path, sent: Path) -> None:
    reasons = sent.with_name("sent-faulty.txt")
    reasons.write_text("mine")
    code, out = add(run, place, "--sound", str(sent))
    assert (code, stored(place), reasons.read_text()) == (2, [], "mine")
    assert "sent-faulty.txt is there already; --force overwrites it" in out
    assert not sent.with_name("sent-faulty.geojson").exists()
    add(run, place, "--sound", "--force", str(sent))
    assert (stored(place), reasons.read_text() == "mine") == (["sound"], False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"type": "FeatureCollection", "features": [', "json"),
        ("PK\x03\x04", "sent.geojson"),
        (json.dumps(collection(WRONG)), "is not a date"),
        (json.dumps(WRONG), "is not a date"),
        (
            json.dumps(
                {**collection(SOUND), "crs": {"type": "name", "properties": {"name": "EPSG:3995"}}}
            ),
            "crs",
        ),
    ],
)
def test_a_file_without_a_sound_record_is_refused_as_ever(
    run: Run, place: Path, sent: Path, text: str, reason: str
) -> None:
    sent.write_text(text, "utf-8")
    plain = add(run, place, str(sent))
    assert add(run, place, "--sound", str(sent)) == plain
    assert plain[0] == 1
    assert "nothing written" in plain[1]
    assert reason in plain[1].lower() or reason in plain[1]
    assert list(sent.parent.glob("*faulty*")) == []


def test_a_sound_file_leaves_nothing_aside(run: Run, place: Path, sent: Path) -> None:
    written(sent, SOUND)
    assert add(run, place, "--sound", str(sent))[0] == 0
    assert list(sent.parent.glob("*faulty*")) == []


def test_a_dry_run_writes_no_file(run: Run, place: Path, sent: Path) -> None:
    code, out = add(run, place, "--sound", "--dry-run", str(sent))
    assert (code, stored(place)) == (1, [])
    assert "2 faulty records, not written" in out
    assert list(sent.parent.glob("*faulty*")) == []


def test_a_stored_id_with_other_content_is_put_aside_or_replaced(
    run: Run, place: Path, sent: Path
) -> None:
    written(place / "events" / "e.geojson", {**SOUND, "geometry": point(0, 80)})
    new = feature("new", point(33, 75), start="2023", title="Quite another one")
    written(sent, SOUND, new)
    add(run, place, "--sound", str(sent))
    assert sorted(stored(place)) == ["new", "sound"]
    assert open_workspace(place).by_id["sound"].geometry == point(0, 80)
    assert "stored with other content" in sent.with_name("sent-faulty.txt").read_text("utf-8")
    add(run, place, "--sound", "--replace", "--by", "Kari", "--why", "moved", str(sent))
    assert open_workspace(place).by_id["sound"].geometry == point(30, 70)


def test_a_probable_duplicate_is_put_aside(run: Run, place: Path, sent: Path) -> None:
    add(run, place, str(written(sent, SOUND)))
    twice = {**SOUND, "id": "again"}
    new = feature("new", point(33, 75), start="2023", title="Quite another one")
    code, out = add(run, place, "--sound", str(written(sent, twice, new)))
    assert (code, sorted(stored(place))) == (1, ["new", "sound"]), out
    assert "probably stored already" in sent.with_name("sent-faulty.txt").read_text("utf-8")


def test_a_write_that_fails_leaves_nothing(
    run: Run, place: Path, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "events/sent.geojson")

    monkeypatch.setattr("geotrack.workspace.edit.changeset.commit", fail)
    code, out = add(run, place, "--sound", str(sent))
    assert (code, stored(place)) == (1, [])
    assert "no space left" in out
    assert list(sent.parent.glob("*faulty*")) == []


def test_faulty_records_are_put_aside_though_the_others_are_stored(
    run: Run, place: Path, sent: Path
) -> None:
    add(run, place, "--sound", str(sent))
    faulty = sent.with_name("sent-faulty.geojson")
    before = faulty.read_bytes()
    assert add(run, place, "--sound", str(sent))[0] == 2
    faulty.unlink()
    faulty.with_suffix(".txt").unlink()
    code, out = add(run, place, "--sound", str(sent))
    assert code == 1
    assert "1 same, 2 errors, nothing to write" in out
    assert (stored(place), faulty.read_bytes()) == (["sound"], before)


def test_records_of_stdin_are_put_aside_in_the_current_folder(
    run: Run, place: Path, sent: Path, folder: Path
) -> None:
    text = sent.read_bytes()
    result = run("--workspace", str(place), "add", "--sound", "-", stdin=text)
    assert (result.exit_code, stored(place)) == (1, ["sound"])
    assert json.loads((folder / "added-faulty.geojson").read_text("utf-8")) == collection(
        WRONG, PART
    )


def test_strict_and_sound_do_not_go_together(run: Run, place: Path, sent: Path) -> None:
    code, out = add(run, place, "--sound", "--strict", str(sent))
    assert code == 2
    assert "leave one out" in out


def test_json_names_the_file_of_faulty_records(run: Run, place: Path, sent: Path) -> None:
    result = run("--workspace", str(place), "add", "--sound", "--json", str(sent))
    (found,) = json.loads(result.stdout)
    assert found["faulty"] == {"file": "sent-faulty.geojson", "features": 2}
    assert [f["rule"] for f in found["findings"] if f["severity"] == "error"] == ["date", "link"]
