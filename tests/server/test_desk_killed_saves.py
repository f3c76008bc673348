"""What is saved at the desk is there whole or not at all; what is not saved is said to be so."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from geotrack.workspace import Edit, open_workspace
from geotrack.workspace.edit import changeset
from geotrack.workspace.edit.claims import with_claim
from geotrack.workspace.edit.reports import report_text
from geotrack.workspace.transaction import locked
from tests.records import feature, written
from tests.server.conftest import ROOT, WRITES
from tests.server.killed_saves import CITED, client_of, save, state
from tests.workspace.faulty import full, read_only


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """The folder of a small workspace with a report of one claim."""
    folder = tmp_path / "sound"
    written(folder / "events" / "added.geojson", feature("a"))
    text = report_text("focus", {"title": "Focus"})
    (folder / "seeds").mkdir()
    claim = {"id": CITED["claim"], "says": "A patrol was seen.", "kind": "assessment"}
    claim["unmapped"] = "not entered yet"
    (folder / "seeds" / "focus.toml").write_text(with_claim(text, claim), encoding="utf-8")
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_desk_that_is_killed_in_a_save_leaves_old_or_new(sound: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.server.killed_saves", str(sound)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {left for left, *_ in found} == {"old", "new"}
    assert len(found) > 10
    # The next save goes on from either; a record that is stored already is no second one.
    assert {(status, after) for _, status, after in found} == {(200, "new")}


@pytest.mark.parametrize("disk", [full, read_only])
def test_a_disk_that_takes_nothing_is_said_and_nothing_is_changed(sound: Path, disk: Any) -> None:
    client = client_of(sound)
    contents = {p: p.read_bytes() for p in sound.rglob("*.*") if p.is_file()}
    refused = 0
    for at in range(1, 100):
        with disk(at):
            answer = save(client)
        if answer.status_code == 200:
            break
        assert answer.status_code == 507
        why = "No space left" if disk is full else "Permission denied"
        assert why in answer.json()["error"]
        assert {p: p.read_bytes() for p in contents} == contents
        assert state(sound) == "old"
        refused += 1
    assert refused > 4
    assert state(sound) == "new"


def test_a_save_during_another_writer_is_told_and_can_be_repeated(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changeset, "locked", partial(locked, patience_s=0.01))
    client = client_of(sound)
    with locked(sound):
        answer = save(client)
    assert answer.status_code == 409
    assert "someone else is saving" in answer.json()["error"]
    assert state(sound) == "old"
    assert save(client).status_code == 200
    assert state(sound) == "new"


def test_what_the_command_line_wrote_a_moment_ago_stays(sound: Path) -> None:
    client = client_of(sound)
    edit = Edit(open_workspace(sound))
    edit.add(feature("b"), "added")
    edit.commit()
    assert save(client).status_code == 200  # nobody has told the desk
    assert {"a", "b"} < set(open_workspace(sound).by_id)
    state_a = client.get("/api/records/a").json()
    edit = Edit(open_workspace(sound))
    edit.replace("a", feature("a", tags=["theirs"]))
    edit.commit()
    answer = client.post("/api/records", json={**state_a, "by": "Eva", "why": None}, headers=WRITES)
    assert answer.status_code == 409
    assert answer.json()["stored"]["feature"]["properties"]["tags"] == ["theirs"]
