"""What has occurred does not lie in the future."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geotrack.workspace import check
from tests.records import feature, workspace

TODAY = date(2026, 11, 25)


def told(folder: Path, **properties: Any) -> list[str]:
    return [str(f) for f in check(workspace(folder, feature("a", **properties)), today=TODAY)]


@pytest.mark.parametrize("status", ["occurred", "ongoing"])
@pytest.mark.parametrize(
    "start", ["2026-11-26", "2026-12", "2027", "2026-11-26T08:00:00+12:00", "[2026-11-26..]"]
)
def test_a_start_wholly_after_today_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, start: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told(tmp_path, start=start, status=status) == [
        f"events/e.geojson:11: /features/0/properties/start: the start '{start}' "
        f"lies in the future, but the status is '{status}'; "
        "correct the date, or write 'planned' or 'announced' as the status"
    ]


@pytest.mark.parametrize(
    "start", ["2026-11-25", "2026-11", "2026", "2025-12-31", "unknown", "[..2027]", "2026~", "202X"]
)
def test_a_start_that_may_have_been_is_sound(tmp_path: Path, start: str) -> None:
    assert told(tmp_path, start=start, status="occurred") == []


@pytest.mark.parametrize("status", ["planned", "announced", "postponed", "cancelled", ...])
def test_what_is_not_said_to_have_occurred_may_lie_ahead(tmp_path: Path, status: Any) -> None:
    assert told(tmp_path, start="2027", status=status) == []


def test_without_a_today_no_date_is_judged(tmp_path: Path) -> None:
    assert check(workspace(tmp_path, feature("a", start="2999", status="occurred"))) == []
