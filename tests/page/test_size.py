"""How large a page may be: 800 kB, and 2 kB for each record with its card, line and sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.page import briefing
from geotrack.workspace import open_workspace

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BASE, EACH = 800_000, 2_200


@pytest.mark.parametrize("name", ["overview", "bering-strait"])
def test_a_page_stays_within_its_bytes(name: str, tmp_path: Path) -> None:
    page = briefing(open_workspace(ROOT), name)
    out = tmp_path / "page.html"
    page.save(str(out))
    assert out.stat().st_size <= BASE + EACH * len(page.records)
