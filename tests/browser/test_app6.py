"""APP-6 symbols on the map and in the list, each with its number beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.records import written

SOURCE = {"cite": "A paper"}
DEFINITION = """
title = "Symbols"
marking = "UNCLASSIFIED"
symbols = "app6"
"""


def record(id_: str, kind: str, lon: float, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": id_,
        "geometry": {"type": "Point", "coordinates": [lon, 75]},
        "properties": {"title": id_, "type": kind, "start": "2024", "sources": SOURCE, **more},
    }


@pytest.fixture
def page_of_symbols(page_at: PageAt, tmp_path: Path) -> Any:
    def opened(width: int, height: int) -> Page:
        written(
            tmp_path / "events" / "e.geojson",
            record("bombers", "air/bomber-sortie", 0),
            record("frigate", "naval/sighting", 30, symbol="10033000001202040000"),
            record("agreed", "diplomacy/agreement", 60),
            record("nowhere", "naval/sighting", 0),
        )
        written(tmp_path / "layers" / "regions.geojson")
        (tmp_path / "maps").mkdir()
        (tmp_path / "maps" / "plan.toml").write_text(DEFINITION, encoding="utf-8")
        return page_at(briefing(open_workspace(tmp_path), "plan"), width, height)

    return opened


SEEN = """svg => [...svg.querySelectorAll('use')].map(use => {
  const {width, height} = use.getBoundingClientRect();
  return [use.getAttribute('href').replace(/-.*/, ''), width > 8 && height > 8];
})"""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_symbol_stands_with_its_number_beside_it(
    page_of_symbols: Any, width: int, height: int
) -> None:
    page = page_of_symbols(width, height)
    marks = page.locator(".event-mark .symbol")
    expect(marks).to_have_count(4)
    for where in (".event-mark", ".pick"):
        drawn = page.locator(f"{where} .symbol.beside-app6")
        expect(drawn).to_have_count(3)
        for mark in drawn.all():
            assert mark.evaluate(SEEN) == [["#app6", True], ["#shape", True]]
            text = mark.locator("text")
            assert text.text_content() in {"1", "2", "3", "4"}
            apart = text.evaluate(
                """text => {
                  const app6 = text.parentNode.querySelector('.app6').getBoundingClientRect();
                  return text.getBoundingClientRect().right - (app6.left + app6.right) / 2;
                }"""
            )
            assert apart > 8, "beside it, not on it"
        plain = page.locator(f"{where} .symbol:not(.beside-app6) use")
        expect(plain).to_have_attribute("href", "#shape-diplomacy")


@pytest.mark.browser
def test_the_legend_says_in_both_languages_what_a_symbol_does_not(page_of_symbols: Any) -> None:
    page = page_of_symbols(1440, 900)
    legend = page.locator(".legend")
    expect(legend).to_contain_text("The map itself calls nobody friend or hostile.")
    page.get_by_role("button", name="NB").click()
    expect(legend).to_contain_text("Kartet selv kaller ingen for venn eller fiende.")
