"""Maps at the desk: definitions are edited as text that stays, and built by `geotrack map`."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from geotrack.server.desk import Desk
from geotrack.workspace.edit.maps import MAP_KEYS, map_text
from tests.server.conftest import ROOT, WRITES

OVERVIEW = (ROOT / "maps" / "overview.toml").read_text(encoding="utf-8")


@pytest.fixture
def maps(folder: Path, desk: Desk) -> Path:
    """The folder of definitions of the desk."""
    (folder / "maps").mkdir()
    for name in ("overview.toml", "overview.numbers.json"):
        shutil.copy(ROOT / "maps" / name, folder / "maps")
    desk.refresh()
    return folder / "maps"


def _save(client: TestClient, name: str, values: Any, base: str | None) -> Any:
    return client.post(f"/api/maps/{name}", json={"values": values, "base": base}, headers=WRITES)


def test_a_definition_is_edited_and_the_rest_of_it_stays(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    assert (entry["name"], entry["scenes"], entry["findings"]) == ("overview", 6, [])
    answer = _save(client, "overview", {**entry["values"], "subtitle": "In brief"}, entry["base"])
    assert answer.json() == {"findings": []}
    text = (maps / "overview.toml").read_text(encoding="utf-8")
    old = tomllib.loads(OVERVIEW)
    assert tomllib.loads(text) == {**old, "subtitle": "In brief"}
    assert text.splitlines()[0] == OVERVIEW.splitlines()[0]
    again = _save(client, "overview", {"title": "Late"}, entry["base"])
    assert again.status_code == 409
    assert "Late" not in (maps / "overview.toml").read_text(encoding="utf-8")


def test_a_faulty_value_is_not_written(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    found = _save(client, "overview", {"as_of": "2026-13-01"}, entry["base"]).json()["findings"]
    assert found[0]["pointer"] == "/as_of"
    assert (maps / "overview.toml").read_text(encoding="utf-8") == OVERVIEW


def test_a_new_map_shows_all_records(client: TestClient, maps: Path) -> None:
    values = {"title": "All of it", "marking": "UNCLASSIFIED // FOR BRIEFING"}
    assert _save(client, "all", values, None).json() == {"findings": []}
    assert _save(client, "all", values, None).status_code == 409
    for name in ("../all", ".all", "a/b", "CON"):
        assert _save(client, name, values, None).status_code in {404, 405, 422}
    assert {p.name for p in maps.iterdir()} >= {"all.toml"}
    page = client.get("/maps/all")
    assert "All of it" in page.text
    assert "sandbox allow-scripts;" in page.headers["content-security-policy"]


@pytest.mark.slow
def test_a_map_is_built_by_the_command_line(client: TestClient, maps: Path) -> None:
    answer = client.post("/api/maps/overview/md", headers=WRITES)
    assert answer.headers["content-type"].startswith("text/markdown")
    assert "China and Russia in the Arctic" in answer.text
    for path in ("overview/exe", "nowhere/md"):
        assert client.post(f"/api/maps/{path}", headers=WRITES).status_code == 422


def test_read_only_builds_and_saves_nothing(client: TestClient, maps: Path, desk: Desk) -> None:
    desk.read_only = True
    assert client.post("/api/maps/overview/md", headers=WRITES).status_code == 403
    assert _save(client, "overview", {"title": "x"}, None).status_code == 403


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=40)


@given(st.dictionaries(st.sampled_from(MAP_KEYS), TEXT))
def test_other_keys_and_comments_stay(values: dict[str, str]) -> None:
    text = map_text(OVERVIEW, values)
    wanted = tomllib.loads(OVERVIEW) | values
    assert tomllib.loads(text) == {k: v for k, v in wanted.items() if v != ""}
    assert [line for line in text.splitlines() if line.startswith("#")][:1] == [
        OVERVIEW.splitlines()[0]
    ]
