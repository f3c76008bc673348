"""The form of the desk shows the accounts of its record as they are entered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geotrack.server.account_preview import account_preview
from tests.records import feature, region, sector, workspace

ONE = {"cite": "A", "claimant": "One", "start": "2024-07-24", "place": "N", "regions": ["north"]}


def test_several_accounts_are_compared_before_they_are_saved(tmp_path: Path) -> None:
    made = workspace(tmp_path, feature("a"), regions=[region("north", sector(0, 20, 80, 85))])

    def shown(*sources: Any) -> dict[str, Any]:
        # A record of the form that has no title yet.
        record = feature("new", start="2024-07", sources=list(sources))
        record["properties"].pop("title")
        return account_preview(record, made, "nb")

    found = shown(ONE, {"cite": "B", "claimant": "Two", "start": "2024-07-25"})
    assert "24. eller 25. juli 2024, ikke begge" in found["html"]
    assert found["accounts"] == [[{"kind": "region", "id": "north"}]]
    assert [count for _, count in found["overlaps"]] == [1]
    assert shown(ONE) == {"html": "", "accounts": [], "overlaps": []}
    assert shown(ONE, {"claimant": "names nothing to look up"})["html"] == ""
