"""How large a page may be: 899 kB with 76 kB of letters, and 2.4 kB for each record with its card,
line and sources, in two languages; and the sample overview, 1.3 MB.

Questions about a place, far coast, depth, relief, sides, explained words and compared accounts have
budgets of their own; so have the scenes, layers and lead of a map.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from folium_polar.basemap.files import SOUTH
from tests.sample_pages import sample_page

pytestmark = pytest.mark.slow

BASE, EACH, FAR, DEPTH, RELIEF, OF_MAP = 899_000, 2_400, 38_000, 38_000, 60_000, 40_000
OVERVIEW = 1_300_000
QUESTIONS, SIDES, COMPARED, EXPLAINED = 120_000, 16_000, 20_000, 14_000


@pytest.mark.parametrize("name", [None, "overview", "bering-strait"])
def test_a_page_stays_within_its_bytes(name: str | None, tmp_path: Path) -> None:
    page = sample_page(name)
    out = tmp_path / "page.html"
    page.save(str(out))
    questions = sum(page.question_sizes)
    assert (questions > 0) == (name is not None)
    assert questions <= QUESTIONS
    most = BASE + EACH * len(page.records) + FAR * (page.view.south < SOUTH)
    most += DEPTH * page.view.definition.layers.depth + OF_MAP * (name is not None)
    most += RELIEF * page.view.definition.layers.relief + SIDES * bool(page.view.look.sides)
    most += EXPLAINED * bool(page.view.terms)
    most += COMPARED * any(record.comparison for record in page.view.record_views)
    assert out.stat().st_size - questions <= most
    assert name != "overview" or out.stat().st_size <= OVERVIEW
