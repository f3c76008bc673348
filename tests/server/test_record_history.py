"""What revisions of a record have changed: by the desk's memory, else by git."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from geotrack.errors import UsageError
from geotrack.server.desk import Desk
from geotrack.server.record_history import revision_changes
from tests.repositories import commit, repository
from tests.server.conftest import TODAY, WRITES

ID = "2024-07-24-joint-bomber-sortie"


def _change(client: TestClient, **properties: Any) -> None:
    state = client.get(f"/api/records/{ID}").json()
    state["feature"]["properties"].update(properties)
    body = {**state, "by": "Kari", "why": None}
    assert client.post("/api/records", json=body, headers=WRITES).status_code == 200


def _changes(client: TestClient, **numbers: int) -> list[dict[str, Any]]:
    answer = client.get(f"/api/revisions/{ID}", params=numbers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["differences"]
    return found


def test_changes_of_this_desk_are_those_of_one_revision_or_of_all(client: TestClient) -> None:
    _change(client, summary="Both flew.")
    _change(client, summary="Both flew there.", tags=["patrol"])
    [first] = _changes(client, first=0, last=1)
    assert first["old"].startswith("Russian and Chinese bombers flew together near Alaska")
    assert first["new"] == "Both flew."
    tag, summary = sorted(_changes(client, first=1), key=lambda one: one["path"], reverse=True)
    assert (summary["path"], summary["old"]) == ("summary", "Both flew.")
    assert (tag["path"], tag["old"], tag["new"]) == ("tags/0", None, "patrol")
    whole = {one["path"]: one for one in _changes(client, first=0)}
    assert set(whole) == {"summary", "tags/0"}
    assert whole["summary"]["old"] == first["old"]


def test_a_changed_radius_has_a_description_and_no_full_text(client: TestClient) -> None:
    state = client.get(f"/api/records/{ID}").json()
    _change(client, place={**state["feature"]["properties"]["place"], "radius_km": 120})
    [radius] = _changes(client, first=0)
    assert (radius["old"], radius["new"]) == (None, None)
    assert "120" in radius["what"]


@pytest.mark.parametrize(
    "numbers", [{}, {"first": "x"}, {"first": 5}, {"first": 0, "last": 0}, {"first": -1}]
)
def test_numbers_of_no_revision_are_refused(client: TestClient, numbers: dict[str, Any]) -> None:
    _change(client, summary="Both flew.")
    assert client.get(f"/api/revisions/{ID}", params=numbers).status_code == 422


def test_changes_before_this_desk_are_found_in_git_one_day_at_a_time(
    client: TestClient, folder: Path, desk: Desk
) -> None:
    first = commit(repository(folder), at="2026-11-20T12:00:00Z")
    desk.today = lambda: date(2026, 11, 25)
    _change(client, summary="Both flew.")
    _change(client, summary="Both flew there.")
    second = commit(folder, at="2026-11-25T12:00:00Z")
    desk.today = lambda: TODAY
    _change(client, summary="Both flew at last.")

    later = Desk(folder, lambda: TODAY)
    for last in (1, 2):
        found = revision_changes(later, ID, 0, last)
        [summary] = found["differences"]
        assert summary["new"] == "Both flew there."
        assert found["commits"] == [
            {"name": first[:7], "day": "2026-11-20"},
            {"name": second[:7], "day": "2026-11-25"},
        ]
    found = revision_changes(later, ID, 2, 3)
    assert found["commits"] == [{"name": second[:7], "day": "2026-11-25"}, None]
    assert [one["old"] for one in found["differences"]] == ["Both flew there."]
    later.uploads.remove()


def test_without_an_earlier_state_it_says_why(client: TestClient, folder: Path) -> None:
    _change(client, summary="Both flew.")
    later = Desk(folder, lambda: TODAY)
    with pytest.raises(UsageError, match="git"):
        revision_changes(later, ID, 0)
    later.uploads.remove()
