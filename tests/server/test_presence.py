"""Who uses a desk, and what each has open."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from geotrack.server.presence import Presence
from tests.server.conftest import WRITES


def test_pages_see_each_other_until_they_leave_or_say_nothing() -> None:
    now = 0.0
    presence = Presence(lambda: now)
    presence.report("a", "Kari", "")
    presence.report("b", "Ola", "record-1")
    assert presence.others("a") == [{"name": "Ola", "record": "record-1"}]
    presence.report("b", "Ola", "")
    assert presence.others("a") == [{"name": "Ola", "record": ""}]
    now = 59.0
    presence.report("a", "Kari", "")
    now = 61.0
    presence.report("a", "Kari", "")
    assert presence.others("a") == []
    presence.report("b", "Ola", "record-1")
    presence.report("a", "", "", leaves=True)
    assert presence.others("b") == []


def test_a_page_is_answered_with_the_others(client: TestClient) -> None:
    def report(**body: Any) -> Any:
        return client.post("/api/presence", json=body, headers=WRITES)

    assert report(page="a", name="Kari", record="x").json() == {"others": []}
    assert report(page="b", name="Ola", record=None).json() == {
        "others": [{"name": "Kari", "record": "x"}]
    }
    assert report(page="a", leaves=True).json()["others"] == [{"name": "Ola", "record": ""}]
    assert report(name="Kari").status_code == 422
    for n in range(150):
        report(page=f"{n}", name="x" * 999)
    assert len(report(page="b").json()["others"]) <= 100
